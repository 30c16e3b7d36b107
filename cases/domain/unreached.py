"""Mail to an organization, or to the reporter, that did not arrive becomes work of whoever holds the case (R29).

The head of the center sees every message that was given up, but not who should be called about what. So the holder of the
case is told in the way in which everything reaches it that somebody has to read: *came back to us*. Of a reporter no
address is named: how they may be reached safely stands in the case.
"""

from __future__ import annotations

import datetime as dt
import uuid

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from cases.domain import outside
from cases.errors import CaseError
from cases.models import Case, CaseEvent
from portal.actors import System
from portal.outbox.failures import Kind
from portal.outbox.models import Channel, MessageState, OutboxMessage

LOOK_BACK = dt.timedelta(days=7)
TEMPLATES = (
    *("case_referred", "case_comes_by_letter", "case_asked_outside"),
    *("case_recalled", "case_forwarded_on", "case_urged"),
)
"""Messages by which another organization hears that it has something to do."""
TO_REPORTERS = ("case_news", "case_news_text", "case_news_line")
"""Messages by which whoever asked for help hears that there is news."""


def given_up() -> list[int]:
    """Return the messages of the last days that were given up and of which no holder was told yet.

    Of what was written about a case to one address of its reporter the first: all that follows comes back as well.
    """
    stuck = OutboxMessage.objects.filter(
        state=MessageState.STUCK, created_at__gte=timezone.now() - LOOK_BACK
    ).order_by("pk")
    to_organizations = stuck.filter(template__in=TEMPLATES, organization__isnull=False)
    # Where no server was reached nothing is wrong with the address, and everybody's news lies there.
    to_reporters = stuck.filter(template__in=TO_REPORTERS).exclude(error_kind=Kind.CONNECTION)
    first: dict[tuple[str, str, str], int] = {}
    for message in to_reporters:
        first.setdefault((message.reference, message.way, message.to), message.pk)
    found = sorted({*to_organizations.values_list("pk", flat=True), *first.values()})
    names = {_identity(pk): pk for pk in found}
    told = CaseEvent.objects.filter(identity__in=names).values_list("identity", flat=True)
    return [pk for name, pk in names.items() if name not in set(told)]


def _identity(pk: int) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_OID, f"klang:outbox:{pk}"))


def tell_holder(pk: int) -> bool:
    """Let the holder read that one message did not arrive; says whether there was anybody to tell."""
    message = OutboxMessage.objects.select_related("organization").get(pk=pk)
    case = Case.objects.open().filter(reference=message.reference).select_related("holder").first()
    if case is None or message.organization_id == case.holder_id:
        return False
    with translation.override("th"):
        words = _words(message)
    try:
        outside.say(case=case, actor=System(), words=words, identity=_identity(pk))
    except CaseError:
        # It was closed in this very moment.
        return False
    return True


def _words(message: OutboxMessage) -> str:
    if message.organization is not None:
        return _("อีเมลแจ้ง %(organization)s ส่งไม่ถึง โปรดโทรศัพท์หรือส่งหนังสือ แล้วแก้อีเมลในทำเนียบ") % {
            "organization": message.organization.display_name
        }
    if message.way == Channel.EMAIL:
        return _("อีเมลถึงผู้แจ้งส่งไม่ถึง โปรดติดต่อทางอื่นที่ผู้แจ้งบอกว่าปลอดภัย")
    return _("ข้อความถึงผู้แจ้งส่งไม่ถึง โปรดติดต่อทางอื่นที่ผู้แจ้งบอกว่าปลอดภัย")
