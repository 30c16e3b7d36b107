"""Where: province, district, subdistrict, and which local administration (S1.13, S2.26; domain.md 3.1)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.intake.fields import LineField
from cases.intake.forms.base import NOT_GIVEN, Row, StepForm, chosen, radio
from portal.organizations import areas
from portal.organizations.domain import routing

CENTER_DECIDES = "unsure"
NOT_MINE = "conflict"
"""The local administration, or somebody there, is part of the matter (cases.md, privacy 16)."""


def _options(found: Iterable[areas.Area], empty: Any) -> list[tuple[str, Any]]:
    """Return choices in the order of `areas`, which is the alphabet of the reader's language, an empty one in front."""
    return [("", empty), *((area.code, area.name) for area in found)]


def _select(label: Any, missing: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, error_messages={"required": missing, "invalid_choice": missing})


class ProvinceForm(StepForm):
    """A province of Thailand is asked in any case: Thais abroad are helped through their home (S2.26)."""

    province = _select(_("จังหวัด"), _("เลือกจังหวัดจากรายการ"))
    abroad = forms.BooleanField(
        label=_("ตอนนี้คนที่ต้องการความช่วยเหลืออยู่ต่างประเทศ"),
        required=False,
        help_text=_("เลือกจังหวัดของบ้านในประเทศไทยด้านบน แล้วทำเครื่องหมายข้อนี้"),
    )

    def prepare(self) -> None:
        """All provinces."""
        self.fields["province"].choices = _options(areas.provinces(), _("เลือกจังหวัด"))

    def rows(self) -> list[Row]:
        """The province."""
        return [Row(_("จังหวัด"), self.choice_label("province"))]


class CountryForm(StepForm):
    """Where a Thai abroad is now (S2.26)."""

    country = LineField(
        label=_("ประเทศ"), max_length=80, error_messages={"required": _("กรอกชื่อประเทศที่อยู่ตอนนี้")}
    )
    city = LineField(label=_("เมือง"), required=False, max_length=120)

    def rows(self) -> list[Row]:
        """City and country."""
        place = ", ".join(part for part in (self.cleaned_data["city"], self.cleaned_data["country"]) if part)
        return [Row(_("อยู่ต่างประเทศที่"), place)]


class DistrictForm(StepForm):
    """A district of the chosen province; one of another province is no choice (ASVS 2.2.3)."""

    district = _select(_("อำเภอหรือเขต"), _("เลือกอำเภอหรือเขตจากรายการ"))

    def prepare(self) -> None:
        """Those of the province."""
        province = chosen(self.answers, "province") or ""
        self.fields["district"].choices = _options(areas.districts(province), _("เลือกอำเภอหรือเขต"))

    def rows(self) -> list[Row]:
        """The district."""
        return [Row(_("อำเภอหรือเขต"), self.choice_label("district"))]


class SubdistrictForm(StepForm):
    """A subdistrict of the chosen district."""

    subdistrict = _select(_("ตำบลหรือแขวง"), _("เลือกตำบลหรือแขวงจากรายการ"))

    def prepare(self) -> None:
        """Those of the district."""
        district = chosen(self.answers, "district") or ""
        self.fields["subdistrict"].choices = _options(areas.subdistricts(district), _("เลือกตำบลหรือแขวง"))

    def clean(self) -> dict[str, Any]:
        """Note which local administrations serve the place: the flow and the next page go by it."""
        data = super().clean() or {}
        if code := data.get("subdistrict"):
            found = routing.local_administrations_for(code)
            data["local_administrations"] = [(str(body.pk), body.display_name) for body in found]
            villages = routing.villages_by_administration(code)
            data["villages"] = {str(pk): numbers for pk, numbers in villages.items()}
        return data

    def rows(self) -> list[Row]:
        """The subdistrict."""
        return [Row(_("ตำบลหรือแขวง"), self.choice_label("subdistrict"))]


class LocalForm(StepForm):
    """One subdistrict may hold a municipality and a subdistrict organization; and none of them has to be told."""

    local = radio(_("หน่วยงานท้องถิ่น"), [], required=_("เลือกหน่วยงาน ถ้าไม่แน่ใจให้เลือก “ไม่แน่ใจ”"))
    hints = {
        CENTER_DECIDES: _("เจ้าหน้าที่จะดูให้จากที่อยู่ของคุณ"),
        NOT_MINE: _("เช่น คนที่นั่นเกี่ยวข้องกับเรื่องนี้ เราจะไม่ส่งเรื่องให้หน่วยงานท้องถิ่นในพื้นที่"),
    }

    def prepare(self) -> None:
        """Those that serve the subdistrict, then the ways out."""
        bodies = chosen(self.answers, "subdistrict", "local_administrations") or []
        villages = chosen(self.answers, "subdistrict", "villages") or {}
        self.hints = self.hints | {
            pk: _("หมู่ที่ %(villages)s") % {"villages": numbers} for pk, numbers in villages.items()
        }
        self.fields["local"].choices = [
            *bodies,
            (CENTER_DECIDES, _("ไม่แน่ใจ ให้ศูนย์เลือกให้")),
            (NOT_MINE, _("ไม่อยากให้หน่วยงานท้องถิ่นของฉันรู้เรื่องนี้")),
        ]

    def rows(self) -> list[Row]:
        """The choice."""
        return [Row(_("หน่วยงานท้องถิ่น"), self.choice_label("local"))]


class AddressForm(StepForm):
    """Details that a team on the road needs, in the Thai order of an address (domain.md 3.1)."""

    house = LineField(label=_("บ้านเลขที่"), required=False, max_length=40)
    moo = LineField(
        label=_("หมู่ที่"), required=False, max_length=20, widget=forms.TextInput({"inputmode": "numeric"})
    )
    village = LineField(label=_("หมู่บ้าน ชุมชน หรืออาคาร"), required=False, max_length=120)
    road = LineField(label=_("ซอยหรือถนน"), required=False, max_length=120)
    landmark = LineField(
        label=_("จุดสังเกต"), required=False, max_length=200, help_text=_("เช่น ตรงข้ามโรงเรียน หลังวัด")
    )

    def rows(self) -> list[Row]:
        """Only what was given, or one line that says nothing was."""
        given = [
            Row(self.fields[name].label or "", value)
            for name in self.fields
            if (value := self.cleaned_data[name])
        ]
        return given or [Row(_("จุดที่ไปถึงได้"), NOT_GIVEN)]
