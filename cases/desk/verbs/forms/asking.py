"""Forms of asking the reporter, and of reading what came from them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.desk.verbs.forms.base import OnceForm, VerbForm, choice_field, note_field
from cases.domain import asking
from cases.vocabulary import Consent, ConsentBy, TextUse


class AskForm(OnceForm):
    """Row 13: ask the reporter."""

    question = note_field(
        _("ต้องการทราบอะไร"),
        required=True,
        hint=_("ผู้แจ้งจะอ่านข้อความนี้ในหน้าติดตามเรื่อง ใช้คำง่าย ๆ"),
        texts=(TextUse.REPORTER,),
    )

    def do(self, identity: str) -> None:
        """Ask."""
        asking.ask_reporter(**self.common, question=self.cleaned_data["question"], identity=identity)


class AnswerForm(VerbForm):
    """Row 13: the reporter has answered."""

    answer = note_field(_("ผู้แจ้งตอบว่าอะไร"), required=True, texts=())

    def perform(self) -> None:
        """Write the answer down."""
        asking.record_answer(question=self.row, actor=self.actor, answer=self.cleaned_data["answer"])


class AcknowledgeForm(VerbForm):
    """What the citizen sent was read; what came after the page was drawn stays unread."""

    last_seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    note = note_field(
        _("ตอบผู้แจ้งว่าอะไร"), hint=_("ผู้แจ้งจะอ่านข้อความนี้ในหน้าติดตามเรื่อง เว้นว่างได้"), texts=(TextUse.REPORTER,)
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"last_seen": kwargs["case"].version} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)

    def perform(self) -> None:
        """Acknowledge."""
        data = self.cleaned_data
        asking.acknowledge(**self.common, seen=data["last_seen"], note=data["note"])


class ChangeConsentForm(VerbForm):
    """The person agrees that their story goes to others, or agrees no more."""

    consent = choice_field(
        _("ผู้แจ้งบอกว่าอย่างไร"),
        [(one.value, one.label) for one in (Consent.GIVEN, Consent.REFUSED)],
        missing=_("เลือกคำตอบของผู้แจ้ง"),
    )
    by = choice_field(_("ใครเป็นผู้บอก"), ConsentBy.choices, missing=_("เลือกว่าใครเป็นผู้บอก"))
    note = note_field(_("บอกเมื่อใด ทางใด"), required=True, texts=())

    def perform(self) -> None:
        """Change the consent."""
        data = self.cleaned_data
        asking.change_consent(
            **self.common,
            consent=Consent(data["consent"]),
            by=ConsentBy(data["by"]),
            note=data["note"],
        )
