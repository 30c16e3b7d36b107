"""The one calendar of the office: holidays that the center edits, and working days counted by them."""
