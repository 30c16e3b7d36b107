"""What a document's page and its PDF show, gathered in a constant number of queries."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from legal_library.enums import Holding, RelationKind, Secrecy, Urgency
from legal_library.search import similar_to
from legal_library.text import to_html
from portal.pages.templatetags.klang import thai_date_long
from portal.web.language import localized

if TYPE_CHECKING:
    from legal_library.models import DocumentPage, Topic


def published_by_id(ids: set[int]) -> dict[int, DocumentPage]:
    """Return those of the documents that anyone may see, by primary key. A draft's title must never leak."""
    from legal_library.models import DocumentPage

    return {page.pk: page for page in DocumentPage.objects.published().filter(pk__in=ids)}


class Neighbors:
    """Everything around one document, loaded once.

    Args:
        page: the document.
        with_similar: also ask search for documents with similar content.
    """

    def __init__(self, page: DocumentPage, *, with_similar: bool = False) -> None:
        self.page = page
        self.outgoing = list(page.relations.all())
        self.enclosures = list(page.enclosures.all())
        self.incoming = list(page.related_from.all()) if page.pk else []
        self.enclosed_in = list(page.enclosed_in.all()) if page.pk else []
        ids = {row.target_id for row in self.outgoing} | {row.document_id for row in self.enclosures}
        ids |= {row.page_id for row in self.incoming} | {row.page_id for row in self.enclosed_in}
        related = {pk for pk in ids if pk}
        similar = similar_to(page, related) if with_similar else []
        self.pages = published_by_id(related | {pk for pk, row in similar if pk})
        self.similar = [row for pk, row in similar if pk is None or pk in self.pages]
        """Documents and guides with similar content that the page does not name otherwise."""

    def relations(self, request: HttpRequest | None) -> list[dict[str, Any]]:
        """Return the relations as a line through time for components/relations.html, this document among them."""
        rows = [row for row in (self._outgoing(relation, request) for relation in self.outgoing) if row]
        rows += [row for row in (self._incoming(relation, request) for relation in self.incoming) if row]
        for row in self.enclosed_in:
            if parent := self.pages.get(row.page_id):
                rows.append(self._row(RelationKind.ENCLOSES.inverse_label, parent, request))
        for row in self.enclosures:
            if document := self.pages.get(row.document_id or 0):
                rows.append(self._row(RelationKind.ENCLOSES.label, document, request))
        if not rows:
            return []
        rows = _merged(rows)
        rows.append(
            {"verb": _("ฉบับนี้"), "title": self.page.display_title, "date": self.page.dated_on, "is_self": True}
        )
        # Dated ones in their order, the undated after them.
        return sorted(rows, key=lambda row: (row["date"] is None, row["date"] or date.min))

    def _row(
        self, verb: Any, page: DocumentPage, request: HttpRequest | None, note: str = ""
    ) -> dict[str, Any]:
        number = f"{page.reference} · " if page.reference else ""
        missing = _("คลังยังไม่มีเอกสารนี้") if page.is_missing else ""
        return {
            "verb": str(verb),
            "title": f"{number}{page.display_title}",
            "url": page.get_url(request) if request else page.full_url,
            "date": page.dated_on,
            "note": " · ".join(part for part in (note, missing) if part),
        }

    def _outgoing(self, relation: Any, request: HttpRequest | None) -> dict[str, Any] | None:
        note = " · ".join(part for part in (relation.provision, localized(relation, "note")) if part)
        if target := self.pages.get(relation.target_id or 0):
            return self._row(relation.verb, target, request, note)
        if not relation.reference_text:
            return None
        return {
            "verb": relation.verb,
            "title": relation.reference_text,
            "url": "",
            "date": None,
            "note": note,
        }

    def _incoming(self, relation: Any, request: HttpRequest | None) -> dict[str, Any] | None:
        if source := self.pages.get(relation.page_id):
            note = localized(relation, "note")
            return self._row(RelationKind(relation.kind).inverse_label, source, request, note)
        return None

    def enclosure_rows(self, request: HttpRequest | None) -> list[dict[str, Any]]:
        """Return the enclosures in their order, with an address where the library shows the document."""
        rows = []
        for row in self.enclosures:
            document = self.pages.get(row.document_id or 0)
            quantity = f"{row.quantity} {row.unit}".strip() if row.quantity else row.unit
            held = bool(document) and document.holding != Holding.MISSING
            url = (document.get_url(request) if request else document.full_url) if document else ""
            rows.append({"title": row.title, "quantity": quantity, "url": url, "held": held})
        return rows

    def citing(self, request: HttpRequest) -> list[dict[str, Any]]:
        """Return who cites this document, for a ghost record (library.md, idea 2)."""
        sources = [self.pages[row.page_id] for row in self.incoming if row.page_id in self.pages]
        sources += [self.pages[row.page_id] for row in self.enclosed_in if row.page_id in self.pages]
        unique = {source.pk: source for source in sources}.values()
        return [
            {"title": page.display_title, "url": page.get_url(request), "date": page.dated_on}
            for page in unique
        ]


def _merged(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return one row for each document: a letter that relays this one also encloses it, and is told once."""
    merged: dict[str, dict[str, Any]] = {}
    for row in rows:
        first = merged.setdefault(row["url"] or f"{row['verb']} {row['title']}", row)
        if first is not row and row["verb"] not in first["verb"]:
            first["verb"] = f"{first['verb']} · {row['verb']}"
    return list(merged.values())


def facts(page: DocumentPage) -> list[tuple[str, Any]]:
    """Return the key facts as (term, value); empty values are left out by the component."""
    urgency = "" if page.urgency == Urgency.NORMAL else page.get_urgency_display()
    owner = "" if page.agency and page.owner_unit == page.agency.name else page.owner_unit
    rows: list[tuple[str, Any]] = [
        (_("เลขที่"), page.reference),
        (_("เขียนในต้นฉบับว่า"), page.reference_as_written if page.reference else ""),
        (_("ชั้นความเร็ว"), urgency),
        (_("ลงวันที่"), thai_date_long(page.signed_on)),
        (_("หมายเหตุเรื่องวันที่"), page.localized("date_note")),
        (_("ผู้ออก"), page.agency.display_name if page.agency else ""),
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
    return [(term, value) for term, value in rows if value]


def history(page: DocumentPage) -> list[dict[str, Any]]:
    """Return the dated events of the document itself and the public changes of its record, oldest first."""
    events = [
        (page.signed_on, _("ลงนาม")),
        (page.gazette_published_on, _("ประกาศในราชกิจจานุเบกษา")),
        (page.effective_on, _("เริ่มใช้บังคับ")),
        (page.repealed_on, _("ถูกยกเลิก")),
        (page.checked_on, _("ศูนย์ตรวจสอบสถานะครั้งล่าสุด")),
    ]
    rows = [{"date": day, "text": text} for day, text in events if day]
    rows += [{"date": row.changed_on, "text": row.display_note} for row in page.changes.all()]
    return sorted(rows, key=lambda row: row["date"])


def passages(page: DocumentPage) -> list[dict[str, Any]]:
    """Return the full text as laid-out passages."""
    return [
        {
            "anchor": row.anchor,
            "title": row.title,
            "heading": row.heading,
            "level": row.level,
            "html": to_html(row.text),
        }
        for row in page.passages.all()
    ]


def problem_of(topics: list[Topic]) -> str:
    """Return the kind of help that the document is about, when its topics name exactly one (library.md, idea 7)."""
    problems = {topic.problem for topic in topics if topic.problem}
    return problems.pop() if len(problems) == 1 else ""


def present(page: DocumentPage, request: HttpRequest) -> dict[str, Any]:
    """Return the context of the document page.

    Args:
        page: the document, live or in preview.
        request: for addresses in the reader's language.
    """
    around = Neighbors(page, with_similar=not _is_preview(request))
    text = passages(page)
    topics = list(page.topics.all())
    return {
        "facts": facts(page),
        "relations": around.relations(request),
        "enclosures": around.enclosure_rows(request),
        "citing": around.citing(request) if page.is_missing else [],
        "passages": text,
        "contents": [row for row in text if row["title"]],
        "notes": list(page.notes.all()),
        "files": list(page.files.select_related("file")) if page.pk and not _is_preview(request) else [],
        "history": history(page),
        "similar": around.similar,
        "parties": [line for line in page.parties.splitlines() if line.strip()],
        "topics": topics,
        "problem": problem_of(topics),
        "is_public": page.secrecy == Secrecy.NONE,
    }


def _is_preview(request: HttpRequest) -> bool:
    return bool(getattr(request, "is_preview", False))
