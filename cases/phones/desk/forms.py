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


class AdoptForm(forms.Form):
    """That an entry is done now; with what was shown as alike and as standing, so that nothing counts as seen that came after."""

    seen = forms.RegexField(
        r"^[0-9]{1,9}(,[0-9]{1,9})*$", required=False, max_length=1000, widget=forms.HiddenInput
    )
    stands = forms.RegexField(r"^[0-9a-f]{64}$", required=False, max_length=64, widget=forms.HiddenInput)

    def keys(self) -> frozenset[int]:
        """Return the keys of what was shown; none where they were tampered with."""
        words = self.cleaned_data["seen"] if self.is_valid() else ""
        return frozenset(int(one) for one in words.split(",") if one)

    def shown(self) -> str:
        """Return the digest of what stood there; "" where it was tampered with."""
        return self.cleaned_data["stands"] if self.is_valid() else ""


class DismissForm(forms.Form):
    """Why an entry is not used; its author reads it."""

    reason = forms.CharField(
        label=_("เหตุผลที่ไม่ใช้"), max_length=300, widget=forms.Textarea({"rows": 2}), help_text=_("ผู้เขียนอ่านได้")
    )
