"""The quick entry of a request that came to the counter, by phone or by letter: one page, sixty seconds (S1.05)."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any, ClassVar

from django import forms
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.desk.entry.composing import compose, received_at
from cases.desk.entry.details import OF_AN_OTHER, DetailFields, other
from cases.desk.entry.place import LONGEST_DETAIL, ReadPlace, own_place, read_place
from cases.desk.verbs.forms.base import choice_field
from cases.domain.channels import offered_channels
from cases.domain.submission import Submission
from cases.vocabulary import Channel, Consent, Relation
from portal import carriers
from portal.actors import Officer
from portal.thai.ages import LONGEST as LONGEST_AGE
from portal.thai.ages import Age, AgeError, read_age
from portal.thai.dates import bangkok_today
from portal.vocabulary import CRISIS_PROBLEMS, ProblemType

LONGEST_PLACE = 300


class PlaceForm(forms.Form):
    """What is typed into the box of a place, for which proposals are asked."""

    q = forms.CharField(label=_("ตำบล หรืออำเภอกับจุดสังเกต"), max_length=LONGEST_PLACE)


class EntryForm(DetailFields):
    """What an officer writes down while the person is there; everything else is folded away or follows on the case page.

    Attributes:
        is_drawn_once: its empty fields are the same for everybody, so that they are rendered once and not sixty a page.
    """

    is_drawn_once = True
    hints: ClassVar[dict[str, Any]] = {}
    token = forms.UUIDField(widget=forms.HiddenInput)
    phone = forms.CharField(
        label=_("เบอร์ที่ติดต่อได้"),
        required=False,
        max_length=120,
        widget=forms.TextInput({"inputmode": "tel", "autocomplete": "off", "autofocus": True}),
    )
    reporter_name = forms.CharField(
        label=_("ชื่อผู้แจ้ง"), required=False, max_length=150, widget=forms.TextInput({"autocomplete": "off"})
    )
    relation = choice_field(_("ผู้แจ้งคือ"), Relation.choices, missing=_("เลือกว่าผู้แจ้งเป็นใคร"), radio=False)
    affected_name = forms.CharField(
        label=_("ชื่อผู้ประสบปัญหา"),
        required=False,
        max_length=150,
        help_text=_("เว้นว่างได้ ถ้าเป็นคนเดียวกับผู้แจ้ง"),
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    age = forms.CharField(
        label=_("อายุโดยประมาณ"),
        required=False,
        max_length=LONGEST_AGE,
        help_text=_("เช่น 15, แรกเกิด, 3 เดือน, ประมาณ 60"),
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    problem = choice_field(
        _("เรื่องอะไร"), ProblemType.choices, missing=_("เลือกว่าเป็นเรื่องอะไร ถ้ายังไม่ชัดให้เลือกไม่แน่ใจ"), radio=False
    )
    narrative = forms.CharField(
        label=_("เกิดอะไรขึ้น"),
        max_length=10_000,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": _("เล่าสั้น ๆ ว่าเกิดอะไรขึ้น")},
    )
    danger_now = forms.BooleanField(label=_("กำลังมีอันตรายตอนนี้"), required=False)
    place = forms.CharField(
        label=_("ตำบลที่เกิดเหตุหรือที่อยู่"),
        required=False,
        max_length=LONGEST_PLACE,
        help_text=_("เช่น อ่าวนาง เมือง, ต.ปากน้ำ อ.เมืองระนอง หรือชื่อสถานที่ ถ้าไม่รู้ตำบล เขียนอำเภอกับจุดสังเกต"),
        widget=forms.TextInput(
            {
                "autocomplete": "off",
                "data-suggestions": reverse_lazy("desk:new_places"),
                "data-found": _("สถานที่ที่ตรงกัน ใช้ลูกศรขึ้นลงเลือก"),
            }
        ),
    )
    place_detail = forms.CharField(
        label=_("บ้านเลขที่ หมู่ที่ หรือจุดสังเกต"),
        required=False,
        max_length=LONGEST_DETAIL,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    consent = choice_field(
        _("ให้ส่งข้อมูลต่อให้หน่วยงานที่ช่วยได้หรือไม่"), Consent.choices, missing=_("เลือกคำตอบเรื่องความยินยอม"), radio=False
    )
    channel = forms.ChoiceField(
        label=_("มาทางใด"),
        choices=offered_channels,
        error_messages={"required": _("เลือกว่าเรื่องมาทางใด"), "invalid_choice": _("เลือกว่าเรื่องมาทางใด")},
    )

    def __init__(self, *args: Any, actor: Officer, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "token": uuid.uuid4(),
            "channel": Channel.WALK_IN,
            "relation": Relation.SELF,
            "consent": Consent.NOT_ASKED,
            "place": own_place(actor.organization),
        } | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.actor = actor
        if not carriers.is_there():
            # Nobody is asked whether something may be sent that cannot be.
            del self.fields["may_text"]

    def clean_received_on(self) -> dt.date | None:
        """Refuse a day that has not come yet."""
        day = self.cleaned_data["received_on"]
        if day and day > bangkok_today():
            raise forms.ValidationError(_("วันที่ได้รับเรื่องต้องไม่อยู่ในอนาคต"), code="future")
        return day

    def _check_when(self, data: dict[str, Any]) -> None:
        """Refuse a time of today that has not come yet; of a crisis of another day ask the hour its limits count from."""
        day, time = data.get("received_on"), data.get("received_time")
        when = received_at(day, time)
        if when is not None and when > timezone.now():
            not_yet = _("เวลาที่ได้รับเรื่องต้องไม่อยู่ในอนาคต")
            self.add_error("received_time", forms.ValidationError(not_yet, code="future"))
        is_crisis = data.get("problem") in CRISIS_PROBLEMS or data.get("danger_now")
        if is_crisis and when is not None and time is None and "received_time" not in self.errors:
            words = _("กรอกเวลาที่ได้รับเรื่อง เรื่องนี้มีกำหนดเป็นชั่วโมง นับจากเวลานั้น")
            self.add_error("received_time", forms.ValidationError(words, code="required"))

    def clean_age(self) -> Age:
        """Read the age; what cannot be read stays as words."""
        return _age(self.cleaned_data["age"])

    def clean(self) -> dict[str, Any]:
        """Find the place; words that cannot be read are kept and never block. Read the ages of further people."""
        data = super().clean() or {}
        data["read"] = self._read_place(data)
        self._check_when(data)
        data["others"] = [person for at in self._others() if (person := self._other(at, data))]
        return data

    def _read_place(self, data: dict[str, Any]) -> ReadPlace:
        read = read_place(
            data.get("place") or "",
            detail=data.get("place_detail") or "",
            organization=self.actor.organization,
        )
        if len(read.detail) > LONGEST_DETAIL:
            self.add_error("place_detail", _("รายละเอียดของสถานที่ยาวเกินไป เขียนให้สั้นลง"))
        told = (read.subdistrict, read.detail, *(data.get(name) for name in ("moo", "village", "country")))
        if not any(told):
            self.add_error("place", _("เขียนตำบล หรืออำเภอกับจุดสังเกต"))
        return read

    @staticmethod
    def _others() -> range:
        return range(1, 1 + sum(name.endswith("_kinship") for name in DetailFields.base_fields))

    def _other(self, at: int, data: dict[str, Any]) -> dict[str, Any] | None:
        """Return what was written about a further person; None when nothing was."""
        found = {name: data.get(other(at, name)) for name in OF_AN_OTHER}
        if not any(value not in (None, "") for value in found.values()):
            return None
        try:
            found["age"] = _age(found["age"] or "")
        except forms.ValidationError as error:
            self.add_error(other(at, "age"), error)
        return found

    def submission(self) -> Submission:
        """Return what was written as the domain takes it. Only for a valid form."""
        return compose(self.cleaned_data)


def _age(text: str) -> Age:
    try:
        return read_age(text)
    except AgeError as error:
        raise forms.ValidationError(gettext(error.message), code=error.code) from error
