"""Events as groups by which lists of cases are filtered."""

from __future__ import annotations

from django.db.models import QuerySet

from cases.desk.lists.groups import Groups
from cases.events.domain.attaching import members
from cases.events.domain.rights import events_of
from cases.events.models import Event
from portal.actors import Officer
from portal.page_cache.memory import remembered

MOST_SHOWN = 20


def _choices(actor: Officer) -> list[tuple[str, str]]:
    # In ordinary times nobody asks whose event it is: there is none.
    if not remembered("cases.events.any", lambda: Event.objects.running().exists()):
        return []
    return [(event.slug, event.display_name) for event in events_of(actor).running()[:MOST_SHOWN]]


def _members(actor: Officer, value: str) -> QuerySet[object] | None:
    event = events_of(actor).filter(slug=value).first()
    return members(event).values("case") if event else None


GROUPS = Groups(choices=_choices, members=_members)
