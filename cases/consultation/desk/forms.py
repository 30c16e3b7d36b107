"""What officers type about questions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.consultation.domain.answering import LONGEST_ANSWER
from cases.desk.texts.inserting import offers
from cases.intake.fields import LineField, StoryField
from cases.vocabulary import TextUse
from portal.vocabulary import ProblemType


class AnswerForm(forms.Form):
    """The answer, begun with a text of the list or not."""

    use_required_attribute = False
    text = offers(
        StoryField(
            label=_("คำตอบ"),
            longest=LONGEST_ANSWER,
            help_text=_("ผู้ถามอ่านในหน้าเว็บด้วยเลขที่และรหัสของตน ใช้คำธรรมดา บอกขั้นต่อไปให้ชัด"),
            widget=forms.Textarea({"rows": 10}),
            error_messages={"required": _("พิมพ์คำตอบก่อนส่ง")},
        ),
        TextUse.ANSWER,
    )


class ProposeForm(forms.Form):
    """What everybody would read, written anew."""

    use_required_attribute = False
    question = LineField(
        label=_("คำถามที่จะเผยแพร่"),
        max_length=300,
        help_text=_("เขียนใหม่ให้เป็นคำถามของใครก็ได้ ไม่มีชื่อ ที่อยู่ เบอร์ หรือเหตุเฉพาะคน"),
        error_messages={"required": _("เขียนคำถามที่จะเผยแพร่")},
    )
    answer = StoryField(
        label=_("คำตอบที่จะเผยแพร่"),
        longest=LONGEST_ANSWER,
        widget=forms.Textarea({"rows": 8}),
        error_messages={"required": _("เขียนคำตอบที่จะเผยแพร่")},
    )
    question_en = LineField(label=_("คำถาม (อังกฤษ)"), max_length=300, required=False)
    answer_en = StoryField(
        label=_("คำตอบ (อังกฤษ)"), longest=LONGEST_ANSWER, required=False, widget=forms.Textarea({"rows": 4})
    )
    problem = forms.ChoiceField(label=_("อยู่ใต้คำแนะนำเรื่อง"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["problem"].choices = [("", _("เรื่องทั่วไป")), *ProblemType.choices]


class DecideForm(forms.Form):
    """Agree or not."""

    agrees = forms.ChoiceField(
        label=_("ผลพิจารณา"), choices=[("yes", _("เห็นชอบ เผยแพร่")), ("no", _("ไม่เผยแพร่"))]
    )


class RuleForm(forms.Form):
    """The center's numbers."""

    use_required_attribute = False
    working_days = forms.IntegerField(label=_("ตอบภายใน (วันทำการ)"), min_value=1, max_value=30)
    keep_days = forms.IntegerField(label=_("เก็บข้อความหลังตอบ (วัน)"), min_value=30, max_value=3650)
