"""One door: lists, the book, tables and letters read a case by the table of fields, and by nothing beside it (privacy 1, 3).

The canary: a field that is taken out of the table is gone from every one of them. Whoever reads a case past the door again
makes this fail.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import fields

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.desk.late.views import SHOWN
from cases.desk.lists.rows import read, rows_of
from cases.desk.register.lines import entries, lines
from cases.domain.letters.writing import matter_of
from cases.domain.queries.late import late_known_to
from cases.domain.view import case_line, decision_on
from cases.domain.view import lines as of_lines
from cases.domain.view.fields import VIEWS
from cases.domain.view.lines import READS, CaseLine, shown_by
from cases.machine.vocabulary import Scope
from cases.models import Alarm, AlarmNotice, Case, Duty
from cases.vocabulary import AlarmPurpose, Confidentiality
from portal.accounts.roles import Role
from portal.actors import Citizen, System
from portal.thai.dates import fiscal_year
from tests.accounts.factories import officer
from tests.cases import factories, scopes
from tests.cases.desk.conftest import Login, soup
from tests.cases.factories import World
from tests.cases.scopes import Scene

KNOWN = {name for name in READS if name != "reference"}


@pytest.fixture
def scene(world: World) -> Scene:
    return scopes.scene(world)


def test_every_field_of_a_line_is_one_of_the_table_and_has_its_reader() -> None:
    names = {one.name for one in fields(CaseLine)} - {"scope"}
    assert names == set(READS) <= {one.name for one in fields(VIEWS[Scope.FULL])}


def test_a_line_has_what_its_scope_shows_and_none_of_the_rest(world: World) -> None:
    case = factories.working_case(world)
    for scope in Scope:
        line = case_line(case, scope)
        there = {name for name in READS if getattr(line, name) is not None}
        assert there == set(READS) & shown_by(scope), scope
    assert case_line(case, None) == CaseLine(scope=None)


def test_a_summary_of_a_restricted_case_names_neither_problem_nor_place_nor_does_what_leaves(
    world: World,
) -> None:
    case = factories.working_crisis_case(world)
    for line in (case_line(case, Scope.SUMMARY), case_line(case, Scope.FULL, leaves=True)):
        assert (line.problem, line.area, line.is_restricted) == (None, None, True)
    assert case_line(case, Scope.FULL).problem is not None


def test_the_database_and_the_decision_say_the_same_scope(scene: Scene) -> None:
    world, case = scene.world, scene.case
    stranger = officer(world.local.organization, Role.CONTENT_EDITOR)
    case.recused.add(world.local.officer.person)
    for actor in (*scene.readers.values(), world.local.supervisor, world.center.officer, stranger):
        found = Case.objects.with_scope(actor).get(pk=case.pk).scope
        assert found == decision_on(case, actor).scope, actor
    assert {
        Case.objects.with_scope(actor).get(pk=case.pk).scope for actor in (System(), Citizen(case.reference))
    } == {None}


def shown_everywhere(case: Case, world: World) -> dict[str, str]:
    """What lists, book and letters say of a case to its holder, in one text each."""
    actor, now = world.local.officer, timezone.now()
    listed = rows_of(read([case.pk], actor, now).values(), actor, now)
    booked = entries(actor, fiscal_year(timezone.localdate())).filter(case=case)
    return {
        "list": " ".join(f"{row.problem} {row.place} {row.stage}" for row in listed),
        "book": " ".join(f"{line.problem} {line.place} {line.state}" for line in lines(booked)),
        "table": " ".join(f"{line.problem} {line.place} {line.state}" for line in lines(booked, leaves=True)),
        "letter": matter_of(case).problem_label,
    }


@pytest.mark.parametrize("field", ["problem", "area", "stage"])
def test_what_is_taken_out_of_the_table_is_gone_from_lists_book_table_and_letters(
    world: World, monkeypatch: pytest.MonkeyPatch, field: str
) -> None:
    case = factories.working_case(world)
    words = {
        "problem": case.get_problem_display(),
        "area": "อ.เมืองกระบี่",
        "stage": case.get_stage_display(),
    }[field]
    before = shown_everywhere(case, world)
    assert all(str(words) in text for name, text in before.items() if name != "letter"), "the canary is alive"
    without = {scope: shown - {field} for scope, shown in of_lines._SHOWN.items()}
    monkeypatch.setattr(of_lines, "_SHOWN", without)
    after = shown_everywhere(case, world)
    assert not [name for name, text in after.items() if str(words) in text]


def test_whoever_takes_no_part_finds_the_case_in_no_list_book_letter_or_alarm(
    world: World, login: Login
) -> None:
    case = factories.pending_referral(world).case
    client, actor = login(world.center.officer), world.center.officer
    key = f"{case.reference}-handover-{case.referrals.get().number}-{world.local.organization.pk}"
    letter = reverse("desk:letter_occasion", args=[key])
    assert client.get(letter).status_code == 200
    case.recused.add(actor.person)
    assert client.get(letter).status_code == 404
    written = soup(client.get(reverse("desk:letters"))).select(f"a[href='{letter}']")
    assert not written
    assert case.reference not in client.get(reverse("desk:worklist") + "?list=all").content.decode()
    row = soup(client.get(reverse("desk:register"))).select("tbody tr")[0]
    assert row.get_text(" ", strip=True).endswith("ส่งต่อให้หน่วยงานอื่นแล้ว")


def test_the_list_of_what_is_late_reads_the_reference_of_a_case_and_nothing_of_ones_own_matter(
    world: World,
) -> None:
    of_a_case = {name.removeprefix("case__") for name in SHOWN if name.startswith("case__")}
    assert of_a_case <= shown_by(Scope.METADATA)
    duty, actor = factories.working_case(world).duties.running().order_by("pk")[0], world.local.supervisor
    Duty.objects.filter(pk=duty.pk).update(late_from=duty.started_at)
    alarm = Alarm.objects.create(
        case=duty.case,
        chain=duty.chain,
        organization=duty.organization,
        level=1,
        due_at=duty.due_at,
        late_since=duty.started_at,
        fired_at=duty.due_at,
        kind=duty.kind,
    )
    AlarmNotice.objects.create(alarm=alarm, organization=actor.organization, purpose=AlarmPurpose.ACT)
    later = timezone.now() + dt.timedelta(days=90)
    assert late_known_to(actor, later).filter(pk=duty.pk).exists()
    duty.case.recused.add(actor.person)
    assert not late_known_to(actor, later).filter(pk=duty.pk).exists()


def test_a_restricted_case_that_went_on_says_in_the_book_that_it_went(world: World, client: Client) -> None:
    case = factories.working_crisis_case(world)
    client.force_login(world.center.officer.person)
    assert case.confidentiality == Confidentiality.RESTRICTED
    page = client.get(reverse("desk:register")).content.decode()
    assert str(case.get_problem_display()) not in page
