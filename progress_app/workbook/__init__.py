"""The entry grid as a form to be filled in with a spreadsheet."""
