"""Phones without a signal: what officers write there arrives once, in order, or waits for a person (S1.06, S1.02, S2.39)."""
