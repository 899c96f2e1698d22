"""The workshop: a local page that shows the letter as it will be, beside the Word template."""
