"""The unit is sent to every house of a trip: one act and one event for each case, resumable, nothing half done.

What changed since the trip was made is judged by the guards of the machine as they hold now: a case that was closed,
handed on, made crisis or restricted, or to which another unit goes by now, is left with the reason; one that was only read,
screened or raised goes, for a boat that leaves somebody behind because of an act of the desk helps nobody.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from cases.domain import visits
from cases.errors import CaseError, GuardFailed, NotAllowed
from cases.households.domain.underway import lock_household, somebody_else_goes
from cases.models import Case
from cases.tours.domain.planning import crossed, ended_of, locked
from cases.tours.models import Stop, Tour
from cases.tours.vocabulary import SENT, Left, TourState
from portal.accounts.actors import officer_by
from portal.accounts.models import Appointment
from portal.audit import services as audit

if TYPE_CHECKING:
    from portal.actors import Officer

log = logging.getLogger(__name__)

GONE = _("ไม่พบเรื่องนี้ในงานของหน่วยงานคุณแล้ว")
NOT_NOW = _("ส่งหน่วยในขั้นตอนนี้ของเรื่องไม่ได้")
NOT_MORE = _("คำสั่งแต่งตั้งของผู้จัดเที่ยวสิ้นสุดแล้ว")
FAILED = _("ระบบส่งหน่วยไปเรื่องนี้ไม่สำเร็จ ส่งที่เรื่องนั้น หรือแจ้งผู้ดูแลระบบ")
ENDED_CREW = _("คำสั่งแต่งตั้งสิ้นสุดแล้ว: %(names)s")


@transaction.atomic
def confirm(*, tour: Tour, actor: Officer, crosses: bool = False) -> Tour:
    """Begin to send the unit to every house. Twice begins once.

    Args:
        tour: with its crew.
        actor: of its organization; the stops are sent by their appointment.
        crosses: the crew can go through several districts.

    Raises:
        NotAllowed: for anybody else.
        GuardFailed: nobody goes, somebody of the crew may no longer, or it crosses districts and nobody said that it may.
    """
    found = Tour.objects.select_for_update().get(pk=tour.pk)
    if found.organization_id == actor.organization.pk and found.state in (TourState.SENDING, *SENT):
        return found
    found = locked(tour, actor, TourState.DRAFT)
    members = list(found.crew.all())
    if not members:
        raise GuardFailed(_("เลือกผู้ออกหน่วยก่อน"), field="members")
    if gone := ended_of(members):
        raise GuardFailed(ENDED_CREW % {"names": ", ".join(one.name for one in gone)}, field="members")
    if not found.stops.exists():
        raise GuardFailed(_("เที่ยวนี้ไม่มีจุด เพิ่มอย่างน้อยหนึ่งจุด"))
    if len(crossed(found)) > 1 and not crosses:
        raise GuardFailed(_("เที่ยวนี้ผ่านหลายอำเภอ ยืนยันว่าไปได้ หรือเอาจุดของอำเภออื่นออก"), field="crosses")
    assert actor.appointment is not None
    found.state, found.appointment, found.crosses = TourState.SENDING, actor.appointment, crosses
    found.save()
    audit.record(actor=actor, action="tour.confirm", subject=f"tour:{found.pk}")
    return found


def work(tour: Tour, *, most: int | None = None) -> bool:
    """Send the unit to the stops that wait for it; returns whether none is left.

    Args:
        tour: confirmed; of another one nothing is sent.
        most: how many at most; None for all.
    """
    tour = Tour.objects.select_related("appointment", "organization", "vehicle").get(pk=tour.pk)
    if tour.state not in (TourState.SENDING, *SENT):
        return True
    waiting = tour.stops.filter(visit=None, left="").order_by("position", "pk")
    actor = _actor(tour)
    # Reasons are kept as sentences, in the language of the office.
    with translation.override("th"):
        for pk in list(waiting.values_list("pk", flat=True)[:most]):
            _step(tour, pk, actor)
    if waiting.exists():
        return False
    Tour.objects.filter(pk=tour.pk, state=TourState.SENDING).update(state=TourState.READY)
    return True


def _actor(tour: Tour) -> Officer | None:
    """Return who sends; None when their appointment has ended."""
    in_force = Appointment.objects.in_force().filter(pk=tour.appointment_id)
    appointment = in_force.select_related("user", "organization").first()
    return officer_by(appointment) if appointment is not None else None


def _step(tour: Tour, pk: int, actor: Officer | None) -> None:
    """Send the unit to one house, and keep what became of it in the same transaction."""
    try:
        with transaction.atomic():
            stop = Stop.objects.select_for_update().get(pk=pk)
            if stop.visit_id is not None or stop.left:
                # Another worker was here meanwhile.
                return
            _send(tour, stop, actor)
            stop.save(update_fields=["visit", "left"])
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        # A mistake of the program in one case must not keep the boat from all others; it is told, and nothing of it stands.
        log.exception("a unit could not be sent to one house of a trip")
        Stop.objects.filter(pk=pk, visit=None).update(left=str(FAILED))


def _send(tour: Tour, stop: Stop, actor: Officer | None) -> None:
    if actor is None:
        stop.left = str(NOT_MORE)
        return
    case = Case.objects.visible_to(actor, among=Q(pk=stop.case_id)).select_related("holder").first()
    try:
        with transaction.atomic():
            if case is None:
                raise GuardFailed(GONE)
            if case.is_crisis or case.is_restricted:
                raise GuardFailed(Left.CAREFUL.label)
            lock_household(case)
            if somebody_else_goes(case, actor.organization):
                raise GuardFailed(Left.ON_THE_WAY.label)
            stop.visit = visits.dispatch(
                case=case, actor=actor, note=tour.note, vehicle=tour.vehicle, crew=tour.crew.all()
            )
    except NotAllowed:
        stop.left = str(NOT_NOW)
    except CaseError as error:
        stop.left = str(error.message)[:300]
