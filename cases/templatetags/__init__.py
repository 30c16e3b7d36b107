"""Template tags of the rooms of case work."""
