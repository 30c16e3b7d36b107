"""`bin/bench cases`: what the desk costs at the size of a country, and how that grows.

22,000 organizations; cases and their history as `benchmarks.case_copies` makes them; a center that holds 58,000 open cases
(or most of them, in a smaller country) and a local administration that holds 114. A request goes through the whole stack,
without a wire. Measured is the processor time of the program and of its connection to the database, which is what the answer
takes on a machine that does nothing else; the time on the wall stands beside it. All people are invented.
"""

from __future__ import annotations

import datetime as dt
import gc
import random
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.db import connection
from django.db.models import Max, Q
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from benchmarks import case_copies
from benchmarks.case_copies import FIRST_CASE, Copy, Pattern
from benchmarks.metrics import percentile
from cases.desk.tabs import counts, tabs_of
from cases.domain import alarms, intake, lists, referral, screening, working
from cases.models import Case, CaseNote, Duty, ListedCase
from cases.vocabulary import Channel, Consent, HandoverReason, Severity
from portal.accounts.actors import actor_for
from portal.accounts.functions import Function
from portal.accounts.models import Appointment, AppointmentFunction, User
from portal.accounts.roles import Role
from portal.actors import Officer
from portal.organizations import areas
from portal.organizations.models import Organization
from portal.organizations.vocabulary import OrganizationType, capabilities_of
from portal.sealing import columns, current
from portal.vocabulary import ProblemType
from tests.accounts.factories import OrganizationFactory, officer
from tests.cases import factories

Write = Callable[[str], object]

ORGANIZATIONS = 22_000
CENTERS = 77
OF_CENTER = 58_000
OF_LOCAL = 114
READS = (30.0, 100.0, 250.0)
ACTS = (80.0, 200.0, 400.0)
"""Milliseconds that half, 95 and 99 of a hundred may take (issue 9)."""
OPEN_SHARE = 0.14
GAP = 2000


class Rounds:
    """How often each thing is done; `run` sets it."""

    count = 30


@dataclass
class Country:
    """Who is measured, and who else there is."""

    world: factories.World
    center: Officer
    local: Officer
    middle: Officer
    single: Officer
    centers: list[int]
    locals: list[int]
    leads: list[int]
    patterns: dict[str, int] = field(default_factory=dict)
    size: int = 0


# The country --------------------------------------------------------------------------------------------------------


def _organizations() -> tuple[list[int], list[int], list[int]]:
    """Make all organizations with two people in each; returns centers, local administrations, lead agencies."""
    codes = [
        part.code
        for province in areas.provinces()
        for district in areas.districts(province.code)
        for part in areas.subdistricts(district.code)
    ]
    made = []
    for number in range(ORGANIZATIONS):
        code = codes[number % len(codes)]
        kind = OrganizationType.TAO
        if number < CENTERS:
            kind = OrganizationType.CENTER
        elif number < 2 * CENTERS:
            kind = OrganizationType.PROVINCIAL_SOCIAL_OFFICE
        one = Organization(
            type=kind,
            name_th=f"หน่วยงานสมมติ {number}",
            short_name=f"สมมติ {number}",
            province_code=code[:2],
            district_code=code[:4],
            subdistrict_code=code,
            **capabilities_of(kind),
        )
        one.fill_keys()
        made.append(one)
    Organization.objects.bulk_create(made, batch_size=2000)
    _people([one for one in made for _each in range(2)])
    numbers = [one.pk for one in made]
    return numbers[:CENTERS], numbers[2 * CENTERS :], numbers[CENTERS : 2 * CENTERS]


def _people(organizations: list[Organization]) -> None:
    """Appoint one more person for each of these; every other one is a head."""
    already = User.objects.count()
    people = User.objects.bulk_create(
        [
            User(username=f"bench{number}", display_name=f"เจ้าหน้าที่สมมติ {number}", password="!")  # noqa: S106
            for number in range(already, already + len(organizations))
        ],
        batch_size=2000,
    )
    appointed = Appointment.objects.bulk_create(
        [
            Appointment(user=person, organization=one, role=Role.LAO_OFFICER, valid_from=dt.date(2020, 1, 1))
            for person, one in zip(people, organizations, strict=True)
        ],
        batch_size=2000,
    )
    functions = [
        AppointmentFunction(appointment=one, function=function)
        for number, one in enumerate(appointed)
        for function in ((Function.SUPERVISE,) if number % 2 else (Function.INTAKE, Function.WORK))
    ]
    AppointmentFunction.objects.bulk_create(functions, batch_size=2000)


def _country() -> Country:
    world = factories.world()
    _people([world.center.organization] * 298)
    middle, single = (
        officer(OrganizationFactory.create(name_th=name), Role.LAO_CHIEF_ADMINISTRATOR)
        for name in ("อบต.พัน", "อบต.เดียว")
    )
    centers, others, leads = _organizations()
    country = Country(
        world, world.center.supervisor, world.local.supervisor, middle, single, centers, others, leads
    )
    country.patterns = _patterns(world)
    case_copies.prepare_words()
    case_copies.keep_patterns()
    return country


def _patterns(world: factories.World) -> dict[str, int]:
    """Make one case of each kind by the acts of the office, each with ten events and more."""
    made = {
        "fresh": factories.received_case(world),
        "screened": factories.screened_case(world),
        "sent": factories.pending_referral(world).case,
        "center working": _taken_on(world),
        "center following": factories.followed_case(world, by=world.center, case=_taken_on(world)),
        "working": factories.working_case(world),
        "following": factories.followed_case(world),
        "closing": factories.closing_case(world),
        "closed": factories.closed_case(world),
        "crisis": factories.working_crisis_case(world),
        "old": factories.closed_case(world),
    }
    for name, case in made.items():
        by = world.center if Case.objects.get(pk=case.pk).holder == world.center.organization else world.local
        by = world.lead if name == "crisis" else by
        for _each in range(10 - case.events.count()):
            working.add_note(case=case, actor=by.officer, text="โทรแล้ว นัดเยี่ยมบ้าน (เรื่องสมมติ)")
    old = made["old"]
    old.grants.update(until=timezone.now())
    ListedCase.objects.filter(case=old).delete()
    return {name: case.pk for name, case in made.items()}


def _taken_on(world: factories.World) -> Case:
    case = factories.screened_case(world)
    return screening.take_on(case=case, actor=world.center.officer)


OF_A_CENTER = (
    "fresh",
    "screened",
    "sent",
    "center working",
    "center working",
    "center working",
    "center following",
)
OF_A_LOCAL = ("working", "working", "working", "following", "closing", "sent")
ELSEWHERE = ("working", "working", "working", "following", "fresh", "sent", "crisis")


def _copies(country: Country, size: int) -> Iterator[Copy]:
    """Yield the cases that are missing to a size. The big ones come first, so that they stay as big when the country grows."""
    chance = random.Random(country.size)  # noqa: S311 - invented data, no secret
    world = country.world
    places = [part.code for district in areas.districts("81") for part in areas.subdistricts(district.code)]
    held = min(OF_CENTER, int(size * 0.58))
    # Beyond the rows of what acts made meanwhile.
    last = Case.objects.aggregate(last=Max("pk"))["last"]
    first = FIRST_CASE if last < FIRST_CASE else last + GAP - country.size
    for number in range(country.size, size):
        center, local, lead = (chance.choice(one) for one in (country.centers, country.locals, country.leads))
        days, place = chance.randrange(1, 60), chance.choice(places)
        if number < held:
            kind, center = chance.choice(OF_A_CENTER), world.center.organization.pk
        elif number < held + OF_LOCAL:
            kind, center, local = (
                chance.choice(OF_A_LOCAL),
                world.center.organization.pk,
                world.local.organization.pk,
            )
        elif number < held + OF_LOCAL + 1000:
            kind, local = chance.choice(OF_A_LOCAL), country.middle.organization.pk
        elif number == held + OF_LOCAL + 1000:
            kind, local = "working", country.single.organization.pk
        elif chance.random() < OPEN_SHARE:
            kind = chance.choice(ELSEWHERE)
        else:
            kind = "closed" if chance.random() < 0.1 else "old"
            days = chance.randrange(1, 90) if kind == "closed" else chance.randrange(90, 3600)
        yield Copy(first + number, country.patterns[kind], center, local, lead, days, place)


def grow(country: Country, size: int) -> None:
    """Let the country have so many cases."""
    world = country.world
    pattern = Pattern(world.center.organization.pk, world.local.organization.pk, world.lead.organization.pk)
    case_copies.copy(_copies(country, size), pattern)
    _seal_what_is_read(country)
    country.size = size


def _seal_what_is_read(country: Country) -> None:
    """Seal the copies that the measured offices hold, as what an older version left; nobody reads the others here.

    Each value opens in its own row only, so that copies cannot be made sealed; all of a million cases would take a quarter of an hour.
    """
    offices = {
        actor.organization.pk for actor in (country.center, country.local, country.middle, country.single)
    }
    held = ListedCase.objects.filter(organization__in=offices).values("case")
    for model in columns.sealed_models():
        rows = columns.rows_left(model, columns.under(current.keys().newest))
        of_a_case = {
            Case: Q(pk__in=held),
            CaseNote: Q(event__case__in=held),
        }.get(model, Q(case__in=held) if hasattr(model, "case") else Q())
        deque(columns.seal_anew(rows.filter(of_a_case)), maxlen=0)


# Measuring ------------------------------------------------------------------------------------------------------------


@dataclass
class Figure:
    """What one thing took.

    Attributes:
        times: milliseconds of processor time, each time.
        walls: milliseconds on the wall.
        queries: the most that one time took.
        size: the most bytes of an answer.
    """

    times: list[float] = field(default_factory=list)
    walls: list[float] = field(default_factory=list)
    queries: int = 0
    size: int = 0

    def line(self, name: str, limits: tuple[float, float, float]) -> str:
        """Return the figure in words, with what is too much marked."""
        shares = [percentile(self.times, share) for share in (0.5, 0.95, 0.99)]
        marks = "".join("" if value <= limit else "!" for value, limit in zip(shares, limits, strict=True))
        words = " / ".join(f"{value:.0f}" for value in shares)
        wall = percentile(self.walls, 0.5)
        return (
            f"  {name:<32} {words:>14} ms{marks:<4} wall {wall:>5.0f} ms  {self.queries:>3} queries  "
            f"{self.size / 1000:>5.1f} kB"
        )


def _client(actor: Officer) -> Client:
    client = Client(SERVER_NAME="localhost", HTTP_ACCEPT_LANGUAGE="th")
    client.force_login(actor.person)
    return client


def _processor() -> float:
    """Return the milliseconds of processor time that this process and its connection to the database took until now."""
    of_database = 0
    if connection.vendor == "postgresql":
        backend = connection.connection.info.backend_pid
        of_database = int(Path(f"/proc/{backend}/schedstat").read_text().split()[0])
    return (time.process_time_ns() + of_database) / 1e6


def _timed(figure: Figure, do: Callable[[], Any]) -> Any:
    """Do it once with the clock."""
    started, used = time.perf_counter(), _processor()
    answer = do()
    figure.walls.append((time.perf_counter() - started) * 1000)
    figure.times.append(_processor() - used)
    return answer


def _counted(figure: Figure, do: Callable[[], Any]) -> Any:
    """Do it once and count its queries and the bytes of its answer."""
    with CaptureQueriesContext(connection) as queries:
        answer = do()
    figure.queries = max(figure.queries, len(queries))
    figure.size = max(figure.size, len(getattr(answer, "content", b"")))
    return answer


def _times(do: Callable[[], Any]) -> Figure:
    figure = Figure()
    answer = _counted(figure, do)
    if getattr(answer, "status_code", 200) != 200:
        raise RuntimeError(f"answered {answer.status_code}")
    for _each in range(Rounds.count):
        _timed(figure, do)
    _counted(figure, do)
    return figure


def _pages(actor: Officer) -> Iterator[tuple[str, Figure]]:
    """Measure everything that an officer looks at."""
    client = _client(actor)
    address = reverse("desk:worklist")
    yield "counts of the rail", _times(lambda: counts(actor, timezone.now()))
    for tab in tabs_of(actor):
        yield f"list {tab.name}", _times(partial(client.get, address, {"list": tab.name}))
    rows = ListedCase.objects.filter(organization=actor.organization, list="hands").order_by(
        "haste", "due_at", "case"
    )
    deep = rows.select_related("case")[int(rows.count() * 0.8)]
    place = f"{deep.case.reference}.{deep.haste}.{int(deep.due_at.timestamp())}.{deep.due_at.microsecond}"
    yield "list hands, far down", _times(lambda: client.get(address, {"list": "hands", "after": place}))
    for name, query in {
        "problem": {"problem": "disease"},
        "place": {"place": "อ.เกาะลันตา"},
        "deadline": {"due": "late"},
        "unassigned": {"person": "nobody"},
    }.items():
        yield f"list all by {name}", _times(partial(client.get, address, {"list": "all", **query}))
    yield "sent", _times(lambda: client.get(reverse("desk:sent")))
    yield from _searches(client, actor)
    some = list(rows.values_list("case__reference", flat=True)[:200])
    chance = random.Random(3)  # noqa: S311 - which page is asked for
    yield "case page", _times(lambda: client.get(reverse("desk:case", args=[chance.choice(some)])))


def _searches(client: Client, actor: Officer) -> Iterator[tuple[str, Figure]]:
    some = ListedCase.objects.filter(organization=actor.organization, list="all").select_related("case")[:8]
    own = list(some)[-1].case
    for name, text in {
        "name": "สมชาย",
        "name and surname": "มานี ใจดีสมมติ",
        "telephone": "4321",
        "story": "หลังคาบ้าน",
        "two words": "สะพาน ถุงยังชีพ",
        "place": "ต.อ่าวนาง",
        "part of reference": own.reference[:4],
        "register number": "1000123",
        "nothing": "ไม่มีคำนี้แน่นอน",
    }.items():
        client.post(reverse("desk:find"), {"q": text})
        yield f"search {name}", _times(lambda: client.get(reverse("desk:found")))


AT_WORK = 300
"""Officers of one center who take turns."""


def _taking_turns(country: Country) -> Figure:
    """Let all officers of the center open pages by turns: six of ten are lists, three a case, one is a search.

    Each has a session of their own, so that nothing that was made for the last one serves the next.
    """
    chance = random.Random(5)  # noqa: S311 - who opens what
    center = country.center.organization
    people = User.objects.filter(appointments__organization=center).order_by("pk")[:AT_WORK]
    actors = [actor for person in people if (actor := actor_for(person)) is not None]
    clients = [(actor, _client(actor)) for actor in actors]
    rows = ListedCase.objects.filter(organization=center, list="all").order_by("-case")
    some = list(rows.values_list("case__reference", flat=True)[:500])
    figure = Figure()
    for _each in range(Rounds.count * 20):
        actor, client = chance.choice(clients)
        kind = chance.random()
        if kind < 0.6:
            opened = partial(
                client.get, reverse("desk:worklist"), {"list": chance.choice(tabs_of(actor)).name}
            )
        elif kind < 0.9:
            opened = partial(client.get, reverse("desk:case", args=[chance.choice(some)]))
        else:
            client.post(reverse("desk:find"), {"q": chance.choice(("สมชาย", "หลังคาบ้าน", "4321"))})
            opened = partial(client.get, reverse("desk:found"))
        _timed(figure, opened)
    return figure


def _acts(country: Country) -> Iterator[tuple[str, Figure]]:
    """Measure acts, each on cases of its own."""
    world = country.world
    center, target = world.center, world.local
    fresh = iter(_held(center.organization.pk, "screened"))
    figures = {name: Figure() for name in ("refer", "accept", "note", "assign", "take down a request")}

    def do(name: str, act: Callable[[], Any]) -> Any:
        figure = figures[name]
        return (_timed if figure.queries else _counted)(figure, act)

    for _each in range(Rounds.count):
        case, other = next(fresh), next(fresh)
        send = partial(
            referral.refer_case,
            case=case,
            target=target.organization,
            actor=center.officer,
            reason=HandoverReason.PROPER_AREA,
            consent=Consent.GIVEN,
            request="ขอให้ช่วยเหลือ",
        )
        sent = do("refer", send)
        do("accept", partial(referral.accept_referral, referral=sent, actor=target.officer))
        do("note", partial(working.add_note, case=other, actor=center.officer, text="โทรแล้ว"))
        duty = other.duties.running().exclude(kind="tell").order_by("pk")[0]
        do(
            "assign",
            partial(working.assign, duty=duty, actor=center.supervisor, person=center.officer.person),
        )
        told = factories.submission(
            channel=Channel.WALK_IN, problem=ProblemType.DISASTER, severity=Severity.URGENT
        )
        do(
            "take down a request",
            partial(intake.submit_case, submission=told, token=uuid4(), actor=center.officer),
        )
    yield from figures.items()


def _held(organization: int, stage: str) -> list[Case]:
    rows = ListedCase.objects.filter(organization=organization, list="fresh", stage=stage).order_by("case")
    return [row.case for row in rows.select_related("case")[: 3 * Rounds.count]]


def _alarms(write: Write) -> None:
    """Let the alarm job look at what is late."""
    now = timezone.now()
    waiting = Duty.objects.running().exclude(next_alarm_at=None)
    Duty.objects.filter(pk__in=list(waiting.order_by("-pk").values_list("pk", flat=True)[:50_000])).update(
        next_alarm_at=now + dt.timedelta(days=3000)
    )
    late = list(waiting.filter(next_alarm_at__lte=now).order_by("pk").values_list("pk", flat=True)[:200])
    waiting.filter(next_alarm_at__lte=now).exclude(pk__in=late).update(
        next_alarm_at=now + dt.timedelta(days=3000)
    )
    started, used = time.perf_counter(), _processor()
    rang = alarms.ring_what_is_late()
    write(
        f"  alarms over {waiting.count()} open duties: {rang} rang in {(_processor() - used) / 1000:.1f} s of the processor, {time.perf_counter() - started:.1f} s on the wall"
    )
    started = time.perf_counter()
    lists.find_what_nobody_can_answer()
    write(f"  what nobody can answer: {time.perf_counter() - started:.1f} s")


def run(write: Write, *, sizes: list[int], rounds: int) -> None:
    """Build the country, let it grow, and measure at each size.

    Args:
        write: takes a line.
        sizes: numbers of cases, growing.
        rounds: how often each thing is done.
    """
    Rounds.count = rounds
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # Its helpers would not be counted, and on two cores they belong to others.
            cursor.execute("SET max_parallel_workers_per_gather = 0")
    started = time.perf_counter()
    country = _country()
    write(f"{ORGANIZATIONS} organizations on {connection.vendor} in {time.perf_counter() - started:.0f} s")
    grown: dict[str, list[float]] = {}
    for size in sizes:
        started = time.perf_counter()
        grow(country, size)
        # As the server does before its first request: what was loaded until now is not looked through for garbage again.
        gc.collect()
        gc.freeze()
        write(f"{size} cases, {Case.objects.count()} in all, made in {time.perf_counter() - started:.0f} s")
        for who, actor in {
            "center": country.center,
            "local 114": country.local,
            "local 1000": country.middle,
            "local 1": country.single,
        }.items():
            held = ListedCase.objects.filter(organization=actor.organization, list="all").count()
            write(f" {who}: {held} cases may be opened")
            for name, figure in _pages(actor):
                write(figure.line(name, READS))
                grown.setdefault(f"{who}: {name}", []).append(percentile(figure.times, 0.5))
        turns = _taking_turns(country)
        write(turns.line(f"{AT_WORK} officers take turns", READS))
        grown.setdefault("officers take turns", []).append(percentile(turns.times, 0.5))
        write(" acts of the center and of the local administration")
        for name, figure in _acts(country):
            write(figure.line(name, ACTS))
            grown.setdefault(f"act: {name}", []).append(percentile(figure.times, 0.5))
        _alarms(write)
    write(f"growth of the half over {sizes}")
    for name, values in grown.items():
        write(f"  {name:<42} {'  '.join(f'{value:6.1f}' for value in values)} ms")
