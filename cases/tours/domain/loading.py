"""What to load: how many people wait, of whom how many need care, what was planned; and how a person writes a load down."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from cases.errors import GuardFailed
from cases.models import AffectedPerson, PlanItem
from cases.tours.domain.planning import MOST_LOADS, Loaded
from cases.tours.models import Tour
from cases.vocabulary import AssistanceKind, PlanState, TargetGroup
from portal.thai.bounds import LINE
from portal.thai.digits import to_arabic

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.utils.functional import Promise

EACH = "บ้านละ"
MOST = 100_000
CARE = (TargetGroup.CHILD, TargetGroup.ELDERLY, TargetGroup.PERSON_WITH_DISABILITY)


@dataclass(frozen=True, slots=True)
class Wants:
    """What waits at the houses of a trip, without a name.

    Attributes:
        houses: stops.
        people: who live there, as far as somebody said; at least one for each house.
        groups: of those who are named in the requests, how many need care.
        services: planned by one's own organization and not given yet: name → houses.
    """

    houses: int = 0
    people: int = 0
    groups: list[tuple[str | Promise, int]] = field(default_factory=list)
    services: list[tuple[str, int]] = field(default_factory=list)


def wants_of(tour: Tour) -> Wants:
    """Return what waits at the houses of a trip; three queries."""
    cases = list(tour.stops.filter(left="").values_list("case", flat=True))
    people: dict[int, int] = {}
    groups: Counter[TargetGroup] = Counter()
    for row in AffectedPerson.objects.filter(case__in=cases):
        people[row.case_id] = max(people.get(row.case_id, 1), row.household_size or 1)
        groups.update(group for group in row.target_groups if group in CARE)
    planned = PlanItem.objects.filter(
        case__in=cases, organization=tour.organization_id, state=PlanState.PLANNED
    ).select_related("service")
    services = Counter(item.service.display_name for item in planned)
    return Wants(
        houses=len(cases),
        people=sum(people.get(pk, 1) for pk in cases),
        groups=[(group.label, groups[group]) for group in CARE if groups[group]],
        services=services.most_common(),
    )


def as_written(lines: Sequence[Loaded]) -> str:
    """Return loads as a person writes them, one a line."""
    return "\n".join(
        f"{line.name} {line.quantity} {line.unit}" + (f" {EACH} {line.usual}" if line.usual else "")
        for line in lines
    )


def read_load(text: str) -> list[Loaded]:
    """Read what is loaded: name, number, unit, and how many a house usually gets ("ถุงยังชีพ 40 ชุด บ้านละ 1").

    Args:
        text: one thing a line; Thai digits are understood.

    Raises:
        GuardFailed: a line has no number or no unit, or there are too many.
    """
    rows = [line.strip() for line in text.splitlines() if line.strip()]
    if len(rows) > MOST_LOADS:
        raise GuardFailed(_("ลงของได้ไม่เกิน 12 รายการ"), field="loads")
    return [_read(row) for row in rows]


def _read(row: str) -> Loaded:
    words = to_arabic(row[:LINE]).replace(",", "").split()
    place = next((n for n, word in enumerate(words) if _number(word)), 0)
    if not place or place + 1 >= len(words):
        raise GuardFailed(
            _("เขียนเป็น “ชื่อ จำนวน หน่วย” เช่น ถุงยังชีพ 40 ชุด บ้านละ 1: %(row)s") % {"row": row[:60]}, field="loads"
        )
    name, unit, rest = " ".join(words[:place]), words[place + 1], words[place + 2 :]
    usual = 0
    if rest:
        if rest[0] != EACH or len(rest) < 2 or not _number(rest[1]):
            raise GuardFailed(
                _("อ่าน “%(words)s” ไม่ออก เขียน บ้านละ แล้วตามด้วยจำนวน") % {"words": " ".join(rest)[:60]},
                field="loads",
            )
        usual = _number(rest[1])
    if len(name) > 80 or len(unit) > 40:
        raise GuardFailed(_("ชื่อของยาวได้ 80 ตัวอักษร หน่วยนับ 40"), field="loads")
    return Loaded(AssistanceKind.IN_KIND, name, unit, _number(words[place]), min(usual, 1000))


def _number(word: str) -> int:
    """Return a whole number above none; 0 for what is none."""
    return int(word) if word.isascii() and word.isdigit() and len(word) <= 6 and int(word) <= MOST else 0
