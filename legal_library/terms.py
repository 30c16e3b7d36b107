"""The words for kinds, statuses, relations, urgency and secrecy: one function for each question, answered from one table.

Publishers of the center edit the table (`models/terms.py`). It is small, and read once for each state of the database
(`portal.page_cache.known`): a page asks once, however many documents it names, and a change is seen by the next one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from django.apps import apps

from legal_library.vocabulary import DocumentKind, Vocabulary
from portal.page_cache.known import known
from portal.web.language import localized

MOST = 1_000
"""Terms that are read at all: far more than anybody can choose from."""


@dataclass(frozen=True)
class Entry:
    """One term, as everything outside the editors' screen sees it.

    Attributes:
        code: what is stored with documents and stands in addresses.
        name, name_en: what people read.
        inverse, inverse_en: of a relation, read from the other document.
        is_offered: whether it can be chosen for documents that do not have it yet.
        behaves_as: of a kind, the built-in one whose rules it follows; "" else.
    """

    code: str
    name: str
    name_en: str = ""
    inverse: str = ""
    inverse_en: str = ""
    is_offered: bool = True
    behaves_as: str = ""


Table = Mapping[str, Mapping[str, Entry]]
"""Vocabulary → code → its entry, in the order of lists."""


def _read() -> Table:
    model = apps.get_model("legal_library", "Term")
    table: dict[str, dict[str, Entry]] = {one.value: {} for one in Vocabulary}
    rows = model._default_manager.order_by("vocabulary", "order", "name", "pk")
    for vocabulary, *values in rows.values_list(
        *("vocabulary", "code", "name", "name_en", "inverse_name", "inverse_name_en"),
        *("is_offered", "behaves_as"),
    )[:MOST]:
        table.setdefault(vocabulary, {})[values[0]] = Entry(*values)
    return table


def _table() -> Table:
    # By its label: the model stands above this module, because documents ask here for their words.
    return known("library.terms", apps.get_model("legal_library", "Term"), _read)


def _entry(vocabulary: str, code: str) -> Entry:
    """Return an entry; of a code that nobody named, the code itself is its name."""
    return _table()[vocabulary].get(code) or Entry(code, code)


def name_of(vocabulary: str, code: str) -> str:
    """Return the name of a code in the reader's language; the code itself where there is no such term.

    Args:
        vocabulary: one of `Vocabulary`.
        code: as it is stored.
    """
    return str(localized(_entry(vocabulary, code), "name"))


def english_of(vocabulary: str, code: str) -> str:
    """Return the English name of a code, "" where it has none."""
    return _entry(vocabulary, code).name_en


def inverse_of(code: str) -> str:
    """Return the words of a relation that read from the other document to this one, in the reader's language."""
    entry = _entry(Vocabulary.RELATION, code)
    return str(localized(entry, "inverse")) or str(localized(entry, "name"))


def choices(vocabulary: str) -> list[tuple[str, str]]:
    """Return every code with its name, in the order of lists; those that are no longer offered too, because documents have them."""
    return [(code, str(localized(entry, "name"))) for code, entry in _table()[vocabulary].items()]


def offered(vocabulary: str) -> frozenset[str]:
    """Return the codes that can be chosen for documents that do not have them yet."""
    return frozenset(code for code, entry in _table()[vocabulary].items() if entry.is_offered)


def codes(vocabulary: str) -> list[str]:
    """Return all codes in the order of lists."""
    return list(_table()[vocabulary])


def is_known(vocabulary: str, code: str) -> bool:
    """Say whether there is such a term."""
    return code in _table()[vocabulary]


def built_in(kind: str) -> DocumentKind:
    """Return the kind that our rules know: a built-in one is itself, an added one is what it behaves as.

    Raises:
        ValueError: for a value that is no kind.
    """
    try:
        return DocumentKind(kind)
    except ValueError:
        return DocumentKind(_entry(Vocabulary.KIND, kind).behaves_as)


def behaving_as(kinds: Iterable[DocumentKind]) -> frozenset[str]:
    """Return the codes of kinds, with those of the added ones that behave as them."""
    wanted = frozenset(kinds)
    added = (code for code, entry in _table()[Vocabulary.KIND].items() if entry.behaves_as in wanted)
    return frozenset({*(kind.value for kind in wanted), *added})


def state() -> str:
    """Return a mark of all names as they are now, for what is kept elsewhere and shows some of them."""
    return sha256(repr(_table()).encode()).hexdigest()[:16]
