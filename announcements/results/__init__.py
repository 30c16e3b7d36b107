"""The results of a fiscal year: computed from the cases, protected, frozen, published (S1.30)."""
