"""What contradicts itself in the library, as a list of tasks: two days of one letter, two records, a standing that cannot be (library.md 3)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from django.utils.translation import gettext as _

from legal_library import terms
from legal_library.domain.touched import labels_in
from legal_library.models import DocumentPage, DocumentPassage, DocumentRelation
from legal_library.reading.letters.found import Line, Place
from legal_library.reading.letters.letter import cited_in
from legal_library.vocabulary import DocumentStatus, RelationKind, Vocabulary
from portal.thai.dates import format_date
from portal.thai.references import parse_reference

_STANDING = frozenset({DocumentStatus.IN_FORCE, DocumentStatus.AMENDED, DocumentStatus.UNVERIFIED})
_ENDING = frozenset({RelationKind.REPEALS, RelationKind.REPLACES})


@dataclass(frozen=True)
class Conflict:
    """One task: the record to be looked at, what contradicts, and the other record."""

    page: DocumentPage
    words: str
    other: DocumentPage | None = None


def conflicts() -> list[Conflict]:
    """Return every contradiction, drafts included: this is the editors' list. Six queries, whatever the number of documents."""
    pages = {
        page.pk: page for page in DocumentPage.objects.defer("summary", "summary_en", "search_description")
    }
    relations = list(DocumentRelation.objects.exclude(target=None))
    found = [
        *_days(relations, pages),
        *_twins(pages),
        *_standings(relations, pages),
        *_missing(relations, pages),
    ]
    return sorted(found, key=lambda row: (row.page.title, row.words))


def _days(relations: Iterable[DocumentRelation], pages: dict[int, DocumentPage]) -> Iterator[Conflict]:
    """Yield where a letter is cited with another day than it bears."""
    for row in relations:
        target = pages.get(row.target_id)
        if target is None or not target.signed_on or not target.reference or not row.reference_text:
            continue
        for cited in cited_in([Line(Place(1, 1), row.reference_text)], ""):
            if cited.reference == target.reference and cited.signed_on:
                told = date.fromisoformat(cited.signed_on)
                if told != target.signed_on:
                    words = _("อ้างว่าลงวันที่ %(told)s แต่ระเบียนลงวันที่ %(own)s") % {
                        "told": format_date(told),
                        "own": format_date(target.signed_on),
                    }
                    yield Conflict(pages[row.page_id], words, target)


def _twins(pages: dict[int, DocumentPage]) -> Iterator[Conflict]:
    """Yield records of the same number and year: a letter is one record."""
    same = (
        DocumentPage.objects.exclude(reference="")
        .order_by()
        .values("reference", "year_be")
        .annotate(count=Count("pk"))
        .filter(count__gt=1)
    )
    wanted = {(row["reference"], row["year_be"]) for row in same}
    groups: dict[tuple[str, int | None], list[DocumentPage]] = defaultdict(list)
    for page in pages.values():
        key = (page.reference, page.year_be)
        parsed = parse_reference(page.reference) if key in wanted else None
        if parsed and parsed.is_complete:
            groups[key].append(page)
    for first, *others in groups.values():
        for other in others:
            yield Conflict(other, _("เลขที่และปีเดียวกับอีกระเบียนหนึ่ง"), first)


def _standings(relations: Iterable[DocumentRelation], pages: dict[int, DocumentPage]) -> Iterator[Conflict]:
    """Yield what another document repeals or replaces as a whole and that still stands as if it held."""
    for row in relations:
        target, source = pages.get(row.target_id), pages.get(row.page_id)
        if target is None or source is None or row.kind not in _ENDING or row.provision:
            continue
        if source.live and target.status in _STANDING and not target.repealed_on:
            words = _("อีกฉบับหนึ่ง%(verb)sฉบับนี้ แต่สถานะยังเป็น “%(status)s”") % {
                "verb": terms.name_of(Vocabulary.RELATION, row.kind),
                "status": terms.name_of(Vocabulary.STATUS, target.status),
            }
            yield Conflict(target, words, source)


def _missing(relations: Iterable[DocumentRelation], pages: dict[int, DocumentPage]) -> Iterator[Conflict]:
    """Yield relations that name a provision which the text of the other document does not have."""
    named = [(row, labels_in(row.provision)) for row in relations if row.provision]
    targets = {row.target_id for row, labels in named if labels}
    labels_of: dict[int, set[str]] = defaultdict(set)
    for pk, label in DocumentPassage.objects.filter(page__in=targets).values_list("page_id", "label"):
        labels_of[pk] |= set(labels_in(label)[:1])
    for row, labels in named:
        have = labels_of.get(row.target_id, set())
        kinds = {label.split()[0] for label in have}
        gone = [label for label in labels if label.split()[0] in kinds and label not in have]
        if gone and row.kind != RelationKind.AMENDS:
            words = _("อ้าง %(labels)s ซึ่งไม่มีในข้อความของอีกฉบับ") % {"labels": ", ".join(gone[:5])}
            yield Conflict(pages[row.page_id], words, pages.get(row.target_id))
