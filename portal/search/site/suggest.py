"""Suggestions while typing: titles, reference numbers and popular queries.

Thai writes no blanks, so a title is found by any part of it: first titles with the typed text at the start of the
title or of one of its words, then anywhere. Everything lies in memory, read once per state of the index.
"""

from __future__ import annotations

import datetime
from bisect import bisect_right
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Sum
from django.urls import reverse
from django.utils.translation import gettext

from portal.search.engine import analysis
from portal.search.engine.protocol import IndexUnavailableError
from portal.search.models import IndexedDocument, IndexedReference, SearchedQuery
from portal.search.query import layout
from portal.search.query.abbreviations import write_out
from portal.search.site import knowledge
from portal.search.site.presentation import in_language
from portal.search.sources import site_index
from portal.search.sources.journal import POPULAR_WEEKS, this_week
from portal.web.language import is_english

MOST = 8
_LONGEST = 80
_SCANNED = 400
_POPULAR_TIMES = 5
"""A query is suggested to others only after it was searched this often: a rare one may tell about a person."""


@dataclass(frozen=True)
class Suggestion:
    """One line under the box.

    Attributes:
        text: what it says.
        url: where it leads.
        note: what kind of thing it is.
    """

    text: str
    url: str
    note: str

    def as_json(self) -> dict[str, str]:
        """Return it for the browser."""
        return {"text": self.text, "url": self.url, "note": self.note}


@dataclass(frozen=True)
class Row:
    """Something that can be suggested.

    Attributes:
        document: primary key of the row it comes from.
        folded: what typed text is compared with.
        text: what is shown.
        path: where it leads.
        note: what kind of thing it is (a msgid).
        note_en: the same in English, where its source has words of its own.
    """

    document: int
    folded: str
    text: str
    path: str
    note: str
    note_en: str = ""


class Titles:
    """All titles and numbers of the site in one string, to be scanned.

    Args:
        rows: what can be suggested.
    """

    def __init__(self, rows: list[Row]) -> None:
        self._rows = rows
        self._text = "\n" + "\n".join(row.folded for row in rows) + "\n"
        self._starts = [0]
        for row in rows:
            self._starts.append(self._starts[-1] + len(row.folded) + 1)

    def matching(self, typed: str, most: int) -> list[Row]:
        """Return rows that contain the folded text, the best first: early in the title, at a word, short titles."""
        found: dict[int, tuple[int, int, int]] = {}
        at = self._text.find(typed)
        scanned = 0
        while at >= 0 and scanned < _SCANNED:
            scanned += 1
            row = bisect_right(self._starts, at - 1) - 1
            offset = at - 1 - self._starts[row]
            before = self._text[at - 1]
            at_word = 0 if before in "\n (" else 1
            found.setdefault(row, (0 if offset == 0 else 1 + at_word, len(self._rows[row].folded), row))
            at = self._text.find(typed, at + len(typed))
        return [self._rows[row] for row in sorted(found, key=lambda row: found[row])[:most]]


def _rows() -> list[Row]:
    rows: list[Row] = []
    live = IndexedDocument.objects.live()
    columns = ("pk", "title", "aliases", "path", "kind_label", "kind_en")
    for pk, title, aliases, path, *kind in live.values_list(*columns):
        rows.append(Row(pk, analysis.fold(title), title, path, *kind))
        rows.extend(
            Row(pk, analysis.fold(alias), f"{alias} – {title}", path, *kind) for alias in aliases.splitlines()
        )
    numbers = IndexedReference.objects.filter(own=True, document__removed=False).order_by("normal")
    named = numbers.values_list("document", "normal", "document__title", "document__path").distinct()
    for pk, normal, title, path in named:
        folded = analysis.fold(normal)
        for spelling in (folded, folded.replace(" ", "")):
            rows.append(Row(pk, spelling, f"{normal} – {title}", path, "เลขที่หนังสือ"))
    return rows


def _titles() -> Titles:
    """Return the titles of the present index, read once."""
    try:
        known = knowledge.of(site_index.now())
    except IndexUnavailableError:
        return Titles(_rows())
    return known.keep("titles", lambda: Titles(_rows()))


def _popular(folded: str) -> list[str]:
    """Return queries of the last four weeks that many searched with success and that contain the text."""
    since = this_week() - datetime.timedelta(weeks=POPULAR_WEEKS - 1)
    rows = SearchedQuery.objects.filter(week__gte=since, query__contains=folded, results__gt=0)
    grouped = rows.values("query").annotate(sum=Sum("times")).filter(sum__gte=_POPULAR_TIMES)
    return [row["query"] for row in grouped.order_by("-sum", "query")[:3]]


def _note(row: Row) -> str:
    if row.note_en and is_english():
        return row.note_en
    return gettext(row.note) if row.note else ""


def suggest(typed: str) -> list[Suggestion]:
    """Return suggestions for a text that is being typed, at most eight.

    Args:
        typed: the box as it is; Thai digits, abbreviations and the wrong keyboard layout are understood.
    """
    folded = analysis.fold(typed[:_LONGEST])
    if len(folded.replace(" ", "")) < 2:
        return []
    titles = _titles()
    written = analysis.fold(write_out(folded))
    forms = [folded, written, folded.replace(" ", ""), written.replace(" ", "")]
    if folded.isascii() and not folded.isdigit():
        forms.append(analysis.fold(layout.to_thai(typed[:_LONGEST])))
    rows = {
        (row.text, row.path): row
        for form in reversed(dict.fromkeys(form for form in forms if len(form) >= 2))
        for row in reversed(titles.matching(form, 2 * MOST))
    }
    best = list(reversed(rows.values()))
    # What was withdrawn or renamed a moment ago is still in memory: only what is live under this title is shown.
    live = dict(
        IndexedDocument.objects.live()
        .filter(pk__in={row.document for row in best})
        .values_list("pk", "title")
    )
    found = [
        Suggestion(row.text, in_language(row.path), _note(row))
        for row in best
        if row.document in live and row.text.endswith(live[row.document])
    ]
    searched = [
        Suggestion(query, f"{reverse('search:results')}?{urlencode({'q': query})}", gettext("คำที่คนค้นบ่อย"))
        for query in _popular(folded)
    ]
    return (found[: MOST - len(searched)] + searched)[:MOST]
