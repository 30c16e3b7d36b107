"""What visitors see: what local administrations gave to their center, and what it was spent on (S1.12)."""
