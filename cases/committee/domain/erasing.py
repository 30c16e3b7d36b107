"""What of a committee's papers goes with a case whose time is over, and what stays (privacy 14; `cases.domain.erasing`)."""

from __future__ import annotations

from typing import Any

from django.db.models import Model

ERASED: dict[type[Model], dict[str, Any]] = {}
KEPT: dict[str, str] = {
    **dict.fromkeys(
        ("HelpCommittee.name", "HelpCommittee.quorum_source", "AppointingOrder.number"),
        "of the committee, not of a case",
    ),
    **dict.fromkeys(
        ("Member.name", "Member.position", "Member.ended_because"),
        "who sat on the committee, by a public order",
    ),
    **dict.fromkeys(("Meeting.place", "Meeting.why_not"), "of a meeting, not of a case"),
}
