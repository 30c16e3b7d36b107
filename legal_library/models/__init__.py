"""The legal library: one page per document, and the rows that belong to it (S1.21, S2.01)."""

from legal_library.models.book import Book, BookPage
from legal_library.models.circulation import Circulation, Receipt, Understanding
from legal_library.models.collection import CollectionDocument, CollectionPage
from legal_library.models.document import DocumentPage
from legal_library.models.imports import LibraryImport
from legal_library.models.index import LibraryIndexPage
from legal_library.models.names import Agency, Topic
from legal_library.models.parts import (
    DocumentChange,
    DocumentFile,
    DocumentNote,
    DocumentPassage,
    DocumentRelation,
    Enclosure,
)
from legal_library.models.reading import LetterReading, ReadLeaf
from legal_library.models.terms import Term
from legal_library.models.version import PublicText, TextVersion
from legal_library.models.withdrawal import Withdrawal

__all__ = [
    "Agency",
    "Book",
    "BookPage",
    "Circulation",
    "CollectionDocument",
    "CollectionPage",
    "DocumentChange",
    "DocumentFile",
    "DocumentNote",
    "DocumentPage",
    "DocumentPassage",
    "DocumentRelation",
    "Enclosure",
    "LetterReading",
    "LibraryImport",
    "LibraryIndexPage",
    "PublicText",
    "ReadLeaf",
    "Receipt",
    "Term",
    "TextVersion",
    "Topic",
    "Understanding",
    "Withdrawal",
]
