"""What stands around a document: relations, enclosures, who cites it; loaded once, only what the public may see."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Model, Q
from django.http import HttpRequest
from django.utils.translation import gettext as _

from legal_library import terms
from legal_library.domain.touched import anchors_in
from legal_library.models import DocumentPage, DocumentRelation, Enclosure
from legal_library.public.search_source import similar_to
from legal_library.vocabulary import Holding, RelationKind, Vocabulary
from portal.web.language import localized
from portal.web.links import absolute


@dataclass(frozen=True)
class RelationLine:
    """One line of components/relations.html; `is_self` marks the document itself, `date` its place in time.

    `own` is what the relation itself says, a provision and a note; `note` tells it with what is to be known of the document.
    """

    verb: str
    title: str
    url: str = ""
    date: date | None = None
    note: str = ""
    is_self: bool = False
    own: str = ""


@dataclass(frozen=True)
class EnclosureLine:
    """An enclosure as shown; `held` says whether the library has the document itself."""

    title: str
    quantity: str
    url: str
    held: bool


@dataclass(frozen=True)
class Citing:
    """A document that cites the one shown."""

    title: str
    url: str
    date: date | None


@dataclass(frozen=True)
class Touch:
    """That another document amended or repealed a provision of this one."""

    verb: str
    title: str
    url: str
    date: date | None


_AND = " · "
"""Between the verbs of one line."""
TOUCHING = frozenset({RelationKind.AMENDS, RelationKind.REPEALS})
"""Relations that change a provision of the other document."""
NAMED = ("title", "title_en", "slug", "url_path", "live", "depth", "path", "reference", "holding", "dated_on")
"""Columns of a document that is only named."""


def nameable_by_id(ids: set[int]) -> dict[int, DocumentPage]:
    """Return those of the documents whose name anyone may know, by primary key. A draft's title must never leak."""
    if not ids:
        return {}
    found = DocumentPage.objects.nameable().filter(pk__in=ids).only(*NAMED)
    return {page.pk: page for page in found}


def successors(page: DocumentPage, request: HttpRequest | None) -> list[Citing]:
    """Return the public documents that replace or repeal one, for the page that tells of its withdrawal."""
    kinds = [RelationKind.REPLACES, RelationKind.REPEALS]
    found = DocumentPage.objects.published().filter(
        relations__target=page, relations__kind__in=kinds, relations__incoming=False
    )
    return [Citing(row.display_title, row.get_url(request), row.dated_on) for row in found.distinct()]


def _both_ways(page: DocumentPage, model: type[Model], own: str, link: str) -> tuple[list[Any], list[Any]]:
    """Return the rows of a document, and those of other documents that point to it; one question for both.

    Args:
        page: the document; the rows of a draft are in its memory and not in the database.
        model: of the rows.
        own: name of the document's own rows.
        link: name of the field that points to another document.
    """
    rows = model._default_manager
    if not page.pk:
        return list(getattr(page, own).all()), []
    if own in getattr(page, "_cluster_related_objects", {}):
        return list(getattr(page, own).all()), list(rows.filter(**{link: page}))
    found = list(rows.filter(Q(page=page) | Q(**{link: page})))
    mine = [row for row in found if row.page_id == page.pk]
    return mine, [row for row in found if getattr(row, f"{link}_id") == page.pk]


class Neighbors:
    """Everything around one document, loaded once.

    Args:
        page: the document.
        with_similar: also ask search for documents with similar content.
    """

    def __init__(self, page: DocumentPage, *, with_similar: bool = False) -> None:
        self.page = page
        self.outgoing, self.incoming = _both_ways(page, DocumentRelation, "relations", "target")
        self.enclosures, self.enclosed_in = _both_ways(page, Enclosure, "enclosures", "document")
        ids = {row.target_id for row in self.outgoing} | {row.document_id for row in self.enclosures}
        ids |= {row.page_id for row in self.incoming} | {row.page_id for row in self.enclosed_in}
        related = {pk for pk in ids if pk}
        similar = similar_to(page, related) if with_similar else []
        self.pages = nameable_by_id(related | {pk for pk, row in similar if pk})
        self.similar = [row for pk, row in similar if pk is None or self._is_public(pk)]
        """Documents and guides with similar content that the page does not name otherwise."""

    def _is_public(self, pk: int) -> bool:
        return pk in self.pages and self.pages[pk].live

    def relations(self, request: HttpRequest | None) -> list[RelationLine]:
        """Return the relations as a line through time for components/relations.html, this document among them."""
        rows = [row for row in (self._outgoing(relation, request) for relation in self.outgoing) if row]
        rows += [row for row in (self._incoming(relation, request) for relation in self.incoming) if row]
        for row in self.enclosed_in:
            if parent := self.pages.get(row.page_id):
                rows.append(self._row(terms.inverse_of(RelationKind.ENCLOSES), parent, request))
        for row in self.enclosures:
            if document := self.pages.get(row.document_id or 0):
                rows.append(
                    self._row(terms.name_of(Vocabulary.RELATION, RelationKind.ENCLOSES), document, request)
                )
        if not rows:
            return []
        rows = _merged(rows)
        this = RelationLine(_("ฉบับนี้"), self.page.display_title, date=self.page.dated_on, is_self=True)
        # Dated ones in their order, the undated after them.
        return sorted([*rows, this], key=lambda row: (row.date is None, row.date or date.min))

    def _row(self, verb: Any, page: DocumentPage, request: HttpRequest | None, own: str = "") -> RelationLine:
        number = f"{page.reference} · " if page.reference else ""
        missing = _("คลังยังไม่มีเอกสารนี้") if page.is_missing else ""
        withdrawn = "" if page.live else _("ถอนออกจากคลังแล้ว")
        return RelationLine(
            verb=str(verb),
            title=f"{number}{page.display_title}",
            url=page.get_url(request) if request else absolute(page.get_url()),
            date=page.dated_on,
            note=" · ".join(part for part in (own, missing, withdrawn) if part),
            own=own,
        )

    def _outgoing(self, relation: Any, request: HttpRequest | None) -> RelationLine | None:
        own = _own_words(relation)
        if target := self.pages.get(relation.target_id or 0):
            return self._row(relation.verb, target, request, own)
        if not relation.reference_text:
            return None
        return RelationLine(relation.verb, relation.reference_text, note=own, own=own)

    def _incoming(self, relation: Any, request: HttpRequest | None) -> RelationLine | None:
        if source := self.pages.get(relation.page_id):
            return self._row(terms.inverse_of(relation.kind), source, request, _own_words(relation))
        return None

    def touched(self, request: HttpRequest | None) -> dict[str, list[Touch]]:
        """Return by anchor which documents amended or repealed a provision of this one, the oldest first.

        What the library does not hold is told as well, where the relation is written the other way round (`incoming`).
        """
        found: dict[str, list[Touch]] = defaultdict(list)
        for relation in self.incoming:
            source = self.pages.get(relation.page_id)
            if source and relation.kind in TOUCHING and relation.page_id != self.page.pk:
                touch = Touch(
                    verb=terms.inverse_of(relation.kind),
                    title=source.reference or source.display_title,
                    url=source.get_url(request) if request else absolute(source.get_url()),
                    date=source.dated_on,
                )
                for anchor in anchors_in(relation.provision):
                    found[anchor].append(touch)
        for relation in self.outgoing:
            if relation.incoming and relation.kind in TOUCHING:
                touch = Touch(relation.verb, relation.reference_text, "", None)
                for anchor in anchors_in(relation.provision):
                    found[anchor].append(touch)
        for touches in found.values():
            touches.sort(key=lambda touch: (touch.date is None, touch.date or date.min))
        return dict(found)

    def enclosure_rows(self, request: HttpRequest | None) -> list[EnclosureLine]:
        """Return the enclosures in their order, with an address where the library shows the document."""
        rows = []
        for row in self.enclosures:
            document = self.pages.get(row.document_id or 0)
            quantity = f"{row.quantity} {row.unit}".strip() if row.quantity else row.unit
            held = bool(document) and document.live and document.holding != Holding.MISSING
            url = (document.get_url(request) if request else absolute(document.get_url())) if document else ""
            rows.append(EnclosureLine(row.title, quantity, url, held))
        return rows

    def citing(self, request: HttpRequest) -> list[Citing]:
        """Return who cites this document, for a ghost record (library.md, idea 2)."""
        sources = [self.pages[row.page_id] for row in self.incoming if row.page_id in self.pages]
        sources += [self.pages[row.page_id] for row in self.enclosed_in if row.page_id in self.pages]
        unique = {source.pk: source for source in sources if source.live}.values()
        return [Citing(page.display_title, page.get_url(request), page.dated_on) for page in unique]


def _own_words(relation: Any) -> str:
    return " · ".join(part for part in (relation.provision, localized(relation, "note")) if part)


def _merged(rows: list[RelationLine]) -> list[RelationLine]:
    """Return one row for each document: a letter that relays this one also encloses it, and is told once.

    Two relations with a provision or a note each of their own stay two rows: what one amends is not what the other repeals.
    """
    merged: dict[str, list[RelationLine]] = defaultdict(list)
    for row in rows:
        lines = merged[row.url or f"{row.verb} {row.title}"]
        place = next((number for number, line in enumerate(lines) if _are_one(line, row)), None)
        if place is None:
            lines.append(row)
        else:
            lines[place] = _joined(lines[place], row)
    return [line for lines in merged.values() for line in lines]


def _are_one(line: RelationLine, row: RelationLine) -> bool:
    return not line.own or not row.own or line.own == row.own


def _joined(line: RelationLine, row: RelationLine) -> RelationLine:
    verbs = dict.fromkeys([*line.verb.split(_AND), *row.verb.split(_AND)])
    told = line if line.own else row
    return replace(told, verb=_AND.join(verbs))
