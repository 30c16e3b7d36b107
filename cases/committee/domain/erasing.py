"""What of a committee's papers goes with a case whose time is over, and what stays (privacy 14; `cases.domain.erasing`)."""

from __future__ import annotations

from typing import Any

from django.db.models import Model

from cases.committee.models import Brief, Objection, Resolution

ERASED: dict[type[Model], dict[str, Any]] = {
    Brief: {"content": {}},
    Resolution: {"words": ""},
    Objection: {"by_whom": "", "words": "", "answer_words": ""},
}
KEPT: dict[str, str] = {
    **dict.fromkeys(
        (
            "HelpCommittee.name",
            "HelpCommittee.quorum_source",
            "HelpCommittee.second_source",
            "HelpCommittee.names_source",
            "AppointingOrder.number",
        ),
        "of the committee, not of a case",
    ),
    **dict.fromkeys(
        ("Member.name", "Member.position", "Member.ended_because"),
        "who sat on the committee, by a public order",
    ),
    **dict.fromkeys(
        ("Brief.digest", "FrozenAgenda.digest"),
        "proves what was sent, and leads to nobody without the content",
    ),
    "Resolution.basis": "which regulation, for the books of account",
    **dict.fromkeys(("PostedList.place", "PostedList.names_source"), "of a posting, not of a case"),
    **dict.fromkeys(("Meeting.place", "Meeting.why_not"), "of a meeting, not of a case"),
    **dict.fromkeys(
        ("Meeting.told", "Meeting.earlier", "Meeting.other"),
        "minutes of an office; names and stories of people are asked not to be written",
    ),
}
