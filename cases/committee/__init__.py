"""The help committee of a local administration: who sits on it, its meetings, what it resolved (S1.01, S1.07)."""
