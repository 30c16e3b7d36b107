"""Commands of case work."""
