"""The page behind both codes: asking, and reading the answer."""
