"""Forms of what phones left for a person."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.phones import protocol
from cases.phones.domain import sealing
from cases.phones.protocol import Head, Record


class FileForm(forms.Form):
    """The file of a phone that cannot send."""

    file = forms.FileField(
        label=_("ไฟล์จากโทรศัพท์"), help_text=_("ชื่อขึ้นต้นด้วย klang- ไม่มีใครอ่านเนื้อหาในไฟล์ได้นอกจากระบบนี้")
    )

    def clean_file(self) -> tuple[Head, list[Record]]:
        """Read it.

        Raises:
            ValidationError: it is none of ours.
        """
        file = self.cleaned_data["file"]
        if file.size > protocol.LARGEST_REQUEST:
            raise forms.ValidationError(_("ไฟล์นี้ไม่ใช่ไฟล์จากโทรศัพท์ของระบบนี้"))
        try:
            head, records = protocol.read(file.read(), most=None)
        except protocol.BrokenRequestError as error:
            raise forms.ValidationError(_("ไฟล์นี้ไม่ใช่ไฟล์จากโทรศัพท์ของระบบนี้")) from error
        if not sealing.knows(head.key):
            raise forms.ValidationError(_("ไฟล์นี้เข้ารหัสไว้สำหรับระบบอื่น"))
        return head, records


class DismissForm(forms.Form):
    """Why an entry is not used; its author reads it."""

    reason = forms.CharField(
        label=_("เหตุผลที่ไม่ใช้"), max_length=300, widget=forms.Textarea({"rows": 2}), help_text=_("ผู้เขียนอ่านได้")
    )
