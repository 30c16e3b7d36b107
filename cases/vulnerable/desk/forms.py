"""What is filled in about a household that needs help first."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from cases.desk.entry.place import own_place, read_place
from cases.desk.verbs.forms.base import choice_field
from cases.vulnerable.domain.keeping import Agreed, Details
from cases.vulnerable.models import Home, Need
from cases.vulnerable.vocabulary import TYPED_REASONS, AgreedBy, AgreedHow
from portal.actors import Officer
from portal.organizations.domain.suggesting import address
from portal.thai.dates import bangkok_today
from portal.thai.houses import read_house
from portal.web.dates import DateBox, ThaiDateField

LARGEST_FILE = 5 * 1024 * 1024


def _line(
    label: Any, longest: int, *, required: bool = False, hint: Any = "", **attrs: Any
) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=longest,
        required=required,
        help_text=hint,
        widget=forms.TextInput({"autocomplete": "off"} | attrs),
    )


SAME = ("name", "phone", "other_contact", "people", "needs", "note")
"""What stands in the form as it stands in `Details`; the place is read first."""


class HomeForm(forms.Form):
    """What is known of a household; where one is corrected, what stood there goes along unseen (`corrected`)."""

    use_required_attribute = False
    name = _line(_("ชื่อผู้ที่ต้องช่วยก่อน"), 150, required=True, hint=_("หรือชื่อที่คนในหมู่บ้านเรียก"), autofocus=True)
    phone = _line(_("โทรศัพท์ของบ้าน"), 120, inputmode="tel")
    place = _line(
        _("ตำบล"),
        300,
        required=True,
        hint=_("เช่น อ่าวนาง เมืองกระบี่"),
        **{
            "data-suggestions": reverse_lazy("desk:new_places"),
            "data-found": _("สถานที่ที่ตรงกัน ใช้ลูกศรขึ้นลงเลือก"),
        },
    )
    place_detail = _line(_("บ้านเลขที่ หมู่ที่ จุดสังเกต"), 500, required=True, hint=_("เช่น 12/3 ม.4 หลังวัด"))
    needs = forms.MultipleChoiceField(
        label=_("ทำไมต้องช่วยก่อน"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("เลือกอย่างน้อยหนึ่งข้อว่าทำไมต้องช่วยก่อน")},
    )
    people = forms.IntegerField(
        label=_("จำนวนคนในบ้าน"),
        required=False,
        min_value=1,
        max_value=99,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
    )
    other_contact = _line(_("ผู้ที่ติดต่อแทนได้ และโทรศัพท์"), 200)
    note = _line(_("สิ่งที่ผู้เข้าช่วยต้องรู้"), 500, hint=_("เช่น ใช้ออกซิเจนตลอด ย้ายด้วยเปล บันไดหน้าบ้านแคบ"))

    def __init__(self, *args: Any, actor: Officer, home: Home | None = None, **kwargs: Any) -> None:
        started = _known(home) if home is not None else {"place": own_place(actor.organization)}
        kwargs["initial"] = started | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.actor, self.home = actor, home
        if home is not None:
            for field in self.fields.values():
                field.show_hidden_initial = True
        had = {need.slug for need in home.needs.all()} if home is not None else set()
        named: dict[str, Any] = self.fields
        named["needs"].choices = [
            (one.slug, one.display_name) for one in Need.objects.all() if one.is_offered or one.slug in had
        ]

    def clean(self) -> dict[str, Any]:
        """Read the place; without a subdistrict nobody would find the house."""
        data = super().clean() or {}
        read = read_place(
            data.get("place") or "",
            detail=data.get("place_detail") or "",
            organization=self.actor.organization,
        )
        data["read"] = read
        if not read.subdistrict and "place" not in self.errors:
            self.add_error("place", _("เลือกตำบลจากรายการที่ขึ้นให้ ทะเบียนต้องรู้ว่าบ้านอยู่ตำบลใด"))
        return data

    def details(self) -> Details:
        """Return what was written as the domain takes it. Only for a valid form."""
        data = self.cleaned_data
        read = data["read"]
        return Details(
            **{name: data[name] for name in SAME},
            subdistrict=read.subdistrict,
            moo=read.moo,
            place_detail=read.detail,
        )

    def corrected(self) -> set[str]:
        """Return the names of those details that the officer changed. Only for a valid form of a household that is there."""
        changed, read = set(self.changed_data), self.cleaned_data["read"]
        names = changed & set(SAME)
        if "place" in changed:
            names.add("subdistrict")
        if "place_detail" in changed or read.detail != self.cleaned_data["place_detail"]:
            names |= {"place_detail"} | ({"moo"} if self._tells_village(read.moo) else set())
        return names

    def _tells_village(self, moo: str) -> bool:
        """Whether the words of the place tell the village now, or did; of a list it stands apart and is not in them."""
        assert self.home is not None
        return bool(moo or read_house(self.home.place_detail).moo)

    @property
    def unseen(self) -> list[str]:
        """What was ticked when the form was drawn; a list of boxes does not take it along by itself."""
        return [self["needs"].as_hidden(only_initial=True)] if self.home is not None else []


def _known(home: Home) -> dict[str, Any]:
    same = ("name", "phone", "other_contact", "people", "note", "place_detail")
    known: dict[str, Any] = {name: getattr(home, name) for name in same}
    return known | {
        "place": address(home.subdistrict_code),
        "needs": [need.slug for need in home.needs.all()],
    }


class AgreedForm(forms.Form):
    """That somebody agreed."""

    use_required_attribute = False
    agreed_by = choice_field(
        _("ผู้ให้ความยินยอม"), AgreedBy.choices, missing=_("เลือกว่าใครให้ความยินยอม"), radio=False
    )
    agreed_name = _line(_("ชื่อผู้ให้ความยินยอมแทน"), 150, hint=_("เว้นว่างได้ ถ้าเป็นเจ้าตัว"))
    agreed_how = choice_field(
        _("ยินยอมอย่างไร"), AgreedHow.choices, missing=_("เลือกว่ายินยอมอย่างไร"), radio=False
    )
    agreed_on = ThaiDateField(label=_("วันที่ยินยอม"), widget=DateBox)
    agreed = forms.BooleanField(
        label=_("อ่านข้อความข้างบนให้ฟังแล้ว และตกลง"),
        error_messages={"required": _("ขึ้นทะเบียนได้เมื่ออ่านให้ฟังแล้วและตกลงเท่านั้น")},
    )
    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "token": uuid.uuid4(),
            "agreed_by": AgreedBy.SELF,
            "agreed_how": AgreedHow.IN_PERSON,
            "agreed_on": bangkok_today(),
        } | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)

    def agreement(self) -> Agreed:
        """Return what was written as the domain takes it. Only for a valid form."""
        data = self.cleaned_data
        return Agreed(
            by=AgreedBy(data["agreed_by"]),
            how=AgreedHow(data["agreed_how"]),
            on=data["agreed_on"],
            name=data["agreed_name"],
        )


class EntryForm(HomeForm, AgreedForm):
    """Taking a household down."""

    field_order = (*HomeForm.base_fields, *AgreedForm.base_fields)


class RemoveForm(forms.Form):
    """Taking a household out."""

    use_required_attribute = False
    reason = choice_field(
        _("ทำไมออกจากทะเบียน"),
        [(one.value, one.label) for one in TYPED_REASONS],
        missing=_("เลือกเหตุผล"),
    )


class CopyForm(forms.Form):
    """Handing out a copy."""

    use_required_attribute = False
    identified = _line(_("ยืนยันตัวผู้ขออย่างไร"), 300, required=True, hint=_("เช่น ดูบัตรประชาชน ไม่เขียนเลขบัตร"))


class FindForm(forms.Form):
    """Finding a household by its telephone or name."""

    use_required_attribute = False
    q = _line(_("เบอร์โทรศัพท์ หรือชื่อ"), 120, required=True, inputmode="search")


class ListForm(forms.Form):
    """A list to take in."""

    file = forms.FileField(
        label=_("ไฟล์ CSV หรือ Excel"),
        help_text=_(
            "แถวแรกเป็นหัวคอลัมน์: ชื่อ บ้านเลขที่ หมู่ที่ ตำบล โทรศัพท์ จำนวนคนในบ้าน ความจำเป็น วันที่ยินยอม"
            " ผู้ให้ความยินยอม ชื่อผู้ให้ความยินยอมแทน ยินยอมอย่างไร ไม่เกิน 1,000 แถว"
        ),
    )

    def clean_file(self) -> Any:
        """Refuse a file that is too large, or of another kind."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise forms.ValidationError(_("ไฟล์ใหญ่เกิน 5 MB"))
        if not file.name.lower().endswith((".csv", ".xlsx")):
            raise forms.ValidationError(_("ใช้ไฟล์ CSV หรือ XLSX"))
        return file


class NeedForm(forms.ModelForm[Need]):
    """A kind of need."""

    use_required_attribute = False

    class Meta:
        model = Need
        fields = ("name", "name_en", "rank", "is_offered")
