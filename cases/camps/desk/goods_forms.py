"""What is filled in about relief."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.camps.desk.forms import TokenForm, line, number
from cases.camps.domain.stock import LONGEST_NAME, LONGEST_UNIT, LONGEST_WHY, MOST, Place
from cases.camps.models import Goods
from cases.events.models import Event


def _why(hint: Any, *, required: bool = False) -> forms.CharField:
    return line(_("เหตุผล"), LONGEST_WHY, required=required, hint=hint)


def _place(label: Any) -> forms.ChoiceField:
    missing = _("เลือกที่เก็บ")
    return forms.ChoiceField(label=label, error_messages={"required": missing, "invalid_choice": missing})


class GoodsForm(forms.Form):
    """One more kind of goods."""

    use_required_attribute = False
    name = line(_("สิ่งของ"), LONGEST_NAME, required=True, hint=_("เช่น ถุงยังชีพ น้ำดื่ม 600 มล. เสื่อ"))
    unit = line(_("หน่วยนับ"), LONGEST_UNIT, required=True, hint=_("เช่น ชุด ขวด ผืน"))


class _StockForm(TokenForm):
    """So much of one kind, at a place that somebody may write of."""

    goods = forms.ModelChoiceField(
        label=_("สิ่งของ"),
        queryset=Goods.objects.none(),
        empty_label=_("เลือก"),
        error_messages={"required": _("เลือกสิ่งของ")},
    )
    quantity = number(_("จำนวน"), MOST, required=True, least=1)

    def __init__(self, *args: Any, event: Event, places: Iterable[Place], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = {one.key: one for one in places}
        named: dict[str, Any] = self.fields
        named["goods"].queryset = Goods.objects.filter(event=event)
        named["goods"].label_from_instance = lambda one: f"{one.name} ({one.unit})"
        if "place" in named:
            named["place"].choices = [(key, one.label) for key, one in self.places.items()]

    def stock(self) -> dict[str, Any]:
        """Return what the domain takes of every entry. Needs a valid form."""
        data = self.cleaned_data
        return {name: data[name] for name in ("goods", "quantity", "token")}


class ReceiveForm(_StockForm):
    """Goods came."""

    place = _place(_("เก็บที่"))
    field_order = ("goods", "quantity", "place")


class SendForm(_StockForm):
    """Goods go to another place."""

    place = _place(_("จาก"))
    target = _place(_("ไปที่"))
    field_order = ("goods", "quantity", "place", "target")

    def __init__(self, *args: Any, targets: Iterable[Place], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.targets = {one.key: one for one in targets}
        named: dict[str, Any] = self.fields
        named["target"].choices = [(key, one.label) for key, one in self.targets.items()]


class GiveForm(_StockForm):
    """A family gets something."""

    place = _place(_("จาก"))
    why = _why(_("เฉพาะเมื่อให้ของชนิดเดียวกันซ้ำในวันเดียว"))
    field_order = ("goods", "quantity", "place", "why")


class GivePeopleForm(_StockForm):
    """So many people get something, without a name."""

    people = number(_("ให้กี่คน"), MOST, required=True, least=1)
    place = _place(_("จาก"))
    field_order = ("goods", "quantity", "people", "place")


class CorrectForm(TokenForm):
    """An entry was wrong."""

    quantity = number(_("จำนวนที่ถูกต้อง"), MOST, required=True)
    why = _why(_("รายการเดิมยังอยู่ และมีรายการแก้ไขตามหลัง ไม่ใส่ชื่อบุคคล"), required=True)
