"""The two codes that a person types to follow a request."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.domain.identity import clean
from cases.intake.fields import LineField, StoryField
from cases.intake.forms.base import Text

_CODE = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}


class CodeField(LineField):
    """A reference or secret in any case, with blanks, hyphens, Thai digits and look-alike letters."""

    def clean(self, value: object) -> str:
        """Return it in the form in which it is stored."""
        typed = super().clean(value)
        return clean(typed) if typed else ""


class TrackForm(forms.Form):
    """Reference and secret; neither ever stands in an address (cases.md, privacy 8)."""

    use_required_attribute = False

    reference = CodeField(
        label=_("เลขที่เรื่อง"),
        max_length=40,
        help_text=_("8 ตัว เช่น K7M3-9QXF"),
        error_messages={"required": _("กรอกเลขที่เรื่อง"), "max_length": _("เลขที่เรื่องยาวเกินไป ตรวจอีกครั้ง")},
        widget=forms.TextInput(_CODE),
    )
    secret = CodeField(
        label=_("รหัสติดตาม"),
        max_length=60,
        help_text=_("16 ตัว อยู่ในหน้ายืนยันหรือใบรับเรื่อง ตัวพิมพ์เล็กหรือใหญ่ก็ได้ ไม่ต้องใส่ขีด"),
        error_messages={"required": _("กรอกรหัสติดตาม"), "max_length": _("รหัสติดตามยาวเกินไป ตรวจอีกครั้ง")},
        widget=forms.TextInput(_CODE),
    )


def words_field(label: Text, *, missing: Text) -> StoryField:
    """Return the box in which a citizen tells the office something.

    Args:
        label: what is asked.
        missing: said when it is empty.
    """
    return StoryField(
        label=label,
        longest=2000,
        widget=forms.Textarea({"rows": 5, "autocomplete": "off"}),
        error_messages={"required": missing},
    )


class WordsForm(forms.Form):
    """Something that the citizen tells the office about a request, in the field `words`."""

    use_required_attribute = False


class ReopenForm(WordsForm):
    """Why a closed request should be opened again."""

    words = words_field(
        _("ยังไม่ได้รับความช่วยเหลือ หรือเกิดเรื่องอีก เล่าให้เราฟัง"),
        missing=_("บอกสั้น ๆ ว่าทำไมจึงอยากให้เปิดเรื่องอีกครั้ง"),
    )


class AnswerForm(WordsForm):
    """The answer to a question of the office."""

    words = words_field(_("คำตอบของคุณ"), missing=_("พิมพ์คำตอบก่อนกดส่ง"))
