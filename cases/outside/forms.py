"""What an organization types: the code of its paper, and its answer."""

from __future__ import annotations

import uuid

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.intake.fields import LineField, StoryField
from cases.machine.vocabulary import WaitingState
from cases.vocabulary import ReturnReason

LONGEST_WORDS = 2000


class CodeForm(forms.Form):
    """The code that stands on the paper alone."""

    code = forms.CharField(
        label=_("รหัสจากหนังสือ"),
        max_length=40,
        help_text=_("8 ตัว พิมพ์ตัวเล็กหรือตัวใหญ่ก็ได้ เว้นวรรคหรือไม่ก็ได้"),
        widget=forms.TextInput(
            {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        error_messages={"required": _("กรอกรหัสจากหนังสือ"), "max_length": _("รหัสมี 8 ตัว ตรวจกับหนังสืออีกครั้ง")},
    )


class SayForm(forms.Form):
    """Who answers, and what they say.

    Attributes:
        outcome: what the answer makes of the referral; None for a question.
        title: heading of its page.
        button: words of the button that sends it.
    """

    outcome: WaitingState | None = None
    title: str | Promise = ""
    button: str | Promise = ""

    token = forms.UUIDField(widget=forms.HiddenInput)
    who = LineField(
        label=_("ชื่อและตำแหน่งของผู้ตอบ"),
        max_length=150,
        error_messages={"required": _("กรอกชื่อและตำแหน่งของผู้ตอบ")},
    )
    phone = LineField(
        label=_("โทรศัพท์ที่ติดต่อกลับได้"),
        required=False,
        max_length=60,
        widget=forms.TextInput({"inputmode": "tel"}),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.initial.setdefault("token", uuid.uuid4())

    def words(self) -> str:
        """Return what the holder reads: who answered, how they are reached, what they said."""
        data = self.cleaned_data
        by = ", ".join(part for part in (data["who"], data["phone"]) if part)
        return "\n".join(part for part in (by, data["note"]) if part)


def _words(label: str | Promise, *, required: bool = True, hint: str | Promise = "") -> StoryField:
    return StoryField(
        label=label,
        required=required,
        help_text=hint,
        longest=LONGEST_WORDS,
        error_messages={"required": _("เขียนสั้น ๆ")},
    )


class AcceptForm(SayForm):
    """The organization takes it on."""

    outcome = WaitingState.ACCEPTED
    title = _("รับดำเนินการ")
    button = _("ยืนยันว่ารับดำเนินการ")
    note = _words(_("บอกอะไรเพิ่มเติม"), required=False, hint=_("เช่น จะไปถึงเมื่อใด หรือให้มาที่ใด"))


class ReturnForm(SayForm):
    """The organization cannot take it on, or gives it back."""

    outcome = WaitingState.RETURNED
    title = _("ไม่รับ หรือส่งคืน")
    button = _("ยืนยันการส่งคืน")
    reason = forms.ChoiceField(
        label=_("เหตุที่ส่งคืน"),
        choices=ReturnReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("เลือกเหตุที่ส่งคืน"), "invalid_choice": _("เลือกเหตุที่ส่งคืน")},
    )
    note = _words(_("บอกผู้ส่งให้หาหน่วยงานที่ถูกต้องได้เร็ว"))


class AskForm(SayForm):
    """The organization needs to know something first."""

    title = _("ถามหน่วยงานที่ส่งเรื่อง")
    button = _("ส่งคำถาม")
    note = _words(_("ต้องการทราบอะไร"), hint=_("หน่วยงานที่ส่งเรื่องจะติดต่อกลับ คำถามนี้ผู้แจ้งไม่เห็น"))


class DoneForm(SayForm):
    """What was asked for is done."""

    outcome = WaitingState.DONE
    title = _("แจ้งว่าทำเสร็จแล้ว")
    button = _("ยืนยันว่าเสร็จแล้ว")
    note = _words(_("ทำอะไรไปแล้ว ผลเป็นอย่างไร"))


FORMS: dict[str, type[SayForm]] = {
    "accept": AcceptForm,
    "return": ReturnForm,
    "ask": AskForm,
    "done": DoneForm,
}
"""By the word in the address."""
