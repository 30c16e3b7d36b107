"""Where: the place in Thailand or abroad, and which local administration, all on one page (S1.13, S2.26; domain.md 3.1)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.intake.fields import LineField
from cases.intake.forms.base import Fold, Row, StepForm, Text, radio
from cases.intake.forms.contact import is_crisis
from portal.organizations import areas, places
from portal.organizations.domain import routing
from portal.organizations.domain.likely import likely
from portal.organizations.domain.suggesting import address
from portal.organizations.models import Organization
from portal.page_cache.memory import remembered
from portal.thai.houses import read_house
from portal.units.domain import finding

ELSEWHERE, ABROAD = "elsewhere", "abroad"
CENTER_DECIDES = "unsure"
AS_WRITTEN = "words"
"""Of the places that were found none is meant: the words stay words."""


def home_district() -> str:
    """Return the district of this installation's center, four digits; "" where it has none. Other centers may be known."""
    return remembered("cases.intake.home_district", finding.home_district)


def serving(code: str, moo: str) -> tuple[Organization, ...]:
    """Return the local administrations of a place, as `routing.local_administrations_for`; every page of the form asks again.

    Args:
        code: of the subdistrict; others give nothing.
        moo: number of the village as typed.
    """
    if not code:
        return ()
    village = routing.village_number(moo)
    name = ("cases.intake.serving", code, village)
    return remembered(name, lambda: tuple(routing.local_administrations_for(code, moo)))


def is_outside(code: str) -> bool:
    """Say whether an area lies outside the district of the center; what may lie in it does not."""
    home = home_district()
    return bool(home and code) and not (code.startswith(home) or home.startswith(code))


def province_choices() -> list[tuple[str, Any]]:
    """Return all provinces in the alphabet of the reader's language, an empty line in front."""
    return [("", _("เลือกจังหวัด")), *((area.code, area.name) for area in areas.provinces())]


class LateChoice(forms.ChoiceField):
    """A choice among what other answers of the same page bring; the form judges it once it knows them."""

    widget = forms.RadioSelect

    def valid_value(self, value: str) -> bool:
        """Take every value: `PlaceForm.clean` refuses those that are not offered."""
        return True


class PlaceForm(StepForm):
    """The place on one page: words of any kind, or a tap for the subdistricts of the center's own district.

    Words are read as people write them (`places.read`). Where they name no subdistrict for sure the page shows what they may
    mean (`likely`); where there is nothing of the kind the form asks once whether they are right, and for the province if
    that is missing too; then they are kept as words (docs/decisions/0009). Where several local administrations serve the
    place the page asks which one, once it knows; where one does, nobody is asked.
    """

    elsewhere = LineField(
        label=_("ตำบล หมู่บ้าน หรือจุดสังเกต"),
        required=False,
        max_length=200,
        help_text=_("พิมพ์เท่าที่รู้ เช่น ต. อ่าวนาง หรือ โรงพยาบาลกระบี่ ถ้าเป็นอำเภออื่น พิมพ์อำเภอและจังหวัดด้วย"),
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )
    found = LateChoice(label=_("เราพบที่เหล่านี้ เลือกข้อที่ใช่"), required=False)
    subdistrict = radio(_("หรือแตะเลือก"), [])
    country = LineField(label=_("ตอนนี้อยู่ประเทศใด"), required=False, max_length=80)
    city = LineField(label=_("เมือง"), required=False, max_length=120)
    home = LineField(
        label=_("จังหวัดของบ้านในประเทศไทย"),
        required=False,
        max_length=120,
        help_text=_("หน่วยงานในจังหวัดของคุณจะช่วยร่วมกับสถานทูตหรือสถานกงสุลไทย"),
    )
    province = forms.ChoiceField(label=_("จังหวัด"), choices=province_choices, required=False)
    """Shown and needed only where the words name none."""
    local = LateChoice(label=_("ให้หน่วยงานท้องถิ่นใดดูแลเรื่องนี้"), required=False)
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
    found_for = LineField(required=False, max_length=200, widget=forms.HiddenInput)
    """The words for which places were shown: a choice among them says nothing of other words."""
    folds = (Fold(_("ถ้าไม่อยากให้หน่วยงานท้องถิ่นรู้"), ("avoid_local",)),)

    def prepare(self) -> None:
        """Offer the subdistricts of the home district and the ways beyond it."""
        self.home_code = home_district()
        near = [(area.code, area.name) for area in areas.subdistricts(self.home_code)]
        self.fields["subdistrict"].choices = [  # type: ignore[attr-defined]
            *near,
            (ELSEWHERE, _("ที่อื่นในประเทศไทย ตามที่พิมพ์")),
            (ABROAD, _("ต่างประเทศ")),
        ]
        if district := areas.area(self.home_code):
            self.fields["subdistrict"].label = _("หรือแตะเลือกตำบลใน%(district)s") % {
                "district": district.label
            }

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
        return self.was_asked or self.asks_again or "province" in self.errors or "home" in self.errors

    @property
    def shows_found(self) -> bool:
        """Whether the page shows places that the words may mean."""
        return bool(self.fields["found"].choices)  # type: ignore[attr-defined]

    @property
    def shows_local(self) -> bool:
        """Whether the page asks which local administration is meant."""
        return bool(self.fields["local"].choices)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Find the area, and note who serves it."""
        data = super().clean() or {}
        if data.get("subdistrict") == ABROAD:
            data["code"] = self._home_of_somebody_abroad(data)
        else:
            data |= {"country": "", "city": "", "home": ""}
            data["code"] = self._place(data)
        self._find_local(data)
        return data

    def _home_of_somebody_abroad(self, data: dict[str, Any]) -> str:
        """Return the code of the home in Thailand; a country and a home are needed (S2.26)."""
        if not data.get("country") and "country" not in self.errors:
            self.add_error("country", forms.ValidationError(_("กรอกชื่อประเทศที่อยู่ตอนนี้"), code="required"))
        words = data.get("home", "")
        province = areas.find(words) or areas.find_misspelt_province(words) if words else None
        if province:
            data["home"] = ""
        code = province.code if province else places.read(words).code if words else ""
        code = code or data.get("province") or ""
        if not code and "home" not in self.errors:
            missing = _("เขียนชื่อจังหวัดให้ครบ หรือเลือกจากรายการ") if words else _("กรอกจังหวัดของบ้านในประเทศไทย")
            self.add_error("home", forms.ValidationError(missing, code="required"))
        return code

    def _place(self, data: dict[str, Any]) -> str:
        """Return the code of the area that was tapped, or that the words name."""
        tapped = data.get("subdistrict", "")
        words = data.get("elsewhere", "")
        if tapped and tapped != ELSEWHERE:
            # Words beside a tap are a village or a landmark, unless they are an address: that of the tap, or another one.
            read = places.read(words, near=self.home_code[:2]) if words else places.Place()
            if read.is_complete or not str(tapped).startswith(read.code):
                data["elsewhere"] = ""
            return str(tapped)
        if words:
            data["moo"] = data.get("moo") or read_house(words).moo
            return self._read(data, words)
        if not {"elsewhere", "subdistrict"} & set(self.errors):
            missing = _("พิมพ์ตำบล หมู่บ้าน หรือจุดสังเกต หรือแตะเลือกตำบล")
            self.add_error("elsewhere", forms.ValidationError(missing, code="required"))
        return ""

    def _read(self, data: dict[str, Any], words: str) -> str:
        """Return the code of the area that the words name, as deep as they can be read; ask where that is not enough."""
        place = places.read(words, near=self.home_code[:2])
        if place.is_complete:
            data["elsewhere"] = ""
        if place.subdistrict:
            return place.subdistrict
        chosen_one = data.get("found", "") if data.get("found_for") == words else ""
        if len(chosen_one) >= len("8101") and areas.area(chosen_one) is not None:
            self._offer([(chosen_one, address(chosen_one))])
            return str(chosen_one)
        if chosen_one == AS_WRITTEN:
            self._remember(asked="on")
        elif not self.was_asked:
            self._ask_which(words, place.code)
        if self.was_asked and not self.asks_again and not place.code and not data.get("province"):
            self.add_error("province", forms.ValidationError(_("เลือกจังหวัดจากรายการ"), code="required"))
        return place.code or data.get("province") or ""

    def _ask_which(self, words: str, within: str) -> None:
        """Show what words may mean that name no subdistrict; ask whether they are right where that is nothing."""
        if found := likely(words, near=self.home_code, within=within):
            self._offer([(one.code, one.label) for one in found])
            self._remember(found_for=words)
            which = _("เลือกว่าหมายถึงที่ใด หรือพิมพ์ใหม่ให้ชัดขึ้น")
            self.add_error("found", forms.ValidationError(which, code="which"))
            return
        unread = _("เราหาที่นี้ไม่พบ ลองเขียนตำบล อำเภอ จังหวัดให้ครบ หรือแตะเลือกตำบล ถ้าถูกแล้วส่งต่อไปตามที่เขียนได้")
        self.add_error("elsewhere", forms.ValidationError(unread, code="unread"))
        self._remember(asked="on")

    def _offer(self, places_found: list[tuple[str, str]]) -> None:
        """Draw places to choose from, with the way to say that none is meant."""
        none = (AS_WRITTEN, _("ไม่ใช่ที่เหล่านี้ ส่งต่อไปตามที่เขียน"))
        self.fields["found"].choices = [*places_found, none]  # type: ignore[attr-defined]

    def _remember(self, **unseen: str) -> None:
        """Put what the page has to carry into its hidden boxes."""
        self.data = self.data.copy()
        for name, value in unseen.items():
            self.data[name] = value

    def _find_local(self, data: dict[str, Any]) -> None:
        """Note who serves the place, and ask which of several; the center decides when nobody knows.

        Nobody is asked who does not want them to know (privacy 16), nor in a crisis, which goes to its lead agency (S2.38).
        """
        code = "" if data.get("avoid_local") or data.get("subdistrict") == ABROAD else data["code"]
        found = () if is_crisis(self.answers) else serving(code, data.get("moo", ""))
        local, data["local"] = data.get("local", ""), ""
        if len(found) < 2:
            return
        offered = [(str(one.pk), one.display_name) for one in found]
        self.fields["local"].choices = [*offered, (CENTER_DECIDES, _("ไม่แน่ใจ ให้ศูนย์เลือกให้"))]  # type: ignore[attr-defined]
        if local in {value for value, _name in offered} | {CENTER_DECIDES}:
            data["local"] = local
        elif local or not self.errors:
            missing = _("ตำบลนี้มีหน่วยงานท้องถิ่นดูแลมากกว่าหนึ่งแห่ง เลือกหน่วยงาน ถ้าไม่แน่ใจให้เลือก “ไม่แน่ใจ”")
            self.add_error("local", forms.ValidationError(missing, code="required"))

    def drawn_hints(self) -> Mapping[str, Text]:
        """Say beside "abroad" who helps, and which villages each local administration serves where the page asks for it."""
        hints: dict[str, Text] = {ABROAD: _("สถานทูตหรือสถานกงสุลไทยช่วยคุณได้ระหว่างอยู่ต่างประเทศ")}
        if self.shows_local:
            hints[CENTER_DECIDES] = _("เจ้าหน้าที่จะดูให้จากที่อยู่ของคุณ")
            for pk, numbers in routing.villages_by_administration(self.cleaned_data["code"]).items():
                hints[str(pk)] = gettext("หมู่ที่ %(villages)s") % {"villages": numbers}
        return hints

    def in_short(self) -> Text:
        """The area, or the words; the country of somebody abroad."""
        data = self.cleaned_data
        if data["subdistrict"] == ABROAD:
            return str(data["country"])
        return areas.full_name(data["code"]) or str(data["elsewhere"])

    def rows(self) -> list[Row]:
        """The place from the smallest part to the largest, who takes care of it, and who is not to know."""
        data = self.cleaned_data
        if data["subdistrict"] == ABROAD:
            abroad = ", ".join(part for part in (data["city"], data["country"]) if part)
            return [
                Row(_("อยู่ต่างประเทศที่"), abroad),
                Row(_("จังหวัดของบ้านในประเทศไทย"), f"{data['home']} {areas.full_name(data['code'])}".strip()),
            ]
        moo = gettext("หมู่ที่ %(moo)s") % data if data["moo"] else ""
        known = areas.full_name(data["code"])
        parts = (data["spot"], moo, data["village"], known or data["elsewhere"])
        rows = [Row(_("สถานที่"), " ".join(str(part) for part in parts if part))]
        if known and data["elsewhere"]:
            # Beside what was read of them, so that nobody takes the address for said twice.
            rows.append(Row(_("ที่คุณพิมพ์"), str(data["elsewhere"])))
        if data["avoid_local"]:
            rows.append(Row(_("หน่วยงานท้องถิ่น"), _("ไม่อยากให้หน่วยงานท้องถิ่นของฉันรู้เรื่องนี้")))
        elif data["local"]:
            rows.append(Row(_("หน่วยงานท้องถิ่น"), self.choice_label("local")))
        return rows
