"""What came to a new request after it was sent: its story on the strip is that of before, and says nothing of it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from cases.domain.asking import RAISED_DANGER
from cases.machine.vocabulary import DutyKind
from cases.models import Case, CaseEvent, Duty


@dataclass(frozen=True, slots=True)
class Since:
    """What came since.

    Attributes:
        is_unread: something that nobody of its holder has read yet; until then nobody says here that there is no danger.
        is_danger: danger was marked after the request was sent, by a call or by a digit that answered.
    """

    is_unread: bool
    is_danger: bool

    def __bool__(self) -> bool:
        """Whether the story alone misleads."""
        return self.is_unread or self.is_danger


def since_sent(case: Case) -> Since:
    """Return what came to a request after it was sent; one query.

    Whatever raises danger later has to be read at the holder, as every message of the citizen: that duty is what is asked.

    Args:
        case: read through its door.
    """
    unread = Duty.objects.running().filter(case=OuterRef("pk"), kind=DutyKind.READ)
    marked = CaseEvent.objects.filter(RAISED_DANGER, case=OuterRef("pk"))
    found = Case.objects.filter(pk=case.pk).values_list(Exists(unread), Exists(marked))
    is_unread, is_marked = found.get()
    return Since(is_unread=is_unread, is_danger=is_marked and case.danger_now)
