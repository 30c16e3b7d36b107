"""Making a list: whoever is chosen gets a row, and who is not called gets one that says why, so that nobody drops out unseen."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction
from django.db.models import Count, Exists, Max, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.calls.domain.rights import may_make
from cases.calls.domain.rules import REACHED_WITHIN, first_attempt
from cases.calls.models import CallList, CallRow, Look
from cases.calls.vocabulary import CANNOT_BE_CALLED, OPEN, Reason, RowState, Source
from cases.errors import GuardFailed, NotAllowed
from cases.events.domain.attaching import members
from cases.events.domain.rights import events_of
from cases.machine.vocabulary import TO_READ_ONLY, DutyKind, Scope, Stage, Verb
from cases.models import Case, CaseEvent, Duty, Grant
from cases.vocabulary import CallOutcome, ContactWay, Severity
from portal.audit import services as audit
from portal.thai.phone import phones_in

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from cases.events.models import Event
    from portal.actors import Officer

MOST = 2_000
"""Rows of one list. Who does not fit is counted, and stands in the next list that is made the same way."""
BATCH = 500
MOST_ATTEMPTS = 3
"""How often a list is made anew because others listed some of its cases in the same moment."""
CALLABLE = frozenset({ContactWay.PHONE, ContactWay.SMS})
"""Ways of reaching somebody of which a call is one without harm; an SMS goes to a telephone that is theirs (S2.42)."""
NOBODY_CHOSEN = _("ไม่มีเรื่องที่โทรได้ในที่เลือก")


def waiting_for(actor: Officer) -> QuerySet[Case]:
    """Return the cases of which somebody waits for a word of the actor's organization.

    They were just received, wrote and nobody read it, or should have been told something by now (S2.30).
    """
    us, now = actor.organization.pk, timezone.now()
    running = Duty.objects.running().filter(case=OuterRef("pk"), organization=us)
    waits = running.filter(Q(kind=DutyKind.READ) | Q(kind=DutyKind.TELL, due_at__lte=now))
    return Case.objects.filter(Q(stage=Stage.RECEIVED) | Exists(waits), holder=us)


def of_event(event: Event) -> QuerySet[Case]:
    """Return the cases of an event."""
    return Case.objects.filter(pk__in=members(event).values("case"))


def make(
    *,
    actor: Officer,
    name: str,
    source: Source,
    cases: QuerySet[Case],
    token: UUID,
    event: Event | None = None,
) -> CallList:
    """Make a list of the open cases of a choice that the actor's organization works on. The same token is the same list.

    Of two who make the same list in one moment the second gets that of the first.

    Args:
        actor: who takes requests in or works on them.
        name: of the list, in the office's words.
        source: how the cases were chosen.
        cases: of any visibility; what the door does not show is not there.
        token: one for each form.
        event: that they are of.

    Raises:
        NotAllowed: for anybody else, or the event is none of theirs.
        GuardFailed: nobody is left to be called, or the name is missing.
    """
    if not may_make(actor) or (event is not None and not events_of(actor).filter(pk=event.pk).exists()):
        raise NotAllowed("make_call_list")
    # No form takes the token of another office's.
    token = uuid5(token, f"calls:{actor.organization.pk}")
    name = " ".join(name.split())
    for attempt in range(1, MOST_ATTEMPTS + 1):
        if (known := _by_token(token)) is not None:
            return known
        if not name or len(name) > 120:
            raise GuardFailed(_("ตั้งชื่อรายการ ไม่เกิน 120 ตัวอักษร"), field="name")
        calls = CallList(
            name=name,
            source=source,
            event=event,
            organization=actor.organization,
            by=actor.person,
            token=token,
        )
        try:
            rows = _chosen_rows(calls, actor, cases)
        except GuardFailed:
            # The same form, sent in the same moment, has listed them all just now.
            if (known := _by_token(token)) is not None:
                return known
            raise
        try:
            with transaction.atomic():
                calls.save()
                CallRow.objects.bulk_create(rows, batch_size=BATCH)
                audit.record(
                    actor=actor, action="calls.make", subject=f"calls:{calls.pk}", data={"rows": len(rows)}
                )
                return calls
        except IntegrityError:
            # The constraints decide, not what was read before: the same form twice, or a colleague was faster.
            if (theirs := _list_of_all(rows, actor)) is not None:
                return theirs
            if attempt == MOST_ATTEMPTS:
                raise
    raise AssertionError("the last attempt returns or raises")


def _by_token(token: UUID) -> CallList | None:
    return CallList.objects.filter(token=token).first()


def _chosen_rows(calls: CallList, actor: Officer, cases: QuerySet[Case]) -> list[CallRow]:
    """Return the rows of a list that is not kept yet, and say on it how many did not fit.

    Raises:
        GuardFailed: nobody is left to be called.
    """
    chosen = _workable(actor, cases).exclude(stage=Stage.CLOSED)
    found = list(chosen.select_related("reporter").order_by("-danger_now", "received_at", "pk")[:MOST])
    calls.beyond = chosen.count() - len(found) if len(found) == MOST else 0
    rows = _rows(calls, found, is_waited_for=calls.source in (Source.EVENT, Source.WAITING))
    if not any(row.state == RowState.WAITING for row in rows):
        raise GuardFailed(NOBODY_CHOSEN)
    return rows


def _list_of_all(rows: list[CallRow], actor: Officer) -> CallList | None:
    """Return the list of the actor's organization in which everybody stands already who was to be called; None without one."""
    wanted = [row.case_id for row in rows if row.state in OPEN]
    there = CallRow.objects.open().filter(case__in=wanted, calls__organization=actor.organization.pk)
    lists = there.order_by().values("calls").annotate(number=Count("pk")).filter(number=len(wanted))
    return CallList.objects.filter(pk__in=lists.values("calls")).first()


def works_on(actor: Officer) -> QuerySet[Grant]:
    """Return why the actor's organization may work on cases, whole or in part; not what it may only read."""
    held = Grant.objects.filter(
        organization=actor.organization.pk, until__isnull=True, scope__in=(Scope.PART, Scope.FULL)
    )
    return held.exclude(reason__in=TO_READ_ONLY)


def _workable(actor: Officer, cases: QuerySet[Case]) -> QuerySet[Case]:
    """Return the cases of a choice that the actor's organization has whole or in part to do (`who.works_on_it`)."""
    helps = works_on(actor).filter(case=OuterRef("pk"))
    door = Case.objects.visible_to(actor).filter(pk__in=cases.order_by().values("pk"), anonymized=False)
    found: QuerySet[Case] = door.filter(Exists(helps))
    return found


def _rows(calls: CallList, cases: list[Case], *, is_waited_for: bool) -> list[CallRow]:
    numbers = [case.pk for case in cases]
    listed = set(CallRow.objects.open().filter(case__in=numbers).values_list("case", flat=True))
    reached = set(
        CallRow.objects.filter(
            case__in=numbers,
            state=RowState.DONE,
            code__in=(CallOutcome.SAFE, CallOutcome.NEEDS),
            changed_at__gt=calls.made_at - REACHED_WITHIN,
        ).values_list("case", flat=True)
    )
    known = _confirmed(numbers)
    return [
        _row(calls, case, _left(case, listed, reached, known), is_waited_for=is_waited_for, now=calls.made_at)
        for case in cases
    ]


_FOUND = {CallOutcome.WRONG_NUMBER: Reason.KNOWN_WRONG, CallOutcome.DIED: Reason.KNOWN_DEAD}


def _confirmed(cases: list[int]) -> dict[int, Reason]:
    """Return what two persons found about the telephone of cases, as long as how to reach people was not changed since.

    A number that is a stranger's, or that of somebody who died, is neither called again nor asked by a machine.
    """
    changed = CaseEvent.objects.filter(case__in=cases, verb=Verb.CHANGE_CONTACT).order_by()
    since = dict(changed.values_list("case").annotate(Max("at")))
    looks = Look.objects.filter(row__case__in=cases, confirmed=True, code__in=list(_FOUND)).order_by(
        "at", "pk"
    )
    return {
        case: _FOUND[CallOutcome(code)]
        for case, code, at in looks.values_list("row__case", "code", "at")
        if case not in since or since[case] < at
    }


def _left(case: Case, listed: set[int], reached: set[int], known: dict[int, Reason]) -> Reason | None:
    if case.pk in listed:
        return Reason.LISTED
    if case.pk in known:
        return known[case.pk]
    if case.pk in reached and not is_urgent(case):
        return Reason.REACHED
    return why_not(case)


def why_not(case: Case) -> Reason | None:
    """Return why the reporter of a case is not called; None when they may be.

    Args:
        case: with its reporter, when it has one.
    """
    reporter = getattr(case, "reporter", None)
    if reporter is not None and reporter.contact_way not in CALLABLE:
        return Reason.ANOTHER_WAY
    return None if reporter is not None and phones_in(reporter.phone) else Reason.NO_NUMBER


def is_urgent(case: Case) -> bool:
    """Whether no silence ends what is known of a case: danger, the highest severity, a crisis."""
    return case.danger_now or case.severity == Severity.EMERGENCY or case.is_crisis


def _row(
    calls: CallList, case: Case, left: Reason | None, *, is_waited_for: bool, now: dt.datetime
) -> CallRow:
    urgent = is_urgent(case)
    row = CallRow(calls=calls, case=case, urgent=urgent, changed_at=now)
    if left is None:
        row.next_at = first_attempt(now, urgent=urgent, is_waited_for=is_waited_for)
    elif urgent and left in CANNOT_BE_CALLED:
        # Nobody can call them and they cannot wait: somebody goes there.
        row.state, row.code = RowState.VISIT, left
    else:
        row.state, row.code = RowState.LEFT, left
    return row
