"""At the desk nobody types again what the case holds already (WCAG 2.2, 3.3.7; docs/accessibility.md, letter O).

The forms of all verbs are opened on cases at every stage: a field that is named like something known of the case, its reporter or
the person concerned stands there filled in. A new form is held without being named here.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from bs4 import Tag
from django.db.models import Model
from django.urls import reverse

from cases.desk.field.forms import ReportForm
from cases.desk.verbs.forms import VERB_FORMS
from cases.domain import assistance
from cases.domain.queries.known import people_in
from cases.models import AffectedPerson, Case
from cases.vocabulary import RiskLevel
from tests.cases import factories
from tests.cases.committee.factories import Scene, scene
from tests.cases.committee.test_sitting import opened, resolve
from tests.cases.desk.conftest import Login, soup
from tests.cases.factories import World

ANEW = {
    ("change_consent", "consent"): "the page is opened because it changed",
    (
        "correct_facts",
        "phone",
    ): "of the person concerned, whose number nobody told; the known one is the reporter's",
}
"""What is asked although it is known, with the reason."""
NOT_TOLD = {"", "None", "not_asked", "0", "False", "unknown", "not_assessed"}


def address(case: Case, verb: str) -> str:
    return reverse("desk:act", kwargs={"reference": case.reference, "verb": verb})


def known(case: Case) -> dict[str, str]:
    """Return what is known of a case by the names of its columns."""
    told: dict[str, str] = {}
    rows: list[Model] = [case.reporter, *case.affected_people.all()[:1], case]
    for row in rows:
        for column in row._meta.concrete_fields:
            value = str(getattr(row, column.attname))
            if (
                value not in NOT_TOLD
                and not column.is_relation
                and not isinstance(getattr(row, column.attname), bool)
            ):
                told[column.name] = value
    return told


def filled(control: Tag) -> bool:
    """Say whether a control stands there with an answer."""
    if control.name == "select":
        chosen = control.select_one("option[selected]")
        return chosen is not None and bool(chosen.get("value"))
    if control.name == "textarea":
        return bool(control.get_text(strip=True))
    return bool(control.get("value"))


def asked_anew(page: Tag, told: dict[str, str]) -> Iterator[str]:
    """Yield the names of controls that ask for something known and stand empty."""
    form = page.select_one("main form[method=post]:has([name=base]), main form.form")
    groups: dict[str, list[Tag]] = {}
    for control in form.select("input:not([type=hidden]), select, textarea") if form else ():
        groups.setdefault(str(control.get("name", "")), []).append(control)
    for name, controls in groups.items():
        if name not in told or controls[0].get("type") == "checkbox":
            continue
        if controls[0].get("type") == "radio":
            if not any(control.has_attr("checked") for control in controls):
                yield name
        elif not all(filled(control) for control in controls):
            yield name


STAGES: dict[str, Any] = {
    "received": lambda world: (factories.received_case(world), world.center),
    "screened": lambda world: (factories.screened_case(world), world.center),
    "working": lambda world: (factories.working_case(world), world.local),
    "crisis": lambda world: (factories.working_crisis_case(world), world.lead),
    "followed": lambda world: (factories.followed_case(world), world.local),
    "closed": lambda world: (factories.closed_case(world), world.local),
}


@pytest.mark.parametrize("stage", STAGES)
def test_what_a_case_holds_stands_in_the_forms_of_its_verbs(world: World, login: Login, stage: str) -> None:
    case, body = STAGES[stage](world)
    told = known(Case.objects.get(pk=case.pk))
    seen, wrong = set(), []
    for actor in (body.officer, body.supervisor):
        client = login(actor)
        for verb in VERB_FORMS:
            response = client.get(address(case, verb.value))
            if response.status_code != 200:
                continue
            seen.add(verb)
            wrong += [
                f"{verb.value} asks for {name} again"
                for name in asked_anew(soup(response), told)
                if (verb.value, name) not in ANEW
            ]
    assert len(seen) >= 3, seen
    assert not wrong, "\n".join(sorted(set(wrong)))


def test_the_look_itself_finds_an_empty_box() -> None:
    """The measure is right: a form that forgets is told."""
    html = '<main><form class="form"><input name="phone" value=""><input name="moo" value="4"></form></main>'
    page = soup(type("Page", (), {"content": html.encode()})())
    assert list(asked_anew(page, {"phone": "081", "moo": "4"})) == ["phone"]


# --- what was told in one step and is needed in a later one -------------------------------------------------------------


def box(page: Tag, name: str) -> str:
    control = page.select_one(f"main [name={name}]")
    return control.get_text(strip=True) if control.name == "textarea" else str(control.get("value", ""))


def test_how_many_live_there_stands_in_the_record_of_the_help(world: World, login: Login) -> None:
    case = factories.working_case(world)
    AffectedPerson.objects.filter(case=case).update(household_size=5)
    page = soup(login(world.local.officer).get(address(case, "record_help")))
    assert box(page, "persons") == "5"
    assert ReportForm(case=case, has_committee=False)["persons"].value() == people_in(case.pk) == 5


def test_what_the_committee_resolved_stands_there_until_it_is_given(world: World, login: Login) -> None:
    made: Scene = scene(world)
    meeting = opened(made)
    resolution = resolve(made, meeting)
    case = resolution.case
    client = login(world.local.officer)
    page = soup(client.get(address(case, "record_help")))
    assert meeting.title in box(page, "committee_decision")
    assert (box(page, "legal_basis"), box(page, "amount_baht")) == (resolution.basis, resolution.amount)
    assistance.record_help(
        case=Case.objects.get(pk=case.pk),
        actor=world.local.officer,
        base=Case.objects.get(pk=case.pk).base,
        given=factories.help_given(committee_decision=box(page, "committee_decision")),
    )
    again = soup(client.get(address(case, "record_help")))
    assert (box(again, "amount_baht"), box(again, "legal_basis")) == ("", resolution.basis), (
        "money is given once"
    )


def test_what_another_committee_resolved_is_not_told(world: World) -> None:
    from cases.committee.domain.resolutions import decision_on

    made: Scene = scene(world)
    case = resolve(made, opened(made)).case
    assert decision_on(case, world.local.organization) is not None
    assert decision_on(case, world.other_local.organization) is None
    assert decision_on(factories.working_case(world), world.local.organization) is None


def test_reasons_of_the_last_judgement_go_on_and_the_level_is_judged_anew(world: World, login: Login) -> None:
    case = factories.working_crisis_case(world)
    assistance.record_help(
        case=case,
        actor=world.lead.officer,
        base=case.base,
        given=factories.help_given(),
        risk=assistance.Risk(level=RiskLevel.HIGH, reasons="ผู้กระทำยังอยู่บ้านเดียวกัน"),
    )
    page = soup(login(world.lead.officer).get(address(case, "record_help")))
    assert box(page, "risk_reasons") == "ผู้กระทำยังอยู่บ้านเดียวกัน"
    assert not page.select("[name=risk_level][checked]")
    assert f"ครั้งก่อน: {RiskLevel.HIGH.label}" in page.get_text()
