"""Questions to the center without a case (S1.25)."""
