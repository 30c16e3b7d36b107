"""What is filled in at the counter of a shelter."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.camps.domain.coming import (
    LONGEST_NAME,
    LONGEST_NOTE,
    LONGEST_OTHERS,
    LONGEST_PHONE,
    LONGEST_PLACE,
    MOST_PEOPLE,
    Arrival,
)
from cases.camps.models import AGES, Family
from cases.camps.vocabulary import Leaving
from cases.desk.verbs.forms.base import choice_field
from cases.events.models import Event, Shelter
from cases.events.vocabulary import ShelterState
from cases.vulnerable.models import Need
from portal.organizations.areas import area


def line(
    label: Any, longest: int, *, required: bool = False, hint: Any = "", **attrs: Any
) -> forms.CharField:
    """Return a field of one line that no browser fills in by itself: each family is another one."""
    return forms.CharField(
        label=label,
        max_length=longest,
        required=required,
        help_text=hint,
        widget=forms.TextInput({"autocomplete": "off"} | attrs),
    )


def number(label: Any, most: int, *, required: bool = False, least: int = 0) -> forms.IntegerField:
    """Return a field of a whole number, typed on the pad of digits."""
    return forms.IntegerField(
        label=label,
        min_value=least,
        max_value=most,
        required=required,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
    )


class TokenForm(forms.Form):
    """A form that counts once, however often it is sent."""

    use_required_attribute = False
    token = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["token"].initial = uuid.uuid4

    def clean_token(self) -> uuid.UUID:
        """Return the token; a page without one gets one of its own."""
        return self.cleaned_data["token"] or uuid.uuid4()


class AgesForm(TokenForm):
    """How many of a family are how old."""

    adults = number(_("ผู้ใหญ่"), MOST_PEOPLE)
    elderly = number(_("อายุ 60 ปีขึ้นไป"), MOST_PEOPLE)
    children = number(_("เด็ก 3–17 ปี"), MOST_PEOPLE)
    infants = number(_("ทารกถึง 2 ปี"), MOST_PEOPLE)

    @property
    def boxes(self) -> list[forms.BoundField]:
        """The numbers, grown-ups first."""
        return [self[name] for name in ("adults", "elderly", "children", "infants")]

    def ages(self) -> tuple[int, int, int, int]:
        """Return the numbers in the order of `AGES`; an empty box is none. Needs a valid form."""
        infants, children, adults, elderly = (self.cleaned_data[name] or 0 for name in AGES)
        return infants, children, adults, elderly

    @staticmethod
    def of(family: Family) -> dict[str, int]:
        """Return what the boxes hold for a family."""
        return {name: getattr(family, name) for name in AGES}


class ArriveForm(AgesForm):
    """A family comes."""

    name = line(_("ชื่อผู้แทนครอบครัว"), LONGEST_NAME, required=True)
    phone = line(_("โทรศัพท์"), LONGEST_PHONE, inputmode="tel")
    subdistrict = forms.ChoiceField(label=_("มาจากตำบล"), required=False)
    place = line(_("หมู่บ้าน หรือที่ที่มาจาก"), LONGEST_PLACE)
    needs = forms.MultipleChoiceField(
        label=_("ความจำเป็น"), required=False, widget=forms.CheckboxSelectMultiple
    )
    others = forms.CharField(
        label=_("ชื่อคนอื่นในครอบครัว"),
        max_length=LONGEST_OTHERS,
        required=False,
        help_text=_("บรรทัดละคน เฉพาะผู้ที่อยากให้ญาติถามเจ้าหน้าที่แล้วหาพบ"),
        widget=forms.Textarea({"rows": 2, "autocomplete": "off"}),
    )
    note = line(_("สิ่งที่ผู้ดูแลศูนย์ต้องรู้"), LONGEST_NOTE)
    is_counted = forms.BooleanField(label=_("ที่ประตูนับคนเหล่านี้ไปแล้ว"), required=False)
    seen = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

    field_order = ("name", "phone")
    rest = ("subdistrict", "place", "needs", "others", "note", "is_counted")
    """Fields below the numbers."""

    def __init__(self, *args: Any, event: Event, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named: dict[str, Any] = self.fields
        codes = event.areas.values_list("subdistrict_code", flat=True)
        named["subdistrict"].choices = [
            ("", _("อื่น หรือไม่ทราบ")),
            *((code, found.label) for code in codes if (found := area(code))),
        ]
        named["needs"].choices = [
            (one.slug, one.display_name) for one in Need.objects.filter(is_offered=True)
        ]

    @property
    def below(self) -> list[forms.BoundField]:
        """What is asked after the numbers."""
        return [self[name] for name in self.rest]

    def seen_numbers(self) -> frozenset[int]:
        """Return the numbers of families that somebody says are others. Needs a valid form."""
        return frozenset(int(one) for one in self.cleaned_data["seen"].split(",") if one.isdecimal())

    def arrival(self) -> Arrival:
        """Return what was told. Needs a valid form."""
        data = self.cleaned_data
        same = ("name", "phone", "others", "subdistrict", "place", "note", "is_counted")
        return Arrival(**{name: data[name] for name in same}, needs=tuple(data["needs"]), ages=self.ages())


class MoveForm(TokenForm):
    """A whole family goes to another shelter."""

    shelter = forms.ModelChoiceField(
        label=_("ศูนย์พักพิง"),
        queryset=Shelter.objects.none(),
        empty_label=_("เลือก"),
        error_messages={"required": _("เลือกศูนย์พักพิง")},
    )

    def __init__(self, *args: Any, family: Family, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named: dict[str, Any] = self.fields
        shelters = Shelter.objects.filter(event=family.event).exclude(pk=family.shelter_id)
        named["shelter"].queryset = shelters.exclude(state=ShelterState.CLOSED)
        named["shelter"].label_from_instance = lambda one: one.display_name


class LeaveForm(TokenForm):
    """A whole family leaves."""

    leaving = choice_field(_("ออกไปที่ใด"), Leaving.choices, missing=_("เลือกว่าออกไปที่ใด"))


class LinkForm(forms.Form):
    """That a family is a household of the event, or is not."""

    account = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)


class FindForm(forms.Form):
    """Whom somebody looks for."""

    use_required_attribute = False
    q = line(
        _("ชื่อ หรือเลขท้ายโทรศัพท์"),
        100,
        required=True,
        hint=_("ชื่อหรือนามสกุลอย่างเดียวก็ได้ หรือเลขท้ายอย่างน้อย 4 ตัว"),
    )
