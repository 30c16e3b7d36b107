"""Requests of people about their own data (PDPA s.30–36; Official Information Act s.25)."""
