"""What the office does with a case."""
