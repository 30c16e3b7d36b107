"""Who may: predicates over a case, an actor and a referral, as the lines of the table of verbs name them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.actors import Citizen, Officer, System
from portal.organizations.vocabulary import OrganizationType

if TYPE_CHECKING:
    from cases.models import Case, Referral
    from portal.actors import Actor
    from portal.organizations.models import Organization


def is_center(organization: Organization) -> bool:
    """The body is the joint center (สถานที่กลาง)."""
    return organization.type == OrganizationType.CENTER


def is_local_administration(organization: Organization) -> bool:
    """The body is an อปท."""
    return OrganizationType(organization.type).is_local_administration


def citizen(case: Case | None, actor: Actor, referral: Referral | None) -> bool:
    """The person who asks, or who has shown that this case is theirs."""
    return isinstance(actor, Citizen) and (case is None or actor.reference == case.reference)


def citizen_or_officer(case: Case | None, actor: Actor, referral: Referral | None) -> bool:
    """The public, or an officer who writes down what somebody said."""
    return citizen(case, actor, referral) or actor.works_on_cases


def system(case: Case | None, actor: Actor, referral: Referral | None) -> bool:
    """The portal itself, by rule or because a time is over; never offered to anybody."""
    return isinstance(actor, System)


def holder_officer(case: Case, actor: Actor, referral: Referral | None) -> bool:
    """Does case work in the body that holds the case."""
    return isinstance(actor, Officer) and actor.works_on_cases and actor.organization.pk == case.holder_id


def holder_supervisor(case: Case, actor: Actor, referral: Referral | None) -> bool:
    """Supervises in the body that holds the case."""
    return holder_officer(case, actor, referral) and actor.supervises


def target_officer(case: Case, actor: Actor, referral: Referral | None) -> bool:
    """Does case work in the body that the referral asks."""
    return (
        isinstance(actor, Officer)
        and referral is not None
        and actor.works_on_cases
        and actor.organization.pk == referral.target_id
    )


def knows_as_center_supervisor(case: Case, actor: Officer) -> bool:
    """Supervises in a center in whose register the case stands."""
    return (
        actor.supervises
        and is_center(actor.organization)
        and case.register_entries.filter(organization=actor.organization).exists()
    )


def sender_officer_or_center_supervisor(case: Case, actor: Actor, referral: Referral | None) -> bool:
    """Does case work in the body that sent the referral or holds the case, or supervises in the center (row 9)."""
    if not isinstance(actor, Officer) or referral is None or not actor.works_on_cases:
        return False
    return actor.organization.pk in {referral.sender_id, case.holder_id} or knows_as_center_supervisor(
        case, actor
    )


def holder_officer_or_citizen(case: Case, actor: Actor, referral: Referral | None) -> bool:
    """The person who asked for help, or an officer of the holder who heard from that person."""
    return citizen(case, actor, referral) or holder_officer(case, actor, referral)


def local_supervisor_of_holder(case: Case, actor: Actor, referral: Referral | None) -> bool:
    """Supervises in the local administration that holds the case (row 11)."""
    return holder_supervisor(case, actor, referral) and is_local_administration(case.holder)


def supervisor_or_citizen(case: Case, actor: Actor, referral: Referral | None) -> bool:
    """The person who asked for help, a supervisor of the holder, or a supervisor of the center."""
    if isinstance(actor, Officer):
        return holder_supervisor(case, actor, referral) or knows_as_center_supervisor(case, actor)
    return citizen(case, actor, referral)


def sender_officer_center_supervisor_or_system(case: Case, actor: Actor, referral: Referral | None) -> bool:
    """Those who may recall, or the portal when the way leads to an organization that ended."""
    return sender_officer_or_center_supervisor(case, actor, referral) or system(case, actor, referral)


def target_officer_or_system(case: Case, actor: Actor, referral: Referral | None) -> bool:
    """Those who do a part, or the portal when they cannot go on."""
    return target_officer(case, actor, referral) or system(case, actor, referral)
