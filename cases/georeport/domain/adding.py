"""What a person adds to a report by the program through which they sent it: a message of the citizen like any other."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.utils import timezone
from django.utils.crypto import salted_hmac

from cases.domain import asking
from cases.domain.once import once
from portal.actors import Citizen

if TYPE_CHECKING:
    from cases.georeport.models import PartnerKey, PartnerRequest


def add_message(*, key: PartnerKey, row: PartnerRequest, text: str, fingerprint: str) -> bool:
    """Keep a message; the same one sent again on the same day is kept once. Says whether it was kept now.

    Args:
        key: by which it came.
        row: a request of the key's partner.
        text: of the person.
        fingerprint: of `receiving.fingerprint_of`.

    Raises:
        NotAllowed, GuardFailed: it is closed, or the text is too long; nothing was written.
    """
    day = timezone.localdate().isoformat()
    told = salted_hmac("cases.georeport.message", f"{key.pk}:{row.number}:{fingerprint}:{day}")
    return once(
        case=row.case,
        token=UUID(told.hexdigest()[:32]),
        what="partner",
        act=lambda identity: asking.send_message(
            case=row.case, actor=Citizen(row.case.reference), text=text, identity=identity
        ),
    )
