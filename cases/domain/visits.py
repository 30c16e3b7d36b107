"""A mobile unit goes to a person: sent, out, arrived, helped (S1.06).

Each act is small and may come twice or late: from a phone it carries a token of its own (`cases.domain.once`) and the time
at which its button was pressed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.domain import accounted_for, assistance, intake, on_the_way, working
from cases.domain.accounted_for import OF_VISIT, News, Way
from cases.domain.act import act_on, lock_case
from cases.domain.once import once
from cases.errors import GuardFailed
from cases.machine.verb import Given
from cases.machine.vocabulary import ALIVE, Verb
from cases.models import CaseFile, Visit
from cases.vocabulary import Visibility, VisitResult
from portal.calendar.working_days import OFFICE_ZONE

if TYPE_CHECKING:
    from cases.models import AssistanceRecord, Case, FieldMember, FieldVehicle
    from portal.actors import Officer, System
    from portal.files import CheckedFile


ON_ITS_WAY = dt.timedelta(minutes=2)
"""So long what a phone sends may be under way on a bad line; by so much its time is counted too late."""


@dataclass(frozen=True, slots=True)
class PhoneTime:
    """What a phone says of time. Its clock may be wrong; how much, shows when it sends.

    Attributes:
        pressed_at: when the button was pressed, by the phone's clock.
        sent_at: when it sent, by the same clock; later than `pressed_at` where there was no signal.
    """

    pressed_at: dt.datetime
    sent_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Moment:
    """When something happened.

    Attributes:
        at: the best that the portal knows.
        is_certain: False when the phone's clock said something impossible.
    """

    at: dt.datetime
    is_certain: bool = True


def time_of(phone: PhoneTime | None, *, earliest: dt.datetime, received: dt.datetime) -> Moment:
    """Return when a button was pressed: by the phone's own count of the time since then, never by its clock alone.

    What took longer on its way than what came after it counts as later than that: a unit on a bad line seems to arrive before
    it left. So nothing is earlier than what it follows, and by as much as a line may take nothing is wrong with the clock.

    Args:
        phone: what it says; None when it says nothing (no script).
        earliest: it cannot have been before: when the unit was sent, or its step before this one.
        received: when the portal got it.
    """
    if phone is None:
        return Moment(received)
    at = received - (phone.sent_at - phone.pressed_at)
    is_certain = earliest - ON_ITS_WAY <= at <= received
    return Moment(min(max(at, earliest), received), is_certain)


def dispatch(
    *,
    case: Case,
    actor: Officer,
    note: str = "",
    vehicle: FieldVehicle | None = None,
    crew: Iterable[FieldMember] = (),
) -> Visit:
    """Send a mobile unit out.

    Args:
        case: that the actor's organization holds or does a part of.
        actor: who works or is in the field there.
        note: what for.
        vehicle: of the organization.
        crew: of the organization; whoever of them has an account finds the visit as their own.

    Raises:
        NotAllowed, GuardFailed: nothing was written.
    """
    crew = list(crew)
    for one in [*crew, *([vehicle] if vehicle is not None else [])]:
        if one.organization_id != actor.organization.pk or one.ended_at is not None:
            raise GuardFailed(gettext_lazy("เลือกคนและยานพาหนะของหน่วยงานคุณเท่านั้น"), field="crew")
    with act_on(verb=Verb.DISPATCH, case=case, actor=actor) as act:
        act.record(note=act.note_text(note), readers=Visibility.SHARED)
        visit = act.opened(Visit)
        visit.vehicle = vehicle
        visit.save(update_fields=["vehicle"])
        visit.crew.set(crew)
        return visit


def sent_at(visit: Visit) -> dt.datetime:
    """Return when the unit was sent."""
    return (
        visit.case.duties.filter(waiting=visit.number).order_by("number").values_list("made_at", flat=True)[0]
    )


def latest_step(visit: Visit) -> dt.datetime:
    """Return when the unit did what it did last: arrived, set out, or was sent."""
    return visit.arrived_at or visit.set_out_at or sent_at(visit)


class Step(StrEnum):
    """What a unit says on its way, by the word of its address."""

    SET_OUT = "out"
    ARRIVE = "there"


_VERBS = {Step.SET_OUT: Verb.SET_OUT, Step.ARRIVE: Verb.ARRIVE}


def take_step(
    *, step: Step, visit: Visit, actor: Officer, token: UUID | None = None, phone: PhoneTime | None = None
) -> None:
    """The unit has left, or has arrived; a second time changes nothing.

    Args:
        step: which.
        visit: under way.
        actor: of the unit.
        token: of the form on the phone, which may come twice; None for a form of the desk.
        phone: when, by the phone.

    Raises:
        CaseChanged, NotAllowed: nothing was written.
    """

    def act(identity: str = "") -> None:
        moment = time_of(phone, earliest=latest_step(visit), received=timezone.now())
        # Before anything of the visit is written: whoever crews a trip anew holds the trip, and waits for the visit.
        on_the_way.stepped(visit, actor, moment.at)
        given = Given(happened_at=moment.at)
        with act_on(
            verb=_VERBS[step], case=visit.case, actor=actor, row=visit, given=given, identity=identity
        ) as done:
            done.record(note=_doubt(moment), readers=Visibility.SHARED)

    if token is None:
        with transaction.atomic():
            lock_case(visit.case)
            act()
    else:
        once(case=visit.case, token=token, what=f"visit:{visit.number}:{step}", act=act)


def _doubt(moment: Moment) -> str:
    return "" if moment.is_certain else _("เวลาไม่แน่นอน: นาฬิกาของโทรศัพท์ไม่ตรง")


def end_visit(
    *,
    visit: Visit,
    actor: Officer | System,
    result: VisitResult,
    note: str = "",
    phone: PhoneTime | None = None,
    identity: str = "",
) -> None:
    """Write down what became of the visit.

    Args:
        visit: under way.
        actor: of the unit; the portal, where its trip ended without a word.
        result: of the list.
        note: what was found and done; required where nobody was helped, so that others need not go and look.
        phone: when, by the unit's phone.
        identity: of the event, when it may come twice.

    Raises:
        CaseChanged, NotAllowed, GuardFailed: nothing was written.
    """
    moment = time_of(phone, earliest=latest_step(visit), received=timezone.now())
    with act_on(verb=Verb.END_VISIT, case=visit.case, actor=actor, row=visit, identity=identity) as act:
        text = act.note_text(note, required=result != VisitResult.HELPED)
        words = "\n".join(part for part in (text, _doubt(moment)) if part)
        event = act.record(reason=result, note=words, readers=Visibility.SHARED)
        Visit.objects.filter(pk=visit.pk).update(result=result, ended_at=moment.at)
        _account(act.case, actor, result, moment.at, UUID(event.identity))


@dataclass(frozen=True, kw_only=True, slots=True)
class OffLoad:
    """What a house got of what its trip had loaded, as the unit read it and wrote it down.

    Attributes:
        usual: key of a load → how many stood in the form as usual.
        counted: key of a load → how many were written instead, or of what nothing is usual.
        persons: for how many people; 0 where nobody said.
        before_committee: it could not wait for the committee of the local administration.
    """

    usual: Mapping[int, int] = field(default_factory=dict)
    counted: Mapping[int, int] = field(default_factory=dict)
    persons: int = 0
    before_committee: bool = False


@dataclass(frozen=True, kw_only=True)
class OnSite:
    """What a unit hands in from the place, in one act.

    Attributes:
        given: what was given; None for nothing.
        load: what was given of the load of its trip; None for nothing.
        result: how the visit ended; None when the unit stays.
        note: what was found; for everybody who works on the case.
        photos: checked and cleaned by `portal.files`.
        phone: when, by the phone.
    """

    given: assistance.Help | None = None
    load: OffLoad | None = None
    result: VisitResult | None = None
    note: str = ""
    photos: tuple[CheckedFile, ...] = ()
    phone: PhoneTime | None = None


def record_on_site(*, visit: Visit, actor: Officer, token: UUID, done: OnSite) -> bool:
    """Keep what a unit hands in, once, however often its phone sends it.

    Words that only add are kept also when the visit was ended by somebody else meanwhile: they stand beside.
    What is of the load of a trip is kept by its room (`cases.domain.on_the_way`), by whichever way the unit says it.

    Args:
        visit: of the unit.
        actor: of the unit.
        token: random, one for each form.
        done: what.

    Returns:
        Whether it was kept now, and not before.

    Raises:
        CaseError: nothing was written.
        OSError: the disk has no room; nothing was written.
    """
    if done.given is None and done.load is None and done.result is None:
        raise GuardFailed(gettext_lazy("บอกว่าให้อะไร หรือผลการออกหน่วยเป็นอย่างไร"), field="result")
    return once(
        case=visit.case,
        token=token,
        what=f"visit:{visit.number}",
        act=lambda identity: _report(visit, actor, done, identity),
    )


def _report(visit: Visit, actor: Officer, done: OnSite, identity: str) -> None:
    """Keep a report: what is of a load by the room that has it, and the rest here."""
    done, identity = on_the_way.reported(visit, actor, done, identity)
    if done.load is not None:
        raise GuardFailed(gettext_lazy("การออกหน่วยนี้ไม่ได้อยู่ในเที่ยวใด จึงนับของที่ขึ้นรถหรือเรือไม่ได้"), field="result")
    hand_in(visit, actor, done, identity)


def give_on_site(
    *, visit: Visit, actor: Officer, given: assistance.Help, phone: PhoneTime | None, identity: str = ""
) -> AssistanceRecord:
    """Record what a unit gave at the place, on the day on which it did.

    Args:
        visit: of the unit.
        actor: of the unit.
        given: what; its day is that of the phone's button.
        phone: when, by the phone.
        identity: of the event, when it may come twice.

    Raises:
        CaseError: nothing was written.
    """
    moment = time_of(phone, earliest=latest_step(visit), received=timezone.now())
    return assistance.record_help(
        case=visit.case,
        actor=actor,
        given=_dated(given, moment.at),
        happened_at=moment.at,
        identity=identity,
    )


@transaction.atomic
def hand_in(visit: Visit, actor: Officer, done: OnSite, identity: str) -> None:
    """Keep what a unit hands in; for acts that see to it themselves that it is kept once.

    Args:
        visit: of the unit.
        actor: of the unit.
        done: what.
        identity: of the event that comes first; "" where another event of the same act has it.

    Raises:
        CaseError: nothing was written.
        OSError: the disk has no room; nothing was written.
    """
    case = visit.case
    visit = Visit.objects.select_related("case").get(pk=visit.pk)
    ends = done.result is not None and visit.state in ALIVE
    note = done.note if ends or done.given is not None else ""
    if done.given is not None:
        give_on_site(visit=visit, actor=actor, given=done.given, phone=done.phone, identity=identity)
        identity = ""
    _keep_photos(case, actor, done.photos)
    if ends:
        assert done.result is not None
        end_visit(
            visit=visit, actor=actor, result=done.result, note=note, phone=done.phone, identity=identity
        )
    elif words := _beside(done):
        working.add_note(case=case, actor=actor, text=words, readers=Visibility.SHARED, identity=identity)
        if done.result is not None:
            # The first result stands; who was seen, and when, is known all the same. It is kept once by whoever calls.
            moment = time_of(done.phone, earliest=latest_step(visit), received=timezone.now())
            _account(visit.case, actor, done.result, moment.at, uuid4())


def _account(case: Case, actor: Officer | System, result: VisitResult, at: dt.datetime, token: UUID) -> None:
    """Tell rooms that keep account of people how the unit found them; where it met nobody, nothing is known."""
    if (how := OF_VISIT.get(result)) is not None:
        accounted_for.tell(News(case=case, actor=actor, how=how, way=Way.VISIT, at=at, token=token))


def _dated(given: assistance.Help, at: dt.datetime) -> assistance.Help:
    values = {name: getattr(given, name) for name in given.__dataclass_fields__}
    return assistance.Help(**values | {"given_on": at.astimezone(OFFICE_ZONE).date()})


def _beside(done: OnSite) -> str:
    """Return what is still to be written down when the visit does not end by it."""
    result = str(done.result.label) if done.result is not None else ""
    return "\n".join(part for part in (result, done.note.strip()) if part)


def add_pictures(*, visit: Visit, actor: Officer, token: UUID, photos: tuple[CheckedFile, ...]) -> bool:
    """Keep pictures of a unit that came after its words, once, however often its phone sends them.

    Args:
        visit: of the unit.
        actor: of the unit.
        token: of the picture.
        photos: checked and cleaned by `portal.files`.

    Returns:
        Whether they were kept now, and not before.

    Raises:
        CaseError: nothing was written.
        OSError: the disk has no room; nothing was written.
    """
    return once(
        case=visit.case,
        token=token,
        what=f"visit:{visit.number}:picture",
        act=lambda identity: _keep_photos(visit.case, actor, photos, identity),
    )


def _keep_photos(case: Case, actor: Officer, photos: tuple[CheckedFile, ...], identity: str = "") -> None:
    if not photos:
        return
    stored: list[CaseFile] = []
    try:
        with act_on(verb=Verb.ADD_FILE, case=case, actor=actor, identity=identity) as act:
            act.record(readers=Visibility.SHARED, visibility=Visibility.SHARED)
            for checked in photos:
                stored.append(intake.add_file(case=act.case, checked=checked, actor=actor))
    except BaseException:
        intake.delete_files(stored)
        raise
