"""The map of what was counted says what its table says, and to who only watches nothing that did not go up (S1.33)."""

from __future__ import annotations

import datetime as dt
import re
from urllib.parse import parse_qs

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from cases.statistics.desk import maps
from cases.statistics.desk.maps import SHADES, Number, counted_map, shade_of
from cases.statistics.models import FigureKind, PublishedFigure, PublishedMonth, PublishedReport
from portal.organizations.models import AreaShape, ServiceArea
from portal.organizations.vocabulary import OrganizationType
from tests.cases import factories
from tests.cases.desk.conftest import Login, soup
from tests.cases.factories import CANARIES, World
from tests.cases.statistics.conftest import watcher
from tests.helpers import assert_same_queries

NOON = "2026-11-26T05:00:00Z"
HERE = ("810101", "810103")


def outline(code: str, west: float) -> AreaShape:
    ring = [[west, 8.0], [west + 0.1, 8.0], [west + 0.1, 8.1], [west, 8.1]]
    shape, _new = AreaShape.objects.update_or_create(
        area_code=code, defaults={"rings": [ring], "credit": "เส้นทดสอบ CC BY"}
    )
    return shape


@pytest.fixture
def outlines(db: None) -> None:
    AreaShape.objects.all().delete()
    for place, code in enumerate(HERE):
        outline(code, 98.8 + place / 10)


def numbers_of(page) -> dict[str, str]:
    """Return what the table says, by name."""
    rows = page.select("tbody tr")
    return {row.th.get_text(strip=True): row.select("td")[-1].get_text(strip=True) for row in rows if row.th}


def on_the_map(page) -> dict[str, str]:
    """Return what the map says, by name."""
    titles = [one.get_text() for one in page.select(".area-map title")]
    return dict(re.fullmatch(r"(.+) (\S+)", one).groups() for one in titles)  # type: ignore[union-attr]


def test_shades_grow_with_the_number_and_nought_has_none() -> None:
    assert [shade_of(value, 40) for value in (0, 1, 10, 11, 20, 40)] == [0, 1, 1, 2, 2, SHADES]
    assert shade_of(0, 0) == 0


@time_machine.travel(NOON, tick=False)
def test_map_and_table_say_the_same_and_what_has_no_outline_stands_in_the_table(
    world: World, login: Login, outlines: None
) -> None:
    for code, count in (("810101", 1), ("810103", 3), ("810116", 1)):
        for _ in range(count):
            factories.received_case(world, subdistrict_code=code)
    client = login(world.center.officer)
    page = soup(client.get(reverse("statistics:map")))
    table, drawn = numbers_of(page), on_the_map(page)
    assert sorted(table.values()) == ["1", "1", "3"]
    assert sorted(drawn.values()) == ["1", "3"]
    assert drawn.items() <= table.items()
    assert page.select_one(".shade-4 title").get_text().endswith(" 3")
    assert "บางพื้นที่ไม่มีเส้นแบ่งเขต" in page.get_text()
    assert "เส้นทดสอบ CC BY" in page.get_text()
    assert not [canary for canary in CANARIES if canary in page.get_text()]
    closed = soup(client.get(reverse("statistics:map") + "?show=closed"))
    assert set(numbers_of(closed).values()) == {"0"}
    assert numbers_of(soup(client.get(reverse("statistics:map") + "?show=narrative"))) == table
    wrong = soup(client.get(reverse("statistics:map") + "?first=2/1/2570&last=1/1/2570"))
    assert wrong.select_one(".error-summary") is not None
    assert_same_queries(
        lambda: client.get(reverse("statistics:map")),
        lambda: [factories.received_case(world, subdistrict_code=code) for code in (*HERE, "810105")],
    )


@time_machine.travel(NOON, tick=False)
def test_who_only_watches_gets_what_went_up_by_local_administration(
    world: World, login: Login, outlines: None
) -> None:
    month = PublishedMonth.objects.create(province_code="81", month=dt.date(2026, 10, 1))
    ServiceArea.objects.all().delete()
    for body, code, number in ((world.local, "810101", 12), (world.other_local, "810103", None)):
        ServiceArea.objects.create(organization=body.organization, subdistrict_code=code)
        PublishedFigure.objects.create(
            published=month,
            report=PublishedReport.INTAKE,
            kind=FigureKind.UNIT,
            organization=body.organization,
            number=number,
        )
    for _ in range(3):
        factories.received_case(world, subdistrict_code="810103", actor=world.other_local.officer)
    viewer = watcher(OrganizationType.GOVERNOR, province_code="81")
    client: Client = login(viewer)
    page = soup(client.get(reverse("statistics:map")))
    assert sorted(numbers_of(page).values()) == ["0+", "12"]
    assert sorted(on_the_map(page).values()) == ["0+", "12"]
    assert page.select_one("tfoot td:last-child").get_text(strip=True) == "12+"
    assert world.local.organization.name_th in page.get_text() or "อบต" in page.get_text()
    other = soup(client.get(reverse("statistics:map") + "?of=district"))
    assert sorted(numbers_of(other).values()) == ["0+", "12"], "nobody widens their reach by the address"


@time_machine.travel(NOON, tick=False)
def test_who_watches_the_country_reads_its_provinces(world: World, login: Login, outlines: None) -> None:
    """Not 0: what went up of each province, and the whole of them."""
    for province, number in (("81", 40), ("80", None)):
        PublishedFigure.objects.create(
            published=PublishedMonth.objects.create(province_code=province, month=dt.date(2026, 10, 1)),
            report=PublishedReport.INTAKE,
            kind=FigureKind.TOTAL,
            number=number,
        )
    page = soup(login(watcher(OrganizationType.DLA)).get(reverse("statistics:map")))
    assert numbers_of(page) == {"กระบี่": "40", "นครศรีธรรมราช": "0+"}
    assert page.select_one("thead th").get_text() == "จังหวัด"
    assert page.select_one("tfoot td:last-child").get_text(strip=True) == "40+"


@time_machine.travel(NOON, tick=False)
def test_another_measure_is_shown_of_the_same_question(world: World, login: Login) -> None:
    address = reverse("statistics:map") + "?show=open&problem=disaster&first=1/11/2569"
    page = soup(login(world.center.officer).get(address))
    links = [parse_qs(one["href"].lstrip("?")) for one in page.select("a[href*='show=']")]
    assert [link["show"] for link in links] == [["received"], ["open"], ["closed"]]
    for link in links:
        assert (link["problem"], link["first"]) == (["disaster"], ["1/11/2569"])


def test_without_outlines_the_table_stands_alone_and_strangers_find_nothing(
    world: World, login: Login
) -> None:
    AreaShape.objects.all().delete()
    assert counted_map("8101", {"810101": Number(3, "3")}) is None
    page = soup(login(world.center.officer).get(reverse("statistics:map")))
    assert "ยังไม่มีเส้นแบ่งเขต" in page.get_text()
    assert page.select_one("table") is not None
    assert maps.MOST_SHAPES >= 200
