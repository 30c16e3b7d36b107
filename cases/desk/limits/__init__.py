"""How long each step may take: read by all staff, changed by the head of the center."""
