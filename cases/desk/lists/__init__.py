"""Lists of cases: the tabs of the rail, their rows and filters, and what we sent to others."""
