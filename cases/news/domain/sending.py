"""What leaves by text and LINE: the reference and a link, never what the request is about (cases.md, privacy 7)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext

from cases.models import Case
from cases.news.domain.telling import SETTINGS, address_for
from portal.carriers import CarrierAwayError, Outgoing, carrier
from portal.outbox.failures import HeldError, NeedlessError
from portal.web.links import absolute

if TYPE_CHECKING:
    from portal.outbox.models import OutboxMessage

LINKED = "line_linked"
AWAY = dt.timedelta(minutes=5)
"""How long a carrier is left alone that did not take a message; after two days it stands in the desk's list of messages."""


def words_of(template: str, case: Case) -> str:
    """Return what is sent, in the language of the request.

    Args:
        template: name of the message.
        case: whose reference is named.
    """
    with translation.override(case.language):
        link = absolute(reverse("cases_intake:track"))
        if template == LINKED:
            words = gettext("เชื่อมกับเลขที่ %(reference)s แล้ว เราจะบอกที่นี่เมื่อมีข่าว พิมพ์ หยุด เมื่อไม่ต้องการอีก")
        else:
            words = gettext("เลขที่ %(reference)s มีข่าวใหม่ อ่านที่ %(link)s")
        return words % {"reference": case.reference, "link": link}


class NewsLine:
    """Hands messages of one way to its carrier (`portal.outbox.ways`).

    Args:
        way: of `cases.news.domain.telling.SETTINGS`.
    """

    def __init__(self, way: str) -> None:
        self._way = way

    def send(self, message: OutboxMessage) -> None:
        """Send one message to where news goes now.

        Raises:
            HeldError: there is no carrier any more, or it did not take the message.
            NeedlessError: nobody wants it any more, or nobody may be told any more.
        """
        case = Case.objects.select_related("reporter").filter(reference=message.reference).first()
        to = address_for(case, self._way) if case is not None else ""
        if case is None or not to:
            raise NeedlessError
        line = carrier(SETTINGS[self._way])
        if line is None:
            raise HeldError(timezone.now() + AWAY)
        words = words_of(message.template, case)
        try:
            line.send(Outgoing(message.message_id.hex, self._way, to, words, case.language))
        except CarrierAwayError as error:
            raise HeldError(timezone.now() + AWAY) from error
