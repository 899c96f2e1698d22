"""The joint: a case and its statement, put on paper by a pack, then read back."""
