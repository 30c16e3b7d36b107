"""From a row to an e-mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email
from django.template.loader import render_to_string
from django.utils.translation import override

from portal.outbox.failures import AddressError

if TYPE_CHECKING:
    from portal.outbox.models import OutboxMessage


def compose(message: OutboxMessage) -> EmailMessage:
    """Return the e-mail of a row, in Thai, with a stable Message-ID and no line break in its subject.

    Raises:
        AddressError: its address cannot stand in an envelope.
        Exception: whatever a missing or failing template raises.
    """
    try:
        validate_email(message.to)
    except ValidationError as error:
        raise AddressError from error
    with override("th"):
        subject = " ".join(
            render_to_string(f"outbox/{message.template}_subject.txt", message.context).split()
        )
        body = render_to_string(f"outbox/{message.template}.txt", message.context).strip() + "\n"
    headers = {}
    if leave := message.context.get("unsubscribe"):
        # One press in the mail program ends it (RFC 2369, RFC 8058).
        headers = {"List-Unsubscribe": f"<{leave}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    if back := message.context.get("reply_to"):
        headers["Reply-To"] = back
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">") or "klang"
    return EmailMessage(
        subject=subject,
        body=body,
        to=[message.to],
        headers={"Message-ID": f"<{message.message_id}@{domain}>", **headers},
    )
