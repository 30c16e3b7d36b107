"""What the office does to many cases at once."""
