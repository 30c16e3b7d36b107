"""What the calendar knows and how it is kept."""
