"""Who may do what with call lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from cases.calls.models import CallList
from portal.accounts.functions import Function
from portal.organizations.domain.heirs import Rows

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from portal.actors import Officer

CALLERS = frozenset({Function.INTAKE, Function.WORK, Function.FIELD})
MAKERS = frozenset({Function.INTAKE, Function.WORK})


def lists_of(actor: Officer) -> QuerySet[CallList]:
    """Return the lists of one's own organization; to everybody else they do not exist."""
    if not actor.works_on_cases:
        return CallList.objects.none()
    return CallList.objects.filter(organization=actor.organization.pk).select_related("event", "by")


def may_call(actor: Officer) -> bool:
    """Whether somebody takes numbers: who takes requests in, works on them or is in the field (verbs call:*)."""
    return bool(actor.functions & CALLERS)


def may_make(actor: Officer) -> bool:
    """Whether somebody makes lists and ends them (make_call_list)."""
    return bool(actor.functions & MAKERS)


PASSED = Rows(
    name="call lists",
    words=_("มีรายการโทรที่ยังไม่ปิด %(count)d รายการ จะโอนให้หน่วยงานที่สืบต่อ ถ้าไม่มีจะโอนให้ศูนย์ปฏิบัติการร่วม"),
    of=lambda organization: CallList.objects.filter(organization=organization, ended_at=None),
)
"""What goes on when an organization ends: people wait to be called, and their cases go the same way."""
