"""The inbox of circulars: what came from the center, read, understood, acknowledged, passed on (S1.22, S2.04, S2.11)."""
