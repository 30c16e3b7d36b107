"""What a document's page and its PDF show, gathered in a constant number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from legal_library.domain import structure
from legal_library.domain.topics import is_sensitive, problem_of
from legal_library.models import DocumentFile, DocumentNote, DocumentPage, Topic
from legal_library.public import linked_data
from legal_library.public.chain import Step, chain_of
from legal_library.public.neighbors import Citing, EnclosureLine, Neighbors, RelationLine, Touch
from legal_library.public.permalinks import address_of
from legal_library.public.provisions import path_of
from legal_library.public.reader import BookLink, books_of
from legal_library.public.versions import origin_of
from legal_library.reading.layout import to_html
from legal_library.vocabulary import Secrecy, Urgency
from portal.pages.templatetags.klang import thai_date, thai_date_long
from portal.search.site.similar import Similar


@dataclass(frozen=True)
class Fact:
    """One key fact: a term and its value."""

    term: str
    value: str


@dataclass(frozen=True)
class Event:
    """One line of the history."""

    date: date
    text: str


@dataclass(frozen=True)
class NoteView:
    """A remark on the source; `tone` is that of a notice."""

    kind: str
    text: str
    tone: str
    url: str = ""


@dataclass(frozen=True)
class PassageView:
    """A passage laid out; `title` is its name in the table of contents, empty when it has none.

    `path` leads from the address of the document to the page of the passage alone; `notes` are remarks on it.
    """

    anchor: str
    title: str
    heading: str
    level: int
    html: SafeString
    path: str = ""
    notes: tuple[NoteView, ...] = ()


@dataclass(frozen=True)
class DocumentView:
    """Everything that document_page.html shows, under the names that the template uses."""

    facts: list[Fact]
    relations: list[RelationLine]
    chain: list[Step]
    enclosures: list[EnclosureLine]
    citing: list[Citing]
    passages: list[PassageView]
    contents: list[PassageView]
    notes: list[NoteView]
    files: list[DocumentFile]
    books: list[BookLink]
    history: list[Event]
    similar: list[Similar]
    parties: list[str]
    topics: list[Topic]
    help_url: str
    is_public: bool
    is_sensitive: bool
    text_origin: str
    linked_data: dict[str, Any]
    permalink: str
    is_structured: bool


def facts(page: DocumentPage) -> list[Fact]:
    """Return the key facts that are known."""
    urgency = "" if page.urgency == Urgency.NORMAL else page.get_urgency_display()
    owner = "" if page.agency and page.owner_unit == page.agency.name else page.owner_unit
    rows: list[tuple[str, Any]] = [
        (_("เลขที่"), page.reference),
        (_("เขียนในต้นฉบับว่า"), page.reference_as_written if page.reference else ""),
        (_("ชั้นความเร็ว"), urgency),
        (_("ลงวันที่"), thai_date_long(page.signed_on)),
        (_("หมายเหตุเรื่องวันที่"), page.localized("date_note")),
        (_("ผู้ออก"), _issuer(page)),
        (_("ส่วนราชการเจ้าของหนังสือ"), owner),
        (_("ที่ตั้ง"), page.sender_address),
        (_("เรื่อง"), page.subject if page.subject != page.title else ""),
        (_("เรียน"), page.addressee),
        (_("ผู้ลงนาม"), page.signatory),
        (_("ตำแหน่ง"), page.signatory_position),
        (_("ปฏิบัติราชการแทน"), page.acting_for),
        (_("หน่วยงานที่ติดต่อ"), page.contact),
        (_("เลขรับ"), page.received_no),
        (_("ราชกิจจานุเบกษา"), page.gazette),
        (_("ประกาศเมื่อ"), thai_date_long(page.gazette_published_on)),
        (_("ใช้บังคับตั้งแต่"), thai_date_long(page.effective_on)),
        (_("ยกเลิกเมื่อ"), thai_date_long(page.repealed_on)),
        (_("ปี พ.ศ."), "" if page.dated_on else page.year_be),
        (_("ชื่อที่คนเรียก"), ", ".join(page.other_name_list)),
    ]
    return [Fact(term, str(value)) for term, value in rows if value]


def _issuer(page: DocumentPage) -> str:
    if page.agency:
        return page.agency.display_name
    return _("ต้นฉบับไม่ได้ระบุ") if page.agency_unnamed else ""


def history(page: DocumentPage) -> list[Event]:
    """Return the dated events of the document itself and the public changes of its record, oldest first."""
    events = [
        (page.signed_on, _("ลงนาม")),
        (page.gazette_published_on, _("ประกาศในราชกิจจานุเบกษา")),
        (page.effective_on, _("เริ่มใช้บังคับ")),
        (page.repealed_on, _("ถูกยกเลิก")),
        (page.checked_on, _("ศูนย์ตรวจสอบสถานะครั้งล่าสุด")),
    ]
    rows = [Event(day, text) for day, text in events if day]
    rows += [Event(row.changed_on, row.display_note) for row in page.changes.all()]
    return sorted(rows, key=lambda row: row.date)


def text_and_notes(
    page: DocumentPage, touched: Mapping[str, Sequence[Touch]] | None = None
) -> tuple[list[PassageView], list[NoteView]]:
    """Return the full text as laid-out passages, and the remarks on the source as a whole.

    A remark on a passage stands there and not among the others. What is more than a remark warns. Two queries.

    Args:
        page: the document.
        touched: which documents amended which of its provisions (`Neighbors.touched`).
    """
    rows, remarks = list(page.passages.all()), list(page.notes.all())
    at: dict[str, list[NoteView]] = defaultdict(list)
    for remark in remarks:
        at[remark.anchor].append(_note(remark))
    for anchor, touches in (touched or {}).items():
        at[anchor] += [_touch(one) for one in touches]
    anchors = {row.anchor for row in rows}
    text = [
        PassageView(
            row.anchor,
            row.title,
            row.heading,
            row.level,
            to_html(row.text, row.anchor),
            path_of(row.anchor),
            tuple(at.get(row.anchor, ())),
        )
        for row in rows
    ]
    return text, [_note(remark) for remark in remarks if remark.anchor not in anchors]


def _touch(row: Touch) -> NoteView:
    day = f" ({thai_date(row.date)})" if row.date else ""
    return NoteView(kind=row.verb, text=f"{row.title}{day}", tone="", url=row.url)


def _note(row: DocumentNote) -> NoteView:
    tone = "" if row.kind == DocumentNote.Kind.REMARK else "warn"
    return NoteView(kind=row.get_kind_display(), text=row.display_text, tone=tone)


def parties(page: DocumentPage) -> list[str]:
    """Return who signed an agreement, one after the other."""
    return [line.strip() for line in page.parties.splitlines() if line.strip()]


def help_url(topics: list[Topic], provision: str = "") -> str:
    """Return where help is asked for, with the kind of help that the topics name and the provision that one comes from."""
    values = {"kind": problem_of(topics), "provision": provision}
    query = urlencode({name: value for name, value in values.items() if value})
    return reverse("cases_intake:start") + (f"?{query}" if query else "")


def present(page: DocumentPage, request: HttpRequest) -> DocumentView:
    """Return what the document page shows.

    Args:
        page: the document, live or in preview.
        request: for addresses in the reader's language.
    """
    preview = bool(getattr(request, "is_preview", False))
    around = Neighbors(page, with_similar=not preview)
    text, notes = text_and_notes(page, around.touched(request))
    topics = list(page.topics.all())
    files = list(page.files.select_related("file__book")) if page.pk and not preview else []
    return DocumentView(
        facts=facts(page),
        relations=around.relations(request),
        chain=chain_of(around, request),
        enclosures=around.enclosure_rows(request),
        citing=around.citing(request) if page.is_missing else [],
        passages=text,
        contents=[row for row in text if row.title],
        notes=notes,
        files=files,
        books=books_of(page, files, request),
        history=history(page),
        similar=around.similar,
        parties=parties(page),
        topics=topics,
        help_url=help_url(topics),
        is_sensitive=is_sensitive(topics),
        is_public=page.secrecy == Secrecy.NONE,
        text_origin=origin_of(page.text_as_of, page.text_source),
        # A draft is in nobody's index, and has no address yet that leads to it.
        linked_data={} if preview else linked_data.record(page, request, around, topics),
        permalink="" if preview else address_of(page),
        is_structured=not preview and structure.is_known(row.title for row in text),
    )
