"""What a page may cost in work, so that speed cannot rot (issue 15, point 4)."""
