"""To whom was written: addresses are sealed, so no query can ask."""

from __future__ import annotations

from typing import Any

from portal.outbox.models import OutboxMessage


def mails_to(address: str, **of: Any) -> list[OutboxMessage]:
    """Return the messages to an address; further arguments are those of `filter`."""
    return [message for message in OutboxMessage.objects.filter(**of) if message.to == address]
