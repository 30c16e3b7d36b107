"""Looking after the machine is no way into anybody's account: /cms/users/ gives rights in the back-office, and only those."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from portal.accounts.domain.activating import find, issue
from portal.accounts.functions import Function
from portal.accounts.models import User
from portal.actors import System
from portal.audit.models import AuditEntry
from tests.accounts.factories import PASSWORD, AppointmentFactory, UserFactory

pytestmark = pytest.mark.django_db

NEW = "เรือหางยาวจอดที่หาดนพรัตน์"


@pytest.fixture
def keeper() -> User:
    """The technical administrator."""
    return AppointmentFactory(user=UserFactory(is_superuser=True), functions=[Function.SYSTEM]).user


@pytest.fixture
def keeping(keeper: User) -> Client:
    client = Client()
    client.force_login(keeper, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def officer() -> User:
    return AppointmentFactory(user=UserFactory(email="old@example.org")).user


def edit(person: User) -> str:
    return reverse("wagtailusers_users:edit", args=[person.pk])


def give(keeping: Client, person: User, **values: object) -> HttpResponse:
    return keeping.post(edit(person), {"is_active": "on", **values})


def assert_refused(response: HttpResponse) -> None:
    assert (response.status_code, response["Location"]) == (302, reverse("wagtailadmin_home"))


def test_nobody_sets_the_password_of_somebody_else(keeping: Client, officer: User) -> None:
    page = BeautifulSoup(keeping.get(edit(officer)).content, "html.parser")
    assert not page.select("input[type=password]")
    assert give(keeping, officer, password1=NEW, password2=NEW).status_code == 302
    officer.refresh_from_db()
    assert officer.check_password(PASSWORD)


def test_neither_name_nor_address_of_an_account_is_changed_there(keeping: Client, officer: User) -> None:
    """Who could move the address would get the mail that tells of a new code."""
    before = (officer.username, officer.email, officer.first_name)
    give(keeping, officer, username="else", email="new@example.org", first_name="ก", last_name="ข")
    officer.refresh_from_db()
    assert (officer.username, officer.email, officer.first_name) == before


def test_rights_are_given_to_whoever_has_neither_address_nor_latin_name_and_are_on_record(
    keeping: Client, keeper: User
) -> None:
    guest = UserFactory(email="")
    editors = guest.groups.model.objects.get(name="Editors")
    assert give(keeping, guest, groups=[editors.pk], is_superuser="on").status_code == 302
    guest.refresh_from_db()
    assert guest.is_superuser
    assert list(guest.groups.all()) == [editors]
    entry = AuditEntry.objects.get(action="accounts.rights_changed")
    assert (entry.user, entry.subject) == (keeper, str(guest.pk))
    assert entry.data == {
        "fields": ["is_superuser", "groups"],
        "is_active": True,
        "is_superuser": True,
        "groups": ["Editors"],
    }


def test_whoever_was_let_in_by_hand_is_named_too(officer: User) -> None:
    guest, hand = UserFactory(is_superuser=True), Client()
    hand.force_login(guest, backend="django.contrib.auth.backends.ModelBackend")
    give(hand, officer, is_superuser="on")
    assert AuditEntry.objects.get(action="accounts.rights_changed").data["by"] == guest.pk


def test_what_changes_nothing_is_not_on_record(keeping: Client, officer: User) -> None:
    assert give(keeping, officer).status_code == 302
    assert not AuditEntry.objects.filter(action="accounts.rights_changed").exists()


def test_a_code_from_before_does_not_open_the_new_rights(keeping: Client, officer: User) -> None:
    issued = issue(actor=System(), person=officer)
    give(keeping, officer, is_superuser="on")
    assert not find(issued.code).is_open()


def test_no_account_is_made_there(keeping: Client) -> None:
    before = User.objects.count()
    sent = {"username": "new", "email": "n@example.org", "first_name": "ก", "last_name": "ข"}
    assert_refused(keeping.get(reverse("wagtailusers_users:add")))
    assert_refused(keeping.post(reverse("wagtailusers_users:add"), sent))
    assert User.objects.count() == before


def test_no_account_is_deleted_there(keeping: Client) -> None:
    guest = UserFactory()
    assert_refused(keeping.post(reverse("wagtailusers_users:delete", args=[guest.pk])))
    assert User.objects.filter(pk=guest.pk).exists()


@pytest.mark.parametrize(
    ("verb", "values"),
    [("delete", {}), ("set_active_state", {"mark_as_active": "False"}), ("assign_role", {"role": "1"})],
)
def test_nothing_is_done_to_many_accounts_at_once(keeping: Client, verb: str, values: dict[str, str]) -> None:
    guest = UserFactory()
    if "role" in values:
        values = {"role": str(guest.groups.model.objects.get(name="Editors").pk)}
    address = reverse("wagtail_bulk_action", args=["accounts", "user", verb])
    assert_refused(keeping.post(f"{address}?id={guest.pk}", values))
    stored = User.objects.get(pk=guest.pk)
    assert stored.is_active
    assert not stored.groups.exists()


def test_the_list_offers_none_of_it(keeping: Client, officer: User) -> None:
    page = keeping.get(reverse("wagtailusers_users:index")).content.decode()
    assert edit(officer) in page
    assert reverse("wagtailusers_users:add") not in page
    assert reverse("wagtailusers_users:delete", args=[officer.pk]) not in page
    assert "data-bulk-action-checkbox" not in page
    form = keeping.get(edit(officer)).content.decode()
    assert reverse("wagtailusers_users:delete", args=[officer.pk]) not in form
