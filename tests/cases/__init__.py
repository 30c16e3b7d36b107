"""Case work."""
