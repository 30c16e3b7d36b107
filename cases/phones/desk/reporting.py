"""What is filled in about a visit on a phone: as on the unit's own page, and of a stop of a trip what was loaded (S1.06)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _

from cases.desk.field.forms import ReportForm
from cases.desk.verbs.forms.assistance import NumberField
from cases.domain import visits
from cases.domain.on_the_way import Aboard, Within
from cases.domain.queries.known import people_in
from cases.models import Case
from cases.vocabulary import VisitResult

if TYPE_CHECKING:
    from cases.domain.assistance import Help

MOST_OF_ONE = 10_000


class ReportOnPhone(ReportForm):
    """The report of a visit without its pictures: those come after it, part by part (`cases.phones.desk.pictures`)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("photos", "token", "pressed_at", "sent_at"):
            del self.fields[name]

    @property
    def phone(self) -> None:
        """The time comes with the entry."""

    def clean(self) -> dict[str, Any]:
        """Nothing at all is no report; what nobody was helped by needs a word."""
        data: dict[str, Any] = super().clean() or {}
        if not self.says_what_was_given(data) and not data.get("result"):
            self.add_error("result", _("บอกว่าให้อะไร หรือผลการออกหน่วยเป็นอย่างไร"))
        elif data.get("result") not in ("", None, VisitResult.HELPED) and not data.get("note", "").strip():
            self.add_error("note", _("เขียนเหตุผลหรือรายละเอียดสั้น ๆ"))
        return data

    def says_what_was_given(self, data: Mapping[str, Any]) -> bool:
        """Whether something was given."""
        return bool(data.get("kind"))


class StopOnPhone(ReportOnPhone):
    """The report of a stop of a trip: what is usual by one press, numbers beside what was loaded, then as of any visit.

    A phone may send what it showed hours ago, and the desk load anew meanwhile: so the press carries how many of what stood beside
    it, and each number the key of its load. What is not on board any more waits for a person.
    """

    def __init__(self, *args: Any, aboard: tuple[Aboard, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.aboard = {one.key: one for one in aboard}
        now = {one.key: one.usual for one in aboard if one.usual}
        offered = [now] if now else []
        sent = _read_usual(self.data.get("usual", "")) if self.is_bound else {}
        if sent and sent != now and set(sent) <= set(self.aboard):
            offered.append(sent)
        if offered or sent:
            self.fields["usual"] = forms.ChoiceField(
                label=_("ให้ของบนรถหรือเรือ"),
                choices=[
                    ("", _("ไม่ใช่ตามปกติ")),
                    *((_write_usual(one), self._usual_words(one)) for one in offered),
                ],
                required=False,
                widget=forms.RadioSelect,
            )
        for one in aboard:
            self.fields[_box(one.key)] = NumberField(
                label=f"{one.name} ({one.unit})", required=False, min_value=1, max_value=MOST_OF_ONE
            )
        if aboard:
            self.fields["kind"].label = _("ให้อะไรอีก นอกจากของบนรถหรือเรือ")
        # How many live there the portal knows; who writes nothing means them.
        self.initial["persons"] = ""
        self.order_fields(["usual", *(_box(one.key) for one in aboard)])

    def _usual_words(self, usual: Mapping[int, int]) -> str:
        words = (f"{self.aboard[key].name} {number} {self.aboard[key].unit}" for key, number in usual.items())
        return _("ให้ตามปกติ: %(words)s") % {"words": ", ".join(words)}

    def clean(self) -> dict[str, Any]:
        """As of any visit; and a number beside what is not on board any more is kept by nobody."""
        data = super().clean()
        gone = [
            value
            for name, value in self.data.items()
            if name.startswith(_box("")) and name not in self.fields
        ]
        if any(str(value).strip() for value in gone):
            words = ", ".join(str(value)[:20] for value in gone)
            self.add_error(None, _("ของที่ไม่อยู่ในเที่ยวนี้แล้ว: %(words)s") % {"words": words})
        return data

    def says_what_was_given(self, data: Mapping[str, Any]) -> bool:
        """Whether something was given, of the load or else."""
        return super().says_what_was_given(data) or bool(data.get("usual")) or bool(self._counted(data))

    def _counted(self, data: Mapping[str, Any]) -> dict[int, int]:
        return {key: data[_box(key)] for key in self.aboard if data.get(_box(key))}

    @property
    def done(self) -> visits.OnSite:
        """What is handed in, with what was given of the load."""
        data = self.cleaned_data
        usual, counted = _read_usual(data.get("usual", "")), self._counted(data)
        if not usual and not counted:
            return super().done
        off = visits.OffLoad(
            usual=usual,
            counted=counted,
            persons=data["persons"] or 0,
            before_committee=data.get("before_committee", False),
        )
        return replace(super().done, load=off)

    def _given(self) -> Help | None:
        given = super()._given()
        if given is None or self.cleaned_data["persons"]:
            return given
        return replace(given, persons=people_in(self.case.pk))


def report_form(place: Within | None, data: Any = None, *, case: Case, has_committee: bool) -> ReportOnPhone:
    """Return the report of a visit.

    Args:
        place: where it stands in a trip; None where it is part of none.
        data: what was written; None for the form as it is drawn.
        case: of the visit; one without a key where it is drawn for all of them.
        has_committee: the unit is that of a local administration.
    """
    if place is None:
        return ReportOnPhone(data, case=case, has_committee=has_committee)
    return StopOnPhone(data, aboard=place.aboard, case=case, has_committee=has_committee)


def _box(key: int | str) -> str:
    return f"load_{key}"


def _write_usual(usual: Mapping[int, int]) -> str:
    """Return what a press carries of what is usual, as `_read_usual` reads it."""
    return ",".join(f"{key}:{number}" for key, number in usual.items())


def _read_usual(text: str) -> dict[int, int]:
    """Return key of a load → how many; nothing of what no form of ours wrote."""
    pairs = [re.fullmatch(r"([0-9]{1,18}):([0-9]{1,6})", part) for part in text[:400].split(",")]
    return {int(pair[1]): int(pair[2]) for pair in pairs if pair} if all(pairs) else {}
