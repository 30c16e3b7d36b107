"""The quick entry of a request that came to the counter, by phone or by letter: one page, sixty seconds (S1.05)."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.desk.verbs.forms.base import choice_field
from cases.domain.submission import AffectedDetails, ReporterDetails, Submission
from cases.vocabulary import Channel, Consent, ContactWay, Relation, Severity
from portal.actors import Officer
from portal.organizations import areas, places
from portal.thai.ages import LONGEST as LONGEST_AGE
from portal.thai.ages import Age, AgeError, read_age
from portal.thai.dates import bangkok_datetime, bangkok_today
from portal.vocabulary import ProblemType
from portal.web.dates import ThaiDateField

LONGEST_DETAIL = 500
NOON = dt.time(12)
STAFF_CHANNELS = [(channel.value, channel.label) for channel in Channel if not channel.is_self_service]


def place_choices(actor: Officer) -> list[tuple[str, Any]]:
    """Return the subdistricts of the body's province, its own district first; grouped by district.

    A body without a place of its own, such as a national one, gets the free text only.
    """
    province, own = actor.organization.province_code, actor.organization.district_code
    districts = (
        sorted(areas.districts(province), key=lambda district: district.code != own) if province else []
    )
    groups = [(d.label, [(s.code, s.label) for s in areas.subdistricts(d.code)]) for d in districts]
    return [("", _("เลือกตำบล")), *groups]


def read_place(text: str, *, near: str = "") -> str | None:
    """Return the code of a subdistrict written in any way ("ต.อ่าวนางอ.เมืองจ.กระบี่ 81180"); None when none is found.

    Args:
        text: as typed.
        near: code of the province that is meant where none is written.
    """
    return places.read(text, near=near).subdistrict or None


class EntryForm(forms.Form):
    """What an officer writes down while the person is there; everything else can follow on the case page."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    channel = choice_field(_("มาทางใด"), STAFF_CHANNELS, missing=_("เลือกว่าเรื่องมาทางใด"), radio=False)
    problem = choice_field(
        _("เรื่องอะไร"), ProblemType.choices, missing=_("เลือกว่าเป็นเรื่องอะไร ถ้ายังไม่ชัดให้เลือกไม่แน่ใจ"), radio=False
    )
    danger_now = forms.BooleanField(label=_("กำลังมีอันตรายตอนนี้"), required=False)
    narrative = forms.CharField(
        label=_("เกิดอะไรขึ้น"),
        max_length=10_000,
        widget=forms.Textarea({"rows": 5}),
        error_messages={"required": _("เล่าสั้น ๆ ว่าเกิดอะไรขึ้น")},
    )
    subdistrict = forms.ChoiceField(label=_("ตำบลที่เกิดเหตุหรือที่อยู่"), required=False)
    elsewhere = forms.CharField(
        label=_("ถ้าอยู่จังหวัดอื่น เขียนตำบล อำเภอ จังหวัด"),
        required=False,
        max_length=200,
        help_text=_("เช่น ต.ปากน้ำ อ.เมืองระนอง จ.ระนอง"),
    )
    place_detail = forms.CharField(
        label=_("บ้านเลขที่ หมู่ที่ หรือจุดสังเกต"), required=False, max_length=LONGEST_DETAIL
    )
    reporter_name = forms.CharField(
        label=_("ชื่อผู้แจ้ง"), required=False, max_length=150, widget=forms.TextInput({"autocomplete": "off"})
    )
    relation = choice_field(_("ผู้แจ้งคือ"), Relation.choices, missing=_("เลือกว่าผู้แจ้งเป็นใคร"), radio=False)
    phone = forms.CharField(
        label=_("เบอร์ที่ติดต่อได้"),
        required=False,
        max_length=120,
        widget=forms.TextInput({"inputmode": "tel", "autocomplete": "off"}),
    )
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
    consent = choice_field(
        _("ให้ส่งข้อมูลต่อให้หน่วยงานที่ช่วยได้หรือไม่"), Consent.choices, missing=_("เลือกคำตอบเรื่องความยินยอม"), radio=False
    )
    received_on = ThaiDateField(label=_("วันที่ได้รับเรื่อง"), required=False, help_text=_("เว้นว่างถ้าเป็นตอนนี้"))

    def __init__(self, *args: Any, actor: Officer, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "token": uuid.uuid4(),
            "channel": Channel.WALK_IN,
            "relation": Relation.SELF,
            "consent": Consent.NOT_ASKED,
        } | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.fields["subdistrict"].choices = place_choices(actor)

    def clean_received_on(self) -> dt.date | None:
        """Refuse a day that has not come yet."""
        day = self.cleaned_data["received_on"]
        if day and day > bangkok_today():
            raise forms.ValidationError(_("วันที่ได้รับเรื่องต้องไม่อยู่ในอนาคต"), code="future")
        return day

    def clean_age(self) -> Age:
        """Read the age; what cannot be read stays as words."""
        try:
            return read_age(self.cleaned_data["age"])
        except AgeError as error:
            raise forms.ValidationError(gettext(error.message), code=error.code) from error

    def clean(self) -> dict[str, Any]:
        """Find the place, in the list or in the words; words that cannot be read are kept and never block."""
        data = super().clean() or {}
        data["place"] = data.get("subdistrict") or ""
        data["detail"] = data.get("place_detail", "")
        if written := data.get("elsewhere"):
            own = self.actor.organization
            found = places.read(written, near=own.province_code)
            data["place"] = found.code or data["place"] or own.district_code or own.province_code
            if not found.is_complete:
                data["detail"] = " ".join(part for part in (data["detail"], written) if part)
        elif not data["place"] and "subdistrict" not in self.errors:
            self.add_error("subdistrict", _("เลือกตำบล หรือเขียนตำบล อำเภอ จังหวัดในช่องถัดไป"))
        if len(data["detail"]) > LONGEST_DETAIL:
            self.add_error("place_detail", _("รายละเอียดของสถานที่ยาวเกินไป เขียนให้สั้นลง"))
        return data

    def submission(self) -> Submission:
        """Return what was written as the domain takes it. Only for a valid form."""
        data = self.cleaned_data
        relation = Relation(data["relation"])
        is_self = relation == Relation.SELF
        name = data["affected_name"] or (data["reporter_name"] if is_self else "")
        received = data["received_on"]
        backdated = received is not None and received != bangkok_today()
        return Submission(
            problem=ProblemType(data["problem"]),
            channel=Channel(data["channel"]),
            province_code=data["place"][:2],
            district_code=data["place"][:4] if len(data["place"]) >= 4 else "",
            subdistrict_code=data["place"] if len(data["place"]) == 6 else "",
            place_detail=data["detail"],
            narrative=data["narrative"],
            reporter=ReporterDetails(
                name=data["reporter_name"],
                relation=relation,
                phone=data["phone"],
                contact_way=ContactWay.PHONE if data["phone"] else ContactWay.VISIT,
            ),
            affected=(
                AffectedDetails(
                    name=name, is_reporter=is_self, age=data["age"].years, age_words=data["age"].words
                ),
            ),
            danger_now=data["danger_now"],
            severity=Severity.EMERGENCY if data["danger_now"] else Severity.NORMAL,
            consent=Consent(data["consent"]),
            received_at=bangkok_datetime(received, NOON) if backdated else None,
        )
