"""Taking the next new request, what looks like it, and deciding on it."""
