"""Writing messages and delivering them."""

from __future__ import annotations

import smtplib
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import override

if TYPE_CHECKING:
    from portal.organizations.models import Organization
    from portal.outbox.models import OutboxMessage

ALLOWED_CONTEXT = frozenset({"reference", "link", "body_name", "due"})
"""The only facts that a message may carry (cases.md, privacy 7)."""

# First after five minutes, then every half hour; after two days somebody has to look (FixMyStreet's schedule, R05).
FIRST_RETRY = timedelta(minutes=5)
LATER_RETRY = timedelta(minutes=30)
GIVE_UP_AFTER = timedelta(hours=48)
BATCH = 50
LEASE = timedelta(minutes=10)


def enqueue(
    *,
    template: str,
    to: str,
    context: dict[str, str],
    dedup_key: str,
    organization: Organization | None = None,
) -> OutboxMessage:
    """Write one message in the caller's transaction and start its delivery after the commit.

    Args:
        template: name of the pair `outbox/<template>_subject.txt` and `outbox/<template>.txt`.
        to: one e-mail address.
        context: facts for the templates; only keys of `ALLOWED_CONTEXT`.
        dedup_key: says "the same message"; a second call with it returns the first row.
        organization: the body that is written to, if it is one.

    Raises:
        ValueError: when the context holds anything that must not leave the system.
    """
    from portal.outbox.models import OutboxMessage
    from portal.outbox.tasks import deliver_due

    if forbidden := set(context) - ALLOWED_CONTEXT:
        raise ValueError(f"an outbox message may not carry {sorted(forbidden)}")
    message, created = OutboxMessage.objects.get_or_create(
        dedup_key=dedup_key,
        defaults={"template": template, "to": to, "context": context, "organization": organization},
    )
    if created:
        transaction.on_commit(lambda: deliver_due.enqueue())
    return message


def compose(message: OutboxMessage) -> EmailMessage:
    """Return the e-mail of a row, in Thai, with a stable Message-ID and no line break in its subject."""
    with override("th"):
        subject = " ".join(
            render_to_string(f"outbox/{message.template}_subject.txt", message.context).split()
        )
        body = render_to_string(f"outbox/{message.template}.txt", message.context).strip() + "\n"
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">") or "klang"
    return EmailMessage(
        subject=subject,
        body=body,
        to=[message.to],
        headers={"Message-ID": f"<{message.message_id}@{domain}>"},
    )


def deliver(*, limit: int = BATCH) -> int:
    """Send what is due, oldest first; returns how many were sent.

    When the mail server cannot be reached the rest of the batch waits: trying fifty times more would not help anybody.
    """
    from portal.outbox.models import MessageState, OutboxMessage

    due = OutboxMessage.objects.filter(state=MessageState.WAITING, next_attempt_at__lte=timezone.now())
    sent = 0
    for pk in list(due.values_list("pk", flat=True)[:limit]):
        message = _claim(pk)
        if message is None:
            continue
        if not _send(message):
            break
        sent += 1
    return sent


def _claim(pk: int) -> OutboxMessage | None:
    """Take one due row for a few minutes, so that two workers never send the same one.

    No transaction is held while the mail server is talked to: with SQLite that would stop every other writer. A worker
    that dies after sending leaves the row to be sent again, with the same Message-ID.
    """
    from portal.outbox.models import MessageState, OutboxMessage

    now = timezone.now()
    due = OutboxMessage.objects.filter(pk=pk, state=MessageState.WAITING, next_attempt_at__lte=now)
    claimed = due.update(attempts=F("attempts") + 1, next_attempt_at=now + LEASE)
    return OutboxMessage.objects.get(pk=pk) if claimed else None


def _send(message: OutboxMessage) -> bool:
    from portal.outbox.models import MessageState

    try:
        compose(message).send(fail_silently=False)
    except (OSError, smtplib.SMTPException) as error:
        # Only the kind of error: the text of a mail server may quote the address.
        message.last_error = type(error).__name__
        message.next_attempt_at = timezone.now() + (FIRST_RETRY if message.attempts == 1 else LATER_RETRY)
        if timezone.now() - message.created_at > GIVE_UP_AFTER:
            message.state = MessageState.STUCK
        message.save(update_fields=["last_error", "next_attempt_at", "state"])
        return False
    message.state = MessageState.SENT
    message.sent_at = timezone.now()
    message.last_error = ""
    message.save(update_fields=["state", "sent_at", "last_error"])
    return True
