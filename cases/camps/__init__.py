"""People in the shelters of an event: families, what they were given, and who helps there (issue 14, point 8)."""
