"""What visitors see of the library."""
