"""The table of verbs."""
