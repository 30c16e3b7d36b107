"""A trip ends: by its crew, by the desk, or by the portal when nobody said a word for half a day.

Every house without a result goes back: its visit is ended with that as its result, its case keeps its driving duty and stands
in the lists as before (docs/many.md, stop_back). Each house is one transaction; whoever dies in the middle goes on.
"""

from __future__ import annotations

import datetime as dt
import logging
from typing import TYPE_CHECKING

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.domain import visits
from cases.errors import CaseError, GuardFailed
from cases.machine.vocabulary import ALIVE
from cases.tours.domain import sending, stocking
from cases.tours.domain.planning import locked
from cases.tours.models import Stop, Tour
from cases.tours.vocabulary import SENT, TourState
from cases.vocabulary import VisitResult
from portal.actors import System
from portal.audit import services as audit

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from portal.actors import Officer

log = logging.getLogger(__name__)

ABANDONED_AFTER = dt.timedelta(hours=12)
"""After it should have been back (docs/many.md, end_tour)."""
ABANDONED = gettext_lazy("ระบบจบเที่ยว: ไม่มีผู้จบภายใน 12 ชั่วโมงหลังเวลากลับ")
TRIP_OVER = gettext_lazy("เที่ยวจบก่อนไปถึง")


@transaction.atomic
def end(*, tour: Tour, actor: Officer, reason: str = "") -> Tour:
    """Begin to end a trip. Twice begins once.

    Args:
        tour: sent.
        actor: of its organization.
        reason: why houses are left; required where one is.

    Raises:
        NotAllowed: for anybody else.
        GuardFailed: it was not sent, or the reason is missing.
    """
    found = Tour.objects.select_for_update().get(pk=tour.pk)
    if found.organization_id == actor.organization.pk and found.state in (TourState.ENDING, TourState.ENDED):
        return found
    found = locked(tour, actor, *SENT)
    reason = reason.strip()
    if not reason and waiting_of(found).exists():
        raise GuardFailed(gettext_lazy("เขียนว่าทำไมยังมีจุดที่ไม่มีผล"), field="reason")
    found.state, found.ended_by, found.ending = TourState.ENDING, actor.person, reason[:300]
    found.save()
    audit.record(actor=actor, action="tour.end", subject=f"tour:{found.pk}", purpose=found.ending)
    return found


def waiting_of(tour: Tour) -> QuerySet[Stop]:
    """Return the stops of a trip that have no result yet."""
    return tour.stops.filter(left="").filter(Q(visit=None) | Q(visit__state__in=ALIVE))


def work(tour: Tour, *, most: int | None = None) -> bool:
    """Give back what has no result; returns whether the trip has ended.

    Args:
        tour: being ended; of another one nothing is given back.
        most: how many houses at most; None for all.
    """
    tour.refresh_from_db()
    if tour.state != TourState.ENDING:
        return True
    waiting = waiting_of(tour).order_by("position", "pk")
    with translation.override("th"):
        for pk in list(waiting.values_list("pk", flat=True)[:most]):
            _give_back(tour, pk)
    if waiting.exists():
        return False
    with transaction.atomic():
        over = Tour.objects.filter(pk=tour.pk, state=TourState.ENDING)
        # Whoever ends it brings back what is left; a second worker finds it ended.
        if over.update(state=TourState.ENDED, ended_at=timezone.now()):
            stocking.bring_back(tour, System())
    tour.refresh_from_db()
    return True


def _give_back(tour: Tour, pk: int) -> None:
    try:
        with transaction.atomic():
            # Not its key: who hands in a result holds the case and names the stop, and this waits for the case.
            locked = Stop.objects.select_for_update(of=("self",), no_key=True)
            stop = locked.select_related("visit__case").get(pk=pk)
            if stop.visit is None:
                stop.left = str(TRIP_OVER)
                stop.save(update_fields=["left"])
            elif stop.visit.state in ALIVE:
                visits.end_visit(
                    visit=stop.visit,
                    actor=System(),
                    result=VisitResult.NO_RESULT,
                    note=tour.ending or _("เที่ยวจบโดยไม่มีเหตุผล"),
                )
    except (OperationalError, InterfaceError):
        raise
    except CaseError as error:
        # The visit stays as it is, in the lists of the unit; the trip ends without it, and says why.
        Stop.objects.filter(pk=pk).update(left=str(error.message)[:300])
    except Exception:
        # As where stops are sent: one case must not hold back all others.
        log.exception("a house of a trip could not be given back")
        Stop.objects.filter(pk=pk).update(left=str(sending.FAILED))


def end_abandoned(now: dt.datetime | None = None) -> int:
    """Begin to end trips that should have been back half a day ago, and that nobody ended; returns how many.

    What was only drafted is given up: no unit was sent.
    """
    before = (now or timezone.now()) - ABANDONED_AFTER
    over = Tour.objects.filter(back_by__lt=before)
    with translation.override("th"):
        count = over.filter(state__in=SENT).update(state=TourState.ENDING, ending=str(ABANDONED))
    return count + over.filter(state=TourState.DRAFT).update(state=TourState.DROPPED, ended_at=timezone.now())


def carry_on(*, most: int = 200) -> bool:
    """Go on with every trip that is being sent or ended; returns whether anything is left to do.

    Args:
        most: houses of each trip that are looked at in one go.
    """
    end_abandoned()
    left = False
    late = Q(state__in=SENT, stops__visit=None, stops__left="")
    for tour in Tour.objects.filter(Q(state=TourState.SENDING) | late).distinct().order_by("pk"):
        left |= not sending.work(tour, most=most)
    for tour in Tour.objects.filter(state=TourState.ENDING).order_by("pk"):
        left |= not work(tour, most=most)
    return left
