"""Figures: what they count, who sees them, what never leaves."""
