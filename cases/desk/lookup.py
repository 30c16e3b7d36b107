"""The one way from an address of the desk to a case and to what belongs to it."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Model, QuerySet
from django.http import Http404

from cases.models import Case
from portal.actors import Officer
from portal.audit import services as audit
from portal.thai.codes import clean

Row = TypeVar("Row", bound=Model)


def case_or_404(actor: Officer, reference: str, *, queryset: QuerySet[Case] | None = None) -> Case:
    """Return the case with this reference, if the actor may see it.

    Args:
        actor: who asks.
        reference: from the address.
        queryset: with the relations that a page needs; still limited to what the actor may see.

    Raises:
        Http404: there is none, or it is another body's; nobody can tell the two apart (privacy 1).
    """
    visible = Case.objects.visible_to(actor)
    base = visible if queryset is None else queryset.filter(pk__in=visible.values("pk"))
    case = base.filter(reference=clean(reference)).first()
    if case is None:
        raise Http404
    return case


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
