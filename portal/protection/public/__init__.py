"""What everybody is told about their data."""
