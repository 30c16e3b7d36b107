"""Results that come on paper: typed by the number of the stop, and harmless when the same sheet is scanned twice.

A stop that has a result by then keeps it, whatever the paper says: the line is refused in words, and nothing of it counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cases.domain.visits import OnSite
from cases.errors import GuardFailed
from cases.machine.vocabulary import ALIVE
from cases.tours.domain.riding import hand_in
from cases.tours.models import Stop
from portal.thai.dates import format_datetime

if TYPE_CHECKING:
    from portal.actors import Officer

ON_A_SHEET = 6
"""Stops on one page of the paper, as many as can be written on with a wet pencil, and lines that are typed at once."""


def paper_token(stop: Stop) -> UUID:
    """Return the token of a stop's line on paper: the same however often the sheet is scanned."""
    return uuid5(stop.tour.token, f"paper:{stop.number}")


@transaction.atomic
def type_in(
    *,
    stop: Stop,
    actor: Officer,
    done: OnSite,
    given: Mapping[int, int],
    persons: int = 1,
    before_committee: bool = False,
) -> bool:
    """Keep a line of the paper; arguments as in `riding.hand_in`.

    Returns:
        Whether it was kept now, and not when the sheet was scanned before.

    Raises:
        GuardFailed: the stop has a result by another way: it stays.
        CaseError: nothing was written.
    """
    locked = Stop.objects.select_for_update().get(pk=stop.pk)
    visit = stop.visit
    if locked.visit_id is None or visit is None:
        raise GuardFailed(locked.left or _("ยังไม่ได้ส่งหน่วยไปจุดนี้"))
    visit.refresh_from_db(fields=["state", "result", "ended_at"])
    kept = {"token": paper_token(stop), "done": done, "given": given, "persons": persons}
    if visit.state in ALIVE:
        return hand_in(stop=stop, actor=actor, before_committee=before_committee, **kept)
    if was_typed(stop):
        return False
    at = format_datetime(visit.ended_at) if visit.ended_at is not None else ""
    raise GuardFailed(
        _("จุดนี้มีผลแล้ว “%(result)s” %(at)s ไม่บันทึกซ้ำ ถ้าไม่ตรงกันแก้ที่หน้าเรื่อง")
        % {"result": visit.get_result_display(), "at": at}
    )


def was_typed(stop: Stop) -> bool:
    """Whether the line of the paper was kept already."""
    assert stop.visit is not None
    identity = uuid5(paper_token(stop), f"visit:{stop.visit.number}:{stop.case.reference}")
    return stop.case.events.filter(identity=str(identity)).exists()
