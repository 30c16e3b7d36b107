"""What is filled in on the committee's pages."""
