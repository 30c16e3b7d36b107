"""Households that need help first: a register by consent, and who of them is accounted for in an event (docs/first.md)."""
