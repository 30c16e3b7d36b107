"""The place of a case is corrected in the form of its classes, in words that name an area for sure, or not at all."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from cases.desk.names import brief
from cases.machine.vocabulary import Verb
from cases.models import Case
from tests.cases import factories
from tests.cases.desk.conftest import Login, soup
from tests.cases.desk.test_verbs import act_url, do, errors
from tests.cases.domain.test_reclassify_place import there
from tests.cases.domain.verbs import waiting_approval
from tests.cases.factories import Body, World

__all__ = ["there"]

CLASSES = {"problem": "violence", "severity": "normal", "confidentiality": "restricted"}
AO_NANG = "ต.อ่าวนาง อ.เมืองกระบี่ จ.กระบี่"


def corrected(client: Client, case: Case, place: str, **values: Any) -> HttpResponse:
    classes = {name: getattr(case, name) for name in CLASSES}
    return do(client, case, Verb.RECLASSIFY, **(classes | {"place": place, "note": "ผู้แจ้งโทรมาแก้"} | values))


def test_the_box_shows_the_place_as_it_is_and_proposes_others_without_needing_a_script(
    world: World, at_center: Client
) -> None:
    page = soup(at_center.get(act_url(factories.screened_case(world), Verb.RECLASSIFY)))
    box = page.select_one("input[name=place]")
    assert box["value"] == "ต.ปากน้ำ อ.เมืองกระบี่ จ.กระบี่"
    assert box["data-suggestions"] == reverse("desk:new_places")
    assert page.select_one("script[src*=combobox]")
    assert not soup(at_center.get(act_url(factories.received_case(world), Verb.SCREEN))).select(
        "script[src*=combobox]"
    )


@pytest.mark.parametrize("place", ["", "ต.ปากน้ำ อ.เมืองกระบี่ จ.กระบี่"])
def test_an_untouched_or_empty_box_leaves_the_place(world: World, at_center: Client, place: str) -> None:
    case = factories.screened_case(world)
    assert corrected(at_center, case, place, severity="urgent").status_code == 302
    case.refresh_from_db()
    assert (case.subdistrict_code, case.severity) == (factories.SUBDISTRICT, "urgent")
    assert "place" not in case.events.last().changes


def test_a_new_place_is_written_and_stands_in_the_history_in_words(world: World, at_center: Client) -> None:
    case = factories.screened_case(world)
    assert corrected(at_center, case, AO_NANG).status_code == 302
    case.refresh_from_db()
    assert case.subdistrict_code != factories.SUBDISTRICT
    page = at_center.get(reverse("desk:case", args=[case.reference])).content.decode()
    assert "สถานที่: ตำบลปากน้ำ อำเภอเมืองกระบี่ จังหวัดกระบี่ → ตำบลอ่าวนาง อำเภอเมืองกระบี่ จังหวัดกระบี่" in page


@pytest.mark.parametrize("place", ["ที่ไหนสักแห่ง", "บ้านยาย ต.อ่าวนาง อ.เมืองกระบี่ จ.กระบี่", "9" * 300, "\0"])
def test_words_that_name_no_area_for_sure_come_back(world: World, at_center: Client, place: str) -> None:
    """Who leads a crisis follows from them, so nothing is guessed."""
    case = factories.screened_case(world)
    page = corrected(at_center, case, place)
    assert page.status_code == 200
    assert errors(page)
    case.refresh_from_db()
    assert case.subdistrict_code == factories.SUBDISTRICT


def test_whoever_decides_reads_from_where_to_where(world: World, login: Login, there: Body) -> None:
    case = factories.working_crisis_case(world)
    moved = corrected(login(world.lead.officer), case, "จ.สงขลา")
    assert moved.status_code == 302, errors(moved)
    approval = waiting_approval(case)
    assert approval.terms == {"place": "90"}
    page = soup(login(world.lead.supervisor).get(act_url(case, Verb.APPROVE, approval)))
    assert "จังหวัดกระบี่ → จังหวัดสงขลา" in page.get_text(" ", strip=True)


def test_who_still_has_to_answer_is_named_after_the_place_was_corrected(world: World, login: Login) -> None:
    """A report by web went to the lead agency of the wrong place by itself."""
    case = factories.crisis_case(world)
    client = login(world.center.officer)
    assert corrected(client, case, AO_NANG).status_code == 302
    told = soup(client.get(reverse("desk:case", args=[case.reference]))).get_text(" ", strip=True)
    assert f"ยังรอคำตอบของ {brief(world.lead.organization)}" in told
