"""Laws, regulations, directives and guidance that the center must publish (S1.21)."""
