"""What goes up gives nobody away: hidden well, made once, and never to be subtracted from itself (S1.32; privacy 11)."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import random
from collections import Counter

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from cases.models import Case
from cases.statistics.domain import published
from cases.statistics.domain.published import AtLeast, cells_of, protected, sum_of
from cases.statistics.domain.reach import Breadth, Reach, reaches_of
from cases.statistics.models import FigureKind, PublishedFigure, PublishedMonth, PublishedReport
from cases.vocabulary import Channel, ChannelGroup
from portal.audit.models import AuditEntry
from portal.organizations.vocabulary import OrganizationType
from portal.vocabulary import ProblemType
from tests.announcements.attackers import bounds, most
from tests.cases import factories
from tests.cases.desk.conftest import Login, soup
from tests.cases.factories import World
from tests.cases.statistics.conftest import NOW, watcher
from tests.helpers import assert_same_queries

OCTOBER = dt.date(2026, 10, 1)
YEAR = (dt.date(2026, 10, 1), dt.date(2027, 9, 30))
INTAKE = PublishedReport.INTAKE
pytestmark = pytest.mark.django_db


def random_sums(seed: int) -> Counter[published.Group]:
    dice = random.Random(seed)
    sums: Counter[published.Group] = Counter()
    for _ in range(dice.randint(1, 60)):
        problem = dice.choice(("disaster", "disease", "other", "violence", "child_labor"))
        sums[dice.randrange(1, 5), problem, dice.choice(("online", "phone"))] += dice.choice((1, 1, 2, 7))
    return sums


@pytest.mark.parametrize("seed", range(60))
def test_a_solver_finds_no_small_figure_in_a_month(seed: int) -> None:
    """Units, problems, channels and crisis in one table: linear programming leaves five or more possible for each."""
    cells = cells_of(random_sums(seed))
    shown = protected(random_sums(seed))
    hidden = {cells[named].key for named, number in shown.items() if number is None}
    found = bounds(list(cells.values()), hidden)
    for named, cell in cells.items():
        if 0 < cell.value < 5:
            assert shown[named] is None
            largest = most(list(cells.values()), hidden, cell.key)
            assert largest is None or largest >= 5
            assert found[cell.key][0] < found[cell.key][1]
        elif shown[named] is not None:
            assert shown[named] == cell.value


def test_that_nothing_stands_without_being_counted_gives_no_figure_away() -> None:
    """A table names what there was: its reader knows that no hidden figure is nought, and five that make 5 are one each."""
    problems = [one for one in ProblemType if not one.is_crisis][:5]
    sums = Counter(
        {(1, problem, "online"): 1 for problem in problems}
        | {(2, problem, "online"): 10 for problem in problems}
    )
    cells = cells_of(sums)
    given = protected(sums)
    hidden = {cell.key for named, cell in cells.items() if given[named] is None}
    for named in sums:
        cell = cells[FigureKind.CELL, named[0], named[1], ""]
        assert given[FigureKind.CELL, named[0], named[1], ""] is None or cell.value >= 5
        if cell.key in hidden and cell.value < 5:
            reached = most(list(cells.values()), hidden, cell.key)
            assert reached is None or reached >= 5


def test_a_crisis_problem_never_stands_beside_an_organization() -> None:
    for seed in range(20):
        for kind, organization, problem, _channel in cells_of(random_sums(seed)):
            if problem and ProblemType(problem).is_crisis:
                assert (kind, organization) == (FigureKind.PROBLEM, None)


def test_sums_of_hidden_figures_say_at_least() -> None:
    assert sum_of([5, 7]) == AtLeast(12, is_exact=True)
    assert str(sum_of([5, None, 7])) == "12+"
    assert str(sum_of([None])) == "0+"
    assert str(sum_of([])) == "0"


@pytest.fixture
def october(world: World) -> list[Case]:
    """Seven requests of one kind at one place, two of another; and one of November."""
    made = []
    with time_machine.travel(dt.datetime(2026, 10, 12, 3, tzinfo=dt.UTC), tick=False):
        for _ in range(7):
            made.append(factories.CaseFactory(actor=world.local.officer, problem=ProblemType.DISASTER))
        for _ in range(2):
            made.append(factories.CaseFactory(actor=world.other_local.officer, problem=ProblemType.DISASTER))
        made.append(factories.CaseFactory(actor=world.other_local.officer, problem=ProblemType.DISEASE))
    with time_machine.travel(dt.datetime(2026, 11, 3, 3, tzinfo=dt.UTC), tick=False):
        made.append(factories.CaseFactory(actor=world.local.officer, problem=ProblemType.DISASTER))
    return made


@pytest.fixture
def now():
    with time_machine.travel(NOW, tick=False):
        yield


def numbers(**wanted: object) -> list[int | None]:
    return list(PublishedFigure.objects.filter(**wanted).values_list("number", flat=True))


def test_only_months_that_are_over_go_up(world: World, october: list[Case], now: None) -> None:
    assert published.publish_what_is_over() == 1
    assert set(PublishedMonth.objects.exclude(province_code="").values_list("month", "province_code")) == {
        (OCTOBER, "81")
    }
    assert numbers(kind=FigureKind.TOTAL, report=INTAKE) == [10]


def test_small_figures_are_hidden_and_their_neighbors_with_them(
    world: World, october: list[Case], now: None
) -> None:
    published.publish_what_is_over()
    for unit in (world.local, world.other_local):
        found = numbers(report=INTAKE, kind=FigureKind.UNIT, organization=unit.organization)
        assert found == [None]


def test_a_month_is_made_once_and_never_again(world: World, october: list[Case], now: None) -> None:
    """What moves afterwards changes nothing: two editions could be subtracted from each other."""
    published.publish_what_is_over()
    before = list(PublishedFigure.objects.order_by("pk").values_list("pk", "number"))
    Case.objects.filter(pk=october[0].pk).update(problem=ProblemType.DISEASE)
    assert published.publish_what_is_over() == 0
    assert not published.publish(OCTOBER, "81")
    assert list(PublishedFigure.objects.order_by("pk").values_list("pk", "number")) == before
    with pytest.raises(IntegrityError), transaction.atomic():
        PublishedMonth.objects.create(month=OCTOBER, province_code="81")


def test_a_run_that_broke_off_goes_on(
    world: World, october: list[Case], now: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("the machine went off")

    with monkeypatch.context() as patch, pytest.raises(RuntimeError):
        patch.setattr(published, "protected", broken)
        published.publish_what_is_over()
    assert not PublishedMonth.objects.filter(month=OCTOBER).exists()
    assert published.publish_what_is_over() == 1


def test_with_nothing_to_do_the_job_costs_one_query(
    world: World, october: list[Case], now: None, django_assert_num_queries
) -> None:
    published.publish_what_is_over()
    with django_assert_num_queries(1):
        assert published.publish_what_is_over() == 0


def test_a_longer_time_is_the_sum_of_what_was_given_out(world: World, october: list[Case], now: None) -> None:
    published.publish_what_is_over()
    with time_machine.travel(dt.datetime(2026, 12, 2, tzinfo=dt.UTC), tick=False):
        published.publish_what_is_over()
    reach = Reach(Breadth.COUNTRY, world.center.organization.pk, is_protected=True)
    months = published.by_month(reach, INTAKE, *YEAR)
    assert str(months[OCTOBER]["total"]) == "10"
    assert str(months[dt.date(2026, 11, 1)]["total"]) == "0+"
    assert str(published.by_place(reach, INTAKE, *YEAR)["81"]["total"]) == "10+"


def test_each_level_reads_its_own_area_only(world: World, october: list[Case], now: None) -> None:
    published.publish_what_is_over()
    province = Reach(Breadth.PROVINCE, 1, "81", is_protected=True)
    elsewhere = Reach(Breadth.PROVINCE, 1, "80", is_protected=True)
    district = Reach(Breadth.DISTRICT, 1, "8101", is_protected=True)
    other_district = Reach(Breadth.DISTRICT, 1, "8102", is_protected=True)
    assert published.by_month(province, INTAKE, *YEAR)
    assert not published.by_month(elsewhere, INTAKE, *YEAR)
    assert published.by_place(district, INTAKE, *YEAR)
    assert not published.by_place(other_district, INTAKE, *YEAR)


@pytest.mark.parametrize(
    ("kind", "breadth"),
    [
        (OrganizationType.PROVINCIAL_LOCAL_OFFICE, Breadth.PROVINCE),
        (OrganizationType.GOVERNOR, Breadth.PROVINCE),
        (OrganizationType.DISTRICT_LOCAL_OFFICE, Breadth.DISTRICT),
        (OrganizationType.DLA, Breadth.COUNTRY),
    ],
)
def test_who_watches_gets_protected_tables(
    kind: OrganizationType, breadth: Breadth, login: Login, now: None, world: World, october: list[Case]
) -> None:
    published.publish_what_is_over()
    person = watcher(kind)
    wide, own = reaches_of(person)
    assert (wide.breadth, wide.is_protected) == (breadth, True)
    assert (own.breadth, own.is_protected) == (Breadth.OWN, False)
    page = login(person).get(reverse("statistics:page"))
    assert page.status_code == 200
    text = soup(page).select_one(".desk-page").get_text(" ", strip=True)
    assert "ถูกปิดไว้" in text
    if breadth != Breadth.DISTRICT:
        assert [cell.get_text() for cell in soup(page).select("tbody td")][0] == "10"


def taken(client: Client, form: str, more: str = "") -> bytes:
    answer = client.get(f"{reverse('statistics:page')}?as={form}{more}")
    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]
    return answer.content


@pytest.mark.parametrize(
    "kind",
    [OrganizationType.GOVERNOR, OrganizationType.DLA, OrganizationType.DISTRICT_LOCAL_OFFICE],
)
def test_who_watches_takes_away_what_the_page_shows(
    kind: OrganizationType, login: Login, now: None, world: World, october: list[Case]
) -> None:
    """S1.32: province and department had figures on a screen only. Hidden ones leave as they are shown."""
    with time_machine.travel(dt.datetime(2026, 10, 13, 3, tzinfo=dt.UTC), tick=False):
        for _ in range(6):
            factories.CaseFactory(
                actor=world.local.officer, problem=ProblemType.DISASTER, channel=Channel.WALK_IN
            )
        factories.CaseFactory(actor=world.local.officer, problem=ProblemType.VIOLENCE)
    published.publish_what_is_over()
    client = login(watcher(kind))
    page = soup(client.get(reverse("statistics:page")))
    shown = [[cell.get_text() for cell in row.select("th, td")] for row in page.select(".desk-page tbody tr")]
    assert shown
    rows = list(csv.reader(io.StringIO(taken(client, "csv").decode("utf-8-sig"))))
    assert [[cell or "–" for cell in row[1:]] for row in rows[1:]] == shown
    assert any("+" in cell for row in shown for cell in row)
    sheet = load_workbook(io.BytesIO(taken(client, "xlsx"))).active
    found = list(sheet.iter_rows(values_only=True))
    assert [["–" if cell is None else str(cell) for cell in row[1:]] for row in found[1:]] == shown
    assert "นำออกเมื่อ" in sheet.oddFooter.left.text
    data = json.loads(taken(client, "json"))
    lines = [line for table in ("months", "places", "channels") for line in data[table]]
    assert [
        [line["label"]]
        + [
            "–" if line[name] is None else f"{line[name]['number']}{'' if line[name]['exact'] else '+'}"
            for name in data["measures"]
        ]
        for line in lines
    ] == shown
    assert AuditEntry.objects.filter(action="statistics.export", subject="published-intake").count() == 3
    links = [link["href"] for link in page.select(".desk-page a.button")]
    assert [link.rsplit("as=", 1)[1] for link in links] == ["xlsx", "csv", "json"]
    assert json.loads(client.get(reverse("statistics:page") + links[2]).content)["year"] == 2570


def test_the_json_of_what_went_up_keeps_its_schema(
    login: Login, now: None, world: World, october: list[Case]
) -> None:
    """Other programs read it (docs/statistics.md): a key that goes or changes breaks them."""
    published.publish_what_is_over()
    client = login(watcher(OrganizationType.GOVERNOR))
    data = json.loads(taken(client, "json", "&report=forwarding&year=2570"))
    assert set(data) == {
        *("schema", "report", "year", "from", "until", "reach", "area", "smallest_published", "made_at"),
        *("measures", "months", "places", "channels"),
    }
    assert (data["schema"], data["report"], data["reach"], data["area"]) == (
        1,
        "forwarding",
        "province",
        "81",
    )
    assert (data["from"], data["until"]) == ("2026-10-01", "2027-09-30")
    data = json.loads(taken(client, "json"))
    assert [line["key"] for line in data["months"]] == ["2026-10"]
    assert data["months"][0]["total"] == {"number": 10, "exact": True}
    assert {line["key"] for line in data["places"]} == {
        str(unit.organization.pk) for unit in (world.local, world.other_local)
    }
    empty = json.loads(taken(client, "json", "&year=2569"))
    assert (empty["months"], empty["places"], empty["channels"]) == ([], [], [])


def test_channels_are_shown_as_they_went_up(
    login: Login, now: None, world: World, october: list[Case]
) -> None:
    """They were stored and given to programs, and stood on no page."""
    published.publish_what_is_over()
    reach = Reach(Breadth.PROVINCE, 1, "81", is_protected=True)
    stored = PublishedFigure.objects.filter(report=INTAKE, kind=FigureKind.CHANNEL)
    found = published.by_channel(reach, INTAKE, *YEAR)
    assert {channel: str(line["total"]) for channel, line in found.items()} == {
        one.channel: "0+" if one.number is None else str(one.number) for one in stored
    }
    assert found
    district = Reach(Breadth.DISTRICT, 1, "8101", is_protected=True)
    assert not published.by_channel(district, INTAKE, *YEAR)
    for kind, is_there in (
        (OrganizationType.GOVERNOR, True),
        (OrganizationType.DISTRICT_LOCAL_OFFICE, False),
    ):
        text = soup(login(watcher(kind)).get(reverse("statistics:page"))).select_one(".desk-page").get_text()
        assert all((str(ChannelGroup(one).label) in text) is is_there for one in found)


def test_a_crisis_problem_below_the_province_is_no_nought(
    login: Login, now: None, world: World, october: list[Case]
) -> None:
    """It is told of no organization and no channel, which a reader must not take for none."""
    with time_machine.travel(dt.datetime(2026, 10, 13, 3, tzinfo=dt.UTC), tick=False):
        for _ in range(6):
            factories.CaseFactory(actor=world.local.officer, problem=ProblemType.VIOLENCE)
    published.publish_what_is_over()
    data = json.loads(taken(login(watcher(OrganizationType.GOVERNOR)), "json"))
    assert "violence" in data["measures"]
    assert data["months"][0]["violence"] is not None
    assert {line["violence"] for line in (*data["places"], *data["channels"])} == {None}
    country = json.loads(taken(login(watcher(OrganizationType.DLA)), "json"))
    assert country["places"][0]["violence"] == country["months"][0]["violence"]


def test_whole_figures_leave_only_as_reports(
    login: Login, now: None, world: World, october: list[Case]
) -> None:
    """Who sees cases has the reports for it; `?as=` there hands nothing of what went up out, and of others never."""
    published.publish_what_is_over()
    for person in (world.center.supervisor, world.local.officer):
        answer = login(person).get(f"{reverse('statistics:page')}?as=csv&of=province")
        assert answer["Content-Type"].startswith("text/html")
    own = login(watcher(OrganizationType.GOVERNOR)).get(f"{reverse('statistics:page')}?as=csv&of=own")
    assert own["Content-Type"].startswith("text/html")
    assert not AuditEntry.objects.filter(action="statistics.export").exists()


def test_an_office_that_watches_without_a_place_sees_its_own(world: World) -> None:
    lost = watcher(OrganizationType.PROVINCIAL_LOCAL_OFFICE, province_code="", district_code="")
    assert [one.breadth for one in reaches_of(lost)] == [Breadth.OWN]


def test_a_year_that_cannot_be_is_the_present_one(login: Login, now: None, world: World) -> None:
    client = login(watcher(OrganizationType.GOVERNOR))
    for year in ("9999", "x", "", "๒๕๗๐", "-1"):
        page = client.get(f"{reverse('statistics:page')}?year={year}&report=x")
        assert "2570" in page.content.decode()


def test_the_tables_that_went_up_cost_the_same_however_many_there_are(
    login: Login, now: None, world: World, october: list[Case]
) -> None:
    client = login(watcher(OrganizationType.DLA))
    published.publish_what_is_over()

    def more() -> None:
        with time_machine.travel(dt.datetime(2026, 12, 2, tzinfo=dt.UTC), tick=False):
            published.publish_what_is_over()

    client.get(reverse("statistics:page"))
    assert_same_queries(lambda: client.get(reverse("statistics:page")), more)


def test_whole_figures_are_for_nobody_who_only_watches(login: Login, now: None, world: World) -> None:
    client: Client = login(watcher(OrganizationType.DLA))
    page = client.get(f"{reverse('statistics:page')}?of=own")
    assert page.status_code == 200
    assert soup(page).select_one(".figure-number dd").get_text() == "0"
