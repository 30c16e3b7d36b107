"""Who must not learn of a case, and what is restricted from its first second."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.organizations.domain import routing
from portal.organizations.vocabulary import OrganizationType
from portal.vocabulary import ProblemType

if TYPE_CHECKING:
    from cases.models import Case


def is_careful(problem: ProblemType) -> bool:
    """The request is restricted from its first second: a crisis problem, or one that nobody has named yet."""
    return problem.is_crisis or problem == ProblemType.UNSURE


def left_out(case: Case, place: str = "") -> list[int]:
    """Return the organizations that learn nothing of a case because the reporter asked so (privacy 16).

    These are the local administrations that serve the place, and the one that the reporter named; never the one that
    wrote the request down, which knows already. Of a place of which only district or province is known they are all that
    serve a part of it: any of them may be the one.

    Args:
        case: with what the reporter asked.
        place: the code of the area in which it really lies, where that is another one.
    """
    if not case.avoid_local:
        return []
    code = place or case.subdistrict_code or case.district_code or case.province_code
    found = {local.pk for local in routing.local_administrations_within(code)}
    named = case.proposed_organization
    if named is not None and OrganizationType(named.type).is_local_administration:
        found.add(named.pk)
    return sorted(found - {case.holder_id})
