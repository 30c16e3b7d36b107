"""Whoever is part of the matter is kept from a case by its page; who knows only the summary is shown no more by it (privacy 16)."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cases.desk.verbs.forms.assistance import RecordHelpForm
from cases.machine.vocabulary import Scope, Verb
from cases.models import Case
from portal.accounts.models import User
from tests.cases import factories, scopes
from tests.cases.desk.conftest import Login, soup
from tests.cases.desk.test_verbs import act_url, do, errors, help_data
from tests.cases.domain.test_access import part_of
from tests.cases.factories import World

PAGE = Verb.SHUT_OUT


def page_of(client: Client, case: Case) -> Any:
    return soup(client.get(act_url(case, PAGE)))


@pytest.fixture
def at_head(world: World, login: Login) -> Client:
    return login(world.local.supervisor)


def test_the_head_is_offered_those_who_know_of_the_case_and_shuts_one_out(
    world: World, at_head: Client
) -> None:
    case = factories.working_case(world)
    part_of(case, world)
    assert act_url(case, PAGE) in at_head.get(reverse("desk:case", args=[case.reference])).content.decode()
    offered = [label.get_text() for label in page_of(at_head, case).select("#id_target-group .choice label")]
    # The center knows of it, too: to it falls what nobody else may have.
    assert offered == [world.hospital.organization.display_name]
    done = do(at_head, case, PAGE, target=world.hospital.organization.pk, note="แพทย์เป็นผู้ถูกกล่าวหา")
    assert done.status_code == 302, errors(done)
    case.refresh_from_db()
    assert case.excluded == [world.hospital.organization.pk]
    page = at_head.get(reverse("desk:case", args=[case.reference])).content.decode()
    assert "แพทย์เป็นผู้ถูกกล่าวหา" in page


def test_any_other_organization_is_found_by_search_without_a_script(world: World, at_head: Client) -> None:
    case = factories.working_case(world)
    data = {"base": case.base, "find": "พมจ", "search": "1", "note": "เหตุผล"}
    page = soup(at_head.post(act_url(case, PAGE), data))
    assert world.lead.organization.display_name in page.select_one("#id_target-group").get_text()


def test_one_person_is_chosen_from_the_own_office_and_never_oneself(world: World, at_head: Client) -> None:
    User.objects.filter(pk=world.local.officer.person.pk).update(display_name="นายสมมติ")
    case = factories.working_case(world)
    people = {
        option["value"]: option.get_text() for option in page_of(at_head, case).select("#id_person option")
    }
    assert str(world.local.supervisor.person.pk) not in people
    assert "นายสมมติ" in people[str(world.local.officer.person.pk)]
    done = do(at_head, case, PAGE, person=world.local.officer.person.pk, note="เป็นญาติ")
    assert done.status_code == 302, errors(done)
    assert list(case.recused.all()) == [world.local.officer.person]


@pytest.mark.parametrize("chosen", [{}, {"both": True}])
def test_one_of_the_two_is_meant(world: World, at_head: Client, chosen: dict[str, bool]) -> None:
    case = factories.working_case(world)
    data: dict[str, Any] = {"note": "เหตุผล"}
    if chosen:
        data |= {"target": world.hospital.organization.pk, "person": world.local.officer.person.pk}
    assert "อย่างใดอย่างหนึ่ง" in errors(do(at_head, case, PAGE, **data))
    case.refresh_from_db()
    assert not case.excluded
    assert not case.recused.exists()


def test_an_officer_who_is_no_head_has_no_such_page(world: World, at_local: Client) -> None:
    case = factories.working_case(world)
    assert at_local.get(act_url(case, PAGE)).status_code == 409
    page = at_local.get(reverse("desk:case", args=[case.reference])).content.decode()
    assert act_url(case, PAGE) not in page


def test_the_head_of_the_center_sees_neither_the_place_nor_who_works_on_it(
    world: World, login: Login
) -> None:
    """Of a case of which it knows the summary."""
    case = factories.working_case(world)
    part_of(case, world)
    page = login(world.center.supervisor).get(act_url(case, PAGE))
    assert page.status_code == 200
    text = page.content.decode()
    assert world.hospital.organization.display_name not in text
    assert f'data-near="{factories.SUBDISTRICT}"' not in text
    assert str(world.hospital.officer.person.pk) not in {
        option["value"] for option in soup(page).select("#id_person option")
    }


# --- help beside who leads it now ---------------------------------------------------------------------------------------


def test_who_had_the_case_before_fills_in_its_help_and_is_shown_no_more_than_the_summary(
    world: World, login: Login
) -> None:
    """S2.51."""
    case = scopes.scene(world).case
    client = login(world.center.officer)
    response = client.get(act_url(case, Verb.RECORD_HELP))
    assert response.status_code == 200
    assert not scopes.found_in(response.content.decode())
    page = soup(response)
    for name in ("plan_item", "before_committee", "follow_up_on_day", "risk_level"):
        assert not page.select(f"[name={name}]"), name
    assert not page.select("#id_category option[selected]:not([value=''])")
    data = {name: value for name, value in help_data().items() if not name.startswith("follow_up")}
    done = do(client, case, Verb.RECORD_HELP, **data)
    assert done.status_code == 302, errors(done)
    assert case.assistance.filter(organization=world.center.organization).exists()


def test_its_button_stands_beside_and_is_nobodys_next_step(world: World, login: Login) -> None:
    case = factories.working_case(world)
    page = soup(login(world.center.officer).get(reverse("desk:case", args=[case.reference])))
    link = page.select_one(f"a[href='{act_url(case, Verb.RECORD_HELP)}']")
    assert link is not None
    assert "button--secondary" in link["class"]


def test_the_form_needs_no_more_than_the_summary() -> None:
    assert RecordHelpForm.reads == Scope.SUMMARY
