"""A message that was sent and came back (RFC 3464): what the outbox makes of it."""

from __future__ import annotations

import uuid

import pytest

from portal.outbox.failures import Kind, kind_of_report
from portal.outbox.models import Channel, MessageState, OutboxMessage
from portal.outbox.services import came_back


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        ("5.1.1", Kind.ADDRESS),
        ("5.1.10", Kind.ADDRESS),
        ("5.2.1", Kind.ADDRESS),
        ("5.4.4", Kind.ADDRESS),
        ("5.0.0", Kind.ADDRESS),
        ("", Kind.ADDRESS),
        ("5.2.2", Kind.BUSY),
        ("4.4.7", Kind.BUSY),
        ("5.3.4", Kind.CONTENT),
        ("5.6.1", Kind.CONTENT),
        ("5.7.1", Kind.CONTENT),
        ("5.7", Kind.CONTENT),
    ],
)
def test_every_code_has_a_cause_at_the_desk(status: str, kind: Kind) -> None:
    assert kind_of_report(status) == kind


def message(key: str, **values: object) -> OutboxMessage:
    return OutboxMessage.objects.create(
        **{"template": "case_news", "to": "a@example.org", "dedup_key": key, "state": MessageState.SENT}
        | values
    )


@pytest.mark.django_db
class TestMarking:
    """Once, the message that is named, and nothing else."""

    def test_the_first_id_that_exists_counts(self) -> None:
        first, second = message("1"), message("2")
        assert came_back(message_ids=(uuid.uuid4(), second.message_id, first.message_id), status="5.2.2")
        states = dict(OutboxMessage.objects.values_list("dedup_key", "state"))
        assert states == {"1": MessageState.SENT, "2": MessageState.STUCK}
        assert OutboxMessage.objects.get(dedup_key="2").error_kind == Kind.BUSY
        assert not came_back(message_ids=(second.message_id, first.message_id), status="5.2.2")
        assert OutboxMessage.objects.get(dedup_key="1").state == MessageState.SENT

    def test_no_id_and_no_strangers_change_anything(self) -> None:
        message("1")
        assert not came_back(message_ids=(), status="")
        assert not came_back(message_ids=(uuid.uuid4(),), status="5.1.1")
        assert OutboxMessage.objects.get().state == MessageState.SENT

    def test_only_mail_comes_back(self) -> None:
        other = message("1", way="texts")
        assert other.way != Channel.EMAIL
        assert not came_back(message_ids=(other.message_id,), status="5.1.1")

    def test_it_can_be_sent_again_and_come_back_again(self) -> None:
        one = message("1")
        assert came_back(message_ids=(one.message_id,), status="5.1.1")
        OutboxMessage.objects.update(state=MessageState.SENT)
        assert came_back(message_ids=(one.message_id,), status="5.1.1")
        assert OutboxMessage.objects.get().refusals == 2
