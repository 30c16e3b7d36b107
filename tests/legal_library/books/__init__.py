"""Manuals read page by page."""
