"""Which requests of an event nobody took yet: one rule for the board, the rail, the alarms, the end and what people are told.

A request is taken when an office works on it: who screened it, or sent it to an office that has not accepted it, has not taken it.
Of what is worked on new danger waits too, until somebody at its holder has read it. Rows are those of `EventCase`.
"""

from __future__ import annotations

from django.db.models import Case, Exists, F, OuterRef, Q, When
from django.db.models.functions import Coalesce

from cases.events.domain.rules import NOT_TAKEN
from cases.machine.vocabulary import IN_WORK, DutyKind
from cases.models import Duty

NOBODY_TOOK = Q(case__stage__in=NOT_TAKEN)
"""Nobody took the request."""
WAITS_SINCE = Case(
    When(NOBODY_TOOK, then=F("case__received_at")), default=Coalesce("danger_at", "case__received_at")
)
"""Since when whoever asked waits: for somebody to take the request, or to read the danger that was told of it later."""


def in_danger() -> Q:
    """Return what waits in danger: nobody took it, or danger was told of it while it was worked on and nobody has read that."""
    unread = Exists(Duty.objects.running().filter(case=OuterRef("case"), kind=DutyKind.READ))
    told_later = Q(danger_unread=True, case__stage__in=sorted(IN_WORK)) & Q(unread)
    return Q(case__danger_now=True) & (NOBODY_TOOK | told_later)
