"""Every list of the desk that can grow without bound pages by key and reads only what it shows (issue 9, point 2)."""

from __future__ import annotations

import ast
import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.db.models import Model
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from time_machine import TimeMachineFixture

from cases import tasks
from cases.models import Case, Duty, Referral, RegisterEntry
from legal_library.circulating import receiving
from legal_library.circulating.sending import circulate
from legal_library.models import Receipt
from portal.accounts.functions import Function
from portal.accounts.roles import Role
from portal.actors import Officer, System
from portal.eligibility.loading import rules
from portal.eligibility.rates import Period
from portal.letters.issuing import issue_letter
from portal.letters.models import OutgoingLetter
from portal.organizations.vocabulary import OrganizationType
from portal.outbox.failures import Kind
from portal.outbox.models import MessageState, OutboxMessage
from portal.outbox.services import enqueue
from portal.vocabulary import ProblemType
from tests.accounts.factories import OrganizationFactory, officer
from tests.cases import factories
from tests.cases.desk.conftest import Login, soup
from tests.cases.factories import World
from tests.keyed import assert_pages_by_key, unbounded
from tests.legal_library.factories import LetterFactory, LibraryIndexFactory
from tests.letters.factories import draft
from tests.pages.factories import make_site
from tests.plans import of_sqlite, plan_of

MONDAY = dt.datetime(2026, 11, 23, 3, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Listed:
    """A list with three rows, of which each is a page.

    Attributes:
        reader: who reads it.
        address: where.
        model: of its rows.
        size: the rows of a page, as a path to patch.
        rows: what a row is on the page.
        figures: the page tells figures of all rows.
    """

    reader: Officer
    address: str
    model: type[Model]
    size: str
    rows: str = "main tbody tr"
    figures: bool = False


@dataclass(frozen=True)
class Tools:
    """What some lists need to be filled."""

    time: TimeMachineFixture
    patch: pytest.MonkeyPatch


Made = Callable[[World, Tools], Listed]


def sent(world: World, _tools: Tools) -> Listed:
    for _each in range(3):
        factories.pending_referral(world)
    return Listed(world.center.officer, reverse("desk:sent"), Referral, "cases.desk.lists.views.MOST_ROWS")


def register(world: World, _tools: Tools) -> Listed:
    for _each in range(3):
        factories.received_case(world)
    return Listed(
        world.center.officer,
        reverse("desk:register"),
        RegisterEntry,
        "cases.desk.register.views.PAGE_SIZE",
        figures=True,
    )


def letters(world: World, _tools: Tools) -> Listed:
    actor = world.center.officer
    for number in range(3):
        issue_letter(organization=actor.organization, actor=actor, letter=draft(subject=f"เรื่องที่ {number}"))
    return Listed(actor, reverse("desk:letters"), OutgoingLetter, "cases.desk.letters.views.PAGE_SIZE")


def late(world: World, tools: Tools) -> Listed:
    body = OrganizationFactory(
        type=OrganizationType.PROVINCIAL_LOCAL_OFFICE, name_th="สถจ.ทดสอบ", short_name="", district_code=""
    )
    tools.time.move_to(MONDAY, tick=False)
    for _each in range(3):
        factories.pending_referral(world)
    tools.time.move_to(MONDAY + dt.timedelta(days=30), tick=False)
    tasks.ring_alarms.call()
    reader = officer(body, Role.LAO_OFFICER, functions=[Function.VIEW])
    return Listed(reader, reverse("desk:late"), Duty, "cases.desk.late.views.PAGE_SIZE")


def over(world: World, _tools: Tools) -> Listed:
    for days in (1, 2, 2):
        until = timezone.localdate() - dt.timedelta(days=days)
        Case.objects.filter(pk=factories.closed_case(world).pk).update(retention_until=until)
    head = officer(world.local.organization, Role.LAO_CHIEF_ADMINISTRATOR)
    return Listed(head, reverse("desk:retention"), Case, "cases.desk.retention.views.PER_PAGE")


def rates(world: World, tools: Tools) -> Listed:
    known = rules()
    age = known.rates["lowest_work_age"]
    later = replace(age, periods=(*age.periods, Period(16, dt.date(2099, 1, 1), "labor_lowest_age")))
    made = replace(known, rates={**known.rates, age.name: later})
    for module in ("cases.desk.rates.views", "cases.desk.rail"):
        tools.patch.setattr(f"{module}.rules", lambda: made)
    for _each in range(3):
        Case.objects.filter(pk=factories.received_case(world).pk).update(problem=ProblemType.CHILD_LABOR)
    return Listed(world.center.officer, reverse("desk:rates"), Case, "cases.desk.rates.views.PAGE_SIZE")


def unsent(world: World, _tools: Tools) -> Listed:
    for number in range(3):
        enqueue(
            template="case_news",
            to="somebody@example.org",
            context={"reference": f"REFN-{number:04}", "link": "https://klang.example/track/"},
            dedup_key=f"k{number}",
        )
    OutboxMessage.objects.update(state=MessageState.STUCK, error_kind=Kind.ADDRESS)
    size = "cases.desk.messages.views.PAGE_SIZE"
    return Listed(world.center.supervisor, reverse("desk:messages"), OutboxMessage, size)


def circulars(world: World, _tools: Tools) -> Listed:
    """One of them is acknowledged: what is open stands first, on either database."""
    shelf = LibraryIndexFactory(parent=make_site())
    for title in ("แนวทางที่หนึ่ง", "แนวทางที่สอง", "แนวทางที่สาม"):
        circulate(
            document=LetterFactory(parent=shelf, title=title),
            sender=world.center.organization,
            organizations=[world.local.organization],
            addressed_to="ทดสอบ",
            actor=System(),
            message="",
        )
    receiving.acknowledge(receipt=Receipt.objects.latest("pk"), actor=world.local.officer)
    size = "cases.desk.circulars.views.PAGE_SIZE"
    return Listed(world.local.officer, reverse("desk:circulars"), Receipt, size)


LISTS: dict[str, Made] = {
    made.__name__: made for made in (sent, register, letters, late, over, rates, unsent, circulars)
}


@pytest.mark.parametrize("made", LISTS.values(), ids=LISTS)
def test_a_list_is_read_by_its_links_and_without_what_it_does_not_show(
    world: World, login: Login, monkeypatch: pytest.MonkeyPatch, time_machine: TimeMachineFixture, made: Made
) -> None:
    listed = made(world, Tools(time_machine, monkeypatch))
    monkeypatch.setattr(listed.size, 1)
    seen = assert_pages_by_key(
        login(listed.reader), listed.address, listed.model, rows=listed.rows, figures=listed.figures
    )
    if made is circulars:
        assert ["รับทราบแล้ว" in row for row in seen] == [False, False, True]


ENTERED: dict[Made, str] = {
    sent: "(sender_id=? AND id<?)",
    register: "number>?)",
    letters: "running_number<?)",
    late: "(late_from>?",
    over: "(holder_id=? AND (retention_until,reference)>(?,?)",
}
"""Lists that grow with the cases, and how an index is entered at the place of a page."""


@of_sqlite
@pytest.mark.parametrize("made", ENTERED, ids=lambda made: made.__name__)
def test_a_list_that_grows_with_the_cases_is_entered_at_its_place(
    world: World, login: Login, monkeypatch: pytest.MonkeyPatch, time_machine: TimeMachineFixture, made: Made
) -> None:
    listed = made(world, Tools(time_machine, monkeypatch))
    monkeypatch.setattr(listed.size, 1)
    client = login(listed.reader)
    following = soup(client.get(listed.address)).select_one("main .pagination a[rel=next]")["href"]
    with CaptureQueriesContext(connection) as queries:
        client.get(following)
    plans = [
        plan_of(one["sql"])
        for one in queries.captured_queries
        if one["sql"].endswith("LIMIT 2") and f'FROM "{listed.model._meta.db_table}"' in one["sql"]
    ]
    assert plans
    for plan in plans:
        assert any(ENTERED[made] in step for step in plan), plan
        assert not any("ORDER BY" in step for step in plan), "rows are sorted that the page does not show"


BY_NUMBER = {"page_of", "Paginator", "listing"}
"""What makes pages by number, of `portal.web.lists` and of Django."""
OF_THE_DESK = [
    path
    for room in ("cases", "announcements/desk", "portal")
    for path in sorted(Path(settings.BASE_DIR, room).rglob("*.py"))
    if room != "portal" or "desk" in path.parts
]


def _unexplained(source: str) -> Iterator[int]:
    """Yield the lines where a list is paged by number and no comment above says what bounds it."""
    tree, lines = ast.parse(source), source.splitlines()
    known = {
        name.asname or name.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module in ("portal.web.lists", "django.core.paginator")
        for name in node.names
        if name.name in BY_NUMBER
    }
    for node in ast.walk(tree):
        is_one = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in known
        if is_one and "# By number: " not in "\n".join(lines[max(0, node.lineno - 3) : node.lineno]):
            yield node.lineno


def test_a_list_of_the_desk_that_pages_by_number_says_what_bounds_it() -> None:
    found = [
        f"{path.relative_to(settings.BASE_DIR)}:{line}"
        for path in OF_THE_DESK
        for line in _unexplained(path.read_text("utf-8"))
    ]
    assert found == [], "page it by key (`portal.web.keyset`), or say '# By number: …' above it"


@pytest.mark.parametrize(
    ("source", "is_found"),
    [
        ("from portal.web.lists import page_of\npage = page_of(rows, 1, 20)", True),
        (
            "from portal.web.lists import page_of\n# By number: 77 provinces.\npage = page_of(rows, 1, 20)",
            False,
        ),
        ("from portal.web.lists import listing as list_of\nlist_of(rows)", True),
        ("from django.core.paginator import Paginator\nPaginator(rows, 20)", True),
        ("from portal.web.lists import address\naddress('/', {})", False),
        ("def listing(request): ...\nlisting(request)", False),
    ],
)
def test_this_check_tells_them_apart(source: str, *, is_found: bool) -> None:
    assert bool(list(_unexplained(source))) is is_found


def test_the_check_sees_what_it_looks_for(world: World) -> None:
    with CaptureQueriesContext(connection) as queries:
        list(Duty.objects.all()[1:2])
        Duty.objects.count()
        Duty.objects.all()[:5].count()
        Referral.objects.count()
    assert len(unbounded(queries, Duty)) == 2
    assert len(unbounded(queries, Duty, figures=True)) == 2
