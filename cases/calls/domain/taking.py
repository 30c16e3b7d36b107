"""Taking the next number, and giving it back. What is in a caller's hand is in nobody else's, and falls out by itself."""

from __future__ import annotations

import datetime as dt
import time
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.crypto import salted_hmac

from cases.calls.domain.making import is_urgent, why_not, works_on
from cases.calls.domain.rights import may_call
from cases.calls.domain.rules import LEASE
from cases.calls.models import CallList, CallRow
from cases.calls.vocabulary import CANNOT_BE_CALLED, Reason, RowState
from cases.domain.act import situation_of
from cases.errors import NotAllowed
from cases.machine.act import permits
from cases.machine.verb import Ask
from cases.machine.vocabulary import Stage, Verb
from cases.models import Case
from cases.vocabulary import CallOutcome
from portal.accounts.models import Appointment
from portal.thai.phone import phones_in

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from portal.actors import Officer

MOST_LOOKED_AT = 40
"""Rows that one press looks at; whoever meets so many that nobody calls any more presses again."""
MOST_WAITS, WAIT = 10, 0.05
"""How often, and for how many seconds, a press waits for rows that others look at."""
PUT_BACK, PUT_BACK_URGENT = dt.timedelta(minutes=15), dt.timedelta(minutes=1)
"""After this long a number that was given back is offered again; in danger at once, but to the others first."""
NO_LEASE = {"number": "", "leased_by": None, "leased_appointment": None, "leased_until": None}


def digest_of(number: str) -> str:
    """Return what stands for a number where two callers are kept apart; nobody reads the number out of it.

    Args:
        number: in its international form.
    """
    return salted_hmac("cases.calls.number", number, algorithm="sha256").hexdigest()


def held_by(actor: Officer) -> CallRow | None:
    """Return the row whose number the actor has in hand, of whatever list of their organization.

    Whoever takes no part in the case any more holds nothing of it.
    """
    rows = CallRow.objects.filter(
        leased_by=actor.person.pk,
        leased_until__gt=timezone.now(),
        calls__organization=actor.organization.pk,
    ).exclude(case__in=_stepped_back(actor))
    return rows.select_related("calls", "case", "case__holder", "case__reporter").first()


def take(*, calls: CallList, actor: Officer) -> CallRow | None:
    """Take the next number of a list: danger first, then who has waited longest. A second press gives the same one.

    What cannot be called any more is put aside with its reason on the way.

    Args:
        calls: of the actor's organization, not ended.
        actor: who calls.

    Returns:
        the row; None when nobody is to be called now.

    Raises:
        NotAllowed: somebody who does not call, or the list ended.
    """
    if not may_call(actor) or calls.organization_id != actor.organization.pk or calls.ended_at is not None:
        raise NotAllowed("call")
    busy: set[int] = set()
    waited = 0
    # Each look is a transaction of its own, so that nobody waits for the rows that another has only looked at.
    for _attempt in range(MOST_LOOKED_AT):
        found, row = _look(calls, actor, busy)
        if found is not None:
            return found
        if row is not None:
            busy.add(row.pk)
        elif waited == MOST_WAITS or not _to_call(calls, actor, busy).exists():
            return None
        else:
            # What is left is being looked at by others in this moment, and may be put back.
            waited += 1
            time.sleep(WAIT)
    return None


@transaction.atomic
def _look(calls: CallList, actor: Officer, busy: set[int]) -> tuple[CallRow | None, CallRow | None]:
    """Return the row that is in the actor's hand now; else the one that was looked at in vain, None where all are locked."""
    # One person, one press after the other: a double click meets the row of the first.
    Appointment.objects.select_for_update().get(pk=actor.appointment.pk)
    let_go()
    if (held := held_by(actor)) is not None:
        return held, None
    row = _next(calls, actor, busy)
    if row is not None and _lease(row, actor):
        return held_by(actor), row
    return None, row


def let_go(now: dt.datetime | None = None) -> int:
    """Let every number go whose time is over, or whose caller may not call there any more; returns how many.

    Callers who are not appointed any more, or take no part in the case any more.
    """
    in_force = Appointment.objects.in_force().values("pk")
    stepped_back = Case.recused.through.objects.filter(case=OuterRef("case"), user=OuterRef("leased_by"))
    over = Q(leased_until__lte=now or timezone.now()) | ~Q(leased_appointment__in=in_force)
    rows = CallRow.objects.exclude(leased_by=None).filter(over | Exists(stepped_back)).order_by("pk")
    gone = list(rows.select_for_update(skip_locked=True).values_list("pk", flat=True))
    return CallRow.objects.filter(pk__in=gone).update(**NO_LEASE) if gone else 0


def give_back(*, row: CallRow, actor: Officer) -> None:
    """Give a number back without having called; a row that is not in the actor's hand stays as it is."""
    again = timezone.now() + (PUT_BACK_URGENT if row.urgent else PUT_BACK)
    CallRow.objects.filter(pk=row.pk, leased_by=actor.person.pk).update(**NO_LEASE, next_at=again)


def _stepped_back(actor: Officer) -> QuerySet[Any]:
    """Return the cases in which somebody takes no part: their colleagues call there."""
    return Case.recused.through.objects.filter(user=actor.person.pk).values("case")


def _to_call(calls: CallList, actor: Officer, busy: set[int]) -> QuerySet[CallRow]:
    rows: QuerySet[CallRow] = calls.rows.to_call(timezone.now()).exclude(pk__in=busy)
    return rows.exclude(case__in=_stepped_back(actor))


def _next(calls: CallList, actor: Officer, busy: set[int]) -> CallRow | None:
    # PostgreSQL leaves out what others are taking in this moment; SQLite lets one transaction write at a time.
    return _to_call(calls, actor, busy).select_for_update(skip_locked=True).first()


def _lease(row: CallRow, actor: Officer) -> bool:
    """Put a row into the actor's hand; False when it is not to be called, or its number rings elsewhere."""
    now = timezone.now()
    case = (
        Case.objects.visible_to(actor, among=Q(pk=row.case_id)).select_related("holder", "reporter").first()
    )
    if case is None and is_for_a_colleague(row, actor):
        # They stepped back in this very moment. Nobody else is kept from the number by that.
        return False
    reason = _why_not(case, actor, row.code)
    if case is None or reason is not None:
        put_aside(row, reason or Reason.HANDED_OVER, urgent=case is not None and is_urgent(case))
        return False
    row.urgent = is_urgent(case)
    row.number = digest_of(phones_in(case.reporter.phone)[0].e164)
    row.leased_by, row.leased_appointment = actor.person, actor.appointment
    row.leased_until = now + LEASE
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        # The constraints of the table decide, not what was read before: another caller speaks on that number.
        return False
    return True


def is_for_a_colleague(row: CallRow, actor: Officer) -> bool:
    """Whether a case is hidden from one person alone: they take no part in it, and their organization works on it.

    Args:
        row: of a list of the actor's organization.
        actor: who cannot read the case.
    """
    return (
        Case.recused.through.objects.filter(case=row.case_id, user=actor.person.pk).exists()
        and works_on(actor).filter(case=row.case_id).exists()
    )


def _why_not(case: Case | None, actor: Officer, code: str) -> Reason | None:
    if case is None:
        return Reason.HANDED_OVER
    if case.stage == Stage.CLOSED:
        # Who answered by a digit that they need help is called, and gets a new request.
        return why_not(case) if code == CallOutcome.NEEDS else Reason.CLOSED
    if not permits(situation_of(case, actor), Verb.LOG_CALL, Ask()):
        return Reason.HANDED_OVER
    return why_not(case)


def put_aside(row: CallRow, reason: Reason, *, urgent: bool = False) -> None:
    """Say why a row is not called; who is in danger and cannot be called is to be visited.

    Args:
        row: open, locked by the caller.
        reason: why.
        urgent: danger or crisis, of a case that is still the organization's.
    """
    goes = urgent and reason in CANNOT_BE_CALLED
    values = {"state": RowState.VISIT if goes else RowState.LEFT, "code": reason, "next_at": None}
    CallRow.objects.filter(pk=row.pk).update(**values, **NO_LEASE, changed_at=timezone.now())
