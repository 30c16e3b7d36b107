"""Posting a list, writing down an objection, answering it."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.committee.vocabulary import ObjectionAnswer
from portal.web.dates import DateBox, ThaiDateField


class PostForm(forms.Form):
    """Where and on which day the list was posted."""

    posted_on = ThaiDateField(label=_("ปิดประกาศวันที่"), widget=DateBox)
    place = forms.CharField(
        label=_("ปิดประกาศไว้ที่"), max_length=200, help_text=_("เช่น ป้ายประกาศหน้าที่ทำการ อบต.")
    )


class ObjectionForm(forms.Form):
    """What somebody said at the counter or in a letter."""

    received_on = ThaiDateField(label=_("ได้รับเมื่อ"), widget=DateBox)
    by_whom = forms.CharField(
        label=_("ผู้คัดค้าน"), max_length=150, required=False, help_text=_("เว้นว่างเมื่อไม่ประสงค์บอกชื่อ")
    )
    words = forms.CharField(
        label=_("ข้อคัดค้าน"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("คัดค้านอะไร เพราะอะไร ผู้ขอความช่วยเหลือไม่เห็นข้อความนี้"),
    )


class AnswerForm(forms.Form):
    """How an objection is answered."""

    result = forms.ChoiceField(label=_("ผล"), choices=ObjectionAnswer.choices, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("คำตอบและเหตุผล"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("ถ้าเจ้าของเรื่องเป็นผู้คัดค้าน เขาอ่านข้อความนี้ได้ด้วยรหัสติดตาม"),
    )
