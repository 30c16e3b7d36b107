"""Families in the shelters of an event."""
