"""What a data protection officer fills in."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.protection.models import Breach
from portal.web.dates import ThaiDateField

GROUP_WORDS = (
    ("", _("ทุกอย่างที่คนทำ")),
    ("reads", _("เปิดอ่าน ดาวน์โหลด ส่งออก")),
    ("denied", _("ถูกปฏิเสธ หรือไม่สำเร็จ")),
    ("cases", _("สิ่งที่ทำกับเรื่อง")),
    ("accounts", _("บัญชีผู้ใช้และการเข้าสู่ระบบ")),
    ("record", _("อ่านบันทึก และการลบข้อมูล")),
    ("system", _("สิ่งที่ระบบทำกับเรื่องเอง")),
)


class QuestionForm(forms.Form):
    """What of the record is looked for."""

    group = forms.ChoiceField(label=_("ประเภท"), choices=GROUP_WORDS, required=False)
    subject = forms.CharField(label=_("เลขที่เรื่องหรือรหัส"), max_length=120, required=False)
    first = ThaiDateField(label=_("ตั้งแต่วันที่"), required=False)
    last = ThaiDateField(label=_("ถึงวันที่"), required=False)


class NoteForm(forms.Form):
    """A breach that was just learned of."""

    what = forms.CharField(
        label=_("เกิดอะไรขึ้น"),
        max_length=4000,
        widget=forms.Textarea({"rows": 5}),
        help_text=_("ไม่ต้องระบุชื่อผู้เสียหาย บอกว่าเป็นข้อมูลประเภทใด และหลุดไปอย่างไร"),
    )
    hours = forms.IntegerField(label=_("ทราบเหตุมาแล้วกี่ชั่วโมง"), min_value=0, max_value=24 * 365, initial=0)
    people = forms.IntegerField(
        label=_("จำนวนคนที่เกี่ยวข้องโดยประมาณ"), min_value=0, max_value=10_000_000, required=False
    )


class FollowForm(forms.Form):
    """How bad it is, what was done, who was told."""

    risk = forms.ChoiceField(
        label=_("ความเสี่ยงต่อเจ้าของข้อมูล"), choices=Breach.Risk.choices, widget=forms.RadioSelect
    )
    measures = forms.CharField(
        label=_("ทำอะไรไปแล้ว"), max_length=4000, required=False, widget=forms.Textarea({"rows": 4})
    )
    office_told = forms.BooleanField(label=_("แจ้งสำนักงานคุ้มครองข้อมูลส่วนบุคคลแล้ว"), required=False)
    people_told = forms.BooleanField(label=_("แจ้งเจ้าของข้อมูลแล้ว"), required=False)
    close = forms.BooleanField(label=_("ปิดเหตุนี้"), required=False)
