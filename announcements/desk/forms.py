"""What is filled in about a notice."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from announcements.domain.offices import LONGEST_BODY, Words, text_is_ours
from announcements.domain.plain_text import words_of
from announcements.models import AnnouncementPage, OfficeNotice
from announcements.vocabulary import AnnouncementKind
from portal.files.checking import check_document
from portal.files.cms import DOCUMENT_HELP
from portal.files.refusals import RefusedFile
from portal.web.dates import DateBox, ThaiDateField

# An event has a place and a time, which are asked for in /cms/.
_KINDS = [row for row in AnnouncementKind.choices if row[0] != AnnouncementKind.EVENT]


class NoticeForm(forms.Form):
    """The words of a notice."""

    kind = forms.ChoiceField(label=_("ประเภท"), choices=_KINDS)
    title = forms.CharField(
        label=_("เรื่อง"), max_length=200, help_text=_("เช่น แจกน้ำดื่มหมู่ 3 วันศุกร์นี้ ไม่ต้องเขียนคำว่าประกาศ")
    )
    summary = forms.CharField(
        label=_("สรุปสั้น ๆ"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("ใคร ทำอะไร ที่ไหน เมื่อใด ไม่เกินสามประโยค"),
    )
    body = forms.CharField(
        label=_("รายละเอียด"),
        max_length=LONGEST_BODY,
        required=False,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("เว้นหนึ่งบรรทัดเพื่อขึ้นย่อหน้าใหม่ ไม่เขียนชื่อหรือข้อมูลของผู้ขอความช่วยเหลือ"),
    )
    number = forms.CharField(
        label=_("เลขที่ประกาศ"), max_length=60, required=False, help_text=_("เช่น 3/2569 เว้นว่างได้")
    )
    issued_on = ThaiDateField(label=_("ประกาศ ณ วันที่"), widget=DateBox)
    shown_from = ThaiDateField(
        label=_("ปิดประกาศตั้งแต่"), widget=DateBox, help_text=_("ก่อนวันนี้ ประชาชนจะยังไม่เห็น")
    )
    shown_until = ThaiDateField(
        label=_("ปิดประกาศถึง"), widget=DateBox, required=False, help_text=_("รวมวันนี้ด้วย เว้นว่างเมื่อไม่มีกำหนด")
    )
    token = forms.UUIDField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        notice: OfficeNotice | None = None,
        page: AnnouncementPage | None = None,
        **kwargs: Any,
    ) -> None:
        today = timezone.localdate()
        if page is None or notice is None:
            first = {"token": uuid.uuid4(), "issued_on": today, "shown_from": today}
        else:
            plain = ("kind", "title", "summary", "number", "issued_on", "shown_from", "shown_until")
            first = {name: getattr(page, name) for name in plain}
            first |= {"body": words_of(page.body), "version": notice.version}
        super().__init__(*args, initial=first, **kwargs)
        if notice is not None and not text_is_ours(notice):
            # A form without the field cannot lose what an editor of the center has made of it.
            del self.fields["body"]

    def clean(self) -> dict[str, Any]:
        """Refuse a period that ends before it begins."""
        cleaned = super().clean() or {}
        first, last = cleaned.get("shown_from"), cleaned.get("shown_until")
        if first and last and last < first:
            self.add_error("shown_until", _("วันสุดท้ายต้องไม่อยู่ก่อนวันแรก"))
        return cleaned

    @property
    def words(self) -> Words:
        """What was typed; only of a valid form."""
        given = self.cleaned_data
        return Words(
            kind=AnnouncementKind(given["kind"]),
            title=given["title"],
            summary=given["summary"],
            body=given.get("body"),
            number=given["number"],
            issued_on=given["issued_on"],
            shown_from=given["shown_from"],
            shown_until=given["shown_until"],
        )


class FileForm(forms.Form):
    """A file to add."""

    title = forms.CharField(
        label=_("ชื่อเอกสาร"), max_length=255, help_text=_("เช่น แบบคำร้องขอรับถุงยังชีพ ผู้อ่านเห็นชื่อนี้")
    )
    file = forms.FileField(label=_("ไฟล์"), help_text=DOCUMENT_HELP)

    def clean_file(self) -> UploadedFile:
        """Judge the file by its content and put a clean copy in its place."""
        uploaded: UploadedFile = self.cleaned_data["file"]
        try:
            check_document(uploaded)
        except RefusedFile as refused:
            raise forms.ValidationError(refused.reason, code="refused") from refused
        return uploaded


class ReasonForm(forms.Form):
    """Why a proposal goes back."""

    reason = forms.CharField(
        label=_("ต้องแก้อะไร"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("หน่วยงานจะอ่านข้อความนี้"),
    )
