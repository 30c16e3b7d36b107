"""Gathering needs, and telling them."""
