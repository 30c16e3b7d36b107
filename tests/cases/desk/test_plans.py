"""What pages of the desk read does not grow with the country: statements find cases by an index, doors by their keys (issue 9)."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.desk.lists import views
from cases.domain.queries.worklists import BY_ARRIVAL, everything, slice_of
from tests.cases import factories
from tests.cases.desk.conftest import Login, soup
from tests.cases.factories import World
from tests.plans import of_sqlite, plan_of, read_through

DOORS = {"visible_to", "known_to", "heard_of"}
KEYS = {"pk", "pk__in", "reference", "reference__in"}


# Doors ------------------------------------------------------------------------------------------------------------


def _doors_narrowed_late(source: str) -> Iterator[int]:
    """Yield the lines where a door of cases is opened for everything, and a few cases are taken out of it afterwards."""
    for node in ast.walk(ast.parse(source)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        door = node.func.value
        if not (
            node.func.attr == "filter" and isinstance(door, ast.Call) and isinstance(door.func, ast.Attribute)
        ):
            continue
        if door.func.attr not in DOORS or any(word.arg == "among" for word in door.keywords):
            continue
        if not ast.unparse(door.func.value).endswith(("Case.objects", "ours")):
            continue
        for word in node.keywords:
            # A query of cases may be of any length.
            if word.arg in KEYS and ".values(" not in ast.unparse(word.value):
                yield node.lineno


def test_a_door_that_is_opened_for_few_cases_is_told_which() -> None:
    late = [
        f"{path.relative_to(settings.BASE_DIR)}:{line}"
        for path in sorted(Path(settings.BASE_DIR, "cases").rglob("*.py"))
        for line in _doors_narrowed_late(path.read_text("utf-8"))
    ]
    assert late == [], "say it to the door (`among`), or it lists all grants of the office first"


@pytest.mark.parametrize(
    ("source", "is_late"),
    [
        ("Case.objects.visible_to(actor).filter(pk=case.pk).exists()", True),
        ("Case.objects.heard_of(actor, glass_since=then).filter(open=True, reference__in=some)", True),
        ("Case.objects.visible_to(actor, among=Q(pk=case.pk)).exists()", False),
        ("Case.objects.visible_to(actor).filter(pk__in=cases.values('pk'))", False),
        ("MonthlyReport.objects.visible_to(actor).filter(pk=pk)", False),
    ],
)
def test_this_check_tells_them_apart(source: str, *, is_late: bool) -> None:
    assert bool(list(_doors_narrowed_late(source))) is is_late


# Statements -------------------------------------------------------------------------------------------------------


@pytest.fixture
def at_desk(world: World, login: Login) -> Client:
    for _each in range(2):
        factories.pending_referral(world)
        factories.screened_case(world)
    return login(world.center.supervisor)


PAGES = {
    "a list": ("desk:worklist", {"list": "hands"}),
    "everything": ("desk:worklist", {"list": "all"}),
    "everything of a place": ("desk:worklist", {"list": "all", "place": "อ.เกาะลันตา"}),
    "everything of a problem": ("desk:worklist", {"list": "all", "problem": "disease"}),
    "what is late": ("desk:worklist", {"list": "all", "due": "late"}),
    "what nobody has": ("desk:worklist", {"list": "all", "person": "nobody"}),
    "what was sent": ("desk:sent", {}),
}


@of_sqlite
@pytest.mark.parametrize("shown", PAGES)
def test_no_list_reads_a_table_of_cases_through(at_desk: Client, shown: str) -> None:
    name, chosen = PAGES[shown]
    with CaptureQueriesContext(connection) as queries:
        assert at_desk.get(reverse(name), chosen).status_code == 200
    assert read_through(queries) == []


@of_sqlite
def test_no_case_page_reads_a_table_of_cases_through(world: World, at_desk: Client) -> None:
    case = factories.screened_case(world)
    with CaptureQueriesContext(connection) as queries:
        assert at_desk.get(reverse("desk:case", args=[case.reference])).status_code == 200
    assert read_through(queries) == []


@of_sqlite
def test_the_check_sees_a_table_that_isread_through(world: World) -> None:
    with CaptureQueriesContext(connection) as queries, connection.cursor() as cursor:
        cursor.execute("SELECT id FROM cases_case WHERE language = 'th'")
        cursor.execute("SELECT number FROM audit_seal WHERE source = 'case' AND digest = 'x'")
        cursor.execute("SELECT id FROM letters_outgoingletter WHERE occasion LIKE 'x%'")
        cursor.execute("SELECT number FROM audit_seal WHERE source = 'case' AND \"row\" = 1")
    assert len(read_through(queries)) == 3


@of_sqlite
def test_the_longest_list_is_narrowed_within_its_index(world: World) -> None:
    # Twenty-nine thousand rows of a center were opened one by one to find the twenty-five of one place.
    narrowed = everything(world.center.officer).filter(place__gte="8103", place__lt="8104")
    with CaptureQueriesContext(connection) as queries:
        slice_of(narrowed, world.center.officer, ordered=BY_ARRIVAL, size=25, place=None, before=False)
        narrowed.count()
    for query in queries.captured_queries:
        assert any("COVERING INDEX listed_all" in step for step in plan_of(query["sql"])), query["sql"]


@of_sqlite
def test_a_work_list_is_entered_at_the_place_of_its_page(
    world: World, login: Login, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Spelled out level by level, as Django does it for SQLite, all rows before the place were read.
    monkeypatch.setattr(views, "MOST_ROWS", 1)
    for _each in range(2):
        factories.received_case(world)
    client = login(world.center.officer)
    following = soup(client.get(reverse("desk:worklist"), {"list": "fresh"})).select_one("a[rel=next]")[
        "href"
    ]
    with CaptureQueriesContext(connection) as queries:
        client.get(following)
    (asked,) = [one["sql"] for one in queries.captured_queries if ") > (" in one["sql"]]
    assert any("(haste,due_at,case_id)>(?,?,?)" in step for step in plan_of(asked)), plan_of(asked)


@of_sqlite
def test_what_is_given_to_somebody_is_found_without_the_rest_of_the_office(
    world: World, at_desk: Client
) -> None:
    with CaptureQueriesContext(connection) as queries:
        at_desk.get(reverse("desk:worklist"), {"list": "all", "person": "nobody"})
    asked = [one["sql"] for one in queries.captured_queries if '"person_id" IS NOT NULL' in one["sql"]]
    assert asked
    for sql in asked:
        assert any("INDEX duty_given (organization_id=? AND person_id>?)" in step for step in plan_of(sql)), (
            sql
        )


@of_sqlite
def test_what_is_late_is_counted_without_what_is_not_yet_and_walked_in_the_order_of_its_list(
    world: World, at_desk: Client
) -> None:
    # All of a flood is late one day: 29,000 rows would be sorted for the 25 of a page.
    with CaptureQueriesContext(connection) as queries:
        at_desk.get(reverse("desk:worklist"), {"list": "late"})
    asked = [one["sql"] for one in queries.captured_queries if "'late'" in one["sql"]]
    (counting,) = (plan_of(sql) for sql in asked if sql.startswith("SELECT (SELECT COUNT"))
    assert any("COVERING INDEX listed_late" in step and "stands_from<?" in step for step in counting)
    (walking,) = (plan_of(sql) for sql in asked if "LIMIT 26" in sql)
    assert any("INDEX listed_in_order" in step for step in walking)
    assert not any("TEMP B-TREE" in step for step in walking)
