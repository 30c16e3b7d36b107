"""Mail to an organization that did not arrive becomes work of whoever holds the case (R29).

The head of the center sees every mail that was given up, but not who should be called about what. So the holder of the
case is told in the way in which everything reaches it that somebody has to read: *came back to us*.
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
from portal.outbox.models import MessageState, OutboxMessage

LOOK_BACK = dt.timedelta(days=7)
TEMPLATES = (
    *("case_referred", "case_comes_by_letter", "case_asked_outside"),
    *("case_recalled", "case_forwarded_on", "case_urged"),
)
"""Messages by which another organization hears that it has something to do."""


def given_up() -> list[int]:
    """Return the messages of the last days that were given up and of which no holder was told yet."""
    stuck = OutboxMessage.objects.filter(
        state=MessageState.STUCK,
        template__in=TEMPLATES,
        organization__isnull=False,
        created_at__gte=timezone.now() - LOOK_BACK,
    )
    names = {_identity(pk): pk for pk in stuck.order_by("pk").values_list("pk", flat=True)}
    told = CaseEvent.objects.filter(identity__in=names).values_list("identity", flat=True)
    return [pk for name, pk in names.items() if name not in set(told)]


def _identity(pk: int) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_OID, f"klang:outbox:{pk}"))


def tell_holder(pk: int) -> bool:
    """Let the holder read that one message did not arrive; says whether there was anybody to tell."""
    message = OutboxMessage.objects.select_related("organization").get(pk=pk)
    case = Case.objects.open().filter(reference=message.reference).select_related("holder").first()
    organization = message.organization
    if case is None or organization is None or organization.pk == case.holder_id:
        return False
    with translation.override("th"):
        words = _("อีเมลแจ้ง %(organization)s ส่งไม่ถึง โปรดโทรศัพท์หรือส่งหนังสือ แล้วแก้อีเมลในทำเนียบ") % {
            "organization": organization.display_name
        }
    try:
        outside.say(case=case, actor=System(), words=words, identity=_identity(pk))
    except CaseError:
        # It was closed in this very moment.
        return False
    return True
