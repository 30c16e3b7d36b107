"""Requests that come in by a list (issue 9, point 11): read, tried without writing, taken in batch by batch, told row by row."""
