"""What somebody asks about their own data."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cases.data_rights.vocabulary import Right
from cases.intake.forms.base import radio
from cases.intake.forms.tracking import WordsForm, words_field


class AskForm(WordsForm):
    """Which right, and what is meant."""

    name = "rights"
    right = radio(_("คุณต้องการอะไร"), Right.choices, required=_("เลือกหนึ่งข้อ"))
    words = words_field(_("เล่าสั้น ๆ ว่าให้ทำอะไรกับข้อมูลใด"), missing="", help_text=_("ถ้าขอสำเนา ไม่ต้องเขียนก็ได้"))
