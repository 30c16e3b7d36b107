"""Who administers whose accounts, and that nobody comes to cases by it (S2.54, S2.61; privacy 2)."""

from __future__ import annotations

import datetime as dt

import pytest

from cases.models import Case
from portal.accounts.domain.appointments import appoint, change_functions, end_appointment
from portal.accounts.domain.delegation import (
    NotAdministeredError,
    administers,
    givable,
    may_change,
    may_let_in,
    organizations_of,
)
from portal.accounts.functions import CASE_WORK, FUNCTIONS_OF, Function
from portal.accounts.models import Appointment
from portal.accounts.roles import Role
from portal.actors import Citizen, Officer
from portal.audit.models import AuditEntry
from portal.organizations.models import Organization
from portal.organizations.vocabulary import LOCAL_ADMINISTRATIONS, OrganizationType
from tests.accounts.factories import AppointmentFactory, OrganizationFactory, UserFactory, officer

pytestmark = pytest.mark.django_db

KRABI, TRANG = "81", "92"


@pytest.fixture
def everywhere() -> dict[tuple[str, str], Organization]:
    """One organization of each kind in two provinces."""
    return {
        (kind.value, province): OrganizationFactory(
            type=kind, province_code=province, district_code=f"{province}01"
        )
        for kind in OrganizationType
        for province in (KRABI, TRANG)
    }


def reached(actor: Officer) -> set[tuple[str, str]]:
    return {(one.type, one.province_code) for one in organizations_of(actor)}


def at(everywhere: dict, kind: OrganizationType, *functions: Function) -> Officer:
    return officer(everywhere[kind.value, KRABI], functions=functions)


def in_krabi(*kinds: OrganizationType) -> set[tuple[str, str]]:
    return {(kind.value, KRABI) for kind in kinds}


def test_the_provincial_office_sets_the_people_of_its_local_administrations(everywhere):
    actor = at(everywhere, OrganizationType.PROVINCIAL_LOCAL_OFFICE, Function.ACCOUNTS)
    assert reached(actor) == in_krabi(
        *LOCAL_ADMINISTRATIONS,
        OrganizationType.LAO_HELP_CENTER,
        OrganizationType.DISTRICT_LOCAL_OFFICE,
        OrganizationType.PROVINCIAL_LOCAL_OFFICE,
    )


def test_the_center_sets_the_people_of_its_agencies(everywhere):
    actor = at(everywhere, OrganizationType.CENTER, Function.ACCOUNTS)
    not_its_own = {
        *LOCAL_ADMINISTRATIONS,
        OrganizationType.LAO_HELP_CENTER,
        OrganizationType.DISTRICT_LOCAL_OFFICE,
        OrganizationType.PROVINCIAL_LOCAL_OFFICE,
        OrganizationType.DLA,
    }
    assert reached(actor) == in_krabi(*(set(OrganizationType) - not_its_own))


def test_the_department_sets_the_people_of_the_provincial_offices_of_the_country(everywhere):
    """S2.54: whoever leaves a province without an administrator is replaced from above, not by the technician."""
    OrganizationFactory(type=OrganizationType.DLA, province_code="", district_code="")
    actor = at(everywhere, OrganizationType.DLA, Function.ACCOUNTS)
    offices = {(OrganizationType.PROVINCIAL_LOCAL_OFFICE.value, province) for province in (KRABI, TRANG)}
    assert reached(actor) == offices | in_krabi(OrganizationType.DLA)
    far = everywhere[OrganizationType.PROVINCIAL_LOCAL_OFFICE.value, TRANG]
    assert givable(actor, far) == FUNCTIONS_OF[OrganizationType.PROVINCIAL_LOCAL_OFFICE] - {Function.SYSTEM}
    made = give(actor, far, Function.ACCOUNTS)
    assert may_change(actor, made)
    assert may_let_in(actor, made.user)
    for kind in ("tao", "hospital", "center"):
        refused(give, actor, everywhere[kind, KRABI], Function.VIEW)


@pytest.mark.parametrize("function", [Function.SUPERVISE, Function.DEPUTY, Function.ACCOUNTS])
@pytest.mark.parametrize("kind", [OrganizationType.TAO, OrganizationType.HOSPITAL])
def test_a_supervisor_sets_the_own_people_only(everywhere, kind, function):
    actor = at(everywhere, kind, function)
    assert reached(actor) == in_krabi(kind)
    assert administers(actor)


@pytest.mark.parametrize(
    "kind", [OrganizationType.CENTER, OrganizationType.PROVINCIAL_LOCAL_OFFICE, OrganizationType.DLA]
)
def test_a_head_without_account_administration_reaches_no_other_office(everywhere, kind):
    assert reached(at(everywhere, kind, Function.SUPERVISE)) == in_krabi(kind)


@pytest.mark.parametrize(
    "function",
    sorted(set(Function) - {Function.SUPERVISE, Function.DEPUTY, Function.ACCOUNTS, Function.SYSTEM}),
)
def test_nobody_else_administers_anything(everywhere, function):
    actor = at(everywhere, OrganizationType.CENTER, function)
    assert not organizations_of(actor).exists()
    assert not administers(actor)
    assert not givable(actor, actor.organization)


def test_an_office_without_a_province_reaches_itself_only(everywhere):
    center = OrganizationFactory(type=OrganizationType.CENTER, province_code="", district_code="")
    nowhere = OrganizationFactory(type=OrganizationType.EMBASSY, province_code="", district_code="")
    found = organizations_of(officer(center, functions=[Function.ACCOUNTS]))
    assert center in found
    assert nowhere not in found


def test_the_technical_administrator_begins_an_installation_and_appoints_nobody_to_cases(everywhere):
    actor = at(everywhere, OrganizationType.CENTER, Function.SYSTEM)
    kinds = (OrganizationType.CENTER, OrganizationType.PROVINCIAL_LOCAL_OFFICE, OrganizationType.DLA)
    assert reached(actor) == {(kind.value, place) for kind in kinds for place in (KRABI, TRANG)}
    for one in organizations_of(actor):
        assert not givable(actor, one) & CASE_WORK
        assert Function.ACCOUNTS in givable(actor, one)
    assert givable(actor, everywhere["tao", KRABI]) == frozenset()


def test_only_the_technical_administrator_gives_the_machine_to_somebody(everywhere):
    head = at(everywhere, OrganizationType.CENTER, Function.SUPERVISE, Function.ACCOUNTS)
    assert givable(head, head.organization) == FUNCTIONS_OF[OrganizationType.CENTER] - {Function.SYSTEM}
    both = at(everywhere, OrganizationType.CENTER, Function.SYSTEM, Function.ACCOUNTS)
    assert givable(both, both.organization) == FUNCTIONS_OF[OrganizationType.CENTER]


def test_a_closed_organization_is_nobodys(everywhere):
    closed = everywhere["tao", KRABI]
    actor = at(everywhere, OrganizationType.PROVINCIAL_LOCAL_OFFICE, Function.ACCOUNTS)
    head = at(everywhere, OrganizationType.TAO, Function.SUPERVISE)
    closed.is_active, closed.closed_on = False, dt.date(2026, 1, 1)
    closed.save()
    assert not organizations_of(actor).filter(pk=closed.pk).exists()
    assert not givable(head, closed)


def test_who_administers_sees_no_case_by_it(everywhere):
    for kind in (OrganizationType.PROVINCIAL_LOCAL_OFFICE, OrganizationType.CENTER, OrganizationType.TAO):
        actor = at(everywhere, kind, Function.ACCOUNTS)
        assert not actor.works_on_cases
        assert list(Case.objects.visible_to(actor)) == []


# --- at the door --------------------------------------------------------------------------------------------------------


def give(
    actor: object, organization: Organization, *functions: Function, person: object = None
) -> Appointment:
    return appoint(
        actor=actor,
        person=person or UserFactory(),
        organization=organization,
        role=Role.LAO_OFFICER,
        functions=functions,
    )


def refused(call: object, *args: object, **kwargs: object) -> None:
    before = (AuditEntry.objects.count(), Appointment.objects.count())
    with pytest.raises(NotAdministeredError):
        call(*args, **kwargs)
    assert (AuditEntry.objects.count(), Appointment.objects.count()) == before


def test_nobody_appoints_outside_of_their_reach(everywhere):
    provincial = at(everywhere, OrganizationType.PROVINCIAL_LOCAL_OFFICE, Function.ACCOUNTS)
    give(provincial, everywhere["tao", KRABI], Function.INTAKE)
    for kind, province in (("tao", TRANG), ("hospital", KRABI), ("center", KRABI)):
        refused(give, provincial, everywhere[kind, province], Function.VIEW)
    refused(give, Citizen(), everywhere["tao", KRABI], Function.VIEW)


def test_nobody_appoints_or_changes_or_ends_themselves(everywhere):
    head = at(everywhere, OrganizationType.TAO, Function.SUPERVISE)
    own = head.appointment
    refused(give, head, head.organization, Function.ACCOUNTS, person=head.person)
    refused(change_functions, actor=head, appointment=own, functions=[Function.SUPERVISE, Function.ACCOUNTS])
    refused(end_appointment, actor=head, appointment=own, last=dt.date(2026, 1, 1))
    assert not may_change(head, own)
    assert not may_let_in(head, head.person)


def test_nobody_touches_an_appointment_with_a_function_that_they_could_not_give(everywhere):
    technician = at(everywhere, OrganizationType.CENTER, Function.SYSTEM)
    worker = at(everywhere, OrganizationType.CENTER, Function.WORK)
    head = at(everywhere, OrganizationType.CENTER, Function.SUPERVISE, Function.ACCOUNTS)
    refused(end_appointment, actor=technician, appointment=worker.appointment, last=dt.date(2026, 1, 1))
    refused(change_functions, actor=technician, appointment=worker.appointment, functions=[Function.ACCOUNTS])
    refused(end_appointment, actor=head, appointment=technician.appointment, last=dt.date(2026, 1, 1))
    assert may_change(head, worker.appointment)
    assert not may_let_in(technician, worker.person)
    assert not may_let_in(head, technician.person)


def test_appointing_somebody_of_another_office_is_no_way_into_that_office(everywhere):
    head = at(everywhere, OrganizationType.TAO, Function.SUPERVISE)
    elsewhere = officer(everywhere["hospital", KRABI])
    give(head, head.organization, Function.WORK, person=elsewhere.person)
    assert not may_let_in(head, elsewhere.person)
    elsewhere.appointment.valid_until = dt.date(2026, 1, 1)
    elsewhere.appointment.save()
    assert may_let_in(head, elsewhere.person)


def test_an_appointment_to_come_counts_too(everywhere):
    head = at(everywhere, OrganizationType.TAO, Function.SUPERVISE)
    one = AppointmentFactory(organization=head.organization)
    assert may_let_in(head, one.user)
    AppointmentFactory(user=one.user, valid_from=dt.date(2999, 1, 1))
    assert not may_let_in(head, one.user)


def test_whoever_has_no_appointment_is_let_in_by_nobody(everywhere):
    head = at(everywhere, OrganizationType.TAO, Function.SUPERVISE)
    assert not may_let_in(head, UserFactory())


def test_a_superuser_is_let_in_by_the_technical_administrator_only(everywhere):
    head = at(everywhere, OrganizationType.CENTER, Function.ACCOUNTS)
    technician = at(everywhere, OrganizationType.CENTER, Function.SYSTEM, Function.ACCOUNTS)
    strong = AppointmentFactory(
        user=UserFactory(is_superuser=True), organization=head.organization, functions=[Function.VIEW]
    ).user
    assert not may_let_in(head, strong)
    assert may_let_in(technician, strong)
