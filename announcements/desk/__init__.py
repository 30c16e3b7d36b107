"""At the desk: what an office announces in its own section (S1.11)."""
