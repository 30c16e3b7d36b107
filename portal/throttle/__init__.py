"""Counting tries, so that guessing and flooding stay slow (ASVS 2.4.1, 6.3.1): `limits` counts."""
