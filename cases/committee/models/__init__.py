"""The committee's tables, one noun per file."""

from cases.committee.models.agenda import AgendaItem, Brief, FrozenAgenda
from cases.committee.models.committee import AppointingOrder, HelpCommittee, Member
from cases.committee.models.meeting import Meeting
from cases.committee.models.posting import Objection, PostedLine, PostedList
from cases.committee.models.sitting import Attendance, Conflict, Resolution

__all__ = [
    "AgendaItem",
    "AppointingOrder",
    "Attendance",
    "Brief",
    "Conflict",
    "FrozenAgenda",
    "HelpCommittee",
    "Meeting",
    "Member",
    "Objection",
    "PostedLine",
    "PostedList",
    "Resolution",
]
