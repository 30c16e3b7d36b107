"""What a person adds to a report by the program through which they sent it: a message of the citizen like any other."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from cases.domain import asking
from cases.domain.act import LONGEST_NOTE, lock_case
from cases.domain.closure import reopen_case
from cases.domain.once import once
from cases.errors import GuardFailed
from cases.georeport.domain.standing import last_shown
from cases.machine.vocabulary import Stage
from cases.vocabulary import PublicStatus
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
        NotAllowed, GuardFailed: it is closed, or the text is too long; nothing was written. Of a careful one, only what the
            program itself saw closed, or what is closed for longer than a citizen may take it up again.
    """
    day = timezone.localdate().isoformat()
    told = salted_hmac("cases.georeport.message", f"{key.pk}:{row.number}:{fingerprint}:{day}")
    return once(
        case=row.case,
        token=UUID(told.hexdigest()[:32]),
        what="partner",
        act=lambda identity: _keep(row, text, identity),
    )


def _keep(row: PartnerRequest, text: str, identity: str) -> None:
    """Keep a message where the holder reads it.

    A program must not learn that a careful request is closed (privacy 8), and its person, who believes it open, must not speak
    into the void: such a message takes the request up again, as the person could (cases.md, row 19).
    """
    case, actor = lock_case(row.case), Citizen(row.case.reference)
    is_closed_unseen = (
        case.is_restricted and case.stage == Stage.CLOSED and last_shown(row) != PublicStatus.CLOSED
    )
    if not is_closed_unseen:
        asking.send_message(case=case, actor=actor, text=text, identity=identity)
        return
    if len(text.strip()) > LONGEST_NOTE:
        # In the words of a message: another refusal would tell the two apart.
        raise GuardFailed(_("ข้อความยาวเกิน 4,000 ตัวอักษร"), field="words")
    reopen_case(case=case, actor=actor, note=text, identity=identity)
