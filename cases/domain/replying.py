"""The mail address by which an answer finds its case: `reply+TOKEN@…` (issue 12 point 9).

The token stands in the Reply-To of mail that goes to an address that the reporter called safe, and nowhere else. It follows
from the case, that address and the server's key, so every mail of a case to the same address carries the same one, and it
opens nothing any more when the reporter changes the address. It lets somebody write, never read.
"""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from cases.models import Case, ReplyAddress

if TYPE_CHECKING:
    from cases.models import Reporter

TOKEN_LENGTH = 26
"""Signs of a token, of `a-z2-7`, 128 bits: mail programs and servers keep letters and digits, and forget large and small."""


def _token(case: Case, email: str) -> str:
    told = salted_hmac("cases.reply", f"{case.reference}:{email.casefold()}", algorithm="sha256").digest()
    return base64.b32encode(told[:16]).decode().rstrip("=").lower()


def _digest(token: str) -> str:
    return salted_hmac("cases.reply.digest", token, algorithm="sha256").hexdigest()


def _parts() -> tuple[str, str] | None:
    """Return name and domain of the mailbox; None where the operator set up none."""
    name, _, domain = settings.KLANG["REPLY_ADDRESS"].rpartition("@")
    return (name, domain) if name and domain else None


def address_for(case: Case, reporter: Reporter) -> str:
    """Return the address to which the reporter may answer; "" where no mailbox is set up, and for careful cases.

    Of a crisis no answer is asked for by mail: what was written stays in the folder of sent mail, for others to read.
    """
    parts = _parts()
    if parts is None or case.is_restricted or not reporter.email:
        return ""
    token = _token(case, reporter.email)
    ReplyAddress.objects.get_or_create(digest=_digest(token), defaults={"case": case})
    return f"{parts[0]}+{token}@{parts[1]}"


def token_in(address: str) -> str:
    """Return the token of an address of ours; "" when it is none."""
    parts = _parts()
    name, _, domain = address.strip().casefold().rpartition("@")
    if parts is None or domain != parts[1].casefold():
        return ""
    begin, _, token = name.partition("+")
    known = (
        begin == parts[0].casefold() and len(token) == TOKEN_LENGTH and token.isascii() and token.isalnum()
    )
    return token if known else ""


def find(token: str) -> Case | None:
    """Return the case of a token; None for an unknown one, and for one of an address that the reporter no longer has."""
    row = ReplyAddress.objects.filter(digest=_digest(token)).select_related("case__reporter").first()
    reporter = getattr(row.case, "reporter", None) if row is not None else None
    if row is None or reporter is None or not reporter.email:
        return None
    return row.case if constant_time_compare(_token(row.case, reporter.email), token) else None
