"""The committee's tables, one noun per file."""

from cases.committee.models.agenda import AgendaItem, Brief, FrozenAgenda
from cases.committee.models.committee import AppointingOrder, HelpCommittee, Member
from cases.committee.models.meeting import Meeting

__all__ = [
    "AgendaItem",
    "AppointingOrder",
    "Brief",
    "FrozenAgenda",
    "HelpCommittee",
    "Meeting",
    "Member",
]
