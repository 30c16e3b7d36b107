"""The screens of reading: hand letters in, see what is in each file beside its pages, and make drafts of that."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from legal_library import terms
from legal_library.editing.import_screen import FilesField, tell_refused
from legal_library.models import Agency, DocumentPage, LetterReading, LibraryIndexPage
from legal_library.models.fields import TermChoiceField
from legal_library.proposing import running
from legal_library.proposing.drafting import AlreadyThereError, draft, draft_all, suggested
from legal_library.proposing.proposals import DATES, FIELDS, Known, known, used_fields
from legal_library.reading.letters.found import Found, Origin, Piece, Reading, Sure, reading_from
from legal_library.reading.letters.ocr import engine
from legal_library.reading.letters.reading import secrecy_of
from legal_library.vocabulary import Urgency, Vocabulary
from portal.web.access import cms_page
from portal.web.dates import DateBox, ThaiDateField
from portal.web.lists import page_of
from portal.web.typed import takes_words

PER_PAGE = 30
_LONG = frozenset({"sender_address", "contact", "parties"})


class ReadingForm(forms.Form):
    """Files to be read."""

    files = FilesField(
        label=_("ไฟล์"),
        help_text=_("PDF ภาพสแกนหรือรูปถ่าย DOCX HTML หรือ TXT เลือกหลายไฟล์ได้ ไฟล์หนึ่งมีหลายฉบับต่อกันก็ได้"),
    )


class PieceForm(forms.Form):
    """One document that was read, as it would be drafted: every field can be corrected."""

    title = forms.CharField(label=_("ชื่อเอกสาร"), max_length=255)
    kind = TermChoiceField(label=_("ประเภท"))
    agency = forms.ModelChoiceField(label=_("หน่วยงานผู้ออก"), queryset=Agency.objects.none(), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].of(Vocabulary.KIND)
        self.fields["agency"].queryset = Agency.objects.order_by("name")
        for name in FIELDS:
            self.fields[name] = _field(name)


def _field(name: str) -> forms.Field:
    """Return the field of the form for a field of a document."""
    column = DocumentPage._meta.get_field(name)
    if name in DATES:
        return ThaiDateField(label=column.verbose_name, required=False, widget=DateBox)
    if name == "urgency":
        speed = TermChoiceField(label=column.verbose_name, required=False)
        speed.of(Vocabulary.URGENCY)
        speed.choices = [row for row in speed.choices if row[0] != Urgency.URGENT_BY]
        return speed
    widget = forms.Textarea(attrs={"rows": 3}) if name in _LONG else forms.TextInput
    return forms.CharField(
        label=column.verbose_name, max_length=column.max_length or 10_000, required=False, widget=widget
    )


@dataclass(frozen=True)
class Row:
    """A field of the form with where it was found and how sure that is."""

    field: Any
    found: Found | None

    @property
    def must_be_compared(self) -> bool:
        """Whether it was found in a way that somebody has to look at."""
        return self.found is not None and self.found.sure == Sure.LOOK


@dataclass(frozen=True)
class Shown:
    """One document of a file in the list of them."""

    number: int
    piece: Piece
    kind: str
    draft: DocumentPage | None
    known: Known | None

    @property
    def can_be_drafted(self) -> bool:
        """Whether the library lacks it, or only names it."""
        return self.draft is None and (self.known is None or self.known.can_be_filled)


def _may(request: HttpRequest) -> None:
    """Let in who may add documents.

    Raises:
        PermissionDenied: nothing may be added.
    """
    index = get_object_or_404(LibraryIndexPage)
    if not index.permissions_for_user(request.user).can_add_subpage():
        raise PermissionDenied


@takes_words(ReadingForm)
@cms_page
def readings(request: HttpRequest) -> HttpResponse:
    """Take files in; list what was read."""
    _may(request)
    form = ReadingForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        rows = running.start(uploads=form.cleaned_data["files"], user=request.user)
        messages.success(
            request,
            ngettext("รับแล้ว %(count)d ไฟล์ กำลังอ่าน", "รับแล้ว %(count)d ไฟล์ กำลังอ่าน", len(rows))
            % {"count": len(rows)},
        )
        tell_refused(request, form)
        if len(rows) == 1:
            return redirect("legal_library_reading", rows[0].pk)
        return redirect("legal_library_readings")
    page = page_of(LetterReading.objects.select_related("started_by"), request.GET.get("p"), PER_PAGE)
    context = {"form": form, "page": page, "reads_pictures": engine() is not None}
    return TemplateResponse(request, "legal_library/cms/readings.html", context)


@takes_words(forms.Form)
@cms_page
def reading(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what is in a file; make drafts of all of it."""
    _may(request)
    row = get_object_or_404(LetterReading, pk=pk)
    if request.method == "POST":
        drafts = draft_all(row=row, user=request.user) if row.is_read else []
        count = len(drafts)
        words = ngettext("ทำฉบับร่างแล้ว %(count)d ฉบับ", "ทำฉบับร่างแล้ว %(count)d ฉบับ", count)
        messages.success(request, words % {"count": count})
        return redirect("legal_library_reading", pk)
    found = reading_from(row.found) if row.is_read else None
    context = {
        "row": row,
        "found": found,
        "shown": _shown(row, found) if found else [],
        "is_secret": bool(found and secrecy_of(found)),
        **_pages(found),
    }
    return TemplateResponse(request, "legal_library/cms/reading.html", context)


def _shown(row: LetterReading, found: Reading) -> list[Shown]:
    drafts = DocumentPage.objects.in_bulk(row.made.values())
    return [
        Shown(
            number=number,
            piece=piece,
            kind=terms.name_of(Vocabulary.KIND, suggested(piece)["kind"]),
            draft=drafts.get(row.made.get(str(number))),
            known=_known(piece) if str(number) not in row.made else None,
        )
        for number, piece in enumerate(found.pieces)
    ]


def _known(piece: Piece) -> Known | None:
    values = suggested(piece)
    if not values["title"]:
        return None
    return known(
        kind=values["kind"],
        title=values["title"],
        reference=values["reference_as_written"],
        signed_on=values["signed_on"] or None,
    )


def _pages(found: Reading | None) -> dict[str, Any]:
    """Return which pages nobody could read, and the worst of the others."""
    pages = found.pages if found else ()
    return {
        "unread": [page.number for page in pages if page.origin == Origin.NONE],
        "machine_read": [page.number for page in pages if page.origin == Origin.OCR],
        "damaged": sorted((page for page in pages if page.damage), key=lambda page: -page.damage)[:5],
    }


@takes_words(PieceForm)
@cms_page
def reading_piece(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Show one document beside its pages, each field with where it stands; make a draft of it."""
    _may(request)
    row = get_object_or_404(LetterReading, pk=pk, state=LetterReading.State.READ)
    found = reading_from(row.found)
    if number >= len(found.pieces):
        raise Http404
    if made := row.made.get(str(number)):
        return redirect("wagtailadmin_pages:edit", made)
    piece = found.pieces[number]
    form = PieceForm(request.POST or None, initial=suggested(piece))
    if request.method == "POST" and form.is_valid():
        try:
            page = draft(row=row, number=number, values=form.cleaned_data, user=request.user)
        except AlreadyThereError as error:
            form.add_error(None, gettext("คลังมีเอกสารนี้แล้ว: %(title)s") % {"title": error.page.title})
        else:
            messages.success(request, gettext("ทำฉบับร่างแล้ว ตรวจทุกช่องกับต้นฉบับ แล้วส่งให้ผู้เผยแพร่"))
            return redirect("wagtailadmin_pages:edit", page.pk)
    found_fields = {one.name: one for one in piece.fields}
    kind = form["kind"].value()
    shown = {"title", "kind", "agency", *found_fields}
    if terms.is_known(Vocabulary.KIND, kind):
        shown.update(used_fields(kind))
    rows = [Row(form[name], found_fields.get(name)) for name in form.fields if name in shown]
    leaves = row.leaves.filter(number__range=(piece.first.page, piece.last.page))
    texts = [page for page in found.pages if piece.first.page <= page.number <= piece.last.page]
    context = {
        "row": row,
        "number": number,
        "piece": piece,
        "form": form,
        "rows": rows,
        "leaves": leaves,
        "texts": texts,
        "known": _known(piece),
        "is_secret": bool(secrecy_of(found)),
        "pieces": found.pieces,
        "back": reverse("legal_library_reading", args=[pk]),
    }
    return TemplateResponse(request, "legal_library/cms/reading_piece.html", context)


@cms_page
@require_GET
def reading_leaf(request: HttpRequest, pk: int, number: int) -> HttpResponseBase:
    """Hand out the picture of a page."""
    _may(request)
    row = get_object_or_404(LetterReading, pk=pk)
    leaf = get_object_or_404(row.leaves, number=number)
    try:
        return FileResponse(leaf.picture.open("rb"), content_type="image/webp")
    except FileNotFoundError as gone:
        raise Http404 from gone
