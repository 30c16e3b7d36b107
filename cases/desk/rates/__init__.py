"""Numbers of the law that changed, and the cases that they touch (S1.26)."""
