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
    wanted: dict[int, tuple[int, int | None]] = {}
    for one in offices.values():
        center = found.pk if (found := _center_for(one)) else None
        last = _last_successor(one, offices)
        if heir := last if last in working else center:
            wanted[one.pk] = heir, center
    rows = LeftOffice.objects.values_list("organization", "heir", "center")
    there = {key: (heir, center) for key, heir, center in rows}
    changed = {key: given for key, given in wanted.items() if there.get(key) != given}
    count = LeftOffice.objects.exclude(organization__in=wanted).delete()[0] + len(changed)
    for key, (heir, center) in changed.items():
        LeftOffice.objects.update_or_create(
            organization_id=key, defaults={"heir_id": heir, "center_id": center}
        )
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

    A case that some office may not know of goes past every successor to the center of the place.

    Args:
        organization: the office.
        to_case: the way from the rows that are asked for to their case, with its "__".
    """
    is_known_to_all = Q(**{f"{to_case}excluded": []})
    left = (is_known_to_all & Q(**{f"{to_case}holder__left__heir": organization.pk})) | (
        ~is_known_to_all & Q(**{f"{to_case}holder__left__center": organization.pk})
    )
    return Q(**{f"{to_case}holder": organization.pk}) | (left & Q(**{f"{to_case}stage": Stage.CLOSED}))


def closed_for(organization: Organization) -> QuerySet[Case]:
    """Return the closed cases for which an office answers; asks first whether any office left it theirs."""
    left = LeftOffice.objects.filter(Q(heir=organization.pk) | Q(center=organization.pk))
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
    left = LeftOffice.objects.select_related("heir", "center").filter(organization=case.holder_id).first()
    answers = left and (left.center if case.excluded else left.heir)
    return answers or case.holder
