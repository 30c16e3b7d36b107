"""An act on many cases: its set is fixed, each case is judged, somebody confirms, each is done by itself, or undone.

Every step is one transaction for one case, in which its outcome is locked first and looked at again: whoever dies in the
middle leaves nothing half done, and whoever goes on does nothing twice. A case that changed since the set was fixed is
left with the reason.
"""

from __future__ import annotations

import datetime as dt
import logging
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Count, Q
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from cases.domain.act import situation_of
from cases.domain.queries.standing import case_worker
from cases.errors import CaseChanged, CaseError, GuardFailed, NotAllowed
from cases.machine.act import missing, permits
from cases.machine.verb import Ask
from cases.machine.verbs.watching import GLASS_OPEN
from cases.mass.domain.kind import Kind
from cases.mass.domain.kinds import KINDS
from cases.mass.models import MassAct, MassOutcome
from cases.mass.vocabulary import MassState, MassVerb, OutcomeState
from cases.models import Case
from portal.accounts.actors import officer_by
from portal.accounts.functions import Function
from portal.accounts.models import Appointment
from portal.composed import Composed

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from portal.actors import Officer

log = logging.getLogger(__name__)

MOST = 50_000
"""Cases of one act: more than a province asks for in a day."""
BATCH = 2_000
UNDO_WITHIN = dt.timedelta(hours=24)
AT_WORK = {
    MassState.JUDGING: OutcomeState.NEW,
    MassState.RUNNING: OutcomeState.FIT,
    MassState.UNDOING: OutcomeState.DONE,
}
"""While an act is in work: which outcomes still have to be looked at."""
NEXT = {
    MassState.JUDGING: MassState.READY,
    MassState.RUNNING: MassState.DONE,
    MassState.UNDOING: MassState.UNDONE,
}

GONE = _("ไม่พบเรื่องนี้ในงานของหน่วยงานคุณแล้ว")
CAREFUL = _("เรื่องปัญหาสังคมหรือเรื่องปกปิด ทำทีละเรื่อง")
CHANGED = _("เรื่องเปลี่ยนไปหลังจากเลือก อ่านใหม่ก่อน")
CAME_SINCE = _("มีสิ่งที่ทำหลังจากนั้นแล้ว ถอนคืนไม่ได้")
NO_INVERSE = _("สิ่งที่บันทึกนี้ถอนคืนไม่ได้ แก้ที่เรื่องนั้น")
NOT_MORE = _("คำสั่งแต่งตั้งของผู้สั่งทำสิ้นสุดแล้ว")
STRUCK_OUT = _("เอาออกก่อนยืนยัน")
FAILED = _("ระบบทำเรื่องนี้ไม่สำเร็จ ทำที่เรื่องนั้น หรือแจ้งผู้ดูแลระบบ")
NOT_NOW = _("ทำสิ่งนี้ในขั้นตอนนี้ของเรื่องไม่ได้")
TOO_MANY = _("เลือกได้ไม่เกิน 50,000 เรื่องต่อครั้ง จำกัดตัวกรองก่อน")
NONE_CHOSEN = _("เลือกเรื่องอย่างน้อยหนึ่งเรื่อง")


@transaction.atomic
def begin(*, actor: Officer, cases: QuerySet[Case], origin: str) -> MassAct:
    """Fix the set of an act: the cases of a choice that the actor may open, as they are now.

    Args:
        actor: who chooses.
        cases: of a selection or a filter, of any visibility.
        origin: how they were chosen, for the record.

    Raises:
        GuardFailed: none, or too many.
    """
    door = Case.objects.visible_to(actor).filter(pk__in=cases.values("pk")).order_by("pk")
    found = list(door.values_list("pk", "base")[: MOST + 1])
    if not found:
        raise GuardFailed(NONE_CHOSEN)
    if len(found) > MOST:
        raise GuardFailed(TOO_MANY)
    assert actor.appointment is not None
    mass = MassAct.objects.create(
        organization=actor.organization, by=actor.person, appointment=actor.appointment, origin=origin
    )
    rows = (MassOutcome(mass=mass, case_id=pk, base=base) for pk, base in found)
    MassOutcome.objects.bulk_create(rows, batch_size=BATCH)
    return mass


@transaction.atomic
def plan(*, mass: MassAct, actor: Officer, verb: MassVerb, fields: Mapping[str, Any]) -> MassAct:
    """Say what is to be done; each case has to be judged now, also those that were left for another act.

    Args:
        mass: that was not confirmed.
        actor: who began it.
        verb: what.
        fields: what was filled in.

    Raises:
        NotAllowed: somebody else.
        GuardFailed: it was confirmed already.
    """
    locked = _own(mass, actor, MassState.CHOOSING, MassState.JUDGING, MassState.READY)
    locked.verb, locked.fields, locked.state = verb, dict(fields), MassState.JUDGING
    locked.save()
    # Reasons stand in the language of the office, whatever this page is read in.
    with translation.override("th"):
        locked.outcomes.exclude(reason=str(STRUCK_OUT)).update(state=OutcomeState.NEW, reason="")
    return locked


@transaction.atomic
def strike_out(*, mass: MassAct, actor: Officer, case: Case) -> None:
    """Take one case out before it is confirmed.

    Raises:
        NotAllowed: somebody who did not begin it.
        GuardFailed: it was confirmed already.
    """
    locked = _own(mass, actor, MassState.JUDGING, MassState.READY)
    with translation.override("th"):
        locked.outcomes.filter(case=case).update(state=OutcomeState.LEFT, reason=str(STRUCK_OUT))


@transaction.atomic
def confirm(*, mass: MassAct, actor: Officer) -> MassAct:
    """Begin to do what was shown. Twice begins once.

    Args:
        mass: of which every case was judged.
        actor: who began it: everything is done, recorded and answered for in their name, and of two persons who have to
            agree nobody can be both by confirming what a colleague left.

    Raises:
        NotAllowed: somebody else.
        GuardFailed: not every case was judged yet, or it was dropped.
    """
    locked = MassAct.objects.select_for_update().get(pk=mass.pk)
    if is_own(locked, actor) and locked.state in (MassState.RUNNING, MassState.DONE):
        return locked
    locked = _own(mass, actor, MassState.READY)
    locked.state, locked.confirmed_at = MassState.RUNNING, timezone.now()
    locked.save()
    return locked


@transaction.atomic
def drop(*, mass: MassAct, actor: Officer) -> None:
    """Give an act up that was not confirmed.

    Raises:
        NotAllowed: somebody who did not begin it.
        GuardFailed: it was confirmed already.
    """
    locked = _own(mass, actor, MassState.CHOOSING, MassState.JUDGING, MassState.READY)
    locked.state, locked.ended_at = MassState.DROPPED, timezone.now()
    locked.save()


@transaction.atomic
def undo(*, mass: MassAct, actor: Officer) -> MassAct:
    """Begin to take an act back, case by case, where nothing came since. Twice begins once.

    Args:
        mass: done within the last day.
        actor: who did it, or a supervisor of the same organization.

    Raises:
        NotAllowed: somebody else.
        GuardFailed: too late, or not done.
    """
    locked = MassAct.objects.select_for_update().get(pk=mass.pk)
    if not may_undo(locked, actor):
        raise NotAllowed(locked.verb)
    if locked.state in (MassState.UNDOING, MassState.UNDONE):
        return locked
    locked = _locked(mass, MassState.DONE)
    if locked.ended_at is None or timezone.now() - locked.ended_at > UNDO_WITHIN:
        raise GuardFailed(_("ถอนคืนได้ภายใน 24 ชั่วโมงหลังทำเสร็จ"))
    if KINDS[MassVerb(locked.verb)].undo is None:
        raise GuardFailed(NO_INVERSE)
    locked.state, locked.undone_by, locked.ended_at = MassState.UNDOING, actor.appointment, None
    locked.save()
    return locked


def is_own(mass: MassAct, actor: Officer) -> bool:
    """Whether an act is somebody's own, by the order under which they work now; colleagues only read it."""
    appointment = actor.appointment
    return appointment is not None and mass.by_id == actor.person.pk and mass.appointment_id == appointment.pk


def _own(mass: MassAct, actor: Officer, *states: MassState) -> MassAct:
    """Return one's own act locked, in one of some states.

    Raises:
        NotAllowed: it is somebody else's.
        GuardFailed: it is in another state.
    """
    if not is_own(mass, actor):
        raise NotAllowed("mass")
    return _locked(mass, *states)


def may_undo(mass: MassAct, actor: Officer) -> bool:
    """Whether somebody may take an act back."""
    supervises = bool(actor.functions & {Function.SUPERVISE, Function.DEPUTY})
    return mass.organization_id == actor.organization.pk and (mass.by_id == actor.person.pk or supervises)


def _locked(mass: MassAct, *states: MassState) -> MassAct:
    """Return an act locked, in one of some states.

    Raises:
        GuardFailed: it is in another one.
    """
    locked = MassAct.objects.select_for_update().get(pk=mass.pk)
    if locked.state not in states:
        raise GuardFailed(_("ตอนนี้อยู่ในขั้น “%(state)s”") % {"state": locked.get_state_display()})
    return locked


def numbers(mass: MassAct) -> dict[OutcomeState, int]:
    """Return how many cases are in which state; every state is named, and the sum is that of the set."""
    found = mass.outcomes.order_by().values_list("state").annotate(number=Count("pk"))
    return {state: 0 for state in OutcomeState} | {OutcomeState(state): number for state, number in found}


# In the queue ----------------------------------------------------------------------------------------------------------


def carry_on(*, seconds: float = 40.0) -> bool:
    """Go on with every act in work, the oldest first, for a while; returns whether anything is left to do."""
    until = time.monotonic() + seconds
    for mass in MassAct.objects.filter(state__in=AT_WORK).select_related("appointment").order_by("pk"):
        if not work(mass, until=until):
            return True
    return False


def work(mass: MassAct, *, until: float | None = None, most: int | None = None) -> bool:
    """Go on with one act; returns whether it came to the end of its step.

    Args:
        mass: in work.
        until: by the monotonic clock, when to stop; None for never.
        most: how many cases to look at; None for all.
    """
    state = MassState(mass.state)
    if state not in AT_WORK:
        # Pressed a second time: it was done meanwhile.
        return True
    actor = _actor(mass, state)
    waiting = mass.outcomes.filter(state=AT_WORK[state]).order_by("pk")
    looked_at = 0
    # Reasons are kept as sentences, in the language of the office.
    with translation.override("th"):
        while True:
            batch = list(waiting.values_list("pk", flat=True)[:100])
            if not batch:
                break
            for pk in batch:
                if not _step(mass, state, pk, actor):
                    return True
                looked_at += 1
                if (until is not None and time.monotonic() > until) or looked_at == most:
                    return not waiting.exists() and _end(mass, state)
    return _end(mass, state)


def _actor(mass: MassAct, state: MassState) -> Officer | None:
    """Return who acts; None when their appointment has ended."""
    pk = mass.undone_by_id if state == MassState.UNDOING else mass.appointment_id
    appointment = Appointment.objects.in_force().filter(pk=pk).select_related("user", "organization").first()
    return officer_by(appointment) if appointment is not None else None


def _end(mass: MassAct, state: MassState) -> bool:
    """End a step, unless somebody has just said that all of it is to be done anew; returns whether it ended."""
    ended = timezone.now() if state != MassState.JUDGING else None
    with transaction.atomic():
        MassAct.objects.select_for_update().get(pk=mass.pk)
        is_left = mass.outcomes.filter(state=AT_WORK[state]).exists()
        if not is_left:
            MassAct.objects.filter(pk=mass.pk, state=state).update(state=NEXT[state], ended_at=ended)
    mass.refresh_from_db()
    return not is_left


def _step(mass: MassAct, state: MassState, pk: int, actor: Officer | None) -> bool:
    """Look at one case, and keep what became of it in the same transaction; returns whether the step still goes on."""
    try:
        with transaction.atomic():
            outcome = MassOutcome.objects.select_for_update().get(pk=pk)
            # What is to be done may have been said anew since the last case, with this one or without it.
            mass.refresh_from_db(fields=["verb", "fields", "state"])
            if mass.state != state:
                return False
            if outcome.state != AT_WORK[state]:
                # Another worker was here meanwhile.
                return True
            _look(mass, state, outcome, actor)
            outcome.save()
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        # A mistake of the program in one case must not hold back thousands; it is told, and nothing of it was written.
        log.exception("an act on many cases failed in one of them")
        failed = OutcomeState.KEPT if state == MassState.UNDOING else OutcomeState.LEFT
        MassOutcome.objects.filter(pk=pk, state=AT_WORK[state]).update(state=failed, reason=str(FAILED))
    return True


def _look(mass: MassAct, state: MassState, outcome: MassOutcome, actor: Officer | None) -> None:
    kind = KINDS[MassVerb(mass.verb)]
    refused = OutcomeState.KEPT if state == MassState.UNDOING else OutcomeState.LEFT
    if actor is None:
        outcome.state, outcome.reason = refused, str(NOT_MORE)
        return
    case = _readable(outcome.case_id, actor)
    try:
        with transaction.atomic():
            if case is None:
                raise GuardFailed(GONE)
            if state == MassState.UNDOING:
                _take_back(kind, case, actor, outcome)
                return
            judge(kind, case, actor, mass.fields, base=outcome.base)
            if state == MassState.JUDGING:
                outcome.state = OutcomeState.FIT
                return
            done = kind.do(case, actor, mass.fields, outcome.base)
            outcome.row, outcome.before_id, outcome.state = done.row, done.before, OutcomeState.DONE
            outcome.version = Case.objects.values_list("version", flat=True).get(pk=case.pk)
    except CaseChanged:
        outcome.state, outcome.reason = refused, str(CHANGED)
    except NotAllowed:
        outcome.state, outcome.reason = refused, str(NOT_NOW)
    except CaseError as error:
        outcome.state, outcome.reason = refused, str(error.message)[:300]


def _readable(pk: int, actor: Officer) -> Case | None:
    if not actor.works_on_cases:
        return None
    found = _READABLE(
        case=pk,
        organization=actor.organization.pk,
        person=actor.person.pk,
        glass_since=timezone.now() - GLASS_OPEN,
    )
    return next(iter(found), None)


def _opened(case: int, organization: int, person: int, glass_since: dt.datetime) -> QuerySet[Case]:
    door = Case.objects.visible_to(
        case_worker(organization, person), glass_since=glass_since, among=Q(pk=case)
    )
    return door.select_related("holder", "reporter").order_by()


_READABLE = Composed(_opened, case=int, organization=int, person=int, glass_since=dt.datetime)


def judge(kind: Kind, case: Case, actor: Officer, fields: Mapping[str, Any], *, base: str) -> None:
    """Say nothing when an act may be done to a case now; it changes nothing.

    Args:
        kind: what.
        case: that the actor may open.
        actor: who.
        fields: what was filled in.
        base: of the case when the set was fixed.

    Raises:
        CaseChanged: it changed since.
        NotAllowed: the table does not have it.
        GuardFailed: with the sentence that says why not.
    """
    if case.is_crisis or case.is_restricted:
        raise GuardFailed(CAREFUL)
    if case.base != base:
        raise CaseChanged
    if (left := kind.leaves(case, actor, fields)) is not None:
        raise GuardFailed(left)
    situation = situation_of(case, actor)
    ask = Ask(kind.row(situation, actor), kind.given(case, actor, fields))
    if not permits(situation, kind.verb, ask):
        raise NotAllowed(kind.verb)
    if (lacks := missing(situation, kind.verb, ask)) is not None:
        raise GuardFailed(lacks)


def _take_back(kind: Kind, case: Case, actor: Officer, outcome: MassOutcome) -> None:
    """Undo one case where nothing came since.

    Raises:
        CaseError: it cannot be.
    """
    assert kind.undo is not None
    locked = Case.objects.select_for_update().get(pk=case.pk)
    if locked.version != outcome.version:
        raise GuardFailed(CAME_SINCE)
    kind.undo(locked, actor, outcome)
    outcome.state = OutcomeState.UNDONE
