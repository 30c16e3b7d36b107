"""Questions on a guide: whether this help is likely, and what else is (S1.26); the rules are `portal.eligibility`."""
