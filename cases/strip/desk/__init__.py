"""Pages of the strip."""
