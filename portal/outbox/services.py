"""Writing messages, and what people may do with those that did not leave."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from portal.audit import services as audit
from portal.outbox.failures import kind_of_report
from portal.outbox.models import FARTHEST, Channel, MessageState, OutboxMessage
from portal.outbox.tasks import deliver_due
from portal.queue.enqueueing import enqueue_once

if TYPE_CHECKING:
    from portal.actors import Actor
    from portal.organizations.models import Organization
log = logging.getLogger(__name__)

ALLOWED_CONTEXT = frozenset({"reference", "link", "body_name", "due", "count", "unsubscribe", "reply_to"})
"""The only facts that a message may carry (cases.md, privacy 7); `unsubscribe` is an address that ends such mails, `count` a
number of cases, `reply_to` the address by which an answer finds its case."""
ALLOWED_ON_OTHER_WAYS = ALLOWED_CONTEXT | {"state", "number", "hook"}
"""The same for programs of partners: their own number of a report, and one word for how it stands."""


def enqueue(
    *,
    template: str,
    to: str,
    context: dict[str, str],
    dedup_key: str,
    organization: Organization | None = None,
    way: str = Channel.EMAIL,
) -> OutboxMessage:
    """Write one message in the caller's transaction and start its delivery after the commit.

    Args:
        template: name of the pair `outbox/<template>_subject.txt` and `outbox/<template>.txt`.
        to: one e-mail address.
        context: facts for the templates; only keys of `ALLOWED_CONTEXT`.
        dedup_key: says "the same message"; a second call with it returns the first row.
        organization: the body that is written to, if it is one.
        way: on which it leaves; one of `portal.outbox.ways` where it is no mail.

    Raises:
        ValueError: when the context holds anything that must not leave the system.
    """
    allowed = ALLOWED_CONTEXT if way == Channel.EMAIL else ALLOWED_ON_OTHER_WAYS
    if forbidden := set(context) - allowed:
        raise ValueError(f"an outbox message may not carry {sorted(forbidden)}")
    message, created = OutboxMessage.objects.get_or_create(
        dedup_key=dedup_key,
        defaults={
            "template": template,
            "to": to,
            "context": context,
            "organization": organization,
            "way": way,
        },
    )
    if created:
        transaction.on_commit(_start_delivery)
    return message


def _start_delivery() -> None:
    enqueue_once(deliver_due)


def came_back(*, message_ids: Sequence[uuid.UUID], status: str) -> bool:
    """Note that a mail which the server had taken did not arrive after all; say whether that changed anything.

    It stands then as if it had been refused for good, for people to look at, and everything that follows from that does.
    The first message that exists counts. One that is not sent (any more) stays as it is: a second report of the same,
    one that somebody settled, one that is on its way again.

    Args:
        message_ids: of which message it may be; those of strangers change nothing.
        status: code of the report (RFC 3463), "" for none.
    """
    known = dict(
        OutboxMessage.objects.filter(message_id__in=message_ids, way=Channel.EMAIL).values_list(
            "message_id", "pk"
        )
    )
    found = next((known[one] for one in message_ids if one in known), None)
    changed = OutboxMessage.objects.filter(pk=found, state=MessageState.SENT).update(
        state=MessageState.STUCK,
        error_kind=kind_of_report(status),
        # As everywhere: no text of a mail server, which may quote the address.
        last_error="DeliveryReport",
        refusals=F("refusals") + 1,
    )
    if changed:
        log.warning("The outbox message %s came back (%s).", found, status or "no code")
    return bool(changed)


def try_again(*, message: OutboxMessage, actor: Actor) -> bool:
    """Send a message anew that waits or was given up, with its full number of tries; say whether that was possible.

    Args:
        message: one of `OutboxMessage.objects.unsent`.
        actor: who decided it; recorded.
    """
    now = timezone.now()
    fresh = {
        "state": MessageState.WAITING,
        "refusals": 0,
        "interruptions": 0,
        "waiting_since": now,
        "next_attempt_at": now,
    }
    with transaction.atomic():
        if not _decide(message, actor, "message.retry", fresh):
            return False
        transaction.on_commit(_start_delivery)
    return True


def settle(*, message: OutboxMessage, actor: Actor) -> bool:
    """Give a message up because the person or body was told by other means (R29); say whether that was possible.

    Args:
        message: one of `OutboxMessage.objects.unsent`.
        actor: who told them; recorded.
    """
    with transaction.atomic():
        return _decide(message, actor, "message.settle", {"state": MessageState.SETTLED})


def _decide(message: OutboxMessage, actor: Actor, action: str, changes: dict[str, object]) -> bool:
    """Change a message that no worker has in hand and that is still undelivered, and record it."""
    now = timezone.now()
    # In hand is a message for seconds; what a person decides then would be overtaken by what the worker finds out.
    in_hand = (now, now + FARTHEST)
    free = OutboxMessage.objects.unsent(now).filter(pk=message.pk).exclude(claimed_until__range=in_hand)
    if not free.order_by().update(**changes):
        return False
    audit.record(actor=actor, action=action, subject=message.reference, data={"template": message.template})
    return True
