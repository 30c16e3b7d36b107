"""What a published edition of a year has told its readers, read back from what was published (S1.30).

A reader keeps the edition that was replaced. So a new one has to leave out what the old one left out, and cannot protect a
small figure by hiding another one that stands in the old edition unchanged.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from cases.domain.reporting import MonthFigures, YearlyFigures
from portal.vocabulary import ProblemType

Figure = tuple[str, str, int | None]
"""Measure, key of `figures.cells_of`, value."""


@dataclass(frozen=True, slots=True)
class Told:
    """An edition by measure and key.

    Attributes:
        period: "month" or "quarter".
        measures: what was counted at all.
        hidden: measure → keys of the figures that were left out.
        shown: measure → key → figure.
    """

    period: str
    measures: tuple[str, ...]
    hidden: Mapping[str, frozenset[str]] = field(default_factory=dict)
    shown: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


def told_by(snapshot: Mapping, organizations: Mapping[str, int]) -> Told:
    """Return what a published snapshot tells.

    Args:
        snapshot: as `figures.public_view` made it.
        organizations: name → key, for snapshots that were made before they carried keys.
    """
    hidden: dict[str, set[str]] = {measure: set() for measure in snapshot["measures"]}
    shown: dict[str, dict[str, int]] = {measure: {} for measure in snapshot["measures"]}
    for measure, key, value in _figures(snapshot, organizations):
        if value is None:
            hidden[measure].add(key)
        else:
            shown[measure][key] = value
    return Told(
        period=snapshot.get("period", "month"),
        measures=tuple(snapshot["measures"]),
        hidden={measure: frozenset(keys) for measure, keys in hidden.items()},
        shown=shown,
    )


def _figures(snapshot: Mapping, organizations: Mapping[str, int]) -> Iterator[Figure]:
    lines = [(name, snapshot[name]) for name in ("total", "general", "crisis")]
    lines += [
        (f"problem:{one['problem']}", one) for one in (*snapshot["problems"], *snapshot["crisis_problems"])
    ]
    for one in snapshot["crisis_provinces"]:
        lines.append((f"province:{one['province']}", one))
        lines += [(f"crisis:{one['province']}:{problem}", line) for problem, line in one["problems"].items()]
    for one in snapshot["organizations"]:
        body = one["key"] if "key" in one else organizations.get(one["organization"])
        lines.append((f"organization:{body}", one))
        for problem, value in one["received_by_problem"].items():
            yield "received", f"cell:{body}:{problem}", value
    for key, line in lines:
        for measure in snapshot["measures"]:
            yield measure, key, line[measure]
    for one in snapshot["months"]:
        yield "received", f"month:{one['month']}", one["received"]
        for problem, value in one["received_by_problem"].items():
            yield "received", f"month:{one['month']}:{problem}", value


def with_noughts(figures: YearlyFigures, told: Told) -> YearlyFigures:
    """Return a year with a row of noughts wherever an earlier edition left a figure out that is not there any more.

    Otherwise the new edition would show that nought, and with it what the old one had left out.
    """
    first = figures.first.replace(day=1)
    general = next((row for row in figures.rows if not row.is_crisis), None)
    crisis = next((row for row in figures.rows if row.is_crisis), None)
    bodies = {row.organization_id: row for row in figures.rows}
    made = []
    for key in sorted(frozenset().union(*told.hidden.values())):
        kind, *parts = key.split(":")
        pattern = crisis if _is_crisis(kind, parts) else general
        if kind in {"total", "general", "crisis"} or pattern is None:
            continue
        made.append(_nought(replace(pattern, month=first), kind, parts, bodies))
    return replace(figures, rows=(*figures.rows, *made))


def _is_crisis(kind: str, parts: list[str]) -> bool:
    if kind in {"province", "crisis"}:
        return True
    return kind == "problem" and parts[0] in ProblemType.values and ProblemType(parts[0]).is_crisis


def _nought(
    row: MonthFigures, kind: str, parts: list[str], bodies: Mapping[int, MonthFigures]
) -> MonthFigures:
    """Return a row of noughts that has the key of a figure among its sums."""
    row = replace(row, **dict.fromkeys(("received", "closed", "helped"), 0), **dict.fromkeys(_OPTIONAL, None))
    if kind in {"cell", "organization"} and parts[0].isdigit():
        known = bodies.get(int(parts[0]))
        name = known.organization if known is not None else row.organization
        row = replace(row, organization_id=int(parts[0]), organization=name)
    if kind == "month":
        row = replace(row, month=date.fromisoformat(f"{parts[0]}-01"))
    if kind in {"province", "crisis"}:
        row = replace(row, province_code=parts[0])
    if kind == "problem" or (kind in {"cell", "month", "crisis"} and len(parts) > 1):
        row = replace(row, problem=parts[-1])
    return row


_OPTIONAL = ("refused", "waiting", "households", "persons", "baht")
