"""One provision of a document by itself: its words, how it stands, how it is cited, and asking for help about it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.safestring import SafeString

from legal_library.domain.citing import cited, provision_citation, provision_of
from legal_library.domain.kinds import rule_for
from legal_library.models import DocumentNote, DocumentPage, DocumentPassage
from legal_library.reading.cutting import ENDNOTES
from legal_library.reading.layout import to_html
from portal.pages.cited import Cited, Place
from portal.thai.digits import to_arabic
from portal.web.links import absolute

_MARK = re.compile(r"\[([0-9๐-๙]{1,4})\]")
_KEY = re.compile(r"(?P<slug>[a-z0-9-]{1,120})/(?P<anchor>[A-Za-z0-9_-]{1,40})")


@dataclass(frozen=True)
class Step:
    """The provision before or after."""

    title: str
    url: str


@dataclass(frozen=True)
class ProvisionView:
    """What the page of a provision shows.

    Attributes:
        key: names it for a request for help: "pao-act-2540/m45".
        title: its name in the contents.
        citation: in the official form; of the document alone where it has no number.
        footnotes: those of the source whose marks stand in it.
        notes: remarks of editors on its standing.
        url: permanent address of its own.
        in_text: where it stands in the full text.
    """

    key: str
    title: str
    heading: str
    html: SafeString
    citation: str
    footnotes: list[str]
    notes: list[DocumentNote]
    url: str
    in_text: str
    before: Step | None
    after: Step | None


@dataclass(frozen=True)
class Named:
    """A provision that somebody came from, in words and with its address."""

    key: str
    words: str
    url: str


def path_of(anchor: str) -> str:
    """Return the address of a provision below that of its document."""
    return f"p/{anchor}/"


def provision(page: DocumentPage, anchor: str, request: HttpRequest) -> ProvisionView | None:
    """Return one provision of a document; None where it has none of that anchor.

    Args:
        page: the document.
        anchor: "m5".
        request: for addresses in the reader's language.
    """
    rows = list(page.passages.all())
    place = next((number for number, row in enumerate(rows) if row.anchor == anchor), None)
    if place is None:
        return None
    row, address = rows[place], page.get_url(request)
    return ProvisionView(
        key=f"{page.slug}/{anchor}",
        title=row.title,
        heading=row.heading if row.heading != row.title else "",
        html=to_html(row.text, row.anchor),
        citation=provision_citation(row.title, cited(page), family=rule_for(page.kind).family),
        footnotes=_footnotes(rows, f"{row.heading}\n{row.text}") if row.label != ENDNOTES else [],
        notes=[note for note in page.notes.all() if note.anchor == anchor],
        url=absolute(page.get_url() + path_of(anchor)),
        in_text=f"{address}#{anchor}",
        before=_step(rows[place - 1], address) if place else None,
        after=_step(rows[place + 1], address) if place + 1 < len(rows) else None,
    )


def _step(row: DocumentPassage, address: str) -> Step:
    return Step(row.title, address + path_of(row.anchor))


def _footnotes(rows: list[Any], text: str) -> list[str]:
    """Return the footnotes of the source whose marks stand in a text, in their order."""
    marks = dict.fromkeys(to_arabic(number) for number in _MARK.findall(text))
    if not marks:
        return []
    notes: dict[str, str] = {}
    for row in rows:
        if row.label == ENDNOTES:
            for line in row.text.split("\n"):
                if match := _MARK.match(line.strip()):
                    notes.setdefault(to_arabic(match[1]), line.strip())
    return [notes[mark] for mark in marks if mark in notes]


def find(key: str) -> Named | None:
    """Return the provision that a request for help names; None when anyone may not read it, or there is none.

    Args:
        key: `ProvisionView.key`, from an address that anybody may have written.
    """
    match = _KEY.fullmatch(key)
    page = (
        DocumentPage.objects.published().select_related("agency").filter(slug=match["slug"]).first()
        if match
        else None
    )
    row = page.passages.filter(anchor=match["anchor"]).first() if page and match else None
    if page is None or row is None:
        return None
    family = rule_for(page.kind).family
    name = provision_of(row.title)
    words = (
        provision_citation(row.title, cited(page), family=family) if name else f"{cited(page)} {row.title}"
    )
    return Named(key, words.strip(), page.get_url() + path_of(row.anchor))


def held(places: Iterable[Place]) -> dict[Place, Cited]:
    """Return those of some places that anybody may read; of a provision that is not held, its document. Three queries.

    Args:
        places: addresses of documents, each with the anchor of a provision or "".
    """
    wanted = list(places)
    pages = {
        page.slug: page
        for page in DocumentPage.objects.published().filter(slug__in={slug for slug, _ in wanted})
    }
    rows = DocumentPassage.objects.filter(
        page__in=[page.pk for page in pages.values()], anchor__in={anchor for _, anchor in wanted if anchor}
    )
    passages = {(row.page_id, row.anchor) for row in rows.only("page_id", "anchor")}
    found = {}
    for slug, anchor in wanted:
        if page := pages.get(slug):
            path = "/".join(part for part in page.url_path.split("/")[2:] if part) + "/"
            is_held = (page.pk, anchor) in passages
            found[slug, anchor] = (
                Cited(path + path_of(anchor), f"{slug}/{anchor}") if is_held else Cited(path, "")
            )
    return found
