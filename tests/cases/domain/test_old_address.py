"""An address that a person said must not be used any more gets nothing more, not even what was written before (privacy 7)."""

from __future__ import annotations

import pytest
from django.core import mail

from cases.domain import facts, notify
from cases.models import Case
from portal.outbox.delivery import deliver
from portal.outbox.models import MessageState, OutboxMessage
from tests.cases import factories
from tests.cases.desk.conftest import world
from tests.cases.factories import World

__all__ = ["world"]

pytestmark = pytest.mark.django_db
OLD, NEW = "shared-canary@example.org", "own-canary@example.org"


@pytest.fixture
def case(world: World) -> Case:
    made = factories.working_case(world)
    made.reporter.email, made.reporter.may_email = OLD, True
    made.reporter.save()
    OutboxMessage.objects.all().delete()
    return made


def move(world: World, case: Case, **contact: object) -> None:
    facts.change_contact(case=case, actor=world.local.officer, contact=contact, identified="โทรกลับเบอร์เดิม")


def sent() -> list[str]:
    deliver()
    return [address for one in mail.outbox for address in one.to]


@pytest.mark.parametrize("state", [MessageState.WAITING, MessageState.STUCK])
@pytest.mark.parametrize("contact", [{"email": NEW}, {"may_email": False}])
def test_what_waits_for_the_old_address_is_taken_back(world: World, case: Case, state, contact):
    notify.tell_reporter(case=case)
    OutboxMessage.objects.update(state=state)
    move(world, case, **contact)
    OutboxMessage.objects.filter(state=MessageState.STUCK).update(state=MessageState.WAITING)
    assert OLD not in sent()


def test_what_was_sent_stays_on_record_and_the_new_address_is_written_to(world: World, case: Case):
    notify.tell_reporter(case=case)
    assert OLD in sent()
    move(world, case, email=NEW, may_email=True)
    assert OutboxMessage.objects.filter(template="case_news", state=MessageState.SENT).exists()
    mail.outbox.clear()
    notify.tell_reporter(case=Case.objects.get(pk=case.pk), occasion="later")
    assert NEW in sent()


def test_letters_to_offices_and_news_of_other_people_go_their_way(world: World, case: Case):
    other = factories.working_case(world)
    other.reporter.email, other.reporter.may_email = "other-canary@example.org", True
    other.reporter.save()
    notify.tell_reporter(case=other, occasion="other")
    notify.tell_body(case=case, body=world.center.organization, template="case_urged")
    move(world, case, email=NEW)
    assert {"other-canary@example.org", world.center.organization.email} <= set(sent())


def test_another_telephone_takes_no_mail_back(world: World, case: Case):
    notify.tell_reporter(case=case)
    move(world, case, phone="089-555-7741")
    assert OLD in sent()
