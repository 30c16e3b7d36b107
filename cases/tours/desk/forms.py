"""Forms of trips: for the desk, for the phone, for what comes on paper."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.desk.field.forms import StepForm
from cases.desk.verbs.forms.assistance import NumberField
from cases.desk.verbs.forms.base import NOTE_LENGTH, choice_field
from cases.domain.visits import OnSite
from cases.errors import GuardFailed
from cases.models import FieldMember, FieldVehicle
from cases.tours.domain import naming
from cases.tours.domain.choosing import MOST_STOPS, USUAL_STOPS
from cases.tours.domain.loading import read_load
from cases.tours.domain.paper import ON_A_SHEET, begins_at
from cases.tours.domain.planning import MOST_LOADS
from cases.tours.models import Load, Stop, Tour
from cases.vocabulary import VisitResult
from portal.actors import Officer
from portal.files.fields import WaitingFilesField
from portal.thai.dates import format_datetime, to_bangkok
from portal.thai.digits import to_arabic
from portal.web.dates import MomentBox, ThaiDateTimeField

RESULTS = (
    *(VisitResult.HELPED, VisitResult.HELPED_PARTLY, VisitResult.NOBODY_THERE, VisitResult.REFUSED),
    *(VisitResult.HANDED_UP, VisitResult.NOT_NEEDED, VisitResult.MOVED, VisitResult.TURNED_BACK),
    VisitResult.DIED,
)
"""In the order in which a crew needs them."""
RESULT_CHOICES = [(one.value, one.label) for one in RESULTS]


class NewForm(forms.Form):
    """From which cases a trip is made."""

    subdistricts = forms.MultipleChoiceField(
        label=_("เฉพาะตำบล"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("ไม่เลือกคือทุกตำบล เรือลำหนึ่งไปพื้นที่เดียวจะไปได้มากบ้านกว่า"),
    )
    most = NumberField(
        label=_("ไม่เกินกี่จุด"), min_value=1, max_value=MOST_STOPS, initial=USUAL_STOPS, help_text=_("มากสุด 60")
    )
    token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, places: list[tuple[str, str]] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["subdistricts"]
        field.choices = places or []
        if not places:
            del self.fields["subdistricts"]
        self.fields["token"].initial = uuid.uuid4


class CrewForm(forms.Form):
    """Who goes with what, when, and what is loaded."""

    name = forms.CharField(
        label=_("ชื่อเที่ยว"),
        max_length=80,
        required=False,
        help_text=_("เช่น เรือหนึ่ง บ้านคลอง ไม่ต้องเขียนชื่อผู้ประสบปัญหา"),
    )
    vehicle = forms.ModelChoiceField(
        label=_("ยานพาหนะ"), queryset=FieldVehicle.objects.none(), required=False, empty_label=_("ไม่ระบุ")
    )
    members = forms.ModelMultipleChoiceField(
        label=_("ผู้ออกหน่วย"),
        queryset=FieldMember.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("เลือกผู้ออกหน่วยอย่างน้อยหนึ่งคน")},
    )
    starts_at = ThaiDateTimeField(label=_("ออกเวลา"), widget=MomentBox)
    back_by = ThaiDateTimeField(
        label=_("กลับภายใน"),
        widget=MomentBox,
        help_text=_("เลย 12 ชั่วโมงแล้วไม่มีผู้จบเที่ยว ระบบจบให้ จุดที่ไม่มีผลกลับเข้ารายการ"),
    )
    loads = forms.CharField(
        label=_("ของที่ขึ้นรถหรือเรือ"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("บรรทัดละอย่าง: ชื่อ จำนวน หน่วย บ้านละเท่าไร เช่น ถุงยังชีพ 40 ชุด บ้านละ 1"),
    )
    note = forms.CharField(
        label=_("ไปทำอะไร"),
        required=False,
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("ข้อความเดียวกันทุกบ้าน ไม่ต้องเขียนชื่อบุคคล"),
    )
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, actor: Officer | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if actor is not None:
            named: dict[str, Any] = self.fields
            ours = {"organization": actor.organization}
            named["vehicle"].queryset = FieldVehicle.objects.in_service().filter(**ours)
            named["members"].queryset = FieldMember.objects.in_service().filter(**ours)

    def clean_loads(self) -> Any:
        """Read what is loaded."""
        try:
            return read_load(self.cleaned_data["loads"])
        except GuardFailed as error:
            raise forms.ValidationError(error.message) from error

    def seen_anew(self, mark: str, words: str) -> None:
        """Show what others made of the trip since the form was drawn: the next press is of somebody who has read it.

        Args:
            mark: of the trip as it is by now.
            words: how it is by now.
        """
        self.data = self.data.copy()
        self.data["seen"] = mark
        self.add_error(None, _("ที่บันทึกไว้ตอนนี้: %(words)s") % {"words": words})


class ConfirmForm(forms.Form):
    """The last word before the unit is sent."""

    crosses = forms.BooleanField(
        label=_("เที่ยวนี้ผ่านหลายอำเภอ หน่วยไปได้"),
        required=False,
        help_text=_("ไม่ได้: เอาจุดของอำเภออื่นออก แล้วจัดอีกเที่ยว"),
    )


class OrderForm(forms.Form):
    """Which stops come first, by their numbers."""

    first = forms.CharField(
        label=_("ไปจุดเหล่านี้ก่อน"),
        max_length=200,
        help_text=_("เลขจุด เว้นวรรค เช่น 7 3 12 จุดอื่นตามหลัง ผู้มีอันตรายอยู่หน้าเสมอ"),
    )

    def clean_first(self) -> list[int]:
        """Read the numbers."""
        words = to_arabic(self.cleaned_data["first"]).replace(",", " ").split()
        if not all(word.isascii() and word.isdigit() and len(word) <= 3 for word in words):
            raise forms.ValidationError(_("กรอกเลขจุดเท่านั้น"), code="invalid")
        return [int(word) for word in words]


class AddForm(forms.Form):
    """One more house."""

    reference = forms.CharField(label=_("เพิ่มเรื่อง"), max_length=20, help_text=_("เลขที่เรื่อง"))


class EndForm(forms.Form):
    """Why a trip ends with houses left."""

    reason = forms.CharField(
        label=_("เหตุที่ยังมีจุดไม่มีผล"),
        max_length=300,
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("เช่น มืดแล้ว น้ำเชี่ยว ข้อความนี้ไปอยู่ในทุกเรื่องที่ยังไม่มีผล"),
    )


def _load_fields() -> dict[str, forms.Field]:
    return {
        f"load_{place}": NumberField(
            label=_("ของที่ให้ รายการที่ %(place)d") % {"place": place},
            required=False,
            min_value=1,
            max_value=10_000,
        )
        for place in range(1, MOST_LOADS + 1)
    }


LoadFields: Any = type("LoadFields", (StepForm,), _load_fields())
"""A number for each thing on board; declared, so that what was typed comes back whatever fails."""
LOADED_ANEW = _("ของที่ขึ้นรถหรือเรือเปลี่ยนไปหลังจากเปิดหน้านี้ ดูรายการใหม่แล้วกดอีกครั้ง ที่กรอกไว้และยังไม่บันทึก: %(words)s")
_ABOARD = re.compile(r"([0-9]{1,18}):([0-9]{1,6}):(.*)")


@dataclass(frozen=True, slots=True)
class Aboard:
    """A thing on board as a form showed it.

    Attributes:
        key: of its load.
        usual: how many of it a house usually got.
        label: of its box.
    """

    key: int
    usual: int
    label: str


def _label(load: Load) -> str:
    return f"{load.name} ({load.unit})"


def _written(loads: list[Load]) -> str:
    """Return what a form shows of the loads, a line for each box, as `_read` reads it."""
    return "\n".join(f"{load.pk}:{load.usual}:{_label(load)}" for load in loads)


def _read(text: str) -> list[Aboard]:
    """Return what a form showed of the loads; nothing of what no form of ours wrote."""
    lines = [_ABOARD.fullmatch(line) for line in text.splitlines()]
    return [Aboard(int(line[1]), int(line[2]), line[3]) for line in lines if line] if all(lines) else []


class ResultForm(LoadFields):
    """What was given at a house and how it ended; either may be left out.

    The boxes stand by place, and the desk may load anew while a crew types: so the form carries what it showed. Each number
    goes to the load beside which it was typed; what was typed for one that is gone is said in words, and nothing is kept.
    """

    aboard = forms.CharField(required=False, max_length=4000, widget=forms.HiddenInput)
    usual = forms.BooleanField(label=_("ให้ตามปกติ"), required=False)
    persons = NumberField(label=_("ให้กี่คน"), required=False, min_value=1, max_value=1000)
    before_committee = forms.BooleanField(label=_("ช่วยก่อนมติคณะกรรมการ เพราะรอไม่ได้"), required=False)
    result = choice_field(_("ผล"), [*RESULT_CHOICES, ("", _("ยังอยู่ที่นี่ จะบันทึกอีก"))], missing=_("เลือกผล"))
    note = forms.CharField(
        label=_("พบอะไร ต้องทำอะไรต่อ"),
        required=False,
        max_length=NOTE_LENGTH,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("ต้องเขียนเมื่อช่วยได้บางส่วน เกินกำลัง หรือพบผู้เสียชีวิต"),
    )
    photos = WaitingFilesField(label=_("รูป"), help_text=_("ไม่เกิน 5 รูป เราลบข้อมูลสถานที่ในรูปให้"))
    field_order = ("result", "usual")

    def __init__(
        self, *args: Any, loads: list[Load] | None = None, has_committee: bool = True, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.loads = loads or []
        self.lost: list[str] = []
        self.fields["aboard"].initial = _written(self.loads)
        if self.is_bound:
            self._sort()
        self.fields["result"].required = False
        for place in range(1, MOST_LOADS + 1):
            name = f"load_{place}"
            if place > len(self.loads):
                del self.fields[name]
            else:
                self.fields[name].label = _label(self.loads[place - 1])
        if words := usual_words(self.loads):
            self.fields["usual"].label = _("ให้ตามปกติ: %(words)s") % {"words": words}
        else:
            del self.fields["usual"]
        if not has_committee:
            del self.fields["before_committee"]

    def _sort(self) -> None:
        """Put what was typed beside the load for which it was typed, and note what has none any more."""
        data = self.data.copy()
        shown = _read(data.get("aboard", ""))
        boxes = {load.pk: f"load_{place}" for place, load in enumerate(self.loads, start=1)}
        # All are read before the first is written: a number may move into the box of another.
        typed = [data.pop(f"load_{place}", [""])[-1].strip() for place in range(1, MOST_LOADS + 1)]
        for was, words in zip_longest(shown, typed):
            if not words:
                continue
            if was is not None and was.key in boxes:
                data[boxes[was.key]] = words
            else:
                self.lost.append(f"{was.label if was is not None else '?'} {words[:20]}")
        # Who presses what is usual means what stood beside the box.
        if data.get("usual") and "aboard" in data and not self._is_usual(shown):
            words = ", ".join(f"{one.label} {one.usual}" for one in shown if one.usual)
            self.lost.append(str(_("ให้ตามปกติ: %(words)s") % {"words": words}))
        data["aboard"] = _written(self.loads)
        self.data = data

    def _is_usual(self, shown: list[Aboard]) -> bool:
        """Whether a house usually gets what it got when the form was drawn."""
        now = {load.pk: load.usual for load in self.loads if load.usual}
        return now == {one.key: one.usual for one in shown if one.usual}

    def clean(self) -> dict[str, Any]:
        """Keep nothing where something was typed for what is not on board any more.

        Raises:
            ValidationError: with what was typed.
        """
        data = super().clean() or {}
        if self.lost:
            raise forms.ValidationError(LOADED_ANEW % {"words": ", ".join(self.lost)}, code="loaded_anew")
        return data

    @property
    def given(self) -> dict[int, int]:
        """How many of which load: the usual ones, and what was written instead."""
        found = {load.pk: load.usual for load in self.loads if self.cleaned_data.get("usual") and load.usual}
        for place, load in enumerate(self.loads, start=1):
            if number := self.cleaned_data.get(f"load_{place}"):
                found[load.pk] = number
        return found

    @property
    def done(self) -> OnSite:
        """What is handed in beside the load."""
        data = self.cleaned_data
        result = VisitResult(data["result"]) if data["result"] else None
        return OnSite(result=result, note=data["note"], photos=data["photos"], phone=self.phone)


def usual_words(loads: list[Load]) -> str:
    """Return what a house usually gets, in words; "" where nothing is usual."""
    return ", ".join(f"{load.name} {load.usual} {load.unit}" for load in loads if load.usual)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the paper as it was typed.

    Attributes:
        stop: which.
        result: how it ended.
        usual: it got what is usual.
        counted: key of a load → how many were written instead; 0 where it got none of it.
        note: what was written beside it.
    """

    stop: Stop
    result: VisitResult
    usual: bool
    counted: dict[int, int]
    note: str


def _line_fields(numbers: Iterable[int]) -> dict[str, forms.Field]:
    """Return the boxes of stops by their numbers, which are given once: a stop that goes moves no other one's box."""
    found: dict[str, forms.Field] = {}
    for number in numbers:
        found[f"result_{number}"] = forms.ChoiceField(
            label=_("จุดที่ %(number)d ผล") % {"number": number},
            choices=[("", _("ไม่มีผล")), *RESULT_CHOICES],
            required=False,
        )
        found[f"usual_{number}"] = forms.BooleanField(label=_("ให้ตามปกติ"), required=False)
        found[f"given_{number}"] = forms.CharField(label=_("ให้เท่านี้"), max_length=200, required=False)
        found[f"note_{number}"] = forms.CharField(label=_("หมายเหตุ"), max_length=500, required=False)
    return found


def _when() -> ThaiDateTimeField:
    return ThaiDateTimeField(
        label=_("หน่วยไปถึงบ้านเหล่านี้เมื่อใด"),
        required=False,
        widget=MomentBox,
        help_text=_("ดูเวลาบนกระดาษ ถ้าไม่แก้ ถือว่าไปถึงตอนเที่ยวออก เรื่องของบ้านเดียวกันที่แจ้งหลังเวลานี้รอเที่ยวหน้า"),
    )


LineFields: Any = type(
    "LineFields", (forms.Form,), {"when": _when(), **_line_fields(range(1, MOST_STOPS + 1))}
)
"""The lines of a usual trip; declared, so that what was typed comes back whatever fails."""
_LINE = re.compile(r"(result|given|note)_([0-9]{1,5})")


class SheetForm(LineFields):
    """One page of the paper: when the boat was there, and a line for each stop."""

    def __init__(
        self, *args: Any, stops: list[Stop] | None = None, tour: Tour | None = None, **kwargs: Any
    ) -> None:
        self.stops = (stops or [])[:ON_A_SHEET]
        self.now = timezone.now()
        self.begins = begins_at(tour, self.now) if tour is not None else self.now
        self.things = (
            [naming.Thing(one.pk, one.name, one.unit, one.usual) for one in tour.loads.all()] if tour else []
        )
        self.base_fields = {"when": _when(), **_line_fields(stop.number for stop in self.stops)}
        if not self.things:
            for stop in self.stops:
                del self.base_fields[f"given_{stop.number}"]
        super().__init__(*args, initial={"when": self.begins}, **kwargs)

    def clean_when(self) -> dt.datetime:
        """Read when the boat was there: while its trip was out, and not later than now; left empty when the trip left.

        Raises:
            ValidationError: it cannot be.
        """
        day = to_bangkok(self.begins).replace(hour=0, minute=0)
        # A day alone is read as its first minute.
        at: dt.datetime = self.cleaned_data["when"] or self.begins
        if at == day:
            return self.begins
        if at > self.now:
            raise forms.ValidationError(_("เวลานี้ยังมาไม่ถึง"), code="future")
        if at < self.begins:
            words = _("เที่ยวนี้ออก %(at)s เวลาที่ไปถึงบ้านต้องไม่ก่อนนั้น")
            raise forms.ValidationError(words % {"at": format_datetime(self.begins)}, code="before")
        return at

    def clean(self) -> dict[str, Any]:
        """What stands beside no result would be kept nowhere: which result it is, is asked."""
        data: dict[str, Any] = super().clean() or {}
        for stop in self.stops:
            has_result = data.get(f"result_{stop.number}") != ""
            if data.get(f"note_{stop.number}") and not has_result:
                self.add_error(f"result_{stop.number}", _("เลือกผลของจุดนี้ด้วย จึงบันทึกหมายเหตุได้"))
            elif (data.get(f"given_{stop.number}") or data.get(f"usual_{stop.number}")) and not has_result:
                self.add_error(f"result_{stop.number}", _("เลือกผลของจุดนี้ด้วย จึงบันทึกของที่ให้ได้"))
            if (words := data.get(f"given_{stop.number}")) and self._counted(words) is None:
                self.add_error(
                    f"given_{stop.number}",
                    _("อ่านไม่ออก เขียนชื่อของแล้วตามด้วยจำนวน เช่น %(example)s") % {"example": self._example},
                )
        return data

    @property
    def _example(self) -> str:
        return " ".join(f"{thing.name} {number}" for number, thing in enumerate(self.things[:2], start=2))

    def _counted(self, words: str) -> dict[int, int] | None:
        """Return key of a load → how many; None where nobody can tell what is meant."""
        if len(self.things) == 1 and (number := naming.alone(words, self.things[0])) is not None:
            return {self.things[0].key: number}
        said = naming.read(words, self.things)
        usual = {thing.key: thing.usual for thing in self.things}
        found = {key: usual[key] if number is None else number for key, number in said.numbers.items()}
        # Named without a number, and nothing is usual: nobody knows how many.
        is_open = any(number is None and not usual[key] for key, number in said.numbers.items())
        return None if said.rest or is_open or not found else found

    def boxes(self, stop: Stop) -> list[forms.BoundField]:
        """Return the boxes of a stop."""
        names = (f"{name}_{stop.number}" for name in ("result", "usual", "given", "note"))
        return [self[name] for name in names if name in self.fields]

    @property
    def lines(self) -> list[Line]:
        """The lines in which a result was typed."""
        data = self.cleaned_data
        return [
            Line(
                stop=stop,
                result=VisitResult(data[f"result_{stop.number}"]),
                usual=data[f"usual_{stop.number}"],
                counted=self._counted(data.get(f"given_{stop.number}") or "") or {},
                note=data[f"note_{stop.number}"],
            )
            for stop in self.stops
            if data.get(f"result_{stop.number}")
        ]

    @property
    def gone(self) -> list[str]:
        """What was typed for stops that are not on this page any more, a sentence for each: it is kept nowhere."""
        ours = {stop.number for stop in self.stops}
        labels = {value: str(label) for value, label in RESULT_CHOICES}
        typed: dict[int, list[str]] = {}
        for name in self.data:
            line = _LINE.fullmatch(name)
            words = self.data.get(name, "").strip()
            if line and words and int(line[2]) not in ours:
                typed.setdefault(int(line[2]), []).append(labels.get(words, words))
        return [
            str(
                _("จุดที่ %(number)d ไม่อยู่ในแผ่นนี้แล้ว ยังไม่บันทึก: %(words)s")
                % {"number": number, "words": ", ".join(words)}
            )
            for number, words in typed.items()
        ]
