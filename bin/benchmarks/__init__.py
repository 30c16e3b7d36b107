"""Judging and measuring search, beside its rivals: started by `bin/bench`, no part of what is served."""
