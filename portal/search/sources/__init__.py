"""What can be found: sources register, the projection keeps their documents, the index follows it."""
