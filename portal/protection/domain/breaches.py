"""Noting a breach and seeing to its clock (PDPA s.37(4))."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.audit.services import record
from portal.protection.domain.officers import protects, sees_all
from portal.protection.models import Breach

if TYPE_CHECKING:
    from portal.actors import Officer


def of(actor: Officer) -> QuerySet[Breach]:
    """Return the breaches that somebody looks after: of the own organization, of all for a center's officer."""
    rows = Breach.objects.select_related("organization", "noted_by")
    if not protects(actor):
        return rows.none()
    return rows if sees_all(actor) else rows.filter(organization=actor.organization.pk)


@transaction.atomic
def note(*, actor: Officer, what: str, known_at: dt.datetime, people: int | None = None) -> Breach:
    """Put a breach on file; its 72 hours run since it was known.

    Args:
        actor: a data protection officer.
        what: what happened, without names.
        known_at: when the office learned of it.
        people: how many are concerned, as far as is known.

    Raises:
        PermissionError: for anybody else.
        ValidationError: it would have been known in the future.
    """
    if not protects(actor):
        raise PermissionError
    if known_at > timezone.now():
        raise ValidationError(_("เวลาที่ทราบเหตุอยู่ในอนาคต"))
    row = Breach.objects.create(
        organization=actor.organization, noted_by=actor.person, what=what, known_at=known_at, people=people
    )
    record(actor=actor, action="breach.noted", subject=f"breach:{row.pk}")
    return row


@transaction.atomic
def follow(
    *,
    actor: Officer,
    breach: Breach,
    risk: str,
    measures: str,
    office_told: bool,
    people_told: bool,
    close: bool,
) -> Breach:
    """Write down how bad it is, what was done and who was told; each moment is that of the first time it was said.

    Raises:
        PermissionError: it is not the actor's to look after.
        ValidationError: it cannot be closed while somebody still has to be told.
    """
    row = of(actor).select_for_update(of=("self",)).filter(pk=breach.pk).first()
    if row is None:
        raise PermissionError
    now = timezone.now()
    row.risk, row.measures = risk, measures
    if office_told and row.office_told_at is None:
        row.office_told_at = now
    if people_told and row.people_told_at is None:
        row.people_told_at = now
    if close and row.closed_at is None:
        if row.must_tell_office or row.must_tell_people:
            raise ValidationError(_("ยังปิดไม่ได้ เพราะยังไม่ได้แจ้งผู้ที่ต้องแจ้ง"))
        row.closed_at = now
    row.save()
    record(
        actor=actor,
        action="breach.followed",
        subject=f"breach:{row.pk}",
        data={"risk": risk, "closed": close},
    )
    return row
