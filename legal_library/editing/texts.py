"""The full text of a document in `/cms/`: pasted, cut and looked at before it is stored, edited whole or a part at a time.

A law has up to some thousand passages. A form of one panel per passage did not open in useful time and was too large to
send, so the text is one field, with a mark before each passage (`legal_library.reading.marked`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from legal_library.domain.texts import with_anchors
from legal_library.models import DocumentPage, DocumentPassage
from legal_library.reading.cutting import cut
from legal_library.reading.marked import MarkedPassage, MarkError, is_marked, read_marked, write_marked
from portal.thai.bounds import LIMIT

PART = 200
"""Passages of a long text that are edited at a time."""
MOST_PASSAGES = 20_000
_LONGEST_HEADING = 500


def passages_of(page: DocumentPage) -> list[MarkedPassage]:
    """Return the passages of a version of a document, in order."""
    return [
        MarkedPassage(row.anchor, row.label, row.level, row.heading, _plain(row.text))
        for row in page.passages.all()
    ]


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").strip("\n")


def read_text(source: str) -> list[MarkedPassage]:
    """Return the passages of what an editor typed or pasted: by its marks, and cut where it has none.

    Raises:
        MarkError: a mark cannot be read.
    """
    if not is_marked(source):
        return cut(source)
    head, marked = read_marked(source)
    return [*cut(head), *marked]


@dataclass(frozen=True)
class Part:
    """Which passages are edited: those from `start` up to `end`, of `total`."""

    start: int
    end: int
    total: int

    @property
    def is_whole(self) -> bool:
        """Whether it is all of the text."""
        return self.start == 0 and self.end == self.total


def part_of(total: int, number: int | None) -> Part:
    """Return part `number` (from 0) of a text of `total` passages; None is the whole. Numbers clamp."""
    if number is None or total == 0:
        return Part(0, total, total)
    start = min(max(number, 0), (total - 1) // PART) * PART
    return Part(start, min(start + PART, total), total)


def parts_of(total: int) -> list[Part]:
    """Return the parts of a text, for links to them; none when it is short enough to be edited whole."""
    return [part_of(total, number) for number in range((total - 1) // PART + 1)] if total > PART else []


def replaced(old: list[MarkedPassage], part: Part, new: list[MarkedPassage]) -> list[MarkedPassage]:
    """Return the whole text with one part of it replaced, every passage with its anchor."""
    rest = [*old[: part.start], *old[part.end :]]
    elsewhere = frozenset(passage.anchor for passage in rest)
    named = with_anchors(new, old[part.start : part.end], elsewhere=elsewhere)
    return [*old[: part.start], *named, *old[part.end :]]


class TextForm(forms.Form):
    """A text, typed or as a file.

    `passages` holds what it was read as, once the form is valid.
    """

    text = forms.CharField(
        label=_("ข้อความ"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 30})
    )
    file = forms.FileField(
        label=_("หรือเลือกไฟล์ข้อความ"), required=False, help_text=_("ไฟล์ .txt ใช้แทนข้อความในช่องด้านบน")
    )
    base = forms.CharField(required=False, widget=forms.HiddenInput)

    passages: list[MarkedPassage]

    def clean(self) -> dict[str, Any]:
        """Read the text.

        Raises:
            ValidationError: the file is no text, or a mark cannot be read.
        """
        cleaned = super().clean()
        upload = cleaned.get("file")
        source = _decoded(upload) if upload else cleaned.get("text", "")
        if len(source) > LIMIT:
            raise forms.ValidationError(_("ข้อความยาวเกินไป"))
        try:
            self.passages = read_text(source)
        except MarkError as error:
            message = _("อ่านเครื่องหมายบรรทัดที่ %(line)s ไม่ได้: %(words)s")
            raise forms.ValidationError(message, params={"line": error.line, "words": error.words}) from error
        if len(self.passages) > MOST_PASSAGES:
            raise forms.ValidationError(_("ข้อความแบ่งได้มากเกินไป"))
        long = next((row.heading for row in self.passages if len(row.heading) > _LONGEST_HEADING), None)
        if long:
            raise forms.ValidationError(_("หัวเรื่องยาวเกิน 500 ตัวอักษร: %(words)s…"), params={"words": long[:60]})
        return cleaned


def _decoded(upload: UploadedFile) -> str:
    """Return the words of a text file, in Unicode or in the code page of Thai Windows.

    Raises:
        ValidationError: it is too large, or no text.
    """
    if (upload.size or 0) > 4 * LIMIT:
        raise forms.ValidationError(_("ข้อความยาวเกินไป"))
    content = upload.read()
    for encoding in ("utf-8-sig", "cp874"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise forms.ValidationError(_("ไฟล์นี้ไม่ใช่ไฟล์ข้อความ"))


@transaction.atomic
def store_text(*, page: DocumentPage, passages: list[MarkedPassage], user: Any) -> None:
    """Keep a new text as a draft of the document; the public sees it when the draft is published.

    Args:
        page: the newest version of the document, as `get_latest_revision_as_object` gives it.
        passages: the whole text, with anchors.
        user: who edits.
    """
    rows = {row.anchor: row for row in page.passages.all()}
    page.passages = [_row(rows, place, passage) for place, passage in enumerate(passages)]
    page.has_unpublished_changes = True
    if not page.live:
        page.save(clean=False)
    page.save_revision(user=user, log_action=True, changed=True)


def _row(rows: dict[str, DocumentPassage], place: int, passage: MarkedPassage) -> DocumentPassage:
    """Return the row of a passage: the one that had its anchor, or a new one."""
    row = rows.get(passage.anchor) or DocumentPassage(anchor=passage.anchor)
    row.sort_order = place
    row.label, row.level, row.heading = passage.label, passage.level, passage.heading
    # What did not change keeps its line ends as well.
    if _plain(row.text) != passage.text:
        row.text = passage.text
    return row


def as_text(passages: list[MarkedPassage]) -> str:
    """Return passages as an editor sees them; an empty text is an empty field."""
    return write_marked(passages) if passages else ""
