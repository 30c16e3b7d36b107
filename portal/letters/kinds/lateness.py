"""A memorandum of one page that something is late, for the governor: what is due at whom since when, and what was found out.

S2.48; the form is that of the regulation on Saraban work B.E. 2526, annex form 2.

It names no person and says nothing of what the matter is about; whoever draws it has nothing else to give.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from portal.letters.drawing.render import render_pdf
from portal.letters.kinds.official import emblem_asset

MOST_FINDINGS = 4
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
        findings: what was found out, one sentence each; at most `MOST_FINDINGS`, or it would not keep to its page.
        urged: how often and when last it was pressed for, as a sentence.
        is_over: it ended meanwhile, so that nobody is asked to make haste.
        code: of the issuer's letters; the number is written by hand, because the memorandum stays in the house.
        phones: of the issuer.
        signatory: who signs; "" leaves room to write it.
        position: of the signatory.
        acting: lines below the position, when they sign for another.
    """

    addressee: str
    issuer: str
    issued_on: date
    reference: str
    facts: tuple[tuple[str, str], ...]
    steps: tuple[Step, ...]
    findings: tuple[str, ...]
    urged: str
    code: str
    is_over: bool = False
    phones: str = ""
    signatory: str = ""
    position: str = ""
    acting: tuple[str, ...] = ()


def lateness_pdf(report: LatenessReport) -> bytes:
    """Draw the report: A4, one page."""
    emblem = emblem_asset()
    context = {"report": report, "has_emblem": bool(emblem)}
    return render_pdf(TEMPLATE, context, assets=emblem, identifier=f"lateness {report.reference}")
