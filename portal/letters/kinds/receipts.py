"""The receipt that a citizen keeps: reference, secret, what happens next (S1.34; service pattern "confirmation").

A receipt holds the tracking secret in the clear. It is drawn for the one person who just sent the request and is
never stored: callers answer with it at once and forget it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.utils import formats, timezone, translation

from portal.letters.drawing.qr import qr_svg, spoken_address
from portal.letters.drawing.render import render_pdf
from portal.thai.dates import format_date
from portal.thai.digits import to_thai

TEMPLATE = "letters/receipt.html"


@dataclass(frozen=True, kw_only=True)
class Phone:
    """A number to call, with the words before it."""

    label: str
    number: str


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """What a receipt says.

    Nothing tells what the request is about: the paper may be seen by others in the home (privacy 9).

    Args:
        reference: the public reference.
        secret: the tracking secret in the clear.
        submitted_at: when the request was kept, aware.
        center_name: who received it.
        what_next: short sentences in order, what happens and when.
        phones: numbers to call.
        track_url: absolute address of the tracking page, without reference and secret.
        language: "th" or "en".
        proof: the fingerprint of what was written down, in short; "" leaves it out.
        paper: "a4" or "a5".
    """

    reference: str
    secret: str
    submitted_at: datetime
    center_name: str
    what_next: tuple[str, ...]
    phones: tuple[Phone, ...]
    track_url: str
    language: Literal["th", "en"] = "th"
    proof: str = ""
    paper: Literal["a4", "a5"] = "a4"

    def __post_init__(self) -> None:
        """Refuse an address that would give the request away to whoever reads the code.

        Raises:
            ValueError: the tracking address carries the secret or the reference, or a field has an unknown value.
        """
        if self.secret in self.track_url or self.reference in self.track_url:
            raise ValueError("the tracking address must carry neither reference nor secret")
        if self.language not in ("th", "en") or self.paper not in ("a4", "a5"):
            raise ValueError("unknown language or paper")


def receipt_pdf(receipt: Receipt) -> bytes:
    """Draw a receipt on one page of A4 or A5.

    Reference, secret and phone numbers keep Arabic digits, because they are typed and dialed.
    """
    moment = timezone.localtime(receipt.submitted_at)
    with translation.override(receipt.language):
        if receipt.language == "th":
            submitted = to_thai(f"{format_date(moment.date(), style='long')} เวลา {moment:%H.%M} น.")
        else:
            submitted = f"{formats.date_format(moment, 'j F Y')}, {moment:%H:%M}"
        steps = [to_thai(step) if receipt.language == "th" else step for step in receipt.what_next]
        context = {
            "receipt": receipt,
            "submitted": submitted,
            "steps": steps,
            "address": spoken_address(receipt.track_url),
        }
        assets = {"qr": (qr_svg(receipt.track_url), "image/svg+xml")}
        return render_pdf(TEMPLATE, context, assets=assets, identifier=f"receipt {receipt.reference}")
