"""Figures of the register: two standard reports, a page of figures by role, what goes up the levels (S2.49, S1.31 to S1.33)."""
