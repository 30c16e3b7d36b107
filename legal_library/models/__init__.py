"""The legal library: one page per document, and the rows that belong to it (S1.21, S2.01)."""

from .document import DocumentPage
from .index import LibraryIndexPage
from .names import Agency, Topic
from .parts import (
    DocumentChange,
    DocumentFile,
    DocumentNote,
    DocumentPassage,
    DocumentRelation,
    Enclosure,
)

__all__ = [
    "Agency",
    "DocumentChange",
    "DocumentFile",
    "DocumentNote",
    "DocumentPage",
    "DocumentPassage",
    "DocumentRelation",
    "Enclosure",
    "LibraryIndexPage",
    "Topic",
]
