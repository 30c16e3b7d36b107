"""Areas, organizations and who is responsible where (S1.13, S2.20-S2.22)."""
