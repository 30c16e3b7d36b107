"""The list of services that a plan may name, kept by the center (S2.34)."""
