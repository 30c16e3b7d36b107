"""What follows from publishing a page."""
