"""What a view holds is what its scope may read, field by field (cases.md, privacy 1, 3, 5; second edition, 2)."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

import pytest
import time_machine

from cases.domain import working
from cases.domain.view import Full, Part, Refusal, Summary, case_view, decision_on
from cases.domain.view.fields import ROWS, VIEWS, Whose
from cases.machine.vocabulary import GrantReason, Scope
from cases.models import Case, Grant
from portal.accounts.roles import Role
from portal.actors import Citizen, System
from portal.vocabulary import ProblemType
from tests.accounts.factories import officer
from tests.cases import factories, scopes
from tests.cases.factories import World
from tests.cases.scopes import Scene
from tests.helpers import count_queries


@pytest.fixture
def scene(world: World) -> Scene:
    return scopes.scene(world)


def plain(value: Any) -> Any:
    """Return a view as text, however deep its values lie; organizations by name."""
    if dataclasses.is_dataclass(value):
        return [plain(getattr(value, one.name)) for one in dataclasses.fields(value)]
    if isinstance(value, tuple | list | set):
        return [plain(one) for one in value]
    return str(value)


@pytest.mark.parametrize("scope", Scope)
def test_each_scope_holds_its_canaries_and_no_other(scene: Scene, scope: Scope) -> None:
    view = case_view(scene.case, scene.readers[scope])
    assert view is not None
    assert view.scope == scope
    assert type(view) is VIEWS[scope]
    expected = {name for name, may in scopes.WHO_READS.items() if scope in may}
    assert scopes.found_in(str(plain(view))) == expected


def test_every_field_of_a_view_was_thought_of() -> None:
    """A field that is added must be put to a scope here too, by somebody who has read cases.md."""
    new: dict[Scope, set[str]] = {}
    known: set[str] = set()
    for scope in Scope:
        names = {one.name for one in dataclasses.fields(VIEWS[scope])}
        new[scope] = names - known
        known |= names
    assert new == {
        Scope.METADATA: {"decision", "reference", "holder", "dues"},
        Scope.SUMMARY: {
            *("number", "problem", "area", "stage", "is_restricted", "received_at", "closed_at"),
            "referrals",
        },
        Scope.PART: {
            *(
                "severity",
                "danger_now",
                "further_problems",
                "channel",
                "provision",
                "received_by",
                "consent",
                "consent_by",
            ),
            *("where", "people", "contact", "closure_reason", "outcome", "version", "waits", "entries"),
            *("files", "help", "plan", "found", "risks"),
        },
        Scope.REFERRAL: {"story"},
        Scope.FULL: {
            *("created_by", "proposed_organization", "avoid_local", "duplicate_of", "duplicates"),
            "reopen_count",
        },
    }


def test_every_list_of_a_view_says_which_of_its_rows_a_scope_shows() -> None:
    lists = {"dues", "referrals", "waits", "entries", "files", "help", "plan", "found", "risks"}
    assert set(ROWS) == lists | {"notes"}
    for name, rows in ROWS.items():
        holds = "entries" if name == "notes" else name
        assert set(rows) == {scope for scope in Scope if holds in VIEWS[scope].__dataclass_fields__}, name


def test_nobody_but_the_writer_reads_a_note_for_the_own_office(scene: Scene) -> None:
    """Not even the holder: cases.md, second edition, "Notes have their own readers"."""
    for rows in (ROWS["notes"], ROWS["files"]):
        assert not any(Whose.OTHERS in shown for shown in rows.values())


def test_the_summary_of_a_restricted_case_has_neither_problem_nor_place(world: World) -> None:
    case = factories.working_crisis_case(world)
    view = case_view(case, world.center.officer)
    assert isinstance(view, Summary)
    assert not isinstance(view, Part)
    assert (view.problem, view.area) == (None, None)
    assert case_view(case, world.lead.officer).problem == ProblemType.VIOLENCE


def test_the_summary_of_another_case_has_kind_and_subdistrict(scene: Scene) -> None:
    view = case_view(scene.case, scene.readers[Scope.SUMMARY])
    assert view.problem == ProblemType.QUALITY_OF_LIFE
    assert view.area.subdistrict_code == factories.SUBDISTRICT
    assert view.number == str(scene.case.register_entries.get(organization=scene.world.center.organization))


def test_who_hears_an_alarm_knows_what_is_late_and_nothing_that_is_in_time(scene: Scene) -> None:
    reader = scene.readers[Scope.METADATA]
    assert case_view(scene.case, reader).dues == ()
    late = dt.datetime.now(dt.UTC) + dt.timedelta(days=60)
    due = case_view(scene.case, reader, late).dues
    assert due
    assert all(one.due_at < late for one in due)


def test_internal_entries_are_for_the_holder_and_their_author(scene: Scene) -> None:
    def verbs(scope: Scope) -> set[int]:
        return {entry.sequence for entry in case_view(scene.case, scene.readers[scope]).entries}

    every = set(scene.case.events.values_list("sequence", flat=True))
    assert verbs(Scope.FULL) == every
    own = scene.case.events.filter(visibility="internal", organization=scene.world.hospital.organization)
    others = scene.case.events.filter(visibility="internal").exclude(pk__in=own)
    assert own.exists()
    assert others.exists()
    assert verbs(Scope.PART) == every - set(others.values_list("sequence", flat=True))


def test_who_is_recused_or_does_no_case_work_has_no_view(scene: Scene) -> None:
    """Privacy 2 and 16."""
    world, case = scene.world, scene.case
    for role in (Role.CONTENT_EDITOR, Role.PROVINCE_ADMIN, Role.SYSTEM_ADMIN):
        editor = officer(world.local.organization, role)
        assert case_view(case, editor) is None
        assert decision_on(case, editor).refusal == Refusal.NO_CASE_WORK
    working.recuse(case=case, actor=world.local.officer)
    assert case_view(case, world.local.officer) is None
    assert decision_on(case, world.local.officer).refusal == Refusal.RECUSED
    assert isinstance(case_view(case, world.local.supervisor), Full)
    assert case_view(case, Citizen(case.reference)) is None
    assert case_view(case, System()) is None


def test_an_excluded_organization_reads_no_more_than_the_reference_whatever_was_granted(scene: Scene) -> None:
    """Privacy 16: by no way, also if a grant were there by mistake."""
    body = scene.world.hospital.organization
    Case.objects.filter(pk=scene.case.pk).update(excluded=[body.pk])
    case = Case.objects.get(pk=scene.case.pk)
    view = case_view(case, scene.readers[Scope.PART])
    assert view.scope == Scope.METADATA
    assert view.decision.refusal == Refusal.EXCLUDED
    assert not scopes.found_in(str(plain(view)))


def test_broken_glass_closes_by_itself_before_any_job_came_by(scene: Scene) -> None:
    case, center = scene.case, scene.readers[Scope.SUMMARY]
    with time_machine.travel("2026-12-01 03:00:00", tick=False):
        working.break_glass(case=case, actor=center, reason="อันตรายถึงชีวิต")
    with time_machine.travel("2026-12-01 06:59:59", tick=False):
        assert isinstance(case_view(case, center), Full)
        assert Case.objects.visible_to(center).filter(pk=case.pk).exists()
    with time_machine.travel("2026-12-01 07:00:00", tick=False):
        assert Grant.objects.filter(case=case, reason=GrantReason.BREAK_GLASS, until=None).exists()
        assert case_view(case, center).scope == Scope.SUMMARY
        assert not Case.objects.visible_to(center).filter(pk=case.pk).exists()


def test_a_view_costs_the_same_number_of_queries_however_long_the_case_is(scene: Scene) -> None:
    def cost(scope: Scope) -> int:
        case = Case.objects.select_related("holder").get(pk=scene.case.pk)
        return count_queries(lambda: case_view(case, scene.readers[scope]))

    before = {scope: cost(scope) for scope in Scope}
    for number in range(3):
        working.add_note(case=scene.case, actor=scene.readers[Scope.FULL], text=f"บันทึก {number}")
    assert {scope: cost(scope) for scope in Scope} == before
    # The door with what waits, and organizations; then words, people and history, and the people of offices.
    assert before[Scope.METADATA] == 2
    assert before[Scope.SUMMARY] == 2
    assert before[Scope.FULL] <= 6
