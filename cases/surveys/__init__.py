"""Surveys of needs and rounds of registration: one household, one answer (S1.02, S1.09)."""
