"""What the office does with surveys."""
