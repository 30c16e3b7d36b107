"""The entry of the desk's rail: how many questions wait, and whether one is late."""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.consultation.domain.answering import waiting
from cases.consultation.domain.rules import may_answer
from cases.desk.rail import Entry, Group
from cases.domain.queries.standing import Counted, Times
from portal.actors import Officer

HERE = "consultation"


def counted(actor: Officer, times: Times) -> Counted:
    """Return the questions that wait and those that are late, for those who answer them."""
    if not may_answer(actor):
        return {}
    rows = waiting(actor)
    return {HERE: rows, f"{HERE} late": rows.filter(due_at__lt=times.now)}


def entry(actor: Officer, here: str, numbers: Mapping[str, int]) -> Entry | None:
    """Return the entry for those who answer questions."""
    if not may_answer(actor):
        return None
    return Entry(
        reverse("consultation:queue"),
        _("คำถามจากประชาชน"),
        is_here=here == HERE,
        count=numbers[HERE],
        is_late=numbers[f"{HERE} late"] > 0,
        group=Group.PEOPLE,
    )
