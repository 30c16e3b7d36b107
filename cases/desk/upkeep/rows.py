"""What a look found, as rows of the page: counts and words, no name of anything."""

from __future__ import annotations

from dataclasses import dataclass

from portal.upkeep.models import Inspection
from portal.upkeep.registry import MOST, Check, Severity, checks


@dataclass(frozen=True, slots=True)
class Finding:
    """One check that found something, or could not look.

    Attributes:
        check: which.
        severity: how soon somebody has to see to it.
        count: how many it found.
        seconds: how long it took.
        could_look: it was not kept from looking.
        is_new: the last look of a day before did not have it.
    """

    check: Check
    severity: Severity
    count: int
    seconds: float
    could_look: bool
    is_new: bool

    @property
    def number(self) -> str:
        """The count as it is shown."""
        return f"{self.count:,}{'+' if self.count >= MOST else ''}"


def findings_of(look: Inspection) -> list[Finding]:
    """Return what a look found, the gravest first; a check that this version does not know is left out."""
    known = checks()
    earlier = look.of_a_day_before()
    before = {one["name"] for one in earlier.results if _is_wrong(one)} if earlier is not None else set()
    found = [
        Finding(
            check=known[one["name"]],
            severity=max(known[one["name"]].severity, Severity.TODAY if one["problem"] else Severity.PLAN),
            count=one["count"],
            seconds=one["seconds"],
            could_look=not one["problem"],
            is_new=earlier is not None and one["name"] not in before,
        )
        for one in look.results
        if _is_wrong(one) and one["name"] in known
    ]
    return sorted(found, key=lambda one: -one.severity)


def _is_wrong(one: dict[str, object]) -> bool:
    return bool(one["count"] or one["problem"])
