"""Staff accounts, appointments and sign-in (S2.54, S2.60, S2.61)."""
