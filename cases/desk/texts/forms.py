"""What is filled in about a ready sentence."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from cases.domain.ready_texts import BLANKS, LONGEST_TEXT
from cases.vocabulary import TextUse
from portal.organizations.vocabulary import OrganizationType


def uses_of(organization_type: str) -> list[TextUse]:
    """Return what an office of a type needs sentences for: only a center is asked by the people."""
    is_center = organization_type == OrganizationType.CENTER
    return [one for one in TextUse if is_center or one != TextUse.ANSWER]


class ReadyTextForm(forms.Form):
    """A sentence: into which boxes it goes, by which name it is chosen, and its words."""

    use_required_attribute = False
    use = forms.ChoiceField(label=_("ใช้ในช่อง"))
    title = forms.CharField(
        label=_("ชื่อข้อความ"),
        max_length=120,
        error_messages={"required": _("ตั้งชื่อข้อความ")},
        help_text=_("สั้น ๆ ให้เลือกได้ทันที"),
    )
    text = forms.CharField(
        label=_("ข้อความ"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea({"rows": 6}),
        help_text=format_lazy("{} {}", _("ไม่ใส่ชื่อ เบอร์ หรือเรื่องของใคร ระบบเติมให้เมื่อใช้:"), " ".join(BLANKS)),
        error_messages={"required": _("พิมพ์ข้อความ")},
    )

    def __init__(self, *args: Any, organization_type: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["use"].choices = [(one.value, one.label) for one in uses_of(organization_type)]
