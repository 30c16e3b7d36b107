"""Names that come in by a list (S2.59): read, tried without writing, then taken over.

Trying is doing it in a transaction that is rolled back, so a dry run cannot say something else than what happens.
"""
