"""Thai search: analysis, index, query understanding (S1.24)."""
