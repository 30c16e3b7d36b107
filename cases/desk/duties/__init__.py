"""The six duties of a local administration, each with how it stands (S2.57)."""
