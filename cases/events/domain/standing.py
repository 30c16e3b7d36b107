"""What still stands in an event, told before somebody closes it (many.md, end_event): each room counts what is its own.

Nothing of it ends silently: beside each number stands what becomes of it after the end.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from cases.events.domain.attaching import members
from cases.machine.vocabulary import Stage

if TYPE_CHECKING:
    from django.utils.functional import Promise

    from cases.events.models import Event


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of what can stand.

    Attributes:
        label: what it is, in words.
        then: what becomes of it after the end.
    """

    label: str | Promise
    then: str | Promise


Counter = Callable[["Event"], Mapping[str, int]]
_kinds: dict[str, Kind] = {}
_counters: list[Counter] = []


def register(kinds: Mapping[str, Kind], count: Counter) -> None:
    """Let a room say what still stands; the same one a second time counts once.

    Args:
        kinds: what it counts, by the codes that the story of the event keeps.
        count: takes the event; returns code → number with a number of queries that does not grow.
    """
    if count not in _counters:
        _kinds.update(kinds)
        _counters.append(count)


def standing_in(event: Event) -> dict[str, int]:
    """Return what still stands in an event, by code; what there is none of is left out."""
    return {code: number for count in _counters for code, number in count(event).items() if number}


def in_words(standing: Mapping[str, int]) -> list[tuple[Kind, int]]:
    """Return what stood, for people; a code that nobody knows any more is left out."""
    return [(_kinds[code], number) for code, number in standing.items() if code in _kinds]


def _open_cases(event: Event) -> dict[str, int]:
    return {"cases": members(event).exclude(case__stage=Stage.CLOSED).count()}


register(
    {"cases": Kind(_("เรื่องที่ยังไม่ปิด"), _("ทำต่อที่หน่วยงานผู้รับผิดชอบ กำหนดเวลาเดิมเดินต่อ และมีรายการให้ดู"))},
    _open_cases,
)
