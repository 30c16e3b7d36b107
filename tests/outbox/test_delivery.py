"""Messages leave once, in order, and survive a dead mail server (R05; cases.md, privacy 7)."""

from __future__ import annotations

import smtplib
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction
from django.template import Context, Template
from django.utils import timezone

from portal.outbox.composing import compose
from portal.outbox.delivery import deliver
from portal.outbox.models import MessageState, OutboxMessage
from portal.outbox.services import ALLOWED_CONTEXT, enqueue

pytestmark = pytest.mark.django_db

CONTEXT = {
    "reference": "K7M2-9QXF",
    "link": "https://klang.example/desk/cases/K7M2-9QXF/",
    "body_name": "องค์การบริหารส่วนตำบลอ่าวนาง",
    "due": "22 พ.ย. 2569 10.00 น.",
    "count": 3,
    "unsubscribe": "https://klang.example/alerts/unguessable/stop/",
    "reply_to": "reply+unguessable@klang.example",
}


def put(key: str = "k1", **changes) -> OutboxMessage:
    return enqueue(
        template="case_referred", to="body@example.org", context={**CONTEXT, **changes}, dedup_key=key
    )


class DeadServer(EmailBackend):
    """A mail server that refuses every connection and quotes the address in its error."""

    def send_messages(self, messages):
        raise smtplib.SMTPConnectError(421, f"no service for {messages[0].to}")


@pytest.fixture
def dead_server(settings):
    settings.EMAIL_BACKEND = "tests.outbox.test_delivery.DeadServer"


def test_a_message_is_sent_after_the_commit(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        message = put()
        assert mail.outbox == []
    message.refresh_from_db()
    assert message.state == MessageState.SENT
    assert [sent.to for sent in mail.outbox] == [["body@example.org"]]


def test_a_message_falls_with_the_act_that_caused_it():
    with pytest.raises(RuntimeError), transaction.atomic():
        put()
        raise RuntimeError
    assert not OutboxMessage.objects.exists()
    assert deliver() == 0


def test_the_same_message_is_written_once():
    assert put().pk == put().pk
    assert deliver() == 1
    assert len(mail.outbox) == 1


def test_a_sent_message_is_not_sent_again():
    put()
    assert (deliver(), deliver()) == (1, 0)


def test_nothing_but_the_five_neutral_facts_may_leave():
    with pytest.raises(ValueError, match="narrative"):
        put(narrative="ถูกทำร้าย")
    assert not OutboxMessage.objects.exists()


def test_a_line_break_cannot_add_a_header():
    put(reference="K7M2\r\nBcc: thief@example.org")
    deliver()
    sent = mail.outbox[0]
    assert "\n" not in sent.subject
    assert "\r" not in sent.subject
    assert "Bcc" not in sent.message()


def test_a_dead_server_keeps_the_message_and_says_only_the_kind_of_error(dead_server):
    with time_machine.travel("2026-11-21 10:00:00+00:00", tick=False) as clock:
        message = put()
        assert deliver() == 0
        message.refresh_from_db()
        assert (message.state, message.attempts, message.last_error) == (
            MessageState.WAITING,
            1,
            "SMTPConnectError",
        )
        assert (message.next_attempt_at - timezone.now()).total_seconds() == 300
        clock.shift(301)
        deliver()
        message.refresh_from_db()
        assert message.attempts == 2
        assert (message.next_attempt_at - timezone.now()).total_seconds() == 1800


def test_after_the_server_is_back_all_notices_leave_once_and_in_order(settings):
    with time_machine.travel("2026-11-21 10:00:00+00:00", tick=False) as clock:
        settings.EMAIL_BACKEND = "tests.outbox.test_delivery.DeadServer"
        for number in range(4):
            put(f"k{number}", reference=f"REF-{number}")
        identities = {row.pk: row.message_id for row in OutboxMessage.objects.all()}
        for _hour in range(3):
            deliver()
            clock.shift(3600)
        settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
        assert deliver() == 4
    assert [
        next(line for line in sent.body.splitlines() if "REF-" in line) for sent in mail.outbox
    ] == sorted(next(line for line in sent.body.splitlines() if "REF-" in line) for sent in mail.outbox)
    assert {row.pk: row.message_id for row in OutboxMessage.objects.all()} == identities
    assert {sent.extra_headers["Message-ID"].split("@")[0].strip("<") for sent in mail.outbox} == {
        str(value) for value in identities.values()
    }


def test_one_dead_connection_does_not_burn_the_whole_batch(dead_server):
    for number in range(3):
        put(f"k{number}")
    deliver()
    assert sorted(OutboxMessage.objects.values_list("attempts", flat=True)) == [0, 0, 1]


def test_after_two_days_a_person_has_to_look(dead_server):
    with time_machine.travel("2026-11-21 10:00:00+00:00", tick=False) as clock:
        message = put()
        clock.shift(48 * 3600 + 1)
        deliver()
        message.refresh_from_db()
        assert message.state == MessageState.STUCK
        assert deliver() == 0


def test_a_worker_that_died_while_sending_leaves_the_message_to_be_sent_again(monkeypatch):
    with time_machine.travel("2026-11-21 10:00:00+00:00", tick=False) as clock:
        message = put()

        def killed(message, line):
            raise KeyboardInterrupt

        with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
            patch.setattr("portal.outbox.delivery._send", killed)
            deliver()
        assert deliver() == 0, "the lease of the dead worker still runs"
        clock.shift(601)
        assert deliver() == 1
        message.refresh_from_db()
        assert message.attempts == 2


TEMPLATES = sorted(Path(settings.BASE_DIR, "templates", "outbox").glob("*.txt"))


def test_there_are_templates_to_look_at():
    assert len(TEMPLATES) >= 4


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_can_carry_a_person(path):
    """Every name that a template prints is one of the allowed ones."""
    canaries = {
        name: "ZZLEAK" for name in ("name", "phone", "narrative", "national_id", "case", "reporter", "person")
    }
    text = Template(path.read_text(encoding="utf-8")).render(Context({**CONTEXT, **canaries}))
    assert "ZZLEAK" not in text
    partner = path.with_name(
        path.name.replace("_subject.txt", ".txt")
        if path.name.endswith("_subject.txt")
        else path.stem + "_subject.txt"
    )
    assert partner.exists(), "a message has a subject and a body"


def test_the_sender_and_subject_of_a_message_are_neutral():
    message = compose(put())
    for word in ("ความรุนแรง", "ค้ามนุษย์", "ตั้งครรภ์", "แรงงานเด็ก"):
        assert word not in message.subject + message.body
    assert set(CONTEXT) == ALLOWED_CONTEXT
    assert compose(put()).extra_headers["Reply-To"] == CONTEXT["reply_to"]
