"""How a case stands, read from its tables; and the effects of an act, written into them.

The only place that knows which table keeps which value of `cases.machine.standing`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from cases import models as tables
from cases.domain.gathering import (
    APPROVALS,
    COMMITTEE_ITEMS,
    DUTIES,
    FOLLOW_UPS,
    GRANTS,
    QUESTIONS,
    RECUSED,
    REFERRALS,
    STANDING,
    VISITS,
    Rows,
    gather,
)
from cases.domain.limits import Policy
from cases.machine import standing as values
from cases.machine.effects import Effect, SetFact, Thing, from_json, replay
from cases.machine.standing import Standing
from cases.machine.vocabulary import (
    ApprovalSubject,
    DutyBasis,
    DutyEnd,
    DutyKind,
    GrantReason,
    Scope,
    Stage,
    WaitingKind,
    WaitingState,
)
from cases.vocabulary import Confidentiality, Consent, Severity, Track
from portal.accounts.functions import Function
from portal.calendar.working_days import OFFICE_ZONE
from portal.vocabulary import ProblemType

if TYPE_CHECKING:
    from django.db.models import Model

    from cases.models import Case

WORDS: dict[str, Callable[[Any], Any]] = {
    "stage": Stage,
    "problem": ProblemType,
    "severity": Severity,
    "confidentiality": Confidentiality,
    "consent": Consent,
    "excluded": frozenset,
}
"""Facts that a column keeps in another type than the machine does."""
_PLAIN = (
    *("base", "received_at", "crisis_since", "closed_at", "helped", "risk_assessed", "led", "stand_in"),
    *("worked_on", "wants_out", "anonymized"),
)
_TIMES = ("act_due", "forward_due")


def first(case: Case) -> Standing:
    """Return how a case stands that was just created: facts alone, nothing waits, nobody has a duty."""
    return Standing(holder=case.holder_id, **_facts(case))


def _facts(case: Case) -> dict[str, Any]:
    return {
        **{name: kind(getattr(case, name)) for name, kind in WORDS.items()},
        **{name: getattr(case, name) for name in _PLAIN},
        **{name: _times(getattr(case, name)) for name in _TIMES},
    }


def load(case: Case, rows: Rows | None = None) -> Standing:
    """Return how a case stands; one query, however long its history is.

    Args:
        case: which.
        rows: of it, where they were read already (`gathering.STANDING`); none is asked for then.
    """
    rows = rows or gather(case, STANDING)
    return Standing(
        holder=case.holder_id,
        recused=frozenset(row.user_id for row in rows.of(RECUSED)),
        **_facts(case),
        waiting={row.number: row for row in _waiting(rows)},
        duties={row.number: _duty(row) for row in rows.of(DUTIES)},
        grants={row.number: grant_of(row) for row in rows.of(GRANTS)},
    )


NOTHING_YET = Standing(
    holder=0, problem=ProblemType.UNSURE, received_at=dt.datetime.min.replace(tzinfo=dt.UTC)
)
"""Before the first event, which holds the first facts: nothing of this is left after it."""


def replayed(case: Case) -> Standing:
    """Return how a case stands by its events alone; what `load` returns, unless something was changed beside them."""
    events = case.events.order_by("sequence").values_list("effects", flat=True)
    return replay(NOTHING_YET, (map(from_json, effects) for effects in events))


def _times(kept: dict[str, str]) -> dict[int, dt.datetime]:
    return {int(organization): dt.datetime.fromisoformat(due) for organization, due in kept.items()}


def _waiting(rows: Rows) -> Iterable[values.Waiting]:
    referrals = rows.of(REFERRALS)
    numbers = {row.pk: row.number for row in referrals}
    yield from (_referral(row, numbers) for row in referrals)
    yield from map(_question, rows.of(QUESTIONS))
    yield from map(_approval, rows.of(APPROVALS))
    yield from map(_follow_up, rows.of(FOLLOW_UPS))
    yield from map(_visit, rows.of(VISITS))
    yield from map(_committee_item, rows.of(COMMITTEE_ITEMS))


def _base(row: Any) -> dict[str, Any]:
    return {"number": row.number, "state": WaitingState(row.state), "organization": row.organization_id}


def _referral(row: tables.Referral, numbers: dict[int, int]) -> values.Referral:
    return values.Referral(
        number=row.number,
        state=WaitingState(row.state),
        organization=row.target_id,
        kind=WaitingKind(row.mode),
        sender=row.sender_id,
        parent=numbers[row.parent_id] if row.parent_id is not None else 0,
        ground=Consent(row.consent),
        binding=row.binding,
        outside=row.outside,
        handed_up=row.handed_up,
    )


def _question(row: tables.Question) -> values.Question:
    return values.Question(
        **_base(row),
        asked_at=row.asked_at,
        until=row.until,
        pausing=row.pausing,
        rest=row.rest,
        paused=row.paused,
    )


def _approval(row: tables.Approval) -> values.Approval:
    return values.Approval(
        **_base(row),
        subject=ApprovalSubject(row.subject),
        requester=row.requester_id,
        requesting=row.requesting_id,
        about=row.about,
        terms=row.terms,
        disputed=row.disputed,
    )


def _follow_up(row: tables.FollowUp) -> values.FollowUp:
    return values.FollowUp(**_base(row), used=row.used)


def _visit(row: tables.Visit) -> values.Visit:
    return values.Visit(**_base(row), set_out_at=row.set_out_at, arrived_at=row.arrived_at)


def _committee_item(row: tables.CommitteeItem) -> values.CommitteeItem:
    return values.CommitteeItem(**_base(row))


def _duty(row: tables.Duty) -> values.Duty:
    return values.Duty(
        number=row.number,
        kind=DutyKind(row.kind),
        organization=row.organization_id,
        function=Function(row.function),
        started=row.started_at,
        due=row.due_at,
        made=row.made_at,
        waiting=row.waiting,
        chain=row.chain,
        basis=DutyBasis(row.basis),
        person=row.person_id,
        ended=row.ended_at,
        how=DutyEnd(row.how) if row.how else None,
    )


def grant_of(row: tables.Grant) -> values.Grant:
    """Return a reason to read as the machine and the door see it."""
    return values.Grant(
        number=row.number,
        organization=row.organization_id,
        scope=Scope(row.scope),
        reason=GrantReason(row.reason),
        since=row.since,
        waiting=row.waiting,
        until=row.until,
    )


# Writing ----------------------------------------------------------------------------------------------------------


def write(
    case: Case, effects: Iterable[Effect], *, before: Standing, after: Standing, policy: Policy
) -> None:
    """Write the effects of an act into the tables. The case itself is changed, and saved by whoever records the act.

    What ends is written before what begins, so that "only one at a time" holds at every moment.

    Args:
        case: locked by this transaction.
        effects: of one act, in order.
        before: how the case stood.
        after: how it stands after the act.
        policy: the limits that the act was done by.
    """
    last: dict[int, Thing] = {}
    for effect in effects:
        if isinstance(effect, SetFact):
            set_fact(case, effect)
        else:
            last[effect.thing.number] = effect.thing
    if policy.rings_otherwise(before, after):
        # People are told of what is late at other hours or after other steps now; the alarm job counts them anew.
        case.duties.running().filter(next_alarm_at__isnull=False).update(next_alarm_at=case.updated_at)
    known = {*before.waiting, *before.duties, *before.grants}
    for thing in sorted(last.values(), key=_is_alive):
        table, columns = columns_of(case, thing, after)
        manager: Any = table._default_manager
        if thing.number in known:
            manager.filter(case=case, number=thing.number).update(**columns)
        else:
            columns |= policy.written_with(thing, after) if isinstance(thing, values.Duty) else {}
            manager.create(case=case, number=thing.number, **columns)


def _is_alive(thing: Thing) -> bool:
    if isinstance(thing, values.Duty):
        return thing.is_open
    return thing.until is None if isinstance(thing, values.Grant) else thing.is_alive


def set_fact(case: Case, effect: SetFact) -> None:
    """Give a column of the case the value of a fact."""
    name, value = effect.name, effect.value
    if name == "holder":
        case.holder_id = value
        # The organization that was loaded is another one now.
        case._state.fields_cache.pop("holder", None)
    elif name in _TIMES:
        setattr(case, name, {str(organization): due.isoformat() for organization, due in value.items()})
    elif name == "recused":
        case.recused.set(value)
    elif name == "excluded":
        case.excluded = sorted(value)
    else:
        setattr(case, name, value)
    if name == "problem":
        case.track = Track.CRISIS if value.is_crisis else Track.GENERAL


def columns_of(case: Case, thing: Thing, after: Standing) -> tuple[type[Model], dict[str, Any]]:
    """Return the table of something and what its columns hold now."""
    if isinstance(thing, values.Duty):
        return tables.Duty, _duty_columns(thing)
    if isinstance(thing, values.Referral):
        return tables.Referral, _referral_columns(case, thing)
    columns: dict[str, Any] = {"organization_id": thing.organization}
    kept = {item.name: getattr(thing, item.name) for item in fields(thing)}
    kept = {name: value for name, value in kept.items() if name not in {"number", "organization"}}
    if isinstance(thing, values.Grant):
        return tables.Grant, columns | kept
    if isinstance(thing, values.Approval):
        people = {"requester_id": kept.pop("requester"), "requesting_id": kept.pop("requesting")}
        terms = {name: str(value) for name, value in kept.pop("terms").items()}
        return tables.Approval, columns | kept | people | {"terms": terms}
    if isinstance(thing, values.FollowUp):
        # Dates that ended in the first edition have no duty of their own; their day stays as it is.
        dues = [duty.due for duty in after.duties.values() if duty.waiting == thing.number]
        day = {"due_on": dues[-1].astimezone(OFFICE_ZONE).date()} if dues else {}
        return tables.FollowUp, columns | kept | day
    table = {
        values.Question: tables.Question,
        values.Visit: tables.Visit,
        values.CommitteeItem: tables.CommitteeItem,
    }[type(thing)]
    return table, columns | kept


def _referral_columns(case: Case, thing: values.Referral) -> dict[str, Any]:
    return {
        "mode": thing.kind,
        "state": thing.state,
        "sender_id": thing.sender,
        "target_id": thing.organization,
        "parent": case.referrals.get(number=thing.parent) if thing.parent else None,
        "consent": thing.ground,
        "binding": thing.binding,
        "outside": thing.outside,
        "handed_up": thing.handed_up,
    }


def _duty_columns(thing: values.Duty) -> dict[str, Any]:
    return {
        "kind": thing.kind,
        "organization_id": thing.organization,
        "function": thing.function,
        "waiting": thing.waiting,
        "person_id": thing.person,
        "started_at": thing.started,
        "due_at": thing.due,
        "made_at": thing.made,
        "chain": thing.chain,
        "basis": thing.basis,
        "ended_at": thing.ended,
        "how": thing.how or "",
    }
