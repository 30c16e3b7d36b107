"""Call lists: who is called back, by whom, and what was heard (S2.30; docs/many.md)."""
