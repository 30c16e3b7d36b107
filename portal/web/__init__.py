"""The shelf: what every page of every room needs, once."""
