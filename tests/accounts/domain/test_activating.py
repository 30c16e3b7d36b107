"""A code instead of a password: seven days, once, and a new one ends the old one (S2.61; ASVS 6.4.1)."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from portal.accounts.domain.activating import Issued, activate, find, is_current, issue
from portal.accounts.domain.appointments import appoint, change_functions, end_appointment
from portal.accounts.domain.delegation import NotAdministeredError
from portal.accounts.functions import Function
from portal.accounts.models import Activation, Appointment, OpenSession, User
from portal.accounts.roles import Role
from portal.actors import System
from portal.audit.models import AuditEntry
from portal.organizations.models import Organization
from portal.organizations.vocabulary import OrganizationType
from tests.accounts.factories import PASSWORD, AppointmentFactory, OrganizationFactory, officer

pytestmark = pytest.mark.django_db

NEW = "ลมหนาวพัดผ่านทุ่งนาเช้านี้"
NOW = dt.datetime(2026, 11, 26, 3, 0, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def person() -> User:
    return AppointmentFactory().user


@pytest.fixture
def given(person: User) -> Issued:
    return issue(actor=System(), person=person)


def use(issued: Issued, **values: str) -> User:
    return activate(**({"code": issued.code, "username": issued.person.username, "password": NEW} | values))


def why_not(issued: Issued, **values: str) -> str:
    before = User.objects.get(pk=issued.person.pk).password
    with pytest.raises(ValidationError) as refused:
        use(issued, **values)
    assert User.objects.get(pk=issued.person.pk).password == before
    return refused.value.code


def test_it_sets_the_password_of_its_person(given, person):
    assert use(given) == person
    person.refresh_from_db()
    assert person.check_password(NEW)
    assert AuditEntry.objects.get(action="account.activated").subject == str(person.pk)


def test_typed_in_small_letters_with_blanks_and_a_name_in_capitals_it_works(given):
    use(given, code=f" {given.code.lower().replace('-', ' ')} ", username=given.person.username.upper())


def test_it_works_once(given):
    use(given)
    assert why_not(given, password="อีกประโยคหนึ่งที่ยาวพอ") == "used"


def test_it_works_for_seven_days_and_not_a_second_longer(given, clock):
    clock.move_to(NOW + dt.timedelta(days=7))
    assert why_not(given) == "expired"
    clock.move_to(NOW + dt.timedelta(days=7) - dt.timedelta(seconds=1))
    use(given)


def test_a_new_one_ends_the_old_one(given, person):
    newer = issue(actor=System(), person=person)
    assert not is_current(person, given.code)
    assert is_current(person, newer.code)
    assert why_not(given) == "replaced"
    use(newer)


def test_one_counts_at_a_time(given, person):
    with pytest.raises(IntegrityError), transaction.atomic():
        Activation.objects.create(user=person, digest="x", expires_at=NOW)


def test_with_the_name_of_somebody_else_it_is_unknown(given):
    other = AppointmentFactory().user
    assert why_not(given, username=other.username) == "unknown"
    assert why_not(given, code="3333-3333-3333-3333") == "unknown"
    use(given)
    # Whoever has no code learns nothing about its state either.
    assert why_not(given, username=other.username) == "unknown"


def test_a_closed_account_is_not_opened_by_it(given, person):
    person.is_active = False
    person.save()
    assert why_not(given) == "unknown"


def test_what_is_stored_is_not_the_code(given):
    row = Activation.objects.get()
    assert given.code not in str(row.__dict__)
    assert given.code.replace("-", "") not in str(row.__dict__)
    assert find(given.code) == row
    for entry in AuditEntry.objects.all():
        assert given.code not in str(entry.__dict__)


def test_every_session_of_the_person_ends(given, person, client):
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    assert OpenSession.objects.filter(user=person).exists()
    use(given)
    assert not OpenSession.objects.filter(user=person).exists()


def test_until_it_is_used_the_old_password_stays(given, person):
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


def test_only_the_administrator_of_the_account_gives_one(person):
    stranger = officer(functions=[Function.SUPERVISE])
    with pytest.raises(NotAdministeredError):
        issue(actor=stranger, person=person)
    assert not Activation.objects.exists()
    head = officer(person.appointments.get().organization, functions=[Function.SUPERVISE])
    issue(actor=head, person=person)
    entry = AuditEntry.objects.get(action="account.code_issued")
    assert (entry.user, entry.subject) == (head.person, str(person.pk))


# --- when the account opens more than whoever gave the code could give ----------------------------------------------------


def appointed(person: User, organization: Organization, **values: object) -> Appointment:
    given = {"role": Role.LAO_OFFICER, "functions": [Function.WORK]}
    return appoint(actor=System(), person=person, organization=organization, **(given | values))


@pytest.mark.parametrize("first", [NOW.date(), NOW.date() + dt.timedelta(days=9)])
def test_a_code_ends_when_its_person_joins_another_office(given, person, first):
    """Who gave it administers the first office; by it they would come into the second one."""
    appointed(person, OrganizationFactory(), first=first)
    assert why_not(given) == "replaced"
    entry = AuditEntry.objects.get(action="account.codes_ended")
    assert (entry.subject, entry.data) == (str(person.pk), {"count": 1})


def test_a_code_stays_while_its_person_has_one_office(given, person):
    there = person.appointments.get()
    there.valid_until = NOW.date() + dt.timedelta(days=30)
    there.save()
    appointed(person, there.organization, first=NOW.date() + dt.timedelta(days=31))
    assert use(given) == person


def test_an_office_that_is_over_ends_no_code(given, person):
    AppointmentFactory(user=person, valid_until=dt.date(2020, 12, 31))
    appointed(person, OrganizationFactory(), first=dt.date(2021, 1, 1), last=dt.date(2021, 12, 31))
    assert use(given) == person


def test_a_code_ends_when_an_order_of_another_office_goes_on(given, person):
    over = AppointmentFactory(user=person, valid_until=dt.date(2025, 12, 31))
    end_appointment(actor=System(), appointment=over, last=dt.date(2027, 12, 31))
    assert why_not(given) == "replaced"


def test_a_code_ends_when_its_person_looks_after_the_machine(given, person):
    there = person.appointments.get()
    there.organization.type = OrganizationType.CENTER
    there.organization.save()
    change_functions(actor=System(), appointment=there, functions=[Function.VIEW])
    again = issue(actor=System(), person=person)
    change_functions(actor=System(), appointment=there, functions=[Function.ACCOUNTS])
    assert is_current(person, again.code), "whoever gave it could have given that"
    change_functions(actor=System(), appointment=there, functions=[Function.ACCOUNTS, Function.SYSTEM])
    assert not is_current(person, again.code)


def test_a_code_that_was_used_says_so_still(given, person):
    use(given)
    appointed(person, OrganizationFactory())
    assert why_not(given) == "used"
    assert not AuditEntry.objects.filter(action="account.codes_ended").exists()
