"""Which units serve a place, what they can do, and how the map of the place is drawn."""
