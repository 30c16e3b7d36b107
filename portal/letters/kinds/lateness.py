"""A one-page report that something is late, for the governor: what is due at whom since when, and who was told (S2.48).

It names no person and says nothing of what the matter is about; whoever draws it has nothing else to give.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from portal.letters.drawing.render import render_pdf

TEMPLATE = "letters/lateness.html"


@dataclass(frozen=True, kw_only=True)
class Step:
    """One level of the alarm: when it rang and who was told, in writing."""

    level: str
    rang: str
    told: str


@dataclass(frozen=True, kw_only=True)
class LatenessReport:
    """What the report says; every text is final and plain.

    Args:
        addressee: the office that it is for.
        issuer: the office that prints it.
        issued_on: when.
        reference: of the matter.
        facts: pairs of a label and its words.
        steps: the levels that rang, the first one first.
        findings: what was found out, one sentence each.
    """

    addressee: str
    issuer: str
    issued_on: date
    reference: str
    facts: tuple[tuple[str, str], ...]
    steps: tuple[Step, ...]
    findings: tuple[str, ...] = ()


def lateness_pdf(report: LatenessReport) -> bytes:
    """Draw the report: A4, one page."""
    return render_pdf(TEMPLATE, {"report": report}, identifier=f"lateness {report.reference}")
