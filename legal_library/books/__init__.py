"""Manuals that are read page by page in the browser (S2.07)."""
