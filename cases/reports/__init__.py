"""Monthly reports of results up the levels: local administration, district, province, department (S1.10, S2.08-S2.11, S2.56)."""
