"""By which channels requests come in: the list, and its change by the center."""
