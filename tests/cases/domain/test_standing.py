"""Counts that are composed once for each kind of reader: the right figures for everybody, and nothing asked twice."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from unittest.mock import patch

import pytest
from django.utils import timezone

from cases.desk import rail
from cases.domain.queries import standing
from cases.domain.queries.counting import NOW, counted
from cases.domain.queries.standing import Kind, Times, asked_for
from cases.machine.verbs.watching import GLASS_OPEN
from cases.machine.vocabulary import GrantReason, Scope
from cases.models import Case, Grant
from portal.accounts.functions import Function
from portal.accounts.models import User
from portal.actors import Officer
from portal.organizations.models import Organization
from portal.outbox.models import LATE, OutboxMessage
from portal.thai.dates import bangkok_datetime
from tests.cases import factories
from tests.cases.factories import World

pytestmark = pytest.mark.django_db
MIDDAY = bangkok_datetime(dt.date(2026, 11, 22)) + dt.timedelta(hours=12)


@pytest.fixture(autouse=True)
def _nothing_kept():
    """Let each test compose by itself."""
    standing._kept.cache_clear()
    yield
    standing._kept.cache_clear()


def numbers(count: standing.Counter, actor: Officer, now: dt.datetime = MIDDAY) -> dict[str, int]:
    return counted(asked_for([count], actor, now))


def held(actor: Officer, times: Times) -> standing.Counted:
    """Count what an organization holds, and what came before a time and a day."""
    ours = Case.objects.filter(holder=actor.organization)
    return {
        "held": ours,
        "an hour old": ours.filter(received_at__lt=times.ago(dt.timedelta(hours=1))),
        "due by today": ours.filter(received_at__date__lte=times.today),
        "mine": Case.objects.filter(duties__person=actor.person.pk),
    }


def test_everybody_gets_their_own_figures(world: World):
    for _ in range(2):
        factories.received_case(world)
    assert numbers(held, world.center.officer)["held"] == 2
    assert numbers(held, world.local.officer)["held"] == 0


def test_two_offices_of_a_kind_share_the_words_and_not_the_figures(world: World):
    """The words are composed for the first of them; the second has the same functions in the same kind of place."""
    accepted = factories.working_case(world)
    assert accepted.holder == world.local.organization
    twin = Organization.objects.get(pk=world.other_local.organization.pk)
    for name in standing.PLACE:
        setattr(twin, name, getattr(world.local.organization, name))
    theirs = replace(world.local.officer, organization=twin)
    assert Kind.of(theirs) == Kind.of(world.local.officer)
    with patch.object(standing, "composed", wraps=standing.composed) as composing:
        assert numbers(held, world.local.officer)["held"] == 1
        assert numbers(held, theirs)["held"] == 0
    assert composing.call_count == 4


def test_whoever_may_do_something_else_is_composed_for_again(world: World):
    def mine(actor: Officer, times: Times) -> standing.Counted:
        return {"all": Case.objects.all()} if actor.supervises else {}

    factories.received_case(world)
    assert numbers(mine, world.center.officer) == {}
    assert numbers(mine, world.center.supervisor) == {"all": 1}


def test_the_time_is_that_of_the_page_and_not_of_the_first_one(world: World, time_machine):
    time_machine.move_to(MIDDAY, tick=False)
    factories.received_case(world)
    actor = world.center.officer
    assert numbers(held, actor, MIDDAY)["an hour old"] == 0
    later = numbers(held, actor, MIDDAY + dt.timedelta(hours=2))
    assert (later["held"], later["an hour old"], later["due by today"]) == (1, 1, 1)
    assert numbers(held, actor, MIDDAY - dt.timedelta(days=1))["due by today"] == 0


def test_each_time_and_each_day_has_a_stand_in_of_its_own():
    times = standing._StandIns()
    hour, minute = dt.timedelta(hours=1), dt.timedelta(minutes=1)
    asked = [times.now, times.ago(hour), times.ago(minute), times.ago(hour), times.now]
    assert (asked[0], asked[1]) == (asked[4], asked[3])
    assert len(set(asked)) == 3

    def week_ago(day: dt.date) -> dt.date:
        return day - dt.timedelta(days=7)

    days = [times.today, times.day(week_ago), times.today]
    assert days[0] == days[2] != days[1]
    assert Times(MIDDAY).ago(hour) == MIDDAY - hour
    assert Times(MIDDAY).day(week_ago) == dt.date(2026, 11, 15)
    assert Times(MIDDAY).today == dt.date(2026, 11, 22)
    # In Bangkok the next day begins while it is still the day before in UTC.
    assert Times(dt.datetime(2026, 11, 22, 18, tzinfo=dt.UTC)).today == dt.date(2026, 11, 23)


def test_a_count_that_asks_the_database_is_refused(world: World):
    def nosy(actor: Officer, times: Times) -> standing.Counted:
        known = list(Case.objects.values_list("pk", flat=True))
        return {"some": Case.objects.filter(pk__in=known)}

    with pytest.raises(RuntimeError, match="without asking the database"):
        numbers(nosy, world.center.officer)


@pytest.mark.parametrize(
    "read",
    [
        lambda actor: actor.organization.name_th,
        lambda actor: actor.organization.parent_id,
        lambda actor: actor.person.username,
        lambda actor: actor.appointment.user_id,
    ],
)
def test_what_a_stand_in_does_not_know_cannot_be_read_from_it(world: World, read):
    """A count that looked at more than its kind says would be kept for readers who differ in it."""

    def nosy(actor: Officer, times: Times) -> standing.Counted:
        return {"some": Case.objects.filter(place_detail=read(actor))}

    with pytest.raises(RuntimeError, match="without asking the database"):
        numbers(nosy, world.center.officer)


def test_a_count_that_reckons_with_the_time_by_itself_is_refused(world: World):
    def reckons(actor: Officer, times: Times) -> standing.Counted:
        return {"old": Case.objects.filter(received_at__lt=times.now - dt.timedelta(days=3))}

    with pytest.raises(RuntimeError, match="reckons with the time"):
        numbers(reckons, world.center.officer)


def test_a_count_that_looks_at_the_clock_by_itself_is_refused(world: World):
    """What `visible_to` takes for broken glass that is still open would stay open for ever."""

    def looks(actor: Officer, times: Times) -> standing.Counted:
        return {"seen": Case.objects.visible_to(actor)}

    with pytest.raises(RuntimeError, match="reckons with the time"):
        numbers(looks, world.center.officer)


def test_broken_glass_closes_in_a_kept_count_too(world: World, time_machine):
    def seen(actor: Officer, times: Times) -> standing.Counted:
        return {"seen": Case.objects.visible_to(actor, glass_since=times.ago(GLASS_OPEN))}

    time_machine.move_to(MIDDAY, tick=False)
    case = factories.working_case(world)
    Grant.objects.create(
        case=case,
        organization=world.other_local.organization,
        number=99,
        reason=GrantReason.BREAK_GLASS,
        scope=Scope.FULL,
        since=MIDDAY,
    )
    assert numbers(seen, world.other_local.officer, MIDDAY)["seen"] == 1
    assert numbers(seen, world.other_local.officer, MIDDAY + GLASS_OPEN)["seen"] == 0


def test_what_can_find_nothing_is_nothing(world: World):
    def nothing(actor: Officer, times: Times) -> standing.Counted:
        return {"none": Case.objects.none(), "all": Case.objects.all()}

    factories.received_case(world)
    assert numbers(nothing, world.center.officer) == {"none": 0, "all": 1}


def test_mail_that_waits_for_an_hour_is_counted_by_the_clock_of_the_page(world: World):
    now = timezone.now()
    OutboxMessage.objects.create(
        dedup_key="one", to="a@example.org", template="x", waiting_since=now - LATE + dt.timedelta(minutes=1)
    )
    head = world.center.supervisor

    def unsent(at: dt.datetime) -> int | None:
        return next(
            (one.count for one in rail.rail_of(head, "", at).lists if one.url.endswith("/messages/")), None
        )

    assert unsent(now) == 0
    assert unsent(now + dt.timedelta(minutes=2)) == 1


@pytest.mark.parametrize(
    "functions", [frozenset({one}) for one in Function], ids=lambda one: next(iter(one)).value
)
def test_every_room_counts_for_every_function_what_it_counted_before(world: World, functions):
    """The same figures as from queries that are composed for this reader at this time."""
    factories.working_case(world)
    now = timezone.now()
    counters = [rail._own_counts, *rail._counted]
    assert len(counters) > 8
    for organization in (world.center.organization, world.local.organization):
        actor = replace(world.center.officer, organization=organization, functions=functions)
        plain = {name: rows.count() for count in counters for name, rows in count(actor, Times(now)).items()}
        assert counted(asked_for(counters, actor, now)) == plain


def test_the_second_page_composes_nothing(world: World):
    now = timezone.now()
    rail.rail_of(world.local.officer, "", now)
    with patch.object(standing, "composed") as composing:
        rail.rail_of(world.local.officer, "", now + dt.timedelta(minutes=5))
    assert not composing.called


def test_a_stand_in_is_nobody(world: World):
    nobody = Kind.of(world.center.officer).standing_in()
    assert not User.objects.filter(pk=nobody.person.pk).exists()
    assert not Organization.objects.filter(pk=nobody.organization.pk).exists()
    assert nobody.organization.type == world.center.organization.type
    assert nobody.functions == world.center.officer.functions
    assert MIDDAY - dt.timedelta(days=36_500) > NOW
