"""What the table of an agenda shows: a line for each case, in a fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse

from cases.committee.domain.agenda import items_of
from cases.committee.domain.registers import register_numbers
from cases.committee.models import AgendaItem, Meeting, Resolution
from cases.committee.vocabulary import ConflictReason
from cases.machine.vocabulary import WaitingState
from cases.models import Case
from portal.actors import Officer
from portal.organizations import areas
from portal.vocabulary import ProblemType


@dataclass(frozen=True, slots=True)
class Line:
    """One case on the agenda; of a case that the reader may not open there is its reference and nothing else.

    Attributes:
        item: on the agenda.
        reference: of the case.
        url: of its page; "" when the reader may not open it.
        register: number in the own register.
        problem: what kind of matter it is.
        place: the subdistrict.
        is_restricted: every reading is recorded.
        resolution: what was resolved; None before.
        leaving: names of members who leave for it.
        is_gone: it was called off, or resolved on the page of the case.
    """

    item: AgendaItem
    reference: str
    url: str = ""
    register: str = ""
    problem: str = ""
    place: str = ""
    is_restricted: bool = False
    resolution: Resolution | None = None
    leaving: tuple[str, ...] = ()
    is_gone: bool = False

    @property
    def amount(self) -> str:
        """The money that was resolved, as it is written."""
        return self.resolution.amount if self.resolution is not None else ""


def lines_of(meeting: Meeting, actor: Officer) -> list[Line]:
    """Return the agenda for a reader; six queries, however many cases."""
    items = list(items_of(meeting).select_related("resolution").prefetch_related("conflicts__member"))
    cases = [item.case_id for item in items]
    visible = set(Case.objects.visible_to(actor, among=Q(pk__in=cases)).values_list("pk", flat=True))
    numbers = register_numbers(visible, actor.organization)
    return [
        _line(item, numbers.get(item.case_id, ""))
        if item.case_id in visible
        else Line(item, item.case.reference)
        for item in items
    ]


def _line(item: AgendaItem, number: str) -> Line:
    case, resolution = item.case, getattr(item, "resolution", None)
    return Line(
        item=item,
        reference=case.reference,
        url=reverse("desk:case", kwargs={"reference": case.reference}),
        register=number,
        problem=str(ProblemType(case.problem).label),
        place=areas.area_name(case.subdistrict_code) if case.subdistrict_code else "",
        is_restricted=case.is_restricted,
        resolution=resolution,
        leaving=tuple(one.member.name for one in item.conflicts.all() if ConflictReason(one.reason).leaves),
        is_gone=resolution is None and item.row.state != WaitingState.SUBMITTED,
    )
