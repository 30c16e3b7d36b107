"""Earlier texts of a document: which was public on a day, each of them whole, and two of them side by side."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from legal_library.domain.comparing import Difference, Fate, differences
from legal_library.domain.standing import Standing
from legal_library.models import DocumentPage, TextVersion, Withdrawal
from legal_library.models.replaced import public_since
from legal_library.models.storing import passages_of
from legal_library.reading.layout import to_html
from legal_library.reading.marked import MarkedPassage
from portal.thai.dates import bangkok_today, format_date, parse_date, to_bangkok
from portal.thai.messages import ThaiValueError
from portal.web.language import is_english

FATES = {Fate.ADDED: "ok", Fate.REMOVED: "off", Fate.CHANGED: "info"}
"""The tone of each mark."""


@dataclass(frozen=True)
class Version:
    """One text of a document in the list; the last one is the present text.

    Attributes:
        number: from 1, the oldest.
        when: since when, and until when it was public.
        origin: up to which day changes are in it, and where it is from.
        url: where it is read.
        compared: where it is compared with the one before; "" for the first.
    """

    number: int
    when: str
    origin: str
    url: str
    compared: str
    is_now: bool


@dataclass(frozen=True)
class AsOf:
    """The answer for a day: its standing then and the text that was public; `problem` where the day cannot be read."""

    typed: str
    problem: str = ""
    day: str = ""
    standing: Standing | None = None
    version: Version | None = None


@dataclass(frozen=True)
class Changed:
    """A passage that differs, as the comparison shows it."""

    difference: Difference
    label: str
    tone: str


def _day(day: date) -> str:
    return format_date(day, language="en" if is_english() else "th")


def origin_of(as_of: date | None, source: str) -> str:
    """Return up to which day a text holds and where it comes from: "ข้อความ ณ วันที่ 30 มิ.ย. 2564 จาก …"."""
    parts = []
    if as_of:
        parts.append(_("ข้อความ ณ วันที่ %(day)s") % {"day": _day(as_of)})
    if source:
        parts.append(_("จาก %(source)s") % {"source": source})
    return " ".join(parts)


def texts_of(page: DocumentPage, request: HttpRequest) -> list[Version]:
    """Return every text that readers have seen, the newest first."""
    base = page.get_url(request)
    first_day = public_since(page)
    rows = list(page.versions.order_by("number").defer("text"))
    found = [
        Version(
            row.number,
            _("%(start)s ถึง %(end)s") % {"start": _day(row.public_from), "end": _day(row.public_until)},
            origin_of(row.text_as_of, row.text_source),
            f"{base}versions/{row.number}/",
            f"{base}versions/{row.number - 1}/{row.number}/" if row.number > 1 else "",
            is_now=False,
        )
        for row in rows
    ]
    now = len(rows) + 1
    since = _("ตั้งแต่ %(day)s") % {"day": _day(first_day)} if rows and first_day else _("ข้อความปัจจุบัน")
    compared = f"{base}versions/{now - 1}/{now}/" if rows else ""
    found.append(
        Version(now, since, origin_of(page.text_as_of, page.text_source), f"{base}#text", compared, True)
    )
    return found[::-1]


def as_of(page: DocumentPage, typed: str, texts: list[Version]) -> AsOf | None:
    """Return what held on a day that a reader typed; None when nothing was typed.

    Args:
        page: the document.
        typed: a day in any Thai spelling.
        texts: as `texts_of` gives them.
    """
    if not typed.strip():
        return None
    try:
        day = parse_date(typed)
    except ThaiValueError:
        return AsOf(typed, problem=_("อ่านวันที่ไม่ได้ ตัวอย่าง 30 มิ.ย. 2564"))
    number = _number_on(page, day, len(texts))
    version = next((one for one in texts if one.number == number), None)
    return AsOf(typed, day=_day(day), standing=page.standing_on(day), version=version)


def _number_on(page: DocumentPage, day: date, now: int) -> int | None:
    """Return the number of the text that readers had on a day; None where they had none, or the day is yet to come."""
    if any(row.withdrawn_on <= day < _returned_on(row) for row in page.withdrawals.all()):
        return None
    if row := page.versions.filter(public_from__lte=day, public_until__gt=day).only("number").first():
        return row.number
    since = public_since(page)
    return now if since and since <= day <= bangkok_today() else None


def _returned_on(row: Withdrawal) -> date:
    return to_bangkok(row.lifted_at).date() if row.lifted_at else date.max


def list_page(page: DocumentPage, request: HttpRequest) -> HttpResponse:
    """Answer with the list of texts and, for `?as_of=`, what held on that day."""
    texts = texts_of(page, request)
    asked = as_of(page, request.GET.get("as_of", "")[:60], texts)
    return _page(page, request, "legal_library/versions.html", {"texts": texts, "asked": asked})


def text_page(page: DocumentPage, request: HttpRequest, number: int) -> HttpResponse:
    """Answer with an earlier text.

    Raises:
        Http404: there is none of that number.
    """
    row = _row(page, number)
    passages = [(one.anchor, one.heading, one.label, to_html(one.text)) for one in row.passages()]
    texts = {text.number: text for text in texts_of(page, request)}
    context = {"version": texts[number], "passages": passages, "now": max(texts)}
    return _page(page, request, "legal_library/version.html", context)


def comparison_page(page: DocumentPage, request: HttpRequest, old: int, new: int) -> HttpResponse:
    """Answer with two texts compared.

    Raises:
        Http404: one of them is none, or they are not in their order.
    """
    texts = {text.number: text for text in texts_of(page, request)}
    if not (old in texts and new in texts and old < new):
        raise Http404
    rows = differences(_passages(page, old, len(texts)), _passages(page, new, len(texts)))
    labels = {Fate.ADDED: _("เพิ่ม"), Fate.REMOVED: _("ตัดออก"), Fate.CHANGED: _("แก้")}
    changed = [Changed(row, labels[row.fate], FATES[row.fate]) for row in rows]
    context = {"old": texts[old], "new": texts[new], "changed": changed}
    return _page(page, request, "legal_library/comparison.html", context)


def _row(page: DocumentPage, number: int) -> TextVersion:
    row = page.versions.filter(number=number).first()
    if row is None:
        raise Http404
    return row


def _passages(page: DocumentPage, number: int, now: int) -> list[MarkedPassage]:
    return passages_of(page) if number == now else _row(page, number).passages()


def _page(
    page: DocumentPage, request: HttpRequest, template: str, context: dict[str, object]
) -> HttpResponse:
    everything = {**super(DocumentPage, page).get_context(request), **context}
    response = TemplateResponse(request, template, everything)
    # Search engines lead to the present text (library.md: noindex of old versions).
    response["X-Robots-Tag"] = "noindex"
    return response
