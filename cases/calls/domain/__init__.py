"""What offices do with a list of calls."""
