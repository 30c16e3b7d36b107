"""What people ask about their own data, and what they are answered (PDPA s.30–36; Official Information Act s.25)."""
