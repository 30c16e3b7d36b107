"""The short form of an event: danger, how many, what is needed; where; whom to call. Three pages and the check.

Each page is the page of the usual request with fewer questions, so whatever reads answers reads these too.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import TextChoices
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from cases.intake.fields import LineField
from cases.intake.forms.base import NOT_GIVEN, Fold, Row, Text, chosen
from cases.intake.forms.contact import ContactForm
from cases.intake.forms.person import WhomForm
from cases.intake.forms.place import ELSEWHERE, PlaceForm
from cases.vocabulary import Relation
from portal.organizations import areas

OCCASION = "occasion"
"""Among the answers: the `Occasion` that the form is of, under its own name."""
MOST_PEOPLE = 500


class Among(TextChoices):
    """Who is among them: what decides how help has to come."""

    BEDRIDDEN = "bedridden", _("ผู้ป่วยติดเตียง")
    MACHINE = "machine", _("ต้องใช้ออกซิเจน ฟอกไต หรือเครื่องที่ใช้ไฟฟ้า")
    PREGNANT = "pregnant", _("หญิงตั้งครรภ์")
    INFANT = "infant", _("เด็กเล็ก")
    OLD = "old", _("ผู้สูงอายุ")
    DISABLED = "disabled", _("คนพิการ")

    @property
    def at_a_glance(self) -> str:
        """What officers read, who read thousands: Thai in either interface, and no word more than tells it."""
        return {"bedridden": "ติดเตียง", "machine": "ออกซิเจน/ฟอกไต", "pregnant": "ท้อง"}.get(
            self.value, str(self.label)
        )


class Wanted(TextChoices):
    """What is needed first."""

    BOAT = "boat", _("พาออกจากที่นี่")
    FOOD = "food", _("อาหารและน้ำดื่ม")
    MEDICINE = "medicine", _("ยาหรือพยาบาล")
    SHELTER = "shelter", _("ที่พัก")
    OTHER = "other", _("อย่างอื่น")

    @property
    def at_a_glance(self) -> str:
        """As of `Among`."""
        return {"boat": "พาออก", "food": "อาหาร น้ำ", "medicine": "รักษา"}.get(self.value, str(self.label))


class ShortWhomForm(WhomForm):
    """Danger first, then how many, who is among them and what they need. Nothing else of a person is asked."""

    people = forms.IntegerField(
        label=_("มีกี่คน"),
        min_value=1,
        max_value=MOST_PEOPLE,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "required": _("กรอกจำนวนคน ประมาณก็ได้"),
            "invalid": _("กรอกจำนวนคนเป็นตัวเลข"),
            "min_value": _("กรอกจำนวนคนตั้งแต่ 1 ขึ้นไป"),
            "max_value": _("กรอกจำนวนคนไม่เกิน 500 ถ้ามากกว่านี้โทรแจ้ง"),
        },
    )
    among = forms.MultipleChoiceField(
        label=_("ในนั้นมี (เลือกทุกข้อที่ตรง)"),
        choices=Among.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    wanted = forms.MultipleChoiceField(
        label=_("ต้องการอะไรก่อน (เลือกทุกข้อที่ตรง)"),
        choices=Wanted.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("เลือกสิ่งที่ต้องการก่อน อย่างน้อยหนึ่งข้อ")},
    )
    words = LineField(
        label=_("บอกเพิ่ม"),
        required=False,
        max_length=300,
        help_text=_("เช่น น้ำถึงชั้นสอง มีสุนัข โทรศัพท์ใกล้หมดแบต"),
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    hints = {}
    folds = ()
    field_order = ("danger", "whom", "people", "among", "wanted", "words")
    of_usual_form = (
        *("relation", "affected_name", "knows", "may_tell", "sex", "needs", "age", "birth_date"),
        *WhomForm.of_language,
    )
    """What the usual page asks and this one does not; it counts as not asked."""

    def prepare(self) -> None:
        """Take away what is not asked here."""
        super().prepare()
        whom: Any = self.fields["whom"]
        whom.label = _("คุณอยู่กับคนที่ต้องการความช่วยเหลือหรือไม่")
        whom.choices = [("me", _("ใช่ ฉันเป็นหนึ่งในนั้น")), ("other", _("ไม่ ฉันแจ้งแทนคนอื่น"))]
        for name in self.of_usual_form:
            self.fields.pop(name, None)

    def clean(self) -> dict[str, Any]:
        """Give the answers the shape of those of the usual page."""
        data = forms.Form.clean(self) or {}
        is_other = data.get("whom") == "other"
        data |= dict.fromkeys(("affected_name", "knows", "age_words", "nationality", "papers", "sex"), "")
        data |= {"relation": Relation.OTHER if is_other else Relation.SELF, "may_tell": None}
        data |= {"age": None, "birth_date": None, "needs": [], "interpreter": "", "other_language": ""}
        if not self.errors:
            data["story"] = self._story(data)
        return data

    def _story(self, data: dict[str, Any]) -> str:
        """Return what officers read, in Thai in either interface: short, for thousands are read one after the other."""
        with override("th"):
            occasion = chosen(self.answers, OCCASION)
            people = gettext("%(count)d คน") % {"count": data["people"]}
            lines = [
                gettext("แบบสั้น: %(name)s") % {"name": occasion.name},
                ", ".join((people, *self._at_a_glance("among", Among))),
                gettext("ขอ %(words)s") % {"words": ", ".join(self._at_a_glance("wanted", Wanted))},
            ]
        return "\n".join((*lines, data["words"])).strip()

    def _labels(self, name: str, words: type[TextChoices]) -> str:
        return ", ".join(str(words(value).label) for value in self.cleaned_data[name])

    def _at_a_glance(self, name: str, words: type[Among] | type[Wanted]) -> list[str]:
        return [words(value).at_a_glance for value in self.cleaned_data[name]]

    def years(self) -> int | None:
        """Nobody's age is asked."""
        return None

    def in_short(self) -> Text:
        """How many."""
        return gettext("จำนวน %(count)d คน") % {"count": self.cleaned_data["people"]}

    def rows(self) -> list[Row]:
        """Danger, how many, who is among them, what they need."""
        data = self.cleaned_data
        return [
            *self.danger_rows(),
            Row(_("คุณอยู่กับคนที่ต้องการความช่วยเหลือหรือไม่"), self.choice_label("whom")),
            Row(_("มีกี่คน"), str(data["people"])),
            Row(_("ในนั้นมี"), self._labels("among", Among) or NOT_GIVEN),
            Row(_("ต้องการก่อน"), self._labels("wanted", Wanted)),
            *([Row(_("บอกเพิ่ม"), data["words"])] if data["words"] else []),
        ]


class ShortPlaceForm(PlaceForm):
    """The place: a tap among the subdistricts of the event, or words of any kind, and where the house stands.

    Where requests go straight to the local administration, people can say that it must not know (privacy 16).
    """

    def prepare(self) -> None:
        """Offer the event's own area."""
        super().prepare()
        occasion = chosen(self.answers, OCCASION)
        tap: Any = self.fields["subdistrict"]
        found = [area for code in occasion.area if (area := areas.area(code))]
        tap.choices = [*((area.code, area.name) for area in found), (ELSEWHERE, _("ที่อื่น ตามที่พิมพ์"))]
        tap.label = _("หรือแตะเลือกตำบล")
        if occasion.is_direct:
            self.fields["avoid_local"].help_text = _(
                "คำขอนี้ส่งตรงถึงเทศบาลหรือ อบต. ของพื้นที่ ถ้าเลือกข้อนี้ ศูนย์จะรับเรื่องแทน และหน่วยงานท้องถิ่นจะไม่เห็น"
            )
        else:
            self.fields.pop("avoid_local")

    def clean(self) -> dict[str, Any]:
        """Where the center reads first nobody was asked who should not know."""
        return {"avoid_local": False, **super().clean()}


class ShortContactForm(ContactForm):
    """A name and a telephone number; every other way stands behind a line."""

    def prepare(self) -> None:
        """Fold away what is not the telephone."""
        super().prepare()
        self.folds = (Fold(_("ไม่มีโทรศัพท์ หรือต้องระวังคนอื่นรู้"), ("email", "other_way", *self.of_safety)),)
