"""Which document of the library a record is: by kind, number, year and name."""

from __future__ import annotations

import re
from collections import defaultdict

from legal_library.importing.records import Record, unabbreviated
from legal_library.models import DocumentPage
from portal.thai.references import parse_reference
from portal.thai.text import fold, key

Key = tuple[str, str, int]
_YEAR_WORDS = re.compile(r"(?:พระ)?พุทธศักราช|พ\s*(?:\.\s*)?ศ\s*\.?")


def name_key(title: str) -> str:
    """Return what two spellings of one title share: "พ.ร.บ.เทศบาล พ.ศ. ๒๔๙๖" and "พระราชบัญญัติเทศบาล พุทธศักราช 2496"."""
    return key(_YEAR_WORDS.sub(" ", unabbreviated(fold(title[:500]))))


def keys_of(*, kind: str, title: str, reference: str, year_be: int | None) -> list[Key]:
    """Return the keys by which a document is known, the surest first.

    A letter is its number within a year; its date may be told wrongly (library.md, idea 3). All else is its name.
    """
    found: list[Key] = []
    parsed = parse_reference(reference) if reference else None
    if parsed and not parsed.is_weak and year_be:
        found.append(("number", parsed.normal, year_be))
    found.append((kind, name_key(title), year_be or 0))
    return found


class Matcher:
    """Every document of the library by its keys; `document` finds that of a record."""

    def __init__(self) -> None:
        self._known: dict[Key, set[int]] = defaultdict(set)
        rows = DocumentPage.objects.values_list("pk", "kind", "title", "reference", "year_be")
        for pk, kind, title, reference, year in rows.iterator():
            self.learn(pk, keys_of(kind=kind, title=title, reference=reference, year_be=year))

    def learn(self, pk: int, keys: list[Key]) -> None:
        """Remember a document, an old or a new one."""
        for one in keys:
            self._known[one].add(pk)

    def documents(self, record: Record) -> list[int]:
        """Return the primary keys of the documents that a record may be: none, one, or several that look the same."""
        for one in record_keys(record):
            if found := self._known.get(one):
                return sorted(found)
        return []


def record_keys(record: Record) -> list[Key]:
    """Return the keys of a record."""
    signed = record.values.get("signed_on")
    year = record.year_be or (signed.year + 543 if signed else None)
    return keys_of(kind=record.kind, title=record.title, reference=record.reference, year_be=year)
