"""People hear by mail what happened to their account, and never a code (ASVS 6.3.7, 6.4.3)."""

from __future__ import annotations

import pytest

from portal.accounts.domain import second_factor
from portal.accounts.domain.activating import activate, issue
from portal.accounts.domain.people import change_person
from portal.accounts.domain.telling import News
from portal.accounts.models import User
from portal.actors import System
from portal.outbox.composing import compose
from portal.outbox.models import OutboxMessage
from tests.accounts.factories import AppointmentFactory, officer

pytestmark = pytest.mark.django_db

ADDRESS = "somying@example.org"


@pytest.fixture
def person() -> User:
    return AppointmentFactory(user__email=ADDRESS).user


def told() -> list[tuple[str, str]]:
    return [(message.template, message.to) for message in OutboxMessage.objects.order_by("pk")]


def test_a_code_and_the_password_that_it_set_are_told_without_the_code(person):
    issued = issue(actor=System(), person=person)
    activate(code=issued.code, username=person.username, password="ลมหนาวพัดผ่านทุ่งนาเช้านี้")
    assert told() == [(News.CODE_ISSUED, ADDRESS), (News.PASSWORD_SET, ADDRESS)]
    for message in OutboxMessage.objects.all():
        mail = compose(message)
        assert issued.code not in mail.subject + mail.body
        assert "ถ้าท่านไม่ได้ขอ" in mail.body
        assert person.appointments.get().organization.display_name in mail.body


def test_each_time_is_a_message_of_its_own(person):
    for _twice in range(2):
        issue(actor=System(), person=person)
    assert len(told()) == 2


def test_a_second_factor_that_is_taken_away_is_told(person):
    second_factor.take_away(actor=System(), person=person, reason="x")
    assert told() == [(News.SECOND_FACTOR_TAKEN_AWAY, ADDRESS)]


def test_a_changed_address_is_told_at_the_old_one(person):
    change_person(actor=System(), person=person, name=person.display_name, email="new@example.org", phone="")
    assert told() == [(News.CONTACT_CHANGED, ADDRESS)]
    one = officer()
    change_person(actor=one, person=one.person, name="ใหม่ ใหม่", email="first@example.org", phone="")
    assert len(told()) == 1


def test_whoever_has_no_address_is_told_at_the_next_sign_in_only():
    issue(actor=System(), person=AppointmentFactory().user)
    assert told() == []


def test_what_fails_afterwards_tells_nobody(person, monkeypatch):
    from portal.accounts.domain import activating

    def fails(*_args, **_kwargs):
        raise RuntimeError

    monkeypatch.setattr(activating, "tell", fails)
    with pytest.raises(RuntimeError):
        issue(actor=System(), person=person)
    assert not person.activations.exists()


@pytest.mark.parametrize("news", News)
def test_every_news_has_its_words(person, news):
    message = OutboxMessage(
        template=news.value, to=ADDRESS, context={"body_name": "อบต.หนึ่ง", "link": "https://x"}
    )
    mail = compose(message)
    assert mail.subject
    assert "https://x" in mail.body
