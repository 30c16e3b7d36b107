"""Who else of the own organization has a case open now: a name, for five minutes, and nothing that is kept."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from cases.models import CaseOpened
from portal.composed import Composed

if TYPE_CHECKING:
    from cases.models import Case
    from portal.actors import Officer

OPEN_FOR = dt.timedelta(minutes=5)
"""So long somebody counts as present after the page was drawn."""
WRITTEN_EVERY = dt.timedelta(minutes=1)
"""A page that is drawn again within this time writes nothing."""


def colleagues_at(case: Case, actor: Officer, now: dt.datetime) -> tuple[str, ...]:
    """Return the names of colleagues who have the case open, and remember that this officer has.

    Other organizations are told of nobody: who works where on what is theirs.

    Args:
        case: whose page is drawn.
        actor: for whom.
        now: the time of the page.
    """
    present = _PRESENT(case=case.pk, since=now - OPEN_FOR)
    own = next((row for row in present if row.person_id == actor.person.pk), None)
    if own is None or own.seen_at <= now - WRITTEN_EVERY:
        CaseOpened.objects.filter(seen_at__lte=now - OPEN_FOR).delete()
        CaseOpened.objects.bulk_create(
            [CaseOpened(case=case, person=actor.person, organization=actor.organization, seen_at=now)],
            update_conflicts=True,
            unique_fields=["case", "person"],
            update_fields=["organization", "seen_at"],
        )
    return tuple(
        row.person.display_name
        for row in present
        if row.person_id != actor.person.pk and row.organization_id == actor.organization.pk
    )


def _present(case: int, since: dt.datetime) -> QuerySet[CaseOpened]:
    rows = CaseOpened.objects.filter(case=case, seen_at__gt=since)
    return rows.select_related("person").order_by("seen_at")


_PRESENT = Composed(_present, case=int, since=dt.datetime)
