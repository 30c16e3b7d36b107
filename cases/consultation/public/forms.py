"""What somebody types who asks the center."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.intake.fields import MailField, StoryField
from portal.vocabulary import ProblemType

LONGEST = 3000


class AskForm(forms.Form):
    """A question; nothing else must be told."""

    use_required_attribute = False
    token = forms.UUIDField(required=False, widget=forms.HiddenInput)
    question = StoryField(
        label=_("คุณอยากรู้อะไร"),
        longest=LONGEST,
        help_text=_("ไม่ต้องบอกชื่อ ไม่ต้องบอกเลขบัตร เล่าเท่าที่จำเป็นต่อคำตอบ"),
        widget=forms.Textarea({"rows": 7, "autocomplete": "off"}),
        error_messages={"required": _("พิมพ์คำถามก่อนส่ง")},
    )
    problem = forms.ChoiceField(label=_("เกี่ยวกับเรื่องใด"), required=False)
    email = MailField(
        label=_("อีเมล"),
        required=False,
        max_length=254,
        help_text=_("เราแจ้งแค่ว่ามีคำตอบแล้ว ในอีเมลไม่มีคำถามหรือคำตอบ"),
        widget=forms.EmailInput({"autocomplete": "email"}),
        error_messages={"max_length": _("อีเมลยาวเกินไป")},
    )
    may_email = forms.BooleanField(label=_("มีแต่ฉันที่เปิดอ่านอีเมลนี้ ส่งมาได้"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["token"].initial = uuid.uuid4
        # "Not sure" once: to leave the question open says the same.
        named = [choice for choice in ProblemType.choices if choice[0] != ProblemType.UNSURE]
        self.fields["problem"].choices = [("", _("ไม่แน่ใจ")), *named]

    def clean_email(self) -> str:
        """Return the address.

        Raises:
            ValidationError: it is none: a mail could never come, and the words would be kept nowhere.
        """
        if self.fields["email"].words(self["email"].data):  # type: ignore[attr-defined]
            raise forms.ValidationError(
                _("เราอ่านเป็นอีเมลไม่ได้ แก้ให้ถูก หรือลบออกแล้วอ่านคำตอบด้วยสองเลขที่จะได้รับ"), code="unread"
            )
        return str(self.cleaned_data["email"])

    def clean_token(self) -> uuid.UUID:
        """Return the token; a page without one gets one of its own."""
        return self.cleaned_data["token"] or uuid.uuid4()
