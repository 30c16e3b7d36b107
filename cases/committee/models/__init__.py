"""The committee's tables, one noun per file."""

from cases.committee.models.committee import AppointingOrder, HelpCommittee, Member
from cases.committee.models.meeting import Meeting

__all__ = ["AppointingOrder", "HelpCommittee", "Meeting", "Member"]
