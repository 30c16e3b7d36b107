"""Numbers to call are data with source and date, and stand on the pages where they help (S2.37, issue 12 point 3)."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from portal.pages.models import GuideIndexPage, Hotline
from portal.pages.models.hotlines import Occasion
from portal.pages.public.hotlines import guide_for, hotlines_for
from portal.pages.starter import load_hotlines, read_toml
from portal.search.query.danger import DangerKind
from portal.vocabulary import CRISIS_PROBLEMS, ProblemType
from tests.helpers import assert_same_queries
from tests.pages.factories import GuideFactory

RECORDS = read_toml("hotlines.toml")["hotlines"]
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "number", ["191", "1669", "1300", "1323", "1663", "1387", "1546", "1506", "1567", "+66 99 130 1300"]
)
def test_the_numbers_that_were_asked_for_are_there(number: str) -> None:
    load_hotlines()
    row = Hotline.objects.get(number=number)
    assert row.name
    assert row.name_en
    assert row.occasions


def test_what_was_checked_says_where_and_what_was_not_has_no_date() -> None:
    for record in RECORDS:
        assert ("checked_on" in record) == bool(record.get("source")), record["number"]
        if "checked_on" in record:
            assert isinstance(record["checked_on"], datetime.date)


def test_loading_again_leaves_what_editors_changed() -> None:
    assert len(load_hotlines()) == len(RECORDS)
    Hotline.objects.filter(number="1323").update(name="ชื่อใหม่", in_use=False)
    assert load_hotlines() == []
    assert Hotline.objects.get(number="1323").name == "ชื่อใหม่"


@pytest.mark.parametrize("kind", sorted({*map(str, DangerKind), *map(str, CRISIS_PROBLEMS)}))
def test_every_danger_has_numbers_of_its_own(kind: str) -> None:
    load_hotlines()
    assert str(kind) in Occasion.values
    assert any(row.serves(str(kind)) for row in Hotline.objects.all())


def test_a_number_out_of_use_is_not_shown_and_an_unknown_occasion_is_an_emergency() -> None:
    load_hotlines()
    Hotline.objects.filter(number="1323").update(in_use=False)
    assert "1323" not in {row.number for row in hotlines_for("despair")}
    assert {row.number for row in hotlines_for("whatever")} == {row.number for row in hotlines_for("rescue")}


@pytest.mark.parametrize(
    ("typed", "kept", "href"),
    [("๑๓๒๓", "1323", "tel:1323"), ("+66  2 572 8442", "+66 2 572 8442", "tel:+6625728442")],
)
def test_a_number_is_kept_as_a_phone_dials_it(typed: str, kept: str, href: str) -> None:
    row = Hotline(number=typed, name="ใคร")
    row.full_clean()
    assert (row.number, row.href) == (kept, href)


@pytest.mark.parametrize("typed", ["", "abc", "1323;drop", "12a", "javascript:1"])
def test_what_no_phone_dials_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        Hotline(number=typed, name="ใคร").full_clean()


def test_an_unknown_occasion_is_refused() -> None:
    with pytest.raises(ValidationError):
        Hotline(number="1323", name="ใคร", occasions=["party"]).full_clean()


@pytest.mark.parametrize("problem", [*sorted(CRISIS_PROBLEMS), ProblemType.DISASTER])
def test_a_guide_shows_its_numbers_and_a_crisis_the_exit(
    guide_index: GuideIndexPage, client: Client, problem: ProblemType
) -> None:
    load_hotlines()
    GuideFactory(parent=guide_index, slug="one", problem=problem)
    html = client.get("/guide/one/").content.decode()
    for row in hotlines_for(problem.value):
        assert f'href="{row.href}"' in html
    assert ("data-exit" in html) is problem.is_crisis
    assert ("js/exit" in html) is problem.is_crisis


def test_readers_of_english_read_who_answers_in_english(guide_index: GuideIndexPage, client: Client) -> None:
    load_hotlines()
    GuideFactory(parent=guide_index, slug="one", problem=ProblemType.UNREADY_PREGNANCY)
    assert "Unplanned pregnancy and HIV" in client.get("/en/guide/one/").content.decode()


def test_without_any_row_the_three_that_save_lives_stand(guide_index: GuideIndexPage, client: Client) -> None:
    GuideFactory(parent=guide_index, slug="one", problem=ProblemType.VIOLENCE)
    html = client.get("/guide/one/").content.decode()
    panel = html[html.index("emergency-panel") :]
    for number in ("191", "1669", "1300"):
        assert f'href="tel:{number}"' in panel


def test_more_numbers_cost_no_more_queries(guide_index: GuideIndexPage, client: Client) -> None:
    GuideFactory(parent=guide_index, slug="one", problem=ProblemType.VIOLENCE)
    Hotline.objects.create(number="191", name="ตำรวจ", occasions=["violence"])

    def more() -> None:
        for number in ("1300", "1387", "1669"):
            Hotline.objects.create(number=number, name="ใคร", occasions=["violence"])

    assert_same_queries(lambda: client.get("/guide/one/"), more)


def test_the_guide_to_a_kind_of_help_is_found_when_it_is_public(guide_index: GuideIndexPage) -> None:
    guide = GuideFactory(parent=guide_index, slug="one", problem=ProblemType.VIOLENCE)
    assert guide_for("violence") == (guide.title, "/guide/one/")
    guide.live = False
    guide.save()
    assert guide_for("violence") is None
    assert guide_for("") is None
