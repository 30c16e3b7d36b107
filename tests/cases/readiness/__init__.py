"""Readiness of units: checklist, sign, people in charge, money, training (S1.12, S2.02–S2.06, S2.52, S2.57, S2.58, S2.63)."""
