"""What the office does with people: appointing, ending, letting in."""
