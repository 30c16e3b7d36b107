"""Who may do what with questions, and the center's numbers."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cases.consultation.models import AnswerRule, FrequentQuestion
from cases.domain.clocks import Limit, due_time
from cases.errors import GuardFailed, NotAllowed
from portal.accounts.functions import Function
from portal.audit import services as audit
from portal.calendar.domain.days import closed_days
from portal.organizations.vocabulary import OrganizationType

if TYPE_CHECKING:
    from portal.actors import Officer
    from portal.organizations.models import Organization

ANSWERING = frozenset({Function.INTAKE, Function.WORK, Function.SUPERVISE, Function.DEPUTY})
"""Functions of a center by which somebody answers people (S1.25)."""


def may_answer(actor: Officer) -> bool:
    """Say whether somebody reads and answers questions: staff of a center by what their order says (S2.60)."""
    return actor.organization.type == OrganizationType.CENTER and bool(ANSWERING & actor.functions)


def may_keep_rules(actor: Officer) -> bool:
    """Say whether somebody keeps the times: who supervises the center."""
    return may_answer(actor) and actor.supervises


def may_decide(actor: Officer, proposal: FrequentQuestion) -> bool:
    """Say whether somebody is the second person: of the same center, and not who proposed it."""
    return (
        may_answer(actor)
        and proposal.consultation.organization_id == actor.organization.pk
        and proposal.proposed_by_id != actor.person.pk
    )


def rule_of(organization: Organization) -> AnswerRule:
    """Return the center's numbers; unsaved defaults where it changed nothing."""
    return AnswerRule.objects.filter(organization=organization).first() or AnswerRule(
        organization=organization
    )


def due_of(organization: Organization, at: dt.datetime) -> dt.datetime:
    """Return by when a question that comes at a moment should be answered."""
    limit = Limit(working_days=rule_of(organization).working_days)
    return due_time(start=at, limit=limit, holidays=closed_days())


@transaction.atomic
def set_rule(*, actor: Officer, working_days: int, keep_days: int) -> AnswerRule:
    """Change the center's numbers; questions that wait keep their day.

    Args:
        actor: who supervises the center.
        working_days: 1 to 30.
        keep_days: 30 to 3,650.

    Raises:
        NotAllowed: somebody else.
        GuardFailed: a number out of range.
    """
    if not may_keep_rules(actor):
        raise NotAllowed("consultation")
    if not 1 <= working_days <= 30:
        raise GuardFailed(_("ตอบภายใน 1 ถึง 30 วันทำการ"), field="working_days")
    if not 30 <= keep_days <= 3650:
        raise GuardFailed(_("เก็บข้อความ 30 ถึง 3,650 วัน"), field="keep_days")
    rule, _created = AnswerRule.objects.update_or_create(
        organization=actor.organization, defaults={"working_days": working_days, "keep_days": keep_days}
    )
    audit.record(
        actor=actor,
        action="consultation.rule",
        data={"working_days": working_days, "keep_days": keep_days},
    )
    return rule
