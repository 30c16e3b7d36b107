"""Is a front-line unit ready: what it has, who is responsible, what its center costs, what its officers learned (S2.04–S2.06, S2.58)."""
