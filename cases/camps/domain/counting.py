"""How named families and people who were only counted add up to who is in a shelter."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, Sum

from cases.camps.models import Family
from cases.camps.models.family import PEOPLE
from cases.events.domain.sheltering import Inside


def named_in(shelters: Iterable[int]) -> dict[int, Inside]:
    """Return how many people of how many families are named in each shelter; one query.

    Args:
        shelters: keys.
    """
    keys = list(shelters)
    rows = (
        Family.objects.filter(shelter__in=keys)
        .order_by()
        .values("shelter")
        .annotate(people_sum=Sum(PEOPLE), families=Count("pk"))
    )
    found = {row["shelter"]: Inside(row["people_sum"], row["families"]) for row in rows}
    return {key: found.get(key, Inside()) for key in keys}


def families_to_add(counted: Inside, people: int) -> int | None:
    """Return how many families the door has to count more (or fewer, below 0) when some of whom it counted get their name.

    Families of people who were only counted are never more than these people, before and after.

    Args:
        counted: who was counted at the door and is not named yet.
        people: of the family that is named now.

    Returns:
        None where fewer were counted than the family has.
    """
    left = counted.people - people
    if left < 0:
        return None
    return 1 + min(max(counted.families - 1, 0), left) - counted.families
