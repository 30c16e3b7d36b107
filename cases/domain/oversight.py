"""Who could open a case, how much of it and why: answered to the data-protection officer, and recorded (PDPA s.41)."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from cases.domain.gathering import DOOR, GRANTS, gather
from cases.domain.store import grant_of
from cases.domain.view import Decision, decide, decision_on
from cases.models import Case
from portal.accounts.actors import officers_for
from portal.accounts.models import User
from portal.actors import Actor
from portal.audit import services as audit
from portal.organizations.models import Organization


@dataclass(frozen=True, slots=True)
class Told:
    """What the door would say.

    Attributes:
        organization: for which somebody would act.
        person: who; None for anybody who works on cases there.
        decision: of the door, now.
    """

    organization: Organization
    person: User | None
    decision: Decision


def _record(case: Case, actor: Actor, purpose: str, data: dict[str, int]) -> None:
    if not purpose.strip():
        raise ValueError("a question without a purpose")
    audit.record(
        actor=actor, action="case.why", subject=case.reference, purpose=purpose.strip()[:300], data=data
    )


@transaction.atomic
def of_person(*, case: Case, person: User, actor: Actor, purpose: str) -> list[Told]:
    """Return what the door would say to a person now, by each of their appointments; none for one without any.

    Args:
        case: asked about; nothing of it is returned.
        person: asked about.
        actor: who asks.
        purpose: why; it stands in the record.

    Raises:
        ValueError: no purpose.
    """
    _record(case, actor, purpose, {"user": person.pk})
    return [Told(one.organization, person, decision_on(case, one)) for one in officers_for(person)]


@transaction.atomic
def of_anybody(*, case: Case, organization: Organization, actor: Actor, purpose: str) -> Told:
    """Return what the door would say now to an imagined officer: somebody who works on cases in an organization.

    Args:
        case: asked about; nothing of it is returned.
        organization: for which the imagined officer acts.
        actor: who asks.
        purpose: why; it stands in the record.

    Raises:
        ValueError: no purpose.
    """
    _record(case, actor, purpose, {"organization": organization.pk})
    decision = decide(
        organization=organization.pk,
        # Nobody: whether one person of them takes no part is asked of that person.
        person=0,
        works_on_cases=True,
        grants=[grant_of(row) for row in gather(case, DOOR).of(GRANTS)],
        recused=(),
        excluded=case.excluded,
        now=timezone.now(),
    )
    return Told(organization, None, decision)
