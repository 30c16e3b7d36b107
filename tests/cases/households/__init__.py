"""Households: what is found, who joins and parts, who learns what."""
