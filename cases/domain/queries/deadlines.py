"""When something has to happen next."""

from __future__ import annotations

from datetime import datetime

from cases.models import Case


def next_due(case: Case) -> datetime | None:
    """Return by when somebody has to do something about a case; None when nothing runs."""
    duty = case.duties.running().order_by("due_at").first()
    return duty.due_at if duty else None
