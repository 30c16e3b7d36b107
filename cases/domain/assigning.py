"""Several cases are given to one person at once: an act and an event for each, and a reason where one is refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.domain.working import assign
from cases.errors import CaseError
from cases.machine.vocabulary import DutyKind
from cases.models import Case

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.actors import Officer

MOST_AT_ONCE = 100
NOT_GIVEN = (DutyKind.TELL, DutyKind.ANSWER, DutyKind.APPROVE)
"""What follows from the work of whoever has the case, or is decided by whom the machine says."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A case that was not given to anybody.

    Attributes:
        reference: as it was asked for.
        reason: a sentence.
    """

    reference: str
    reason: str | Promise


@dataclass(slots=True)
class Assigned:
    """What became of the cases.

    Attributes:
        done: references of those that were given.
        refused: the others.
    """

    done: list[str] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)


def assign_cases(*, references: Sequence[str], actor: Officer, person: User | None) -> Assigned:
    """Give the next thing that the actor's organization has to do in each of these cases to one person.

    Each case is an act of its own, done or not done; that one is refused keeps no other back. Sent twice it says that the
    person has them already.

    Args:
        references: of cases; at most `MOST_AT_ONCE` count.
        actor: who gives them; the machine says to whom they may.
        person: of the actor's organization; None for nobody in particular.
    """
    wanted = list(dict.fromkeys(references))[:MOST_AT_ONCE]
    visible = {case.reference: case for case in Case.objects.visible_to(actor, among=Q(reference__in=wanted))}
    result = Assigned()
    for reference in wanted:
        case = visible.get(reference)
        reason = _("ไม่พบเรื่องนี้ในงานของหน่วยงานคุณ") if case is None else _give(case, actor, person)
        if reason is None:
            result.done.append(reference)
        else:
            result.refused.append(Refusal(reference, reason))
    return result


def _give(case: Case, actor: Officer, person: User | None) -> str | Promise | None:
    """Give one case; returns why it was refused, None when it was given."""
    running = case.duties.running().filter(organization=actor.organization).exclude(kind__in=NOT_GIVEN)
    duty = running.order_by("due_at", "number").first()
    if duty is None:
        return _("หน่วยงานของคุณไม่มีสิ่งที่ต้องทำในเรื่องนี้")
    if duty.person_id == (person.pk if person is not None else None):
        return _("มอบหมายไว้อย่างนี้อยู่แล้ว")
    try:
        assign(duty=duty, actor=actor, person=person)
    except CaseError as error:
        return error.message
    return None
