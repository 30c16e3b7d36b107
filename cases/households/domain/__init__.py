"""What the office does with households: find, join, part, keep apart."""
