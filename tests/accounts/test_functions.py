"""An order says what somebody does; the title decides nothing (S2.60)."""

from __future__ import annotations

import itertools
from importlib import import_module

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from portal.accounts.functions import (
    CASE_WORK,
    CMS_GROUPS,
    FUNCTIONS_OF,
    INCLUDED,
    SUPERVISION,
    Function,
    giving,
    including,
)
from portal.accounts.models import Appointment, AppointmentFunction
from portal.accounts.roles import PROPOSED, Role
from portal.organizations.vocabulary import LOCAL_ADMINISTRATIONS, OrganizationType
from tests.accounts.factories import AppointmentFactory, officer

WORKS = {"intake", "work", "supervise", "deputy", "field", "committee"}
"""cases.md, second edition, 3, as the brief of the machine reads it."""


@pytest.mark.parametrize("function", Function)
def test_a_function_alone_opens_case_work_or_does_not(db: None, function: Function) -> None:
    actor = officer(functions=[function])
    assert actor.works_on_cases is (function.value in WORKS)
    assert actor.supervises is (function.value in {"supervise", "deputy"})
    assert function in actor.functions


@pytest.mark.parametrize("role", Role)
def test_a_title_without_functions_lets_nobody_do_anything(db: None, role: Role) -> None:
    actor = officer(role=role, functions=[])
    assert not (actor.works_on_cases or actor.supervises or actor.functions)


def test_supervising_and_deputizing_include_intake_and_work(db: None) -> None:
    for function in SUPERVISION:
        assert officer(functions=[function]).functions == {function, Function.INTAKE, Function.WORK}
    assert including([Function.REPORTING]) == {Function.REPORTING}


def test_who_has_a_function_is_also_found_by_what_includes_it(db: None) -> None:
    found = {
        function: AppointmentFactory(functions=[function])
        for function in (Function.WORK, Function.SUPERVISE, Function.DEPUTY, Function.VIEW)
    }
    working = Appointment.objects.giving(Function.WORK)
    assert set(working) == {found[Function.WORK], found[Function.SUPERVISE], found[Function.DEPUTY]}
    assert set(Appointment.objects.giving(Function.VIEW, Function.SUPERVISE)) == {
        found[Function.VIEW],
        found[Function.SUPERVISE],
    }
    assert giving(Function.ACCOUNTS) == {Function.ACCOUNTS}


def test_one_with_two_of_the_functions_is_found_once(db: None) -> None:
    AppointmentFactory(functions=[Function.INTAKE, Function.WORK, Function.SUPERVISE])
    assert Appointment.objects.giving(Function.INTAKE, Function.WORK).count() == 1


def test_what_editors_and_administrators_have_is_no_case_work() -> None:
    """Privacy 2."""
    aside = {Function.ACCOUNTS, Function.SYSTEM, Function.VIEW, *CMS_GROUPS}
    assert not including(aside) & CASE_WORK


def test_every_position_proposes_what_some_organization_may_give() -> None:
    assert set(PROPOSED) == set(Role)
    for role, functions in PROPOSED.items():
        assert functions, role
        assert any(functions <= allowed for allowed in FUNCTIONS_OF.values()), role


def test_every_kind_of_organization_stands_in_the_table() -> None:
    assert set(FUNCTIONS_OF) == set(OrganizationType)
    assert all(FUNCTIONS_OF.values())


@pytest.mark.parametrize("kind", OrganizationType)
def test_whoever_may_give_a_function_may_give_what_it_includes(kind: OrganizationType) -> None:
    for function in FUNCTIONS_OF[kind]:
        assert INCLUDED.get(function, frozenset()) <= FUNCTIONS_OF[kind]


@pytest.mark.parametrize(
    ("function", "kinds"),
    [
        # House rule: content is edited by the center's editors only.
        (Function.EDIT_CONTENT, {OrganizationType.CENTER}),
        (Function.PUBLISH, {OrganizationType.CENTER}),
        (Function.SYSTEM, {OrganizationType.CENTER}),
        # The committee for helping people: local administrations, their help centers, and the center (S1.14).
        (
            Function.COMMITTEE,
            {OrganizationType.CENTER, OrganizationType.LAO_HELP_CENTER, *LOCAL_ADMINISTRATIONS},
        ),
        # The governor receives reports and does nothing in the portal.
        (Function.ACCOUNTS, set(OrganizationType) - {OrganizationType.GOVERNOR}),
        (
            Function.WORK,
            set(OrganizationType) - {OrganizationType.GOVERNOR, OrganizationType.DISTRICT_LOCAL_OFFICE},
        ),
    ],
)
def test_the_table_of_kinds(function: Function, kinds: set[OrganizationType]) -> None:
    assert {kind for kind, functions in FUNCTIONS_OF.items() if function in functions} == kinds


def test_the_database_keeps_each_function_of_an_order_once_and_knows_its_name(db: None) -> None:
    appointment = AppointmentFactory(functions=[Function.WORK])
    for name in ("work", "everything"):
        with pytest.raises(IntegrityError), transaction.atomic():
            AppointmentFunction.objects.create(appointment=appointment, function=name)


def test_what_a_role_let_people_do_before_it_lets_them_do_after(db: None) -> None:
    """The migration; what it knows must not follow later proposals, so it is spelled out here again."""
    migration = import_module("portal.accounts.migrations.0004_fill_functions")
    head, hand = {"intake", "work", "alarms", "supervise"}, {"intake", "work"}
    before = {
        **dict.fromkeys(("center_officer", "lao_officer", "lead_agency_officer"), hand),
        **dict.fromkeys(("center_head", "lao_chief_administrator", "lead_agency_head"), head),
        "content_editor": {"edit_content"},
        "publisher": {"publish"},
        "province_admin": {"accounts"},
        "system_admin": {"system"},
    }
    made = {role: AppointmentFactory(role=role, functions=[]) for role in before}
    told = AppointmentFactory(role=Role.LAO_OFFICER, functions=[Function.VIEW])
    for _twice in itertools.repeat(None, 2):
        migration.fill(apps, None)
    assert {role: {row.function for row in one.functions.all()} for role, one in made.items()} == before
    assert [row.function for row in told.functions.all()] == ["view"]
