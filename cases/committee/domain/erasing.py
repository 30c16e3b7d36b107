"""What of a committee's papers goes with a case whose time is over, and what stays (privacy 14; `cases.domain.erasing`)."""

from __future__ import annotations

from typing import Any

from django.db.models import Model

from cases.committee.domain.letters import resolution_occasion
from cases.committee.domain.resolutions import sentence
from cases.committee.models import Brief, Objection, Resolution
from cases.models import Case
from portal.letters.issuing import take_out_words
from portal.letters.models import OutgoingLetter

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
    **dict.fromkeys(
        ("Meeting.place", "Meeting.why_not", "Meeting.quorum_words", "Meeting.second_source"),
        "of a meeting, not of a case",
    ),
    **dict.fromkeys(
        ("Meeting.told", "Meeting.earlier", "Meeting.other"),
        "minutes of an office; names and stories of people are asked not to be written",
    ),
}


def clear_letters(case: Case) -> None:
    """Take what the committee wrote in its own words out of the letters on its resolutions; what is coded stays."""
    for resolution in Resolution.objects.filter(case=case).select_related("item__meeting"):
        words, resolution.words = resolution.words, ""
        if words:
            letters = OutgoingLetter.objects.filter(occasion=resolution_occasion(resolution.pk))
            take_out_words(letters, words=words, instead=sentence(resolution))
