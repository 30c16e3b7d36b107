"""The letter that brings a member of staff user name and code (S2.61). It is never stored: the code stands in the clear."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from portal.letters.drawing.qr import qr_svg, spoken_address
from portal.letters.drawing.render import render_pdf
from portal.letters.kinds.official import emblem_asset
from portal.thai.dates import bangkok_today, format_datetime
from portal.thai.digits import to_thai

if TYPE_CHECKING:
    from portal.organizations.models import Organization

TEMPLATE = "letters/code.html"


@dataclass(frozen=True, kw_only=True)
class CodeLetter:
    """What the letter says.

    Args:
        agency_lines: the issuing office and its address.
        organization: for which the person was appointed.
        name: of the person.
        username: of the account.
        code: in groups of four.
        until: by when it must be used, in words.
        address: of the page on which a password is set, without the code.
    """

    agency_lines: tuple[str, ...]
    organization: str
    name: str
    username: str
    code: str
    until: str
    address: str


def code_letter_pdf(
    *,
    issuer: Organization,
    receiver: Organization,
    name: str,
    username: str,
    code: str,
    valid_until: datetime,
    address: str,
) -> bytes:
    """Draw the letter on one page; user name and code keep Latin letters and Arabic digits, because they are typed.

    Args:
        issuer: whose account administration gives the code.
        receiver: for which the person was appointed.
        name: of the person.
        username: of the account.
        code: in groups of four.
        valid_until: when it ends, aware.
        address: of the page on which a password is set.
    """
    lines = (line.strip() for line in issuer.address.splitlines())
    letter = CodeLetter(
        agency_lines=(issuer.name_th, *(line for line in lines if line)),
        organization=receiver.name_th,
        name=name,
        username=username,
        code=code,
        until=to_thai(format_datetime(timezone.localtime(valid_until), "long")),
        address=spoken_address(address),
    )
    emblem = emblem_asset()
    context = {"letter": letter, "has_emblem": bool(emblem), "today": bangkok_today()}
    return render_pdf(
        TEMPLATE,
        context,
        assets=emblem | {"qr": (qr_svg(address), "image/svg+xml")},
        identifier="code letter",
    )
