"""What waits in an event for one act on many, so that the board can offer it, and what an organization said with it before.

It proposes and decides nothing: what can be done to each case is judged by `cases.mass.domain.acting`, as for every other set. What
is left there for a reason that somebody has to read (news, a wish to withdraw) is proposed too; what would be left without anything
to be done about it (not helped yet, in danger and therefore accepted alone) is not.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.domain.offices import people_of
from cases.domain.queries.counting import bounded_count
from cases.domain.queries.worklists import Rows, in_list
from cases.events.domain.attaching import members
from cases.households.domain.underway import helped_as_the_same
from cases.machine.offices import whose_work
from cases.machine.vocabulary import ApprovalSubject, Stage, Verb, WaitingKind, WaitingState
from cases.mass.domain import closing
from cases.mass.domain.kind import Fields
from cases.mass.models import MassAct, MassOutcome
from cases.mass.vocabulary import MassState, MassVerb, OutcomeState
from cases.models import Approval, Case, CaseEvent, ListName, Referral
from cases.vocabulary import CallOutcome, Confidentiality, Track
from portal.accounts.functions import Function

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from cases.events.models import Event
    from portal.actors import Officer

EVENT = "event"
"""How a set was chosen that the board of an event proposed (`MassAct.origin`)."""
REACHED = [one.value for one in CallOutcome if one.reached]
CASE = OuterRef("case")


@dataclass(frozen=True, slots=True)
class Offer:
    """One act that the board may propose.

    Attributes:
        label: what it does to whom.
        function: whose work it is, by the table of the machine.
        list: of the office, in which it waits.
        narrowed: leaves of that list what waits for this act.
    """

    label: str | Promise
    function: Function
    list: ListName
    narrowed: Callable[[Rows, Officer], Rows]


def _fresh(rows: Rows, _actor: Officer) -> Rows:
    return rows.filter(stage=Stage.RECEIVED, case__danger_now=False)


def _asked(rows: Rows, actor: Officer) -> Rows:
    waiting = Referral.objects.filter(
        case=CASE, target=actor.organization.pk, state=WaitingState.SENT, mode=WaitingKind.HANDOVER
    )
    return rows.filter(Exists(waiting), case__danger_now=False)


def _worked_on(rows: Rows, actor: Officer) -> Rows:
    """What the office works on itself, and nobody has asked to close."""
    to_close = Approval.objects.filter(
        case=CASE, subject=ApprovalSubject.CLOSE, state__in=(WaitingState.OPEN, WaitingState.APPROVED)
    )
    return rows.filter(~Exists(to_close), stage=Stage.WORKING, holder=actor.organization.pk)


def _untold(rows: Rows, actor: Officer) -> Rows:
    """Nobody wrote to them or reached them by telephone; who was helped has heard by it."""
    told = Q(verb=Verb.TELL) | Q(verb=Verb.LOG_CALL, reason__in=REACHED)
    heard = CaseEvent.objects.filter(told, case=CASE)
    return _worked_on(rows, actor).filter(~Exists(heard), case__helped=False)


def _helped(rows: Rows, actor: Officer) -> Rows:
    """Helped by themselves, or as the same matter with one that was helped (`closing.reason_for`)."""
    found = Q(case__helped=True) | Q(Exists(helped_as_the_same(OuterRef("case"), OuterRef("received_at"))))
    return _worked_on(rows, actor).filter(found, case__wants_out=False)


def _to_decide(rows: Rows, actor: Officer) -> Rows:
    waiting = Approval.objects.filter(
        case=CASE,
        subject=ApprovalSubject.CLOSE,
        state=WaitingState.OPEN,
        organization=actor.organization.pk,
        disputed=False,
        terms__reason__in=[reason.value for reason in closing.TOGETHER],
    )
    return rows.filter(Exists(waiting.exclude(requester=actor.person.pk)))


OFFERS: dict[MassVerb, Offer] = {
    MassVerb.SCREEN: Offer(_("คัดกรองเรื่องใหม่"), Function.INTAKE, ListName.FRESH, _fresh),
    MassVerb.ACCEPT: Offer(_("รับเรื่องที่ส่งมา"), Function.INTAKE, ListName.ASKED, _asked),
    MassVerb.TELL: Offer(_("แจ้งผู้ที่ยังไม่ได้ข่าว"), Function.INTAKE, ListName.HANDS, _untold),
    MassVerb.CLOSE: Offer(_("ขอปิดเรื่องที่ช่วยแล้ว"), Function.WORK, ListName.HANDS, _helped),
    MassVerb.APPROVE: Offer(_("อนุมัติปิดเรื่องที่ขอไว้"), Function.SUPERVISE, ListName.APPROVE, _to_decide),
}
"""In the order of the work."""


def verbs_for(actor: Officer) -> list[MassVerb]:
    """Return the acts that may be somebody's work, by the rule of the machine; one query, none for who works on no cases."""
    if not actor.works_on_cases:
        return []
    people = people_of(actor.organization.pk)
    return [verb for verb, offer in OFFERS.items() if actor.person.pk in whose_work(people, offer.function)]


def _rows(verb: MassVerb, event: Event, actor: Officer, now: dt.datetime) -> Rows:
    offer = OFFERS[verb]
    listed = in_list(offer.list, actor, now).filter(
        # Case by case: the list of an office is shorter than its event.
        Exists(members(event).filter(case=CASE)),
        # What is never done together with others.
        case__track=Track.GENERAL,
        case__confidentiality=Confidentiality.NORMAL,
    )
    return offer.narrowed(listed, actor)


def cases_for(verb: MassVerb, event: Event, actor: Officer, now: dt.datetime) -> QuerySet[Case]:
    """Return what waits for one act; who may open it is asked by `acting.begin`.

    Args:
        verb: one of `OFFERS`.
        event: in which it waits.
        actor: of the organization whose list it is.
        now: the time of the page.
    """
    return Case.objects.filter(pk__in=_rows(verb, event, actor, now).order_by().values("case"))


def waiting_in(event: Event, actor: Officer, now: dt.datetime) -> dict[MassVerb, int]:
    """Return how many cases wait for each act that is the actor's work, of those for which any does.

    Counted as far as lists are, one query for each act and one for whose work they are.
    """
    found = {verb: bounded_count(_rows(verb, event, actor, now)) for verb in verbs_for(actor)}
    return {verb: number for verb, number in found.items() if number}


def said_last(verb: MassVerb, event: Event, organization: int) -> Fields:
    """Return what an organization filled in when it last did an act to anything of an event; nothing for never.

    What was taken back is not said again.
    """
    done = MassOutcome.objects.filter(
        Exists(members(event).filter(case=CASE)), mass=OuterRef("pk"), state=OutcomeState.DONE
    )
    acts = MassAct.objects.filter(
        Exists(done),
        organization=organization,
        verb=verb,
        state__in=(MassState.RUNNING, MassState.DONE),
        made_at__gte=event.starts_at,
    )
    last: Fields | None = acts.order_by("-made_at", "-pk").values_list("fields", flat=True).first()
    return last or {}
