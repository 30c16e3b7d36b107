"""Asking the center, reading the answer by two codes, and what was published."""
