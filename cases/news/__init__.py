"""News of a request by text and by LINE, for whoever asked for it, where this installation has a carrier (issue 12 point 2)."""
