"""Who answers for the closed cases of an office in which nobody works any more (`LeftOffice`)."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q, QuerySet

from cases.domain.queries.heirs import left_or_ended, staffed
from cases.machine.vocabulary import Stage
from cases.models import Case, LeftOffice
from portal.organizations.domain.heirs import center_of
from portal.organizations.models import Organization
from portal.organizations.vocabulary import OrganizationType


@transaction.atomic
def settle() -> int:
    """Write down anew who answers for whom; returns how many lines changed. Running it twice or late is fine."""
    offices = {one.pk: one for one in left_or_ended()}
    working = staffed({one.successor_id for one in offices.values() if one.successor_id} - offices.keys())
    wanted: dict[int, int] = {}
    for one in offices.values():
        heir = _last_successor(one, offices)
        if heir not in working:
            heir = center.pk if (center := _center_for(one)) else None
        if heir is not None and heir != one.pk:
            wanted[one.pk] = heir
    there = dict(LeftOffice.objects.values_list("organization", "heir"))
    gone = LeftOffice.objects.exclude(organization__in=wanted)
    changed = [key for key, heir in wanted.items() if there.get(key) != heir]
    count = gone.delete()[0] + len(changed)
    for key in changed:
        LeftOffice.objects.update_or_create(organization_id=key, defaults={"heir_id": wanted[key]})
    return count


def _last_successor(office: Organization, offices: dict[int, Organization]) -> int | None:
    """Follow successors to one in which somebody works, as far as they lead."""
    seen, following = {office.pk}, office.successor_id
    while following in offices and following not in seen:
        seen.add(following)
        following = offices[following].successor_id
    return following


def _center_for(office: Organization) -> Organization | None:
    """Return the center of its place, else any: what is left to nobody would never be answered."""
    centers = Organization.objects.active().of_types(OrganizationType.CENTER).exclude(pk=office.pk)
    return center_of(office) or centers.order_by("pk").first()


def answered_by(organization: Organization, to_case: str = "") -> Q:
    """Return the condition on cases for which an office answers: its own, and closed ones of offices that left it theirs.

    A case that some office may not know of goes past every successor to the center.

    Args:
        organization: the office.
        to_case: the way from the rows that are asked for to their case, with its "__".
    """
    of_left = {f"{to_case}stage": Stage.CLOSED}
    by_all = Q(**{f"{to_case}excluded": []})
    left = Q(**of_left, **{f"{to_case}holder__left__heir": organization.pk})
    if organization.type == OrganizationType.CENTER:
        left |= Q(**of_left, **{f"{to_case}holder__left__isnull": False}) & ~by_all
    else:
        left &= by_all
    return Q(**{f"{to_case}holder": organization.pk}) | left


def closed_for(organization: Organization) -> QuerySet[Case]:
    """Return the closed cases for which an office answers; asks first whether any office left it theirs."""
    left = LeftOffice.objects.all()
    if organization.type != OrganizationType.CENTER:
        left = left.filter(heir=organization.pk)
    holders = list(left.order_by().values_list("organization", flat=True))
    closed = Case.objects.filter(stage=Stage.CLOSED)
    if not holders:
        # Of nearly every office: one holder, whose list an index enters at any place.
        return closed.filter(holder=organization.pk)
    return closed.filter(answered_by(organization), holder__in=[organization.pk, *holders])


def who_answers_for(case: Case) -> Organization:
    """Return the office that answers for a case: the holder, of a closed one whoever that left it to."""
    if case.stage != Stage.CLOSED:
        return case.holder
    left = LeftOffice.objects.select_related("heir").filter(organization=case.holder_id).first()
    if left is None:
        return case.holder
    if case.excluded and left.heir.type != OrganizationType.CENTER:
        return _center_for(case.holder) or left.heir
    return left.heir
