"""A mail that says that one of ours came back (RFC 3462 and 3464): which it was, and what the other server says of it.

Pure functions over the parts of a mail. Anybody can send such a report. It can do one thing: say that a message of ours,
named by its Message-ID, did not arrive; and that id nobody knows but who got the message or passed it on.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage, Message
from email.parser import BytesHeaderParser

_OURS = re.compile(
    r"<([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})@[^<>@\s]{1,255}>", re.IGNORECASE
)
"""A Message-ID of the outbox (`portal.outbox.composing`)."""
_STATUS = re.compile(r"^\s*([245]\.[0-9]{1,3}\.[0-9]{1,3})\b")
_MOST_IDS = 10
_LONGEST_HEADERS = 100_000
"""Bytes of the headers of a mail that came back as a text."""


@dataclass(frozen=True, slots=True)
class Returned:
    """That a mail did not arrive and never will.

    Attributes:
        message_ids: of which it may be, most telling first; only such as the outbox gives.
        status: code of RFC 3463; "" where the report names none.
    """

    message_ids: tuple[uuid.UUID, ...]
    status: str


def returned_in(mail: EmailMessage) -> Returned | None:
    """Return what a report of delivery says; None for any other mail, and for a report of a delay or a success.

    Args:
        mail: parsed with bounds (`reading.parsed`).
    """
    if mail.get_content_type() != "multipart/report" or not mail.is_multipart():
        return None
    parts = [part for part in mail.iter_parts() if isinstance(part, EmailMessage)]
    failed = next(filter(_is_failed, _recipients(parts)), None)
    if failed is None:
        return None
    ids = list(dict.fromkeys(_ids(mail, parts)))
    code = _STATUS.match(str(failed.get("Status", "")))
    return Returned(tuple(ids[:_MOST_IDS]), code[1] if code else "")


def _recipients(parts: list[EmailMessage]) -> Iterator[Message]:
    """Yield what a report says of each recipient; its first block is about the message as a whole and names no action."""
    for part in parts:
        blocks = part.get_payload()
        if part.get_content_type() == "message/delivery-status" and isinstance(blocks, list):
            yield from (block for block in blocks if isinstance(block, Message))


def _is_failed(block: Message) -> bool:
    return str(block.get("Action", "")).partition("(")[0].strip().casefold() == "failed"


def _ids(mail: EmailMessage, parts: list[EmailMessage]) -> Iterator[uuid.UUID]:
    """Yield ids of the mail that came back: as it hangs on the report, else as the report refers to it."""
    for part in parts:
        for original in _originals(part):
            yield from _ids_in(original, "Message-ID")
    yield from _ids_in(mail, "In-Reply-To")
    yield from _ids_in(mail, "References")


def _originals(part: EmailMessage) -> Iterator[Message]:
    """Yield the mail that came back, whole or its headers alone."""
    if part.get_content_type() == "text/rfc822-headers":
        headers = part.get_payload(decode=True)
        if isinstance(headers, bytes):
            yield BytesHeaderParser(policy=part.policy).parsebytes(headers[:_LONGEST_HEADERS])
    elif part.get_content_type() == "message/rfc822":
        held = part.get_payload()
        if isinstance(held, list):
            yield from (one for one in held if isinstance(one, Message))


def _ids_in(mail: Message, header: str) -> Iterator[uuid.UUID]:
    # As it was written: the parser of ids stumbles over what some servers make of them.
    for name, value in mail.raw_items():
        if name.casefold() == header.casefold():
            yield from (uuid.UUID(found) for found in _OURS.findall(str(value)))
