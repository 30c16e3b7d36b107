"""What may be asked beside the short form: one group of fields for each fold of the page (S2.25, S2.26, S2.31).

Nothing here is obligatory, and every question has the answer that nobody asked it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import fields_for_model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.desk.verbs.forms.assistance import NumberField
from cases.models import AffectedPerson, Case, Reporter
from cases.vocabulary import ConsentBy, ContactWay, IdentityPapers, Severity, Sex
from portal.files.fields import WaitingFilesField, WaitingFilesInput
from portal.thai.ages import LONGEST as LONGEST_AGE
from portal.web.dates import ThaiDateField, ThaiTimeField

MOST_OTHERS = 7
"""People whom the page has room for beside the first; more are added on the case's own page."""
NOT_ASKED = ("", _("ยังไม่ได้ถาม"))

OF_THE_REACH = (
    *("contact_way", "contact_time", "may_leave_message", "may_identify", "contact_note"),
    *("may_text", "email", "may_email", "other_way"),
)
OF_THE_PERSON = (
    *(
        "sex",
        "birth_date",
        "has_disability",
        "is_married",
        "is_destitute",
        "affected_phone",
        "household_size",
    ),
    *("nationality", "papers", "needs_interpreter", "interpreter_language"),
)
OF_THE_PLACE = ("moo", "village", "country", "city", "avoid_local")
OF_THE_MATTER = ("severity", "consent_by", "may_tell_affected", "note", "received_on", "received_time")
OF_AN_OTHER = ("name", "kinship", "age", "sex", "disability")


def other(number: int, name: str) -> str:
    """Return the name of a field about a further person."""
    return f"other_{number}_{name}"


def _menu(label: str | Promise, choices: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=[NOT_ASKED, *choices], required=False)


def _line(label: str | Promise, longest: int, hint: str | Promise = "") -> forms.CharField:
    widget = forms.TextInput({"autocomplete": "off"})
    return forms.CharField(label=label, max_length=longest, help_text=hint, required=False, widget=widget)


def _of(model: Any, *names: str) -> dict[str, forms.Field]:
    """Return the fields of a model as the page asks them: none of them has to be answered."""
    made: dict[str, forms.Field] = fields_for_model(model, fields=names)
    for field in made.values():
        field.required = False
        field.widget.attrs["autocomplete"] = "off"
    return made


class DetailFields(forms.Form):
    """The folded fields, declared apart from those that stand open."""

    locals().update(
        _of(
            Reporter,
            "contact_time",
            "may_leave_message",
            "may_identify",
            "contact_note",
            "may_email",
            "may_text",
            "other_way",
        )
    )
    contact_way = _menu(_("ติดต่อกลับทางใดจึงปลอดภัย"), ContactWay.choices)
    email = _line(_("อีเมล"), 254)
    locals().update(_of(AffectedPerson, "has_disability", "is_married", "is_destitute", "nationality"))
    locals().update(_of(AffectedPerson, "needs_interpreter", "interpreter_language"))
    sex = _menu(_("เพศ"), Sex.choices)
    birth_date = ThaiDateField(label=_("วันเกิด"), required=False)
    affected_phone = _line(_("เบอร์ของผู้ประสบปัญหา"), 120, _("ถ้าไม่ใช่เบอร์ของผู้แจ้ง"))
    household_size = NumberField(
        label=_("จำนวนคนในครัวเรือน"),
        min_value=1,
        max_value=100,
        required=False,
        help_text=_("นับทุกคนที่อยู่บ้านเดียวกัน"),
    )
    papers = _menu(_("เอกสารประจำตัว"), IdentityPapers.choices)
    locals().update(_of(Case, "moo", "village"))
    country = _line(_("ประเทศที่อยู่ตอนนี้"), 80, _("ถ้าอยู่ต่างประเทศ ช่องตำบลให้เขียนบ้านในประเทศไทย"))
    city = _line(_("เมือง"), 120)
    avoid_local = forms.BooleanField(label=_("ผู้แจ้งไม่ให้หน่วยงานท้องถิ่นในพื้นที่รู้เรื่องนี้"), required=False)
    severity = forms.ChoiceField(
        label=_("ความเร่งด่วน"), choices=[("", _("ยังไม่ได้ประเมิน")), *Severity.choices], required=False
    )
    consent_by = _menu(_("ใครเป็นผู้บอกเรื่องความยินยอม"), ConsentBy.choices)
    locals().update(_of(Reporter, "may_tell_affected"))
    note = forms.CharField(
        label=_("ตรวจสอบอย่างไร และสิ่งที่หน่วยงานอื่นควรรู้"),
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("เช่น โทรถามผู้ใหญ่บ้านแล้ว ตรงกับที่แจ้ง"),
    )
    received_on = ThaiDateField(label=_("วันที่ได้รับเรื่อง"), required=False, help_text=_("เว้นว่างถ้าเป็นตอนนี้"))
    received_time = ThaiTimeField(
        label=_("เวลาที่ได้รับเรื่อง"),
        required=False,
        max_length=40,
        help_text=_("กำหนดเวลาของเรื่องนับจากเวลานี้ ไม่ใช่เวลาที่บันทึก"),
    )
    files = WaitingFilesField(
        label=_("ไฟล์"),
        help_text=_("ภาพหรือ PDF ไม่เกิน 5 ไฟล์ ไฟล์ละไม่เกิน 10 เมกะไบต์ ถ้าหน้านี้ให้แก้ไข ไฟล์ที่ดีจะอยู่ครบ"),
    )
    for _number in range(1, MOST_OTHERS + 1):
        locals().update(
            {
                other(_number, "name"): _line(_("ชื่อ"), 150),
                other(_number, "kinship"): _line(_("เป็นอะไรกับคนแรก"), 60),
                other(_number, "age"): _line(_("อายุ"), LONGEST_AGE),
                other(_number, "sex"): _menu(_("เพศ"), Sex.choices),
                other(_number, "disability"): _of(AffectedPerson, "has_disability")["has_disability"],
            }
        )
    del _number


@dataclass(frozen=True, slots=True)
class Fold:
    """One folded group of the page.

    Attributes:
        title: what it asks for.
        fields: its fields, in order.
        is_open: it holds something already, or an error.
        rows: further people, each a list of fields.
    """

    title: str | Promise
    fields: list[forms.BoundField]
    is_open: bool
    rows: list[list[forms.BoundField]]


def _holds_something(field: forms.BoundField) -> bool:
    widget = field.field.widget
    if isinstance(widget, WaitingFilesInput) and widget.holds_files:
        return True
    value = field.value()
    parts = value if isinstance(value, list | tuple) else [value]
    return bool(field.errors) or any(part not in (None, "", False) for part in parts)


def folds(form: forms.Form) -> list[Fold]:
    """Return the folded groups of a form of the entry page."""
    groups = [
        (_("ติดต่อกลับอย่างปลอดภัย"), OF_THE_REACH),
        (_("เกี่ยวกับผู้ประสบปัญหา สัญชาติ และล่าม"), OF_THE_PERSON),
        (_("คนอื่นในครัวเรือนหรือในเรื่องเดียวกัน"), ()),
        (_("ที่อยู่เพิ่มเติม หรืออยู่ต่างประเทศ"), OF_THE_PLACE),
        (_("การตรวจสอบ ความยินยอม และวันที่รับ"), OF_THE_MATTER),
        (_("แนบไฟล์"), ("files",)),
    ]
    made = []
    for title, names in groups:
        rows = (
            []
            if names
            else [[form[other(at, name)] for name in OF_AN_OTHER] for at in range(1, MOST_OTHERS + 1)]
        )
        fields = [form[name] for name in names if name in form.fields]
        is_open = any(map(_holds_something, [*fields, *(field for row in rows for field in row)]))
        made.append(Fold(title, fields, is_open, rows))
    return made
