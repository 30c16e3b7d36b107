"""What is filled in about an event."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundWidget
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.domain.queries.people import people_of
from cases.events.domain.advice import advice_for
from cases.events.models import Event, Shelter
from cases.events.vocabulary import EventKind
from portal.actors import Officer
from portal.organizations.areas import area, districts, subdistricts
from portal.organizations.models import Organization
from portal.organizations.vocabulary import LOCAL_ADMINISTRATIONS
from portal.web.dates import DateBox, MomentBox, ThaiDateField, ThaiDateTimeField

SUBDISTRICTS_OPEN = 15
"""A list that is longer stands behind a line for each district."""


@dataclass(frozen=True, slots=True)
class Group:
    """Boxes of one district."""

    title: str | Promise
    boxes: list[BoundWidget]
    is_open: bool


def this_minute() -> dt.datetime:
    """Return the present as people say it, without seconds."""
    return timezone.now().replace(second=0, microsecond=0)


def lines(
    label: str | Promise, *, rows: int, longest: int, required: bool = False, hint: str | Promise = ""
) -> Any:
    """Return a field for words of several lines.

    Args:
        label: what it asks for.
        rows: how high it is.
        longest: letters that it takes.
        required: it may not stay empty.
        hint: a line below the label.
    """
    return forms.CharField(
        label=label,
        max_length=longest,
        required=required,
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class ReachForm(forms.Form):
    """Where an event is, who works in it and who directs it: what is declared, and what can be added later."""

    use_required_attribute = False
    subdistricts = forms.MultipleChoiceField(
        label=_("ตำบลในพื้นที่"), required=False, widget=forms.CheckboxSelectMultiple
    )
    organizations = forms.ModelMultipleChoiceField(
        label=_("หน่วยงานที่ร่วมงาน"),
        queryset=Organization.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("พื้นที่ที่หน่วยงานเหล่านี้ดูแลรวมอยู่ด้วย และเจ้าหน้าที่ของเขาเห็นกระดานนี้"),
    )
    duty_officer = forms.ModelChoiceField(label=_("ผู้อำนวยการเวร"), queryset=None)
    stand_in = forms.ModelChoiceField(label=_("ผู้แทน"), queryset=None, required=False)
    direct = forms.BooleanField(
        label=_("คำขอส่งตรงถึง อปท. ของพื้นที่"),
        required=False,
        initial=True,
        help_text=_("คำขอจากแบบสั้นถึง อปท. ที่ร่วมงานทันที ไม่ต้องรอศูนย์คัดกรองก่อน ที่ที่ไม่มีใครรับได้ยังมาที่ศูนย์"),
    )
    token = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, actor: Officer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        us = actor.organization
        named: dict[str, Any] = self.fields
        mine = us.district_code
        self.has: frozenset[str] = frozenset()
        """Codes and keys that the event has already: they are not offered, and no harm when they are sent once more."""
        self._districts = [one for one in districts(us.province_code)]
        # One's own district first, then the others of the province.
        self._districts.sort(key=lambda one: one.code != mine)
        named["subdistricts"].choices = [
            (one.code, one.label) for district in self._districts for one in subdistricts(district.code)
        ]
        near = Organization.objects.active().filter(
            type__in=LOCAL_ADMINISTRATIONS, province_code=us.province_code
        )
        named["organizations"].queryset = near.exclude(pk=us.pk).order_by("district_code", "sort_key", "pk")
        named["organizations"].label_from_instance = lambda one: one.display_name
        for name in ("duty_officer", "stand_in"):
            named[name].queryset = people_of(actor)
            named[name].label_from_instance = lambda one: one.display_name
        named["stand_in"].empty_label = _("ไม่มี")
        named["token"].initial = uuid.uuid4

    @property
    def area_groups(self) -> list[Group]:
        """The subdistricts by district; one's own district and those with a tick stand open."""
        field = self["subdistricts"]
        chosen = set(field.value() or ())
        groups: dict[str, list[BoundWidget]] = {}
        for box in field:
            if str(box.data["value"]) not in self.has:
                groups.setdefault(str(box.data["value"])[:4], []).append(box)
        return [
            Group(one.label, boxes, place == 0 or any(str(box.data["value"]) in chosen for box in boxes))
            for place, one in enumerate(self._districts)
            if (boxes := groups.get(one.code))
        ]

    @property
    def party_groups(self) -> list[Group]:
        """The organizations by district."""
        field = self["organizations"]
        where = dict(self.fields["organizations"].queryset.values_list("pk", "district_code"))  # type: ignore[attr-defined]
        chosen = {str(one) for one in field.value() or ()}
        groups: dict[str, list[BoundWidget]] = {}
        for box in field:
            if str(box.data["value"]) not in self.has:
                groups.setdefault(where.get(int(str(box.data["value"])), ""), []).append(box)
        first = self._districts[0].code if self._districts else ""
        return [
            Group(
                found.label if (found := area(code)) else _("ทั้งจังหวัด"),
                boxes,
                code == first or any(str(box.data["value"]) in chosen for box in boxes),
            )
            for code, boxes in groups.items()
        ]

    def clean_token(self) -> uuid.UUID:
        """Return the token; a page without one gets one of its own."""
        return self.cleaned_data["token"] or uuid.uuid4()


class DeclareForm(ReachForm):
    """Declaring an event: what, where, since when, who directs it."""

    kind = forms.ChoiceField(label=_("ชนิด"), choices=EventKind.choices)
    name = forms.CharField(
        label=_("ชื่อสถานการณ์"), max_length=120, help_text=_("ตามที่คนในพื้นที่เรียก เช่น น้ำท่วมอ่าวนาง")
    )
    name_en = forms.CharField(label=_("ชื่อสถานการณ์ (อังกฤษ)"), max_length=120, required=False)
    starts_at = ThaiDateTimeField(
        label=_("เริ่มเมื่อ"), widget=MomentBox, help_text=_("คำขอที่มาตั้งแต่เวลานี้จะรวมอยู่ด้วย")
    )
    expected_end = ThaiDateField(
        label=_("คาดว่าสิ้นสุดวันที่"),
        required=False,
        widget=DateBox,
        help_text=_("ไม่รู้ก็เว้นไว้ ระบบจะเตือนให้ทบทวนใน 7 วัน สถานการณ์ไม่จบเอง ต้องมีผู้ปิด"),
    )
    phone = forms.CharField(label=_("โทรศัพท์ของเวร"), max_length=60, required=False)
    reason = lines(
        _("เหตุผลที่ประกาศ"), rows=3, longest=1000, required=True, hint=_("เช่น ประกาศกรมอุตุฯ ฉบับที่ 3 หรือคำสั่งจังหวัด")
    )
    advice = lines(
        _("สิ่งที่ประชาชนควรทำ"), rows=6, longest=4000, hint=_("บรรทัดละหนึ่งข้อ เว้นไว้จะใช้ข้อความมาตรฐานของเหตุชนิดนี้")
    )
    advice_en = lines(_("สิ่งที่ประชาชนควรทำ (อังกฤษ)"), rows=4, longest=4000)
    field_order = (
        *("kind", "name", "name_en", "starts_at", "expected_end", "subdistricts", "organizations"),
        *("duty_officer", "stand_in", "phone", "direct", "reason", "advice", "advice_en", "token"),
    )

    def __init__(self, *args: Any, actor: Officer, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        self.fields["duty_officer"].initial = actor.person.pk
        self.fields["starts_at"].initial = this_minute

    def clean(self) -> dict[str, Any]:
        """Fill in the usual advice where nobody wrote any."""
        data = super().clean() or {}
        if data.get("kind") and not data.get("advice"):
            data["advice"], data["advice_en"] = advice_for(EventKind(data["kind"]))
        return data


class ReviewForm(forms.Form):
    """The event goes on."""

    use_required_attribute = False
    expected_end = ThaiDateField(
        label=_("คาดว่าสิ้นสุดวันที่"), required=False, widget=DateBox, help_text=_("ไม่รู้ก็เว้นไว้ ระบบจะเตือนอีกใน 7 วัน")
    )
    reason = lines(_("ทำไมยังไม่สิ้นสุด"), rows=2, longest=1000, required=True)


class FactForm(forms.Form):
    """What is known."""

    use_required_attribute = False
    words = lines(
        _("สิ่งที่ทราบ"),
        rows=3,
        longest=600,
        required=True,
        hint=_("ไม่ใส่ชื่อบุคคล แก้ย้อนหลังไม่ได้ ถ้าผิดให้เขียนใหม่และเลือกข้อที่แก้"),
    )
    words_en = lines(_("สิ่งที่ทราบ (อังกฤษ)"), rows=2, longest=600)
    corrects = forms.ModelChoiceField(label=_("แก้ข้อความก่อนหน้า"), queryset=None, required=False)
    token = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, event: Event, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named: dict[str, Any] = self.fields
        named["corrects"].queryset = event.facts.all()
        named["corrects"].label_from_instance = lambda one: one.words[:60]
        named["corrects"].empty_label = _("ไม่ได้แก้ข้อใด")
        named["token"].initial = uuid.uuid4

    def clean_token(self) -> uuid.UUID:
        """Return the token; a page without one gets one of its own."""
        return self.cleaned_data["token"] or uuid.uuid4()


def _shows_what_stood(form: forms.BaseForm) -> None:
    """Let a form carry what it showed: only what somebody changed is kept, and the row may be another one by then."""
    for field in form.fields.values():
        field.show_hidden_initial = True


class AdviceForm(forms.Form):
    """What people should do."""

    use_required_attribute = False
    phone = forms.CharField(label=_("โทรศัพท์ของเวร"), max_length=60, required=False)
    advice = lines(_("สิ่งที่ประชาชนควรทำ"), rows=8, longest=4000, required=True, hint=_("บรรทัดละหนึ่งข้อ"))
    advice_en = lines(_("สิ่งที่ประชาชนควรทำ (อังกฤษ)"), rows=6, longest=4000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _shows_what_stood(self)

    def changed(self) -> dict[str, Any]:
        """Return what somebody changed, of what the form showed."""
        return {name: self.cleaned_data[name] for name in self.changed_data}


class ShelterForm(forms.ModelForm):
    """One shelter."""

    use_required_attribute = False
    subdistrict_code = forms.ChoiceField(label=_("ตำบล"))

    class Meta:
        model = Shelter
        fields = ["name", "name_en", "subdistrict_code", "place", "phone", "room_for", "state"]

    def __init__(self, *args: Any, event: Event, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named: dict[str, Any] = self.fields
        codes = event.areas.values_list("subdistrict_code", flat=True)
        named["subdistrict_code"].choices = [(code, found.label) for code in codes if (found := area(code))]
        named["room_for"].widget = forms.TextInput({"inputmode": "numeric"})
        if self.instance.pk is not None:
            _shows_what_stood(self)


class ShiftForm(forms.Form):
    """Somebody is on duty."""

    use_required_attribute = False
    person = forms.ModelChoiceField(label=_("ผู้อยู่เวร"), queryset=None)
    starts_at = ThaiDateTimeField(label=_("ตั้งแต่"), widget=MomentBox)
    ends_at = ThaiDateTimeField(
        label=_("ถึง"), widget=MomentBox, help_text=_("ไม่ยาวเกิน 24 ชั่วโมง เวรกลางคืนจบวันถัดไป")
    )
    phone = forms.CharField(label=_("โทรศัพท์เวร"), max_length=60, required=False)
    token = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, actor: Officer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named: dict[str, Any] = self.fields
        named["person"].queryset = people_of(actor)
        named["person"].label_from_instance = lambda one: one.display_name
        named["token"].initial = uuid.uuid4

    def clean_token(self) -> uuid.UUID:
        """Return the token; a page without one gets one of its own."""
        return self.cleaned_data["token"] or uuid.uuid4()


class MemberForm(forms.Form):
    """A request is put into the event or taken out of it."""

    use_required_attribute = False
    act = forms.ChoiceField(
        label=_("ทำอะไร"),
        choices=[("in", _("เพิ่มเข้าสถานการณ์")), ("out", _("นำออกจากสถานการณ์"))],
        widget=forms.RadioSelect,
    )
    reference = forms.CharField(label=_("เลขที่เรื่อง"), max_length=20)
    reason = forms.CharField(
        label=_("เหตุผล"), max_length=300, help_text=_("บันทึกไว้ในความเป็นมาของเรื่อง ไม่ใส่ชื่อบุคคล")
    )


class MoveForm(forms.Form):
    """People came to a shelter or left it."""

    use_required_attribute = False
    way = forms.ChoiceField(
        label=_("เข้าหรือออก"),
        choices=[("in", _("เข้า")), ("out", _("ออก"))],
        widget=forms.RadioSelect,
    )
    people = forms.IntegerField(
        label=_("กี่คน"), min_value=1, max_value=2000, widget=forms.TextInput({"inputmode": "numeric"})
    )
    families = forms.IntegerField(
        label=_("เป็นกี่ครอบครัว"),
        min_value=0,
        max_value=2000,
        help_text=_("นับครอบครัวเมื่อมาหรือออกครบทั้งครอบครัว ถ้ามาเพิ่มจากครอบครัวเดิมใส่ 0"),
        widget=forms.TextInput({"inputmode": "numeric"}),
    )
    token = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["token"].initial = uuid.uuid4

    def clean_token(self) -> uuid.UUID:
        """Return the token; a page without one gets one of its own."""
        return self.cleaned_data["token"] or uuid.uuid4()

    def moved(self) -> dict[str, Any]:
        """Return what moved, fewer than 0 for who left. Needs a valid form."""
        sign = 1 if self.cleaned_data["way"] == "in" else -1
        return {
            "people": sign * self.cleaned_data["people"],
            "families": sign * self.cleaned_data["families"],
            "token": self.cleaned_data["token"],
        }
