"""Alarms of an event are folded by organization and hour; danger and crisis are told at once and alone (docs/events.md, B3)."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from cases import tasks
from cases.domain import working
from cases.domain.screening import screen_case
from cases.errors import GuardFailed, NotAllowed
from cases.events import tasks as event_tasks
from cases.events.domain import choosing, declaring, ringing, roster
from cases.events.domain.rules import goes_out, holes, hour_of, may_fold
from cases.events.models import Event, EventCase, FoldedAlarm, FoldedLine, Shift
from cases.events.public import home
from cases.events.vocabulary import Way
from cases.machine.vocabulary import DutyKind
from cases.models import Alarm, AlarmNotice, Case
from cases.vocabulary import AlarmPurpose, CallOutcome, Confidentiality, Severity
from portal.accounts.models import Appointment, User
from portal.outbox.models import OutboxMessage
from portal.vocabulary import ProblemType
from tests.cases import factories
from tests.cases.desk.conftest import Login
from tests.cases.events.conftest import NOW, OURS
from tests.cases.factories import CANARIES, World

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


# Rules --------------------------------------------------------------------------------------------------------------


@given(st.booleans(), st.booleans(), st.booleans(), st.booleans(), st.sampled_from(DutyKind))
def test_danger_crisis_and_decisions_are_never_folded(danger, emergency, crisis, restricted, kind) -> None:
    folds = may_fold(danger=danger, emergency=emergency, crisis=crisis, restricted=restricted, kind=kind)
    assert folds is not (danger or emergency or crisis or restricted or kind == DutyKind.APPROVE)


@given(st.lists(st.integers(0, 60 * 24 * 3), max_size=80), st.integers(1, 90))
def test_each_alarm_goes_out_once_in_at_most_one_mail_an_hour_and_within_the_next_hour(
    minutes, every
) -> None:
    """The job comes every `every` minutes or later; whatever waits then goes out together."""
    waiting, told, last = sorted(minutes), [], None
    for minute in range(0, 60 * 24 * 3 + 60 + 2 * every, every):
        ready = [one for one in waiting if one <= minute]
        now = NOW + dt.timedelta(minutes=minute)
        if ready and goes_out(now, last):
            last = hour_of(now)
            told.append((now, ready))
            waiting = waiting[len(ready) :]
    assert not waiting
    assert Counter(one for _now, ready in told for one in ready) == Counter(minutes)
    assert max(Counter(hour_of(now) for now, _ready in told).values(), default=0) <= 1
    for now, ready in told:
        oldest = NOW + dt.timedelta(minutes=min(ready))
        assert now - oldest <= dt.timedelta(minutes=60 + every)


SPANS = st.lists(
    st.tuples(st.integers(-10, 40), st.integers(1, 20)).map(
        lambda one: (NOW + one[0] * HOUR, NOW + (one[0] + one[1]) * HOUR)
    ),
    max_size=12,
)


@given(SPANS)
def test_every_hour_has_somebody_on_duty_or_lies_in_a_hole(shifts) -> None:
    found = holes(shifts, NOW, NOW + DAY)
    for hour in range(24):
        moment = NOW + hour * HOUR
        is_covered = any(first <= moment < last for first, last in shifts)
        in_hole = [span for span in found if span[0] <= moment < span[1]]
        assert len(in_hole) == (0 if is_covered else 1)
    assert all(NOW <= first < last <= NOW + DAY for first, last in found)


# With a database ----------------------------------------------------------------------------------------------------


def mails(*templates: str) -> list[OutboxMessage]:
    return list(OutboxMessage.objects.filter(template__in=templates).order_by("pk"))


def late(count: int, **values) -> list[Case]:
    return [
        factories.CaseFactory(**({"problem": ProblemType.DISASTER, "subdistrict_code": OURS} | values))
        for _ in range(count)
    ]


@pytest.fixture
def people(areas: World) -> World:
    """The people of the center have addresses."""
    for one in (areas.center.officer, areas.center.supervisor):
        one.person.email = f"person-{one.person.pk}@example.org"
        one.person.save()
    return areas


@pytest.fixture
def mailed(areas: World) -> World:
    """The organizations have addresses."""
    for body in areas.everybody:
        body.organization.email = f"office-{body.organization.pk}@example.org"
        body.organization.save()
    return areas


def ring() -> None:
    tasks.ring_alarms.call()
    event_tasks.follow_events.call()


@pytest.mark.django_db
def test_what_is_late_in_an_event_goes_out_in_one_mail_an_hour_with_its_count(
    event: Event, mailed: World, now
) -> None:
    late(3)
    now.move_to(NOW + 5 * DAY)
    ring()
    center = mailed.center.organization
    rung = AlarmNotice.objects.filter(organization=center).exclude(purpose=AlarmPurpose.KNOW).count()
    assert rung >= 3
    fold = FoldedAlarm.objects.get(organization=center)
    assert (fold.number, fold.lines.count()) == (rung, rung)
    assert not mails("case_late_own", "case_late", "case_late_report")
    sent = [one for one in mails("event_late") if one.to == center.email]
    assert [one.context["count"] for one in sent] == [str(rung)]
    assert not [canary for canary in CANARIES if canary in str(sent[0].context)]
    assert not [case for case in Case.objects.all() if case.reference in str(sent[0].context)]
    late_again = late(2)
    ring()
    assert FoldedAlarm.objects.filter(organization=center).count() == 1
    now.move_to(NOW + 20 * DAY)
    ring()
    ring()
    assert {one.case for one in Alarm.objects.all()} >= set(late_again)
    assert not FoldedLine.objects.filter(fold=None).exists()
    hours = Counter((one.organization_id, one.hour) for one in FoldedAlarm.objects.all())
    assert max(hours.values()) == 1
    assert sum(one.number for one in FoldedAlarm.objects.all()) == FoldedLine.objects.count()


@pytest.mark.django_db
def test_danger_rings_alone_beside_what_is_folded(event: Event, mailed: World, now) -> None:
    late(2)
    (danger,) = late(1, danger_now=True)
    crisis = factories.crisis_case(mailed, subdistrict_code=OURS)
    now.move_to(NOW + 5 * DAY)
    ring()
    alone = {one.reference for one in mails("case_late_own", "case_late", "case_late_report")}
    assert alone == {danger.reference, crisis.reference}
    assert not FoldedLine.objects.filter(notice__alarm__case__in=[danger, crisis]).exists()
    assert FoldedLine.objects.exists()


@pytest.mark.django_db
def test_outside_of_an_event_every_alarm_has_its_own_mail(mailed: World, now) -> None:
    (case,) = late(1)
    now.move_to(NOW + 5 * DAY)
    ring()
    assert {one.reference for one in mails("case_late_own")} == {case.reference}
    assert not FoldedLine.objects.exists()


@pytest.mark.django_db
def test_what_waited_when_the_event_ended_is_told_all_the_same(event: Event, mailed: World, now) -> None:
    late(1)
    now.move_to(NOW + 5 * DAY)
    tasks.ring_alarms.call()
    Event.objects.update(ended_at=NOW + 5 * DAY, ended_by=event.declared_by, ending="x")
    assert FoldedLine.objects.filter(fold=None).exists()
    event_tasks.follow_events.call()
    assert not FoldedLine.objects.filter(fold=None).exists()


@pytest.mark.django_db
def test_danger_is_told_at_once_to_who_is_on_duty_and_else_to_the_duty_officer(
    people: World, event: Event, now
) -> None:
    (first,) = late(1, danger_now=True)
    assert [(one.to, one.reference) for one in mails("event_danger")] == [
        (event.duty_officer.email, first.reference)
    ]
    on_duty = people.center.officer.person
    roster.plan(
        actor=people.center.supervisor,
        event=event,
        person=on_duty,
        starts_at=NOW - HOUR,
        ends_at=NOW + HOUR,
        token=uuid.uuid4(),
    )
    (second,) = late(1, danger_now=True)
    late(1)
    assert [(one.to, one.reference) for one in mails("event_danger")][1:] == [
        (on_duty.email, second.reference)
    ]
    now.move_to(NOW + HOUR)
    late(1, danger_now=True)
    assert mails("event_danger")[-1].to == event.duty_officer.email
    assert not [
        canary for canary in CANARIES if canary in str([one.context for one in mails("event_danger")])
    ]


@pytest.mark.django_db
def test_the_day_of_review_is_told_once(people: World, event: Event, now) -> None:
    event_tasks.follow_events.call()
    assert not mails("event_review")
    now.move_to(NOW + 7 * DAY)
    for _ in range(2):
        event_tasks.follow_events.call()
    assert [one.to for one in mails("event_review")] == [event.duty_officer.email]
    assert "cases.events.tasks.follow_events" in settings.KLANG["PERIODIC"]


@pytest.mark.django_db
def test_a_shift_has_possible_hours_and_a_person_of_the_office(event: Event, areas: World) -> None:
    given = {
        "actor": areas.center.officer,
        "event": event,
        "person": areas.center.officer.person,
        "starts_at": NOW,
        "ends_at": NOW + 8 * HOUR,
        "token": uuid.uuid4(),
    }
    shift = roster.plan(**given)
    assert roster.plan(**given) == shift
    for wrong in (
        {"ends_at": NOW},
        {"ends_at": NOW + 25 * HOUR},
        {"person": areas.local.officer.person},
    ):
        with pytest.raises(GuardFailed):
            roster.plan(**(given | wrong | {"token": uuid.uuid4()}))
    with pytest.raises(NotAllowed):
        roster.plan(**(given | {"actor": areas.hospital.officer}))
    assert roster.holes_ahead(event, areas.center.organization, NOW) == [(NOW + 8 * HOUR, NOW + DAY)]
    with pytest.raises(NotAllowed):
        roster.cancel(actor=areas.hospital.officer, shift=shift)
    roster.cancel(actor=areas.center.officer, shift=shift)
    assert not Shift.objects.exists()


@pytest.mark.django_db
def test_the_roster_is_kept_by_a_page(login: Login, event: Event, areas: World) -> None:
    client = login(areas.center.officer)
    address = reverse("events:roster", args=[event.slug])
    assert "ไม่มีผู้อยู่เวร" in client.get(address).content.decode()
    given = {
        "person": areas.center.officer.person.pk,
        "starts_at": "26/11/2569 08:00",
        "ends_at": "27/11/2569 07:00",
        "phone": "081-000-0000",
    }
    assert "081-000-0000" in client.post(address, given | {"ends_at": ""}).content.decode()
    assert client.post(address, given).status_code == 302
    board = client.get(reverse("events:board", args=[event.slug])).content.decode()
    assert areas.center.officer.person.display_name in board
    cancel = reverse("events:shift_cancel", args=[event.slug, Shift.objects.get().pk])
    assert login(areas.hospital.officer).post(cancel).status_code == 404
    assert login(areas.local.officer).get(address).status_code == 404
    assert client.post(cancel).status_code == 302
    assert not Shift.objects.exists()


@pytest.mark.django_db
def test_severity_alone_keeps_an_alarm_alone(event: Event, mailed: World, now) -> None:
    (case,) = late(1, severity=Severity.EMERGENCY, actor=mailed.center.officer)
    now.move_to(NOW + 5 * DAY)
    ring()
    assert {one.reference for one in mails("case_late_own", "case_late", "case_late_report")} == {
        case.reference
    }


# Danger, and who can hear of it --------------------------------------------------------------------------------------


def on_duty_all_day(event: Event, actor) -> None:
    given = {"starts_at": NOW - HOUR, "ends_at": NOW + 8 * HOUR, "token": uuid.uuid4()}
    roster.plan(actor=actor, event=event, person=actor.person, **given)


@pytest.mark.django_db
def test_danger_that_was_lowered_and_comes_back_rings_again(event: Event, people: World) -> None:
    (case,) = late(1, danger_now=True)
    ringing.tell_of_danger_in_its_event(case)
    assert len(mails("event_danger")) == 1, "the same state of the case told twice is one mail"
    screen_case(
        case=case,
        actor=people.center.officer,
        problem=ProblemType.DISASTER,
        severity=Severity.NORMAL,
        confidentiality=Confidentiality.NORMAL,
        danger=False,
    )
    working.log_call(
        case=case,
        actor=people.center.officer,
        text="น้ำขึ้นถึงหลังคา",
        outcome=CallOutcome.NEEDS,
        danger=True,
        identity=str(uuid.uuid4()),
    )
    ringing.tell_of_danger_in_its_event(case)
    assert len(mails("event_danger")) == 2


@pytest.mark.django_db
@pytest.mark.parametrize("why", ["left", "no mailbox"])
def test_danger_goes_to_the_next_who_can_hear_of_it(why: str, event: Event, people: World, now) -> None:
    officer = people.center.officer
    on_duty_all_day(event, officer)
    if why == "left":
        Appointment.objects.filter(user=officer.person).update(valid_until=NOW.date() - DAY)
    else:
        User.objects.filter(pk=officer.person.pk).update(email="")
    late(1, danger_now=True)
    assert [one.to for one in mails("event_danger")] == [event.duty_officer.email]
    assert bool(roster.holes_ahead(event, people.center.organization, NOW)[0][0] == NOW) is (why == "left")


@pytest.mark.django_db
def test_danger_that_nobody_of_the_event_can_hear_of_goes_to_the_office(event: Event, mailed: World) -> None:
    Appointment.objects.filter(user=event.duty_officer).update(valid_until=NOW.date() - DAY)
    late(1, danger_now=True)
    assert mailed.center.organization.email in [one.to for one in mails("event_danger")]


@pytest.mark.django_db
def test_danger_from_before_the_event_or_put_in_by_hand_is_told_at_once(declared, people: World) -> None:
    earlier = late(2, danger_now=True)
    event = declared()
    assert {one.reference for one in mails("event_danger")} == {one.reference for one in earlier}
    (elsewhere,) = late(1, danger_now=True, subdistrict_code="810103")
    choosing.put_in(actor=people.center.officer, event=event, case=elsewhere, reason="บ้านอยู่ริมคลองเดียวกัน")
    assert mails("event_danger")[-1].reference == elsewhere.reference


@pytest.mark.django_db
def test_what_came_into_danger_while_its_alarm_waited_is_told_alone(event: Event, mailed: World, now) -> None:
    late(1)
    now.move_to(NOW + 5 * DAY)
    ring()
    (second,) = late(1)
    now.move_to(NOW + 12 * DAY)
    # Kept for the next hour's mail; the first one of this hour is out.
    FoldedAlarm.objects.update(hour=hour_of(NOW + 12 * DAY))
    tasks.ring_alarms.call()
    waiting = FoldedLine.objects.filter(fold=None, notice__alarm__case=second)
    assert waiting.exists()
    number = waiting.count()
    before = len(mails("case_late_own", "case_late", "case_late_report"))
    Case.objects.filter(pk=second.pk).update(danger_now=True)
    for _twice in range(2):
        event_tasks.follow_events.call()
    assert not waiting.exists()
    alone = mails("case_late_own", "case_late", "case_late_report")[before:]
    assert {one.reference for one in alone} == {second.reference}
    assert len(alone) >= number


@pytest.mark.django_db
def test_what_another_process_keeps_meanwhile_is_counted_by_the_next_mail(
    event: Event, mailed: World, now, monkeypatch: pytest.MonkeyPatch
) -> None:
    late(2)
    now.move_to(NOW + 5 * DAY)
    tasks.ring_alarms.call()
    center = mailed.center.organization
    last = FoldedLine.objects.filter(fold=None, organization=center).order_by("-pk").first()
    assert last is not None
    kept = {"event": last.event, "notice": last.notice, "organization": center}
    last.delete()
    wrote = FoldedAlarm.objects.create

    def meanwhile(**values):
        FoldedLine.objects.create(**kept)
        return wrote(**values)

    with monkeypatch.context() as patch:
        patch.setattr(FoldedAlarm.objects, "create", meanwhile)
        ringing._tell((event.pk, center.pk))
    fold = FoldedAlarm.objects.get(organization=center)
    assert fold.number == fold.lines.count()
    assert FoldedLine.objects.filter(fold=None, organization=center).count() == 1


# What slipped in while the event was closed --------------------------------------------------------------------------


@pytest.mark.django_db
def test_what_slipped_into_an_event_while_it_was_closed_goes_the_ordinary_way(
    event: Event, people: World, now
) -> None:
    during, after = late(2)
    EventCase.objects.filter(case__in=[during, after]).delete()
    now.move_to(NOW + HOUR)
    declaring.close(actor=people.center.supervisor, event=event, ended_at=NOW + HOUR, reason="น้ำลด")
    slipped = {"event": event, "way": Way.AREA, "since": NOW + HOUR + dt.timedelta(seconds=1)}
    Case.objects.filter(pk=after.pk).update(received_at=NOW + HOUR + dt.timedelta(seconds=1))
    for case in (during, after):
        EventCase.objects.create(case=case, **slipped)
    for _twice in range(2):
        event_tasks.follow_events.call()
    rows = {row.case_id: row for row in EventCase.objects.filter(event=event)}
    assert rows[after.pk].until is not None
    assert rows[after.pk].taken_out == "มาหลังสถานการณ์สิ้นสุด"
    assert rows[during.pk].until is None
    assert rows[during.pk].left_with == during.holder


@pytest.mark.django_db
def test_an_event_that_is_closed_in_english_keeps_thai_words_for_thai_readers(
    event: Event, people: World, now
) -> None:
    now.move_to(NOW + 2 * HOUR)
    (case,) = late(1)
    with override("en"):
        declaring.close(actor=people.center.supervisor, event=event, ended_at=NOW + HOUR, reason="น้ำลด")
    assert EventCase.objects.get(case=case).taken_out == "มาหลังสถานการณ์สิ้นสุด"


@pytest.mark.django_db
@pytest.mark.parametrize("slug", ["\x00", "a" * 5000, "๑๒-๓", "a b", ""])
def test_an_address_that_names_no_event_is_the_usual_form(slug: str, event: Event, client: Client) -> None:
    assert home._find(slug) is None
    assert client.get(reverse("cases_intake:step", args=["whom"]), {"event": slug}).status_code in (200, 302)
