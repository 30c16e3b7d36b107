"""Working days are counted by one calendar: what is known, what the center corrects, what comes late."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from portal.accounts.roles import Role
from portal.calendar import tasks
from portal.calendar.domain import changes, filling
from portal.calendar.domain.days import closed_days, keep
from portal.calendar.models import Holiday
from portal.calendar.vocabulary import HolidaySource
from portal.calendar.working_days import OFFICE_ZONE, add_working_days, is_working_day, office_time
from tests.accounts.factories import AppointmentFactory

TODAY = dt.date(2026, 11, 26)
DAYS = st.dates(dt.date(2024, 1, 1), dt.date(2032, 12, 31))


@pytest.fixture
def followed(monkeypatch):
    """Rooms that follow the calendar; counts how often they are told."""
    told: list[int] = []
    monkeypatch.setattr(changes, "_following", [])
    changes.register(lambda: told.append(1))
    return told


# --- pure ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        ("2026-11-26 08:29", "2026-11-26 08:30"),
        ("2026-11-26 08:30", "2026-11-26 08:30"),
        ("2026-11-26 16:29", "2026-11-26 16:29"),
        ("2026-11-26 16:30", "2026-11-30 08:30"),
        ("2026-11-27 10:00", "2026-11-30 08:30"),
        ("2026-11-28 10:00", "2026-11-30 08:30"),
        ("2026-11-30 00:00", "2026-11-30 08:30"),
    ],
)
def test_offices_are_open_on_working_days_from_half_past_eight_to_half_past_four(moment, opens):
    """Friday the 27th is a holiday here."""
    at, expected = (dt.datetime.fromisoformat(text).replace(tzinfo=OFFICE_ZONE) for text in (moment, opens))
    assert office_time(at, {dt.date(2026, 11, 27)}) == expected
    assert office_time(at.astimezone(dt.UTC), {dt.date(2026, 11, 27)}) == expected


@given(day=DAYS, count=st.integers(1, 60), holidays=st.frozensets(DAYS, max_size=40))
def test_the_last_of_so_many_days_is_a_working_day_and_so_many_lie_between(day, count, holidays):
    last = add_working_days(day, count, holidays)
    assert is_working_day(last, holidays)
    between = [day + dt.timedelta(days=n) for n in range(1, (last - day).days + 1)]
    assert sum(is_working_day(one, holidays) for one in between) == count


@given(day=DAYS, count=st.integers(1, 60), holidays=st.frozensets(DAYS, max_size=40), more=DAYS)
def test_a_further_holiday_never_shortens_a_promise(day, count, holidays, more):
    assert add_working_days(day, count, holidays | {more}) >= add_working_days(day, count, holidays)


# --- what is known ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "is_closed"),
    [
        (dt.date(2026, 5, 13), True),  # Royal Ploughing Ceremony: government offices only
        (dt.date(2026, 12, 7), True),  # substitution for Saturday 5 December
        (dt.date(2026, 1, 2), True),  # special day of the cabinet
        (dt.date(2026, 5, 1), False),  # Labor Day: not for offices
        (dt.date(2027, 5, 3), False),  # nor its substitute
        (dt.date(2026, 12, 8), False),
    ],
)
def test_known_holidays_are_those_of_government_offices(day, is_closed):
    assert (day in filling.known_holidays(day.year)) == is_closed
    assert all(filling.known_holidays(day.year).values())


def test_years_are_filled_ahead_and_a_second_time_changes_nothing(
    db, followed, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        assert filling.fill(TODAY) > 60
    assert set(Holiday.objects.dates("day", "year")) == {dt.date(year, 1, 1) for year in range(2025, 2029)}
    assert set(Holiday.objects.values_list("source", flat=True)) == {HolidaySource.KNOWN}
    assert followed == [1]
    with django_capture_on_commit_callbacks(execute=True):
        assert filling.fill(TODAY) == 0
        assert tasks.fill_years_ahead.call() in {0, 1}
    assert followed == [1]


def test_a_table_that_nobody_filled_counts_with_what_is_known(db, time_machine):
    time_machine.move_to(dt.datetime(2026, 11, 26, tzinfo=dt.UTC))
    before = closed_days()
    assert dt.date(2026, 12, 7) in before
    filling.fill(TODAY)
    assert closed_days() == before


def test_what_the_center_says_wins_over_what_is_known(db):
    filling.fill(TODAY)
    day = Holiday.objects.get(day=dt.date(2026, 12, 10))
    day.is_closed, day.note = False, "ครม. ให้เปิดทำการ"
    keep(day)
    late = keep(Holiday(day=dt.date(2026, 12, 9), name="วันหยุดพิเศษ"))
    filling.fill(TODAY)
    assert dt.date(2026, 12, 10) not in closed_days()
    assert dt.date(2026, 12, 9) in closed_days()
    assert {late.source, Holiday.objects.get(pk=day.pk).source} == {HolidaySource.CENTER}


def test_a_day_that_is_no_longer_known_is_let_go_unless_the_center_keeps_it(db, monkeypatch):
    filling.fill(TODAY)
    keep(Holiday.objects.get(day=dt.date(2026, 12, 10)))
    known = filling.known_holidays
    gone = {dt.date(2026, 12, 7), dt.date(2026, 12, 10)}
    monkeypatch.setattr(
        filling, "known_holidays", lambda year: {d: n for d, n in known(year).items() if d not in gone}
    )
    filling.fill(TODAY)
    assert dt.date(2026, 12, 7) not in closed_days()
    assert dt.date(2026, 12, 10) in closed_days()
    assert Holiday.objects.filter(day__in=gone).count() == 2, "nothing is deleted"


@pytest.mark.parametrize(
    ("change", "told"),
    [({"name": "ชื่อใหม่"}, 0), ({"is_closed": False}, 1), ({"day": dt.date(2026, 12, 11)}, 1)],
)
def test_rooms_are_told_when_counting_changes_and_only_then(
    db, followed, django_capture_on_commit_callbacks, change, told
):
    pk = keep(Holiday(day=dt.date(2026, 12, 9), name="วันหยุดพิเศษ")).pk
    holiday = Holiday.objects.get(pk=pk)
    for name, value in change.items():
        setattr(holiday, name, value)
    with django_capture_on_commit_callbacks(execute=True):
        keep(holiday)
    assert len(followed) == told


# --- the screen ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [Role.CONTENT_EDITOR, Role.PUBLISHER])
def test_editors_enter_a_day_in_the_buddhist_era_and_nobody_deletes_one(client, db, role):
    from portal.accounts.groups import follow_appointments

    editor = AppointmentFactory(role=role).user
    follow_appointments()
    client.force_login(editor)
    response = client.post(
        reverse("holidays:add"),
        {"day": "9/12/2569", "name": "วันหยุดพิเศษ", "is_closed": "on", "note": "มติ ครม."},
    )
    assert response.status_code == 302, response.context["form"].errors
    row = Holiday.objects.get()
    assert (row.day, row.is_closed, row.source) == (dt.date(2026, 12, 9), True, HolidaySource.CENTER)
    edit = reverse("holidays:edit", args=[row.pk])
    assert client.post(edit, {"day": "9/12/2569", "name": "วันหยุดพิเศษ", "note": ""}).status_code == 302
    row.refresh_from_db()
    assert not row.is_closed
    client.post(reverse("holidays:delete", args=[row.pk]))
    assert Holiday.objects.exists()
    absurd = client.post(reverse("holidays:add"), {"day": "9/12/3569", "name": "ผิดปี", "is_closed": "on"})
    assert absurd.status_code == 200
    assert Holiday.objects.count() == 1


def test_an_officer_without_the_back_office_keeps_no_calendar(client, db):
    client.force_login(AppointmentFactory(role=Role.CENTER_OFFICER).user)
    assert client.get(reverse("holidays:index")).status_code in {302, 403, 404}
    assert client.post(reverse("holidays:add"), {"day": "9/12/2569", "name": "x"}).status_code in {
        302,
        403,
        404,
    }
    assert not Holiday.objects.exists()
