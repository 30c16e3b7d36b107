"""What is counted, and who may see which figures."""
