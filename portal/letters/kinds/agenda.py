"""The annex of an agenda: a table of the cases and a page for each, as it was frozen (S1.07)."""

from __future__ import annotations

from dataclasses import dataclass

from portal.letters.drawing.apart import Lane
from portal.letters.drawing.render import render_pdf

TEMPLATE = "letters/agenda.html"


@dataclass(frozen=True, kw_only=True)
class CaseBrief:
    """One case: its line of the table, and its page.

    Args:
        number: on the agenda.
        reference: of the case.
        cells: the rest of its line, in the order of the table's columns.
        facts: pairs of a label and its words.
        proposal: what the committee is asked for.
        story: what happened; "" where it is not given.
        help: what was given already, a line each.
    """

    number: str
    reference: str
    cells: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    proposal: str
    story: str
    help: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class AgendaAnnex:
    """What the annex says; every text is final and plain.

    Args:
        issuer: the local administration.
        title: of the paper.
        subtitle: which meeting, when, where.
        mark: at the foot of every page: edition, day, digest, who printed it.
        printed_on: the day, as `2026-11-27`.
        columns: headings of the table after number and reference.
        briefs: in the order of the agenda.
        notes: sentences below the table.
    """

    issuer: str
    title: str
    subtitle: str
    mark: str
    printed_on: str
    columns: tuple[str, ...]
    briefs: tuple[CaseBrief, ...]
    notes: tuple[str, ...] = ()


def agenda_pdf(annex: AgendaAnnex) -> bytes:
    """Draw it: A4, the table first, then a page for each case."""
    return render_pdf(TEMPLATE, {"annex": annex}, identifier=f"agenda {annex.mark}", lane=Lane.SLOW)
