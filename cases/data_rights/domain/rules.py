"""Who may take, read and answer requests, and by when: no tables."""

from __future__ import annotations

import datetime as dt

from portal.actors import Officer
from portal.protection.domain.officers import protects

DAYS_TO_ANSWER = 30
"""From the day on which a request came (PDPA s.30)."""
SOON = dt.timedelta(days=7)
"""So long before the last day the office is reminded."""
LONGEST = 2000
MOST_OPEN = 5
"""Requests of one case that may wait at the same time."""


def due_on(received: dt.date) -> dt.date:
    """Return the last day for an answer."""
    return received + dt.timedelta(days=DAYS_TO_ANSWER)


def answers_requests(actor: Officer) -> bool:
    """Say whether the pages exist for somebody: who works on cases, and the data protection officer."""
    return actor.works_on_cases or protects(actor)


def may_refuse(actor: Officer) -> bool:
    """Say whether somebody may answer *no*: who answers for the office, or protects data. One person's *no* needs a head."""
    return actor.supervises or protects(actor)
