"""What a row that says who acted must say, for every table that keeps such rows."""

from __future__ import annotations

from django.db.models import Q

from portal.vocabulary import ActorKind


def who_acted() -> Q:
    """Return the condition that a row names its actor: an officer has a person, a role and an organization, others none.

    The organization of a row may also be the one that is concerned, so it is asked of officers and outside
    organizations only.
    """
    nobody = Q(user__isnull=True, appointment__isnull=True, role="")
    officer = Q(actor_kind=ActorKind.OFFICER, user__isnull=False, organization__isnull=False) & ~Q(role="")
    outside = Q(actor_kind=ActorKind.OUTSIDE, organization__isnull=False) & nobody
    return officer | outside | Q(actor_kind__in=[ActorKind.CITIZEN, ActorKind.SYSTEM]) & nobody
