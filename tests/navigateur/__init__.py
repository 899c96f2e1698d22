"""The page of the workshop, driven in a real browser, which is closed with the folder."""
