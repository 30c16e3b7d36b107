"""What editors see of pages."""
