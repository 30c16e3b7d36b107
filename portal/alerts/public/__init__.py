"""Asking for a mail, confirming it, reading what was told of, and ending it."""
