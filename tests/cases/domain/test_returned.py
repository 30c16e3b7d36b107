"""A mail that bounces after the server had taken it becomes a task, once (R29; issue 9, point 5)."""

from __future__ import annotations

import base64
import logging
import uuid
from typing import Any

import pytest

from cases.domain import referral, unreached
from cases.domain.mail_in import reading
from cases.domain.mail_in.keeping import Fate, take
from cases.domain.mail_in.returned import returned_in
from cases.models import Case, CaseNote
from cases.vocabulary import Consent
from portal.organizations.vocabulary import OrganizationType
from portal.outbox.delivery import deliver
from portal.outbox.failures import Kind
from portal.outbox.models import MessageState, OutboxMessage
from tests.accounts.factories import OrganizationFactory
from tests.cases.domain.reports import ADDRESS, SHAPES, report
from tests.cases.factories import World, screened_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(world: World) -> OutboxMessage:
    """A mail by which another organization heard that it has something to do, taken by our mail server."""
    clinic = OrganizationFactory(
        type=OrganizationType.HOSPITAL, name_th="โรงพยาบาลไร้บัญชี", phone="075-611-202"
    )
    referral.refer_jointly(
        case=screened_case(world),
        target=clinic,
        actor=world.center.officer,
        consent=Consent.GIVEN,
        request="รักษา",
    )
    message = OutboxMessage.objects.get(template="case_comes_by_letter", organization=clinic)
    OutboxMessage.objects.exclude(pk=message.pk).delete()
    message.to = ADDRESS
    message.save()
    assert deliver() == 1
    return now(message)


def now(message: OutboxMessage) -> OutboxMessage:
    return OutboxMessage.objects.get(pk=message.pk)


@pytest.mark.parametrize("shape", SHAPES)
def test_it_stands_where_a_refused_mail_stands_and_the_holder_is_told_once(
    told: OutboxMessage, shape: str
) -> None:
    assert now(told).state == MessageState.SENT
    raw = report(shape, told.message_id)
    assert (take(raw), take(raw)) == (Fate.RETURNED, Fate.AUTOMATIC)
    after = now(told)
    assert (after.state, after.error_kind, after.refusals) == (MessageState.STUCK, Kind.ADDRESS, 1)
    assert list(OutboxMessage.objects.unsent(after.created_at)) == [after]
    assert OutboxMessage.objects.count() == 1, "no report is answered"
    assert unreached.given_up() == [told.pk]
    assert unreached.tell_holder(told.pk)
    take(raw)
    assert unreached.given_up() == []


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed", "expanded", "", "failed-not"])
def test_a_delay_or_a_success_changes_nothing(told: OutboxMessage, shape: str, action: str) -> None:
    assert take(report(shape, told.message_id, action=action)) == Fate.AUTOMATIC
    assert now(told).state == MessageState.SENT


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("other", [uuid.UUID(int=7), "CAF1x9=abc", "", "1 OR 1=1"])
def test_ids_that_are_not_ours_change_nothing(told: OutboxMessage, shape: str, other: object) -> None:
    assert take(report(shape, other)) == Fate.AUTOMATIC
    assert now(told).state == MessageState.SENT


@pytest.mark.parametrize("state", [MessageState.WAITING, MessageState.STUCK, MessageState.SETTLED])
def test_what_is_not_sent_any_more_stays_as_it_is(told: OutboxMessage, state: MessageState) -> None:
    """Somebody settled it, it is on its way again, or it was given up before."""
    OutboxMessage.objects.update(state=state)
    assert take(report("postfix", told.message_id)) == Fate.AUTOMATIC
    assert (now(told).state, now(told).refusals) == (state, 0)


def test_a_forged_report_can_do_no_more_than_that(told: OutboxMessage) -> None:
    """It reaches no case, writes no note, sends no mail, and marks the message that it names alone."""
    other = OutboxMessage.objects.create(
        template="case_news", to="x@example.org", dedup_key="x", state=MessageState.SENT
    )
    before = {case.pk: case.version for case in Case.objects.all()}
    notes = CaseNote.objects.count()
    forged = report("exim", told.message_id).replace(
        b"To: klang@klang.example\nReferences",
        b"To: reply+aaaaaaaaaaaaaaaaaaaaaaaaaa@klang.example\nReferences",
    )
    assert take(forged) == Fate.RETURNED
    assert {case.pk: case.version for case in Case.objects.all()} == before
    assert CaseNote.objects.count() == notes
    assert (OutboxMessage.objects.count(), now(other).state) == (2, MessageState.SENT)


@pytest.mark.parametrize("shape", SHAPES)
def test_no_address_stands_in_the_log(
    told: OutboxMessage, shape: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        take(report(shape, told.message_id))
    assert f"message {told.pk} came back (5.1.1)" in caplog.text
    assert not any(part in caplog.text for part in (ADDRESS, "clinic.example", str(told.message_id)))
    assert ADDRESS not in now(told).last_error


class TestReading:
    """Which mail it was."""

    def read(self, raw: bytes) -> Any:
        return returned_in(reading.parsed(raw))

    @pytest.mark.parametrize("shape", SHAPES)
    def test_each_shape_names_it(self, shape: str) -> None:
        ours = uuid.uuid4()
        found = self.read(report(shape, ours, status="5.7.1 (rule)"))
        assert (found.message_ids, found.status) == ((ours,), "5.7.1")

    def test_the_attached_mail_is_believed_before_what_the_report_refers_to(self) -> None:
        ours, other = uuid.uuid4(), uuid.uuid4()
        raw = report("exim", ours).replace(f"References: <{ours}".encode(), f"References: <{other}".encode())
        assert self.read(raw).message_ids == (ours, other)

    @pytest.mark.parametrize("header", ["In-Reply-To", "References"])
    def test_without_the_mail_the_report_says_what_it_refers_to(self, header: str) -> None:
        ours = uuid.uuid4()
        raw = report("exchange", ours).replace(b"Message-ID: <" + str(ours).encode(), b"X: <")
        kept = {"In-Reply-To", "References"} - {header}
        raw = raw.replace(f"{kept.pop()}: ".encode(), b"X-Other: ")
        assert self.read(raw).message_ids == (ours,)

    def test_headers_in_base64_are_read(self) -> None:
        ours = uuid.uuid4()
        head, _mark, rest = report("exchange", ours).partition(b"Content-Type: text/rfc822-headers\n\n")
        headers, mark, end = rest.partition(b"\n--7f1b2f6e")
        coded = b"Content-Type: text/rfc822-headers\nContent-Transfer-Encoding: base64\n\n"
        raw = head + coded + base64.encodebytes(headers) + mark + end
        raw = raw.replace(b"In-Reply-To:", b"X:").replace(b"References:", b"X:")
        assert self.read(raw).message_ids == (ours,)

    def test_no_more_than_some_ids_are_looked_up(self) -> None:
        many = " ".join(f"<{uuid.UUID(int=number)}@klang.example>" for number in range(1, 40))
        raw = report("exim", "none").replace(b"References: ", f"References: {many} ".encode())
        assert len(self.read(raw).message_ids) == 10

    @pytest.mark.parametrize(
        "raw",
        [
            b"Content-Type: multipart/report\n\nwords",
            b"Content-Type: multipart/report; boundary=b\n\n--b\n\nwords\n--b--\n",
            b"Content-Type: multipart/report; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\n--b--\n",
            b"Content-Type: text/plain\n\nAction: failed\n",
            b"",
        ],
    )
    def test_what_is_no_report_is_none(self, raw: bytes) -> None:
        assert self.read(raw) is None

    def test_a_report_that_somebody_hangs_on_a_mail_is_none(self) -> None:
        """Whoever forwards one to us reports nothing."""
        inner = report("postfix", uuid.uuid4())
        assert self.read(b"Content-Type: message/rfc822\n\n" + inner) is None
        assert (
            self.read(
                b"Content-Type: multipart/mixed; boundary=outer\n\n--outer\nContent-Type: message/rfc822\n\n"
                + inner
                + b"\n--outer--\n"
            )
            is None
        )
