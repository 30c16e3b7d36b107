"""The letters that bring staff user name and code (S2.61). They are never stored: the codes stand in the clear."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from portal.letters.drawing.apart import Lane
from portal.letters.drawing.qr import qr_svg, spoken_address
from portal.letters.drawing.render import render_pdf
from portal.letters.kinds.official import emblem_asset
from portal.thai.dates import bangkok_today, format_datetime
from portal.thai.digits import to_thai

if TYPE_CHECKING:
    from portal.accounts.domain.activating import Issued
    from portal.organizations.models import Organization

TEMPLATE = "letters/code.html"


@dataclass(frozen=True, kw_only=True)
class CodeLetter:
    """What one letter says.

    Args:
        organization: for which the person was appointed.
        name: of the person.
        username: of the account.
        code: in groups of four.
        until: by when it must be used, in words.
    """

    organization: str
    name: str
    username: str
    code: str
    until: str


def code_letters_pdf(
    *, issuer: Organization, given: Sequence[tuple[Organization, Issued]], address: str
) -> bytes:
    """Draw a letter for each code, each on a page of its own.

    User name and code keep Latin letters and Arabic digits, because they are typed.

    Args:
        issuer: whose account administration gives the codes.
        given: for which organization each person was appointed, and the code.
        address: of the page on which a password is set.
    """
    lines = (line.strip() for line in issuer.address.splitlines())
    letters = [
        CodeLetter(
            organization=organization.name_th,
            name=str(one.person),
            username=one.person.get_username(),
            code=one.code,
            until=to_thai(format_datetime(timezone.localtime(one.expires_at), "long")),
        )
        for organization, one in given
    ]
    emblem = emblem_asset()
    context = {
        "letters": letters,
        "agency_lines": (issuer.name_th, *(line for line in lines if line)),
        "address": spoken_address(address),
        "has_emblem": bool(emblem),
        "today": bangkok_today(),
    }
    assets = emblem | {"qr": (qr_svg(address), "image/svg+xml")}
    # Those of a whole list would keep every letter and receipt of the machine waiting.
    lane = Lane.SLOW if len(letters) > 1 else Lane.QUICK
    return render_pdf(TEMPLATE, context, assets=assets, identifier="code letters", lane=lane)
