"""Fields of the index."""

from __future__ import annotations

TITLE, BODY, FACET, REFERENCE, SKELETON, KEY = "title", "body", "facet", "reference", "skeleton", "key"
WORD_FIELDS = (BODY, TITLE)
"""Fields that are scored by words, in the order of the alphabet as Whoosh wants it."""

LOOKED_UP = (FACET, KEY, REFERENCE, SKELETON)
"""Fields whose words only say which documents have them."""
