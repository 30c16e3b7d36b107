"""The wanted list: documents that others cite and the library does not hold, the most cited first (library.md, idea 2)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from legal_library.models import DocumentPage, DocumentRelation, Enclosure
from legal_library.vocabulary import Holding


@dataclass
class Wanted:
    """One document that should be found.

    Attributes:
        name: its number or name as others give it.
        page: its record, when there is one.
        citing: the documents that name it, by primary key.
    """

    name: str
    page: DocumentPage | None = None
    citing: dict[int, DocumentPage] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """How many documents name it."""
        return len(self.citing)


def wanted() -> list[Wanted]:
    """Return what is missing, the most cited first; drafts count, for this is the editors' list. Four queries."""
    ghosts = {page.pk: page for page in DocumentPage.objects.filter(holding=Holding.MISSING)}
    rows: dict[object, Wanted] = {
        pk: Wanted(name=page.reference or page.title, page=page) for pk, page in ghosts.items()
    }
    naming: dict[object, set[int]] = defaultdict(set)
    for target, page in DocumentRelation.objects.filter(target__in=ghosts).values_list(
        "target_id", "page_id"
    ):
        naming[target].add(page)
    for target, page in Enclosure.objects.filter(document__in=ghosts).values_list("document_id", "page_id"):
        naming[target].add(page)
    unheld = DocumentRelation.objects.filter(target=None).exclude(reference_text="")
    for page, reference, text in unheld.values_list("page_id", "reference", "reference_text"):
        key = reference or text
        rows.setdefault(key, Wanted(name=reference or text))
        naming[key].add(page)
    everyone = {pk for pages in naming.values() for pk in pages}
    pages = {page.pk: page for page in DocumentPage.objects.filter(pk__in=everyone)}
    for key, row in rows.items():
        row.citing = {pk: pages[pk] for pk in sorted(naming[key])}
    return sorted(rows.values(), key=lambda row: (-row.count, row.page is None, row.name))
