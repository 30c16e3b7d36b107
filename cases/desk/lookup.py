"""The one way from an address of the desk to a case and to what belongs to it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Model, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from cases.domain.gathering import Rows
from cases.domain.queries.standing import case_worker
from cases.domain.view import CaseView, case_view, read_first
from cases.machine.verbs.watching import GLASS_OPEN
from cases.machine.vocabulary import Scope
from cases.models import Case
from portal.actors import Officer
from portal.audit import services as audit
from portal.composed import Composed
from portal.thai.codes import clean

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class Opened:
    """A case that somebody opened.

    Attributes:
        case: for the functions of `cases.domain`, never for a template.
        view: what its page, its form or its print shows.
        rows: that the view was made of, for `situation_of`.
    """

    case: Case
    view: CaseView
    rows: Rows


def open_or_404(actor: Officer, reference: str, *, least: Scope, now: dt.datetime | None = None) -> Opened:
    """Return the case with this reference and what the actor may read of it.

    Args:
        actor: who asks.
        reference: from the address.
        least: how much must be readable for this address to exist at all.
        now: the time of the page; the present by default.

    Raises:
        Http404: there is none, or not for this reader; nobody can tell the two apart (privacy 1).
    """
    case = next(iter(_heard_of(actor, clean(reference), now or timezone.now())), None)
    if case is None:
        raise Http404
    rows = read_first(case)
    view = case_view(case, actor, now, rows)
    if view is None or not view.scope.reaches(least):
        raise Http404
    return Opened(case, view, rows)


def _heard_of(actor: Officer, reference: str, now: dt.datetime) -> list[Case]:
    if not actor.works_on_cases:
        return []
    return _BY_REFERENCE(
        reference=reference,
        organization=actor.organization.pk,
        person=actor.person.pk,
        glass_since=now - GLASS_OPEN,
    )


def _by_reference(reference: str, organization: int, person: int, glass_since: dt.datetime) -> QuerySet[Case]:
    door = Case.objects.heard_of(
        case_worker(organization, person), glass_since=glass_since, among=Q(reference=reference)
    )
    related = ("holder", "received_by", "reporter", "created_by", "proposed_organization")
    # Of one reference there is one case; ordering it costs as much as finding it.
    return door.select_related(*related).defer("narrative", "place_detail").order_by()


_BY_REFERENCE = Composed(_by_reference, reference=str, organization=int, person=int, glass_since=dt.datetime)


def case_or_404(actor: Officer, reference: str, least: Scope = Scope.PART) -> Case:
    """Return a case for a page that shows nothing of it itself; arguments and errors as in `open_or_404`."""
    return open_or_404(actor, reference, least=least).case


def opened_again(actor: Officer, opened: Opened) -> Opened:
    """Return a case as it is now, after somebody was faster; as it was, for whoever may read nothing of it any more."""
    try:
        return open_or_404(actor, opened.case.reference, least=Scope.METADATA)
    except Http404:
        return opened


def part_or_404(rows: QuerySet[Row], pk: int) -> Row:
    """Return one row of a case's own rows.

    Raises:
        Http404: the row is not of this case (privacy 4).
    """
    row = rows.filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def row_or_404(case: Case, number: int) -> Model:
    """Return what waits or waited under a number of a case.

    Raises:
        Http404: nothing of this case has the number (privacy 4).
    """
    tables = (
        case.referrals.select_related("sender", "target"),
        *(
            case.questions.all(),
            case.approvals.select_related("requester", "requesting"),
            case.follow_ups.all(),
            case.visits.all(),
        ),
        case.committee_items.all(),
    )
    for rows in tables:
        found = rows.filter(number=number).first()
        if found is not None:
            return found
    raise Http404


def note_reading(actor: Officer, case: Case, action: str = "case.read") -> None:
    """Record that somebody read a restricted case, and by what right; reads of other cases leave no trace (privacy 6)."""
    if case.is_restricted:
        held = case.grants.filter(organization=actor.organization.pk, until__isnull=True)
        reasons = sorted(set(held.values_list("reason", flat=True)))
        audit.record(actor=actor, action=action, subject=case.reference, purpose=", ".join(reasons))
