"""Accounts are made without a password, under names that people can type."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from portal.accounts.domain.delegation import NotAdministeredError
from portal.accounts.domain.people import change_person, create_person, known_person, propose_username
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.actors import Citizen, System
from portal.audit.models import AuditEntry
from tests.accounts.factories import UserFactory, officer

pytestmark = pytest.mark.django_db


def test_an_account_has_no_password_at_all():
    one = create_person(actor=System(), name="สมหญิง ใจดี", email="somying@example.org")
    assert not one.has_usable_password()
    assert one.display_name == "สมหญิง ใจดี"
    assert AuditEntry.objects.get(action="account.created").subject == str(one.pk)


@pytest.mark.parametrize("name", ["สมหญิง ใจดี", "นางสาวสมหญิง ใจดี", "น.ส. สมหญิง ใจดี"])
def test_the_proposed_name_is_latin_short_and_without_the_title(name):
    proposed = propose_username(name)
    first, _dot, last = proposed.partition(".")
    assert first.isascii() and first.isalpha() and first.islower()
    assert len(last) == 1
    assert proposed == propose_username("สมหญิง ใจดี")


def test_the_second_of_a_name_gets_a_number():
    names = [create_person(actor=System(), name="สมหญิง ใจดี").username for _one in range(3)]
    assert names == [names[0], f"{names[0]}2", f"{names[0]}3"]


@pytest.mark.parametrize("name", ["", "—", "ๆๆๆ"])
def test_a_name_that_cannot_be_read_still_gets_one(name):
    assert propose_username(name)


def test_a_taken_name_and_signs_that_are_not_taken_are_refused():
    UserFactory(username="somying")
    for username in ("SOMYING", "มี ช่องว่าง", "x" * 200):
        with pytest.raises(ValidationError):
            create_person(actor=System(), name="สมหญิง ใจดี", username=username)
    assert User.objects.count() == 1


def test_a_known_name_is_the_person_when_the_names_agree():
    one = UserFactory(username="somying", display_name="สมหญิง ใจดี")
    assert known_person(username=" Somying ", name="นางสาวสมหญิง  ใจดี") == one
    assert known_person(username="somchai", name="สมหญิง ใจดี") is None
    assert known_person(username="", name="สมหญิง ใจดี") is None
    with pytest.raises(ValidationError):
        known_person(username="somying", name="สมชาย ใจดี")


def change(actor, person, **values):
    given = {"name": person.display_name, "email": person.email, "phone": person.phone}
    return change_person(actor=actor, person=person, **(given | values))


def test_contact_is_corrected_by_the_person_and_by_their_administrator():
    one = officer()
    head = officer(one.organization, Role.LAO_CHIEF_ADMINISTRATOR)
    assert change(one, one.person, phone="075-123456")
    assert change(head, one.person, name="สมหญิง รักดี", email="somying@example.org")
    stored = User.objects.get(pk=one.person.pk)
    assert (stored.display_name, stored.email, stored.phone) == (
        "สมหญิง รักดี",
        "somying@example.org",
        "075-123456",
    )
    entry = AuditEntry.objects.filter(action="account.changed").first()
    assert (entry.user, entry.data) == (head.person, {"fields": ["display_name", "email"]})
    assert "somying" not in str(entry.data)
    assert not change(head, stored)


def test_contact_is_nobody_elses_to_change():
    one = officer()
    for stranger in (officer(role=Role.LAO_CHIEF_ADMINISTRATOR), officer(one.organization), Citizen()):
        with pytest.raises(NotAdministeredError):
            change(stranger, one.person, email="taken@example.org")
    assert not AuditEntry.objects.exists()
