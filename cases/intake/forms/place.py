"""Where: the place in Thailand or abroad, and which local administration (S1.13, S2.26; domain.md 3.1)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.intake.fields import LineField
from cases.intake.forms.base import Answers, Fold, Row, StepForm, chosen, radio
from portal.organizations import areas, places
from portal.organizations.domain import routing
from portal.page_cache.memory import remembered

ELSEWHERE, ABROAD = "elsewhere", "abroad"
CENTER_DECIDES = "unsure"


def is_abroad(answers: Answers) -> bool:
    """A Thai outside Thailand (S2.26)."""
    return chosen(answers, "place", "subdistrict") == ABROAD


def home_district() -> str:
    """Return the district of this installation's center, four digits; "" where it has none or several centers."""

    def found() -> str:
        center = routing.center_for("")
        return center.district_code if center else ""

    return remembered("cases.intake.home_district", found)


def province_choices() -> list[tuple[str, Any]]:
    """Return all provinces in the alphabet of the reader's language, an empty line in front."""
    return [("", _("เลือกจังหวัด")), *((area.code, area.name) for area in areas.provinces())]


class PlaceForm(StepForm):
    """The place on one page: a tap for the subdistricts of the center's own district, words for every other one.

    Words are read as people write them (`places.read`). Where they name no subdistrict the form asks once whether they are
    right, and for the province if that is missing too; then they are kept as words (docs/decisions/0009).
    """

    subdistrict = radio(_("ตำบล"), [], required=_("เลือกตำบล ถ้าไม่มีในรายการให้เลือก “ที่อื่นในประเทศไทย”"))
    elsewhere = LineField(
        label=_("ตำบล อำเภอ จังหวัด"),
        required=False,
        max_length=200,
        help_text=_("เช่น ปากน้ำ เมืองระนอง ระนอง"),
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )
    province = forms.ChoiceField(label=_("จังหวัด"), choices=province_choices, required=False)
    """Shown and needed only where the words name none."""
    moo = LineField(
        label=_("หมู่ที่"), required=False, max_length=20, widget=forms.TextInput({"inputmode": "numeric"})
    )
    village = LineField(label=_("หมู่บ้าน ชุมชน หรืออาคาร"), required=False, max_length=120)
    spot = LineField(
        label=_("บ้านเลขที่ ถนน หรือจุดสังเกต"),
        required=False,
        max_length=200,
        help_text=_("เช่น 12/3 ตรงข้ามโรงเรียน หลังวัด เพื่อให้เจ้าหน้าที่ไปถึงได้"),
    )
    avoid_local = forms.BooleanField(
        label=_("ไม่อยากให้หน่วยงานท้องถิ่นของฉันรู้เรื่องนี้"),
        required=False,
        help_text=_("หน่วยงานท้องถิ่น คือ เทศบาลหรือ อบต. เช่น เมื่อคนที่นั่นเกี่ยวข้องกับเรื่องนี้"),
    )
    asked = forms.BooleanField(required=False, widget=forms.HiddenInput)
    """The person was asked once whether the words are right."""
    folds = (Fold(_("ถ้าไม่อยากให้หน่วยงานท้องถิ่นรู้"), ("avoid_local",)),)

    def prepare(self) -> None:
        """Offer the subdistricts of the home district and the ways beyond it."""
        self.home = home_district()
        near = [(area.code, area.label) for area in areas.subdistricts(self.home)]
        self.fields["subdistrict"].choices = [
            *near,
            (ELSEWHERE, _("ที่อื่นในประเทศไทย") if near else _("ในประเทศไทย")),
            (ABROAD, _("ต่างประเทศ")),
        ]
        self.hints = {ABROAD: _("สถานทูตหรือสถานกงสุลไทยช่วยคุณได้ระหว่างอยู่ต่างประเทศ")}

    @property
    def was_asked(self) -> bool:
        """Whether the words of this page came back once."""
        return self.is_bound and self["asked"].data not in (None, "", "False", False)

    @property
    def asks_again(self) -> bool:
        """Whether the page asks if what was written is right, so that its button says "as written"."""
        found = self.errors.as_data().get("elsewhere", [])
        return any(error.code == "unread" for error in found)

    @property
    def shows_province(self) -> bool:
        """Whether the page asks for the province beside the words."""
        return self.was_asked or self.asks_again

    def clean(self) -> dict[str, Any]:
        """Find the area, and note who serves it: the flow and the next page go by it."""
        data = super().clean() or {}
        choice = data.get("subdistrict", "")
        data["code"] = choice if choice not in ("", ELSEWHERE, ABROAD) else ""
        if choice == ELSEWHERE:
            data["code"] = self._read(data)
        elif choice:
            data["elsewhere"] = ""
        hidden = data.get("avoid_local")
        found = [] if hidden else routing.local_administrations_for(data["code"], data.get("moo", ""))
        data["local_administrations"] = [(str(local.pk), local.display_name) for local in found]
        villages = routing.villages_by_administration(data["code"]) if len(found) > 1 else {}
        data["villages"] = {str(pk): numbers for pk, numbers in villages.items()}
        return data

    def _read(self, data: dict[str, Any]) -> str:
        """Return the code of the area that the words name, as deep as they can be read; ask where that is not enough."""
        words = data.get("elsewhere", "")
        if not words:
            if "elsewhere" not in self.errors:
                self.add_error(
                    "elsewhere", forms.ValidationError(_("กรอกตำบล อำเภอ และจังหวัด"), code="required")
                )
            return ""
        place = places.read(words, near=self.home[:2])
        if place.is_complete:
            data["elsewhere"] = ""
        if place.subdistrict:
            return place.subdistrict
        if not self.was_asked:
            self._ask_once()
        elif not place.code and not data.get("province"):
            self.add_error("province", forms.ValidationError(_("เลือกจังหวัดจากรายการ"), code="required"))
        return place.code or data.get("province") or ""

    def _ask_once(self) -> None:
        """Ask whether words that name no subdistrict are right."""
        words = _("เราหาตำบลนี้ไม่พบ ลองเขียนตำบล อำเภอ จังหวัดให้ครบ ถ้าถูกแล้วส่งต่อไปตามที่เขียนได้")
        self.add_error("elsewhere", forms.ValidationError(words, code="unread"))
        self.data = self.data.copy()
        self.data["asked"] = "on"

    def rows(self) -> list[Row]:
        """The place from the smallest part to the largest, and who is not to know."""
        data = self.cleaned_data
        if data["subdistrict"] == ABROAD:
            return [Row(_("สถานที่"), _("ต่างประเทศ"))]
        moo = gettext("หมู่ที่ %(moo)s") % data if data["moo"] else ""
        parts = (data["spot"], moo, data["village"], data["elsewhere"], areas.full_name(data["code"]))
        rows = [Row(_("สถานที่"), " ".join(str(part) for part in parts if part))]
        if data["avoid_local"]:
            rows.append(Row(_("หน่วยงานท้องถิ่น"), _("ไม่อยากให้หน่วยงานท้องถิ่นของฉันรู้เรื่องนี้")))
        return rows


class CountryForm(StepForm):
    """Where a Thai abroad is now, and where their home is: they are helped through it (S2.26)."""

    country = LineField(
        label=_("ประเทศ"), max_length=80, error_messages={"required": _("กรอกชื่อประเทศที่อยู่ตอนนี้")}
    )
    city = LineField(label=_("เมือง"), required=False, max_length=120)
    province = forms.ChoiceField(
        label=_("จังหวัดของบ้านในประเทศไทย"),
        choices=province_choices,
        error_messages={"required": _("เลือกจังหวัดจากรายการ"), "invalid_choice": _("เลือกจังหวัดจากรายการ")},
    )

    def rows(self) -> list[Row]:
        """City and country, and the home."""
        place = ", ".join(part for part in (self.cleaned_data["city"], self.cleaned_data["country"]) if part)
        return [
            Row(_("อยู่ต่างประเทศที่"), place),
            Row(_("จังหวัดของบ้านในประเทศไทย"), self.choice_label("province")),
        ]


class LocalForm(StepForm):
    """Asked only where several local administrations share a subdistrict; the center decides when nobody knows."""

    local = radio(_("หน่วยงานท้องถิ่น"), [], required=_("เลือกหน่วยงาน ถ้าไม่แน่ใจให้เลือก “ไม่แน่ใจ”"))

    def prepare(self) -> None:
        """Those that serve the subdistrict, with their villages where they are known, then the way out."""
        bodies = chosen(self.answers, "place", "local_administrations") or []
        self.fields["local"].choices = [*bodies, (CENTER_DECIDES, _("ไม่แน่ใจ ให้ศูนย์เลือกให้"))]
        villages = chosen(self.answers, "place", "villages") or {}
        self.hints = {CENTER_DECIDES: _("เจ้าหน้าที่จะดูให้จากที่อยู่ของคุณ")} | {
            pk: _("หมู่ที่ %(villages)s") % {"villages": numbers} for pk, numbers in villages.items()
        }

    def rows(self) -> list[Row]:
        """The choice."""
        return [Row(_("หน่วยงานท้องถิ่น"), self.choice_label("local"))]
