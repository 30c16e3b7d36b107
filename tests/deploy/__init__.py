"""What an operator copies from `deploy/` fits the program that it starts."""
