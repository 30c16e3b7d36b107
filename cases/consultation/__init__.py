"""Consultation: people ask the center without a case, and answers that help others become questions and answers (S1.25)."""
