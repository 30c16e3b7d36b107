"""A case on paper, for the file of an office: what its reader may read, who printed it and for what."""

from __future__ import annotations

from dataclasses import dataclass

from portal.letters.drawing.render import render_pdf

TEMPLATE = "letters/casefile.html"


@dataclass(frozen=True, kw_only=True)
class Section:
    """One part of the print.

    Args:
        title: its heading.
        facts: pairs of a label and its words.
        lines: paragraphs, each in one piece.
    """

    title: str
    facts: tuple[tuple[str, str], ...] = ()
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CaseFilePrint:
    """What the print says; every text is final and plain.

    Args:
        issuer: the office that prints it.
        reference: of the case.
        number: in the register of the office; "" without one.
        scope: how much of the case this is, in words.
        mark: who printed it, when and for what; stands at the foot of every page.
        printed_on: the day, as `2026-11-27`.
        sections: in their order.
    """

    issuer: str
    reference: str
    number: str
    scope: str
    mark: str
    printed_on: str
    sections: tuple[Section, ...]


def casefile_pdf(case: CaseFilePrint) -> bytes:
    """Draw it: A4, with a margin for punching."""
    return render_pdf(TEMPLATE, {"case": case}, identifier=f"case {case.reference}")
