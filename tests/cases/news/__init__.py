"""News of a request by text and LINE (issue 12 point 2; S2.37)."""
