"""Facets, tags, orders and pages over a generated library: every number shown is what a click on it gives."""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterator
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoDbBlocker

from portal.search.site import knowledge, presentation
from portal.search.site.filters import FIELDS, Catalog, choose, read_catalog
from portal.search.site.find import MOST_PAGES, ORDERS, PAGE_SIZE, Found, find, page_number
from portal.search.sources import site_index
from tests.search.factories import Shelf, document
from tests.search.standing import Standing, standing

KINDS = {"law": "กฎหมาย", "circular": "หนังสือเวียน", "guide": "คู่มือ"}
AGENCIES = ("กระทรวงมหาดไทย", "จังหวัดกระบี่", "")
TOPICS = ("น้ำท่วม", "เด็ก", "ผู้สูงอายุ", "ภาษี")
STATUSES = {"in_force": "ใช้บังคับอยู่", "repealed": "ยกเลิกแล้ว", "": ""}
WORDS = ("เทศบาล", "ช่วยเหลือ", "ประชาชน", "ถนน", "สะพาน", "โรงเรียน")
URL = reverse("search:results")


def library(count: int = 60, seed: int = 3) -> list[Any]:
    """Return documents of every mixture of facets."""
    draw = random.Random(seed)
    made = []
    for number in range(count):
        kind, status = draw.choice(list(KINDS)), draw.choice(list(STATUSES))
        year = draw.choice([2496, 2540, 2560, 2561, None])
        words = draw.sample(WORDS, 3)
        made.append(
            document(
                f"เรื่องที่ {number} {words[0]}",
                f"ว่าด้วย{words[1]} และ{words[2]}ของท้องถิ่น",
                kind=kind,
                kind_label=KINDS[kind],
                agency=draw.choice(AGENCIES),
                topics=tuple(draw.sample(TOPICS, draw.randint(0, 2))),
                status=status,
                status_label=STATUSES[status],
                year_be=year,
                date=datetime.date(year - 543, draw.randint(1, 12), draw.randint(1, 28)) if year else None,
            )
        )
    return made


def fill(shelf: Shelf) -> None:
    for item in library():
        shelf.held[item.key] = item
    site_index.rebuild()


@pytest.fixture(scope="module")
def once(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Standing]:
    with standing(django_db_blocker, tmp_path_factory.mktemp("standing"), fill) as kept:
        yield kept


@pytest.fixture
def stocked(once: Standing, shelf: Shelf) -> Shelf:
    return once.lay(shelf)


def asked(query: str = "", **lists: Any) -> Found:
    """Search with parameters of an address."""
    params = QueryDict(mutable=True)
    params["q"] = query
    for name, value in lists.items():
        params.setlist(name, [value] if isinstance(value, str) else value)
    return find(params)


def catalog() -> Catalog:
    return knowledge.of(site_index.now()).catalog


def at(url: str) -> Found:
    """Follow an address of the page."""
    return find(QueryDict(url.partition("?")[2]))


def everything(found: Found) -> list[int]:
    """Return the rows of all pages."""
    url = presentation.instead(found.analysis.box, found)
    rows: list[int] = []
    for page in range(1, found.pages + 1):
        rows += [result.document.pk for result in at(f"{url}&page={page}").results]
    return rows


QUERIES = ["เทศบาล", "เทศบาล ช่วยเหลือ ประชาชน", "ถนน สะพาน", "เรื่อง", "kind:law เทศบาล"]


@pytest.mark.parametrize("query", QUERIES)
def test_every_facet_value_counts_what_its_click_lists(stocked: Shelf, query: str) -> None:
    found = asked(query)
    assert found.total > 0
    clicked = 0
    for facet in presentation.facets(found, catalog()):
        for option in facet.options:
            if not option.selected:
                other = at(option.url)
                chosen = found.chosen.groups.get(facet.name, ())
                expected = option.count + sum(found.facets[facet.name].get(value, 0) for value in chosen)
                if facet.name != "topic":  # a document of two topics is listed once
                    assert other.total == expected, (facet.name, option.label)
                elif not chosen:
                    assert other.total == option.count
                clicked += 1
    assert clicked >= 8


@pytest.mark.parametrize("field", FIELDS)
def test_counts_stay_right_under_another_filter(stocked: Shelf, field: str) -> None:
    found = asked("เทศบาล ถนน", kind="law", topic=["เด็ก", "ภาษี"])
    for value, count in found.facets.get(field, {}).items():
        groups = {**{name: list(values) for name, values in found.chosen.groups.items()}, field: [value]}
        assert asked("เทศบาล ถนน", **groups).total == count, value


@pytest.mark.parametrize("query", QUERIES[:4])
def test_the_list_has_as_many_documents_as_the_total_says_each_once(stocked: Shelf, query: str) -> None:
    found = asked(query)
    rows = everything(found)
    assert len(rows) == found.total
    assert len(set(rows)) == found.total


@pytest.mark.parametrize("query", QUERIES[:4])
def test_every_order_lists_the_same_documents(stocked: Shelf, query: str) -> None:
    lists = [everything(asked(query, order=order)) for order in ORDERS]
    assert set(lists[0]) == set(lists[1]) == set(lists[2])


@pytest.mark.parametrize(("order", "backwards"), [("newest", True), ("oldest", False)])
def test_sorted_by_date_over_all_pages(stocked: Shelf, order: str, backwards: bool) -> None:
    found = asked("เรื่อง", order=order)
    url = presentation.instead(found.analysis.box, found)
    dates = [
        result.document.date
        for page in range(1, found.pages + 1)
        for result in at(f"{url}&page={page}").results
    ]
    dated = [date for date in dates if date is not None]
    assert dated == sorted(dated, reverse=backwards)
    assert len(set(dated)) > 5


def test_ranks_go_on_over_the_pages(stocked: Shelf) -> None:
    found = asked("เรื่อง")
    assert found.pages > 2
    url = presentation.instead(found.analysis.box, found)
    ranks = [result.rank for page in range(1, found.pages + 1) for result in at(f"{url}&page={page}").results]
    assert ranks == list(range(1, found.total + 1))


def test_a_filter_tag_leads_to_the_search_without_it(stocked: Shelf) -> None:
    found = asked("เทศบาล", kind=["law", "guide"], year="2560", order="newest")
    tags = presentation.tags(found, catalog())
    assert {tag.text for tag in tags} == {"ประเภท: กฎหมาย", "ประเภท: คู่มือ", "ปี พ.ศ.: 2560"}
    for tag in tags:
        other = at(tag.url)
        gone = {(name, value) for name, values in found.chosen.groups.items() for value in values} - {
            (name, value) for name, values in other.chosen.groups.items() for value in values
        }
        assert len(gone) == 1
        assert (other.order, other.query) == ("newest", "เทศบาล")


def test_a_filter_that_was_typed_can_be_removed_too(stocked: Shelf) -> None:
    found = asked("ประเภท:กฎหมาย เทศบาล")
    [tag] = presentation.tags(found, catalog())
    other = at(tag.url)
    assert other.chosen.groups == {}
    assert other.query == "เทศบาล"


def test_all_filters_go_at_once(stocked: Shelf) -> None:
    found = asked("เทศบาล", kind="law", year="2560", topic="เด็ก")
    assert at(presentation.without_filters(found)).chosen.groups == {}


def test_a_chosen_value_without_a_hit_can_still_be_taken_back(stocked: Shelf) -> None:
    found = asked("zzzz", kind="law")
    assert found.total == 0
    [facet] = [facet for facet in presentation.facets(found, catalog()) if facet.name == "kind"]
    assert [(option.selected, option.count) for option in facet.options] == [(True, 0)]
    assert at(facet.options[0].url).chosen.groups == {}


def test_facets_stand_in_a_fixed_order_by_count_and_years_from_the_newest(stocked: Shelf) -> None:
    facets = presentation.facets(asked("เรื่อง"), catalog())
    assert [facet.name for facet in facets] == list(FIELDS)
    for facet in facets:
        labels = [option.label for option in facet.options]
        counts = [option.count for option in facet.options]
        assert (
            labels == sorted(labels, reverse=True)
            if facet.name == "year"
            else counts == sorted(counts, reverse=True)
        )


def test_long_facets_are_cut_but_chosen_values_stay(stocked: Shelf) -> None:
    years = range(2500, 2530)
    stocked.put(*(document(f"สะพานแห่งปี {year}", "สะพาน", year_be=year) for year in years))
    site_index.refresh()
    facets = {facet.name: facet for facet in presentation.facets(asked("สะพาน", year="2500"), catalog())}
    labels = [option.label for option in facets["year"].options]
    assert len(labels) == 13
    assert labels[-1] == "2500"
    assert facets["year"].options[-1].selected


@pytest.mark.parametrize(
    ("text", "pages", "number"),
    [
        ("1", 5, 1), ("5", 5, 5), ("6", 5, 5), ("999999", 5, 5), ("0", 5, 1), ("-1", 5, 1), ("jam", 5, 1), ("", 5, 1),
        ("๒", 5, 2), (" 3 ", 5, 3), ("2.5", 5, 1), ("1e3", 5, 1), ("+2", 5, 1), ("٣", 5, 1), ("²", 5, 1), ("9" * 400, 5, 5),
        ("\x00", 5, 1), ("3", 1, 1),
    ],
)  # fmt: skip
def test_page_numbers_are_clamped(text: str, pages: int, number: int) -> None:
    assert page_number(text, pages) == number


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [("๒", 2), ("2", 2), ("0", 1), ("-1", 1), ("jam", 1), ("999999", None), ("9" * 5000, None)],
)
def test_page_numbers_of_an_address(client: Client, stocked: Shelf, typed: str, wanted: int | None) -> None:
    response = client.get(URL, {"q": "เรื่อง", "page": typed})
    found = response.context["found"]
    assert found.pages == -(-found.total // PAGE_SIZE)
    assert found.page == (wanted or found.pages)
    assert found.results, "a page beyond the last one shows the last one"
    assert found.results[0].rank == (found.page - 1) * PAGE_SIZE + 1


def test_no_list_is_read_beyond_its_last_page(stocked: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.search.site.find.MOST_PAGES", 2)
    found = asked("เรื่อง", page="3")
    assert (found.page, found.pages) == (2, 2)
    assert found.total > 2 * PAGE_SIZE
    assert MOST_PAGES * PAGE_SIZE == 2000


def chosen(typed: dict[str, tuple[str, ...]] | None = None, **lists: list[str]) -> Any:
    params = QueryDict(mutable=True)
    for name, values in lists.items():
        params.setlist(name, values)
    return choose(params, typed or {}, read_catalog())


@pytest.mark.parametrize(
    ("name", "value", "meant"),
    [
        ("kind", "law", "law"),
        ("kind", "กฎหมาย", "law"),
        ("kind", " หนังสือเวียน ", "circular"),
        ("year", "๒๕๖๐", "2560"),
        ("year", "2017", "2560"),
        ("status", "ยกเลิกแล้ว", "repealed"),
        ("agency", "จังหวัดกระบี่", "จังหวัดกระบี่"),
        ("topic", "เด็ก", "เด็ก"),
    ],
)
def test_a_value_may_be_named_by_its_thai_label(stocked: Shelf, name: str, value: str, meant: str) -> None:
    assert chosen(**{name: [value]}).groups == {name: (meant,)}
    assert chosen({name: (value,)}).groups == {name: (meant,)}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("kind", "nonsense"),
        ("year", "2599"),
        ("year", "jam"),
        ("year", "²⁵⁶⁰"),
        ("topic", "x" * 9999),
        ("status", "None"),
    ],
)
def test_values_that_nothing_has_are_named_and_cut(stocked: Shelf, name: str, value: str) -> None:
    result = chosen(**{name: [value]})
    assert result.groups == {}
    assert result.unknown == ((name, value[:60]),)


def test_blank_and_repeated_values_count_once(stocked: Shelf) -> None:
    result = chosen(kind=["law", "", "  ", "law", "กฎหมาย", "guide"])
    assert result.groups == {"kind": ("law", "guide")}
    assert result.unknown == ()


def test_a_thousand_values_are_not_all_read(stocked: Shelf) -> None:
    assert len(chosen(kind=[f"no-{n}" for n in range(1000)]).unknown) == 20
