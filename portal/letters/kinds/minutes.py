"""The minutes of a committee (รายงานการประชุม): regulation on Saraban work B.E. 2526, annex form 11."""

from __future__ import annotations

from dataclasses import dataclass

from portal.letters.drawing.apart import Lane
from portal.letters.drawing.render import render_pdf

TEMPLATE = "letters/minutes.html"


@dataclass(frozen=True, kw_only=True)
class MinutesItem:
    """One case that was considered.

    Args:
        number: on the agenda.
        reference: of the case.
        register: number in the office's register; "" without one.
        lines: who left, who presided, what was resolved.
        helped_before: help was given before the committee could resolve.
    """

    number: str
    reference: str
    register: str
    lines: tuple[str, ...]
    helped_before: bool = False


@dataclass(frozen=True, kw_only=True)
class Minutes:
    """What minutes say; every text is final and plain.

    Args:
        issuer: the local administration.
        committee: its name.
        number: of the meeting, "3/2570".
        held: day, time and place as one line.
        present: members who came, one line each.
        absent: those who did not, with why.
        guests: others who took part.
        opened: time of opening.
        closed: time of closing.
        quorum: the count as a sentence, with the rule.
        told: what the chair told.
        earlier: minutes that were confirmed.
        items: the cases.
        other: other matters.
        secretary: who took the minutes; "" leaves room.
        chair: who checked them; "" leaves room.
        held_on: the day, as `2026-11-27`.
    """

    issuer: str
    committee: str
    number: str
    held: str
    present: tuple[str, ...]
    absent: tuple[str, ...]
    guests: tuple[str, ...]
    opened: str
    closed: str
    quorum: str
    told: str
    earlier: str
    items: tuple[MinutesItem, ...]
    other: str
    secretary: str
    chair: str
    held_on: str


def minutes_pdf(minutes: Minutes) -> bytes:
    """Draw them: A4, Thai digits, page numbers."""
    identifier = f"minutes {minutes.issuer} {minutes.number}"
    return render_pdf(TEMPLATE, {"minutes": minutes}, identifier=identifier, lane=Lane.SLOW)
