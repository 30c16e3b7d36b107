"""Reading source texts: cutting them into passages, laying them out."""
