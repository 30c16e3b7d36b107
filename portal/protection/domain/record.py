"""Looking into the record. Whoever looks is on record too (cases.md, privacy 6)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from portal.audit.models import AuditEntry
from portal.audit.services import record
from portal.protection.domain.officers import protects, sees_all
from portal.thai.dates import bangkok_datetime
from portal.vocabulary import ActorKind

if TYPE_CHECKING:
    from portal.actors import Officer

READS = Q(action__in=("case.read", "case.file", "case.letter", "case.disclosures", "case.search"))
GROUPS: dict[str, Q] = {
    "reads": READS | Q(action__startswith="disclosure.") | Q(action__endswith=".export"),
    "denied": Q(action__in=("access.denied", "case.refused", "account.sign_in_failed", "account.locked_out")),
    "accounts": Q(action__startswith="account."),
    "cases": Q(action__startswith="case.") & ~READS,
    "system": Q(actor_kind=ActorKind.SYSTEM, action__startswith="case."),
    "record": Q(action__startswith="record.") | Q(action__startswith="retention."),
}
"""Kinds of entries that can be chosen. What the system does to cases by itself is shown only when it is asked for."""


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody wants to see of the record.

    Attributes:
        group: a key of `GROUPS`, or "" for all that people did.
        subject: a reference or number, exactly; "" for all.
        first: from this day.
        last: until the end of this day.
    """

    group: str = ""
    subject: str = ""
    first: dt.date | None = None
    last: dt.date | None = None


def entries(*, actor: Officer, question: Question) -> QuerySet[AuditEntry]:
    """Return the rows that answer a question, newest first: of the own organization, of all for a center's officer.

    The looking is recorded before anything is shown.

    Args:
        actor: a data protection officer.
        question: what is looked for.

    Raises:
        PermissionError: for anybody else; nothing is recorded.
    """
    if not protects(actor):
        raise PermissionError
    record(
        actor=actor,
        action="record.read",
        subject=question.subject,
        data={
            "group": question.group,
            "first": question.first.isoformat() if question.first else "",
            "last": question.last.isoformat() if question.last else "",
        },
    )
    rows = AuditEntry.objects.select_related("user", "organization")
    if not sees_all(actor):
        rows = rows.filter(organization=actor.organization.pk)
    rows = rows.filter(GROUPS.get(question.group, ~GROUPS["system"]))
    if question.subject:
        rows = rows.filter(subject=question.subject)
    if question.first:
        rows = rows.filter(at__gte=bangkok_datetime(question.first))
    if question.last:
        rows = rows.filter(at__lt=bangkok_datetime(question.last + dt.timedelta(days=1)))
    return rows
