"""Reports of one household are found, and joined or parted by a person (S1.35; docs/many.md)."""
