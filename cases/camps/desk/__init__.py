"""Shelters at the desk."""
