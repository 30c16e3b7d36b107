"""Finding the units near a person."""
