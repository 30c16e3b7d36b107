"""The next new request, in one hand only: danger first, then the oldest. What nobody decides on goes back by itself."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from cases.domain.act import situation_of
from cases.domain.offices import people_of
from cases.machine.act import permits
from cases.machine.offices import whose_work
from cases.machine.verb import Ask
from cases.machine.vocabulary import Stage, Verb
from cases.machine.world import DECIDES
from cases.models import Case
from cases.strip.models import Hand
from cases.vocabulary import Confidentiality, Track
from portal.accounts.functions import Function

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from portal.actors import Officer

LEASE, PUT_ASIDE = dt.timedelta(minutes=10), dt.timedelta(minutes=15)
DANGER_ASIDE = dt.timedelta(minutes=1)
"""Danger that was put aside is offered again at once; the colleague has read it by then, or nobody has."""
MOST_LOOKED_AT = 20


def may_read(actor: Officer) -> bool:
    """Whether somebody works on the strip: whose work screening is, by the rule of the machine.

    Who takes requests in or decides; who works on them only where nobody else of the organization does.
    """
    if actor.functions & (DECIDES | {Function.INTAKE}):
        return True
    if Function.WORK not in actor.functions:
        return False
    return actor.person.pk in whose_work(people_of(actor.organization.pk), Function.INTAKE)


def new_requests(actor: Officer) -> QuerySet[Case]:
    """Return what an organization received and nobody screened. Crisis and restricted cases are read on their own pages."""
    return Case.objects.visible_to(actor).filter(
        holder=actor.organization.pk,
        stage=Stage.RECEIVED,
        track=Track.GENERAL,
        confidentiality=Confidentiality.NORMAL,
    )


def in_hand(actor: Officer) -> Case | None:
    """Return the request that somebody has in hand; what was done to it elsewhere meanwhile is none any more."""
    hand = Hand.objects.filter(person=actor.person.pk, until__gt=timezone.now()).first()
    if hand is None:
        return None
    return new_requests(actor).select_related("holder", "reporter").filter(pk=hand.case_id).first()


def waiting(actor: Officer) -> QuerySet[Case]:
    """Return what may be taken now: in nobody's hand and not put aside."""
    busy = Hand.objects.filter(until__gt=timezone.now()).values("case")
    return new_requests(actor).exclude(pk__in=busy).order_by("-danger_now", "received_at", "pk")


def take(actor: Officer) -> Case | None:
    """Put the next request into somebody's hand; a second press gives the same one. None when nothing waits.

    Nobody gets a request that they may not screen: it would only be kept from those who may.

    Args:
        actor: who reads.
    """
    if (held := in_hand(actor)) is not None:
        return held
    for case in waiting(actor).select_related("holder", "received_by")[:MOST_LOOKED_AT]:
        if not permits(situation_of(case, actor), Verb.SCREEN, Ask()):
            continue
        try:
            with transaction.atomic():
                Hand.objects.filter(Q(person=actor.person.pk) | Q(until__lte=timezone.now())).delete()
                Hand.objects.create(case=case, person=actor.person, until=timezone.now() + LEASE)
        except IntegrityError:
            # The constraints decide, not what was read before: a colleague was faster, or one's own second press was.
            if (held := in_hand(actor)) is not None:
                return held
            continue
        return in_hand(actor)
    return None


def put_aside(case: Case, actor: Officer) -> None:
    """Let a request wait; colleagues read it first. What is not in the actor's hand stays as it is."""
    again = timezone.now() + (DANGER_ASIDE if case.danger_now else PUT_ASIDE)
    Hand.objects.filter(case=case, person=actor.person.pk).update(person=None, until=again)


def let_go(actor: Officer) -> None:
    """Take the hands off: what was held is offered to everybody at once."""
    Hand.objects.filter(person=actor.person.pk).delete()
