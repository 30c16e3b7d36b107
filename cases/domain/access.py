"""Access whose time is over: broken glass after four hours, the rest 90 days after closing."""

from __future__ import annotations

from django.db.models import Q
from django.utils import timezone

from cases.domain.act import act_on
from cases.errors import CaseError
from cases.machine.verbs.watching import GLASS_OPEN, READ_AFTER_CLOSING
from cases.machine.vocabulary import GrantReason, Verb
from cases.models import Case, Grant
from portal.actors import System


def cases_with_expired_grants() -> list[int]:
    """Return the cases in which a reason to read has run out."""
    now = timezone.now()
    glass = Q(reason=GrantReason.BREAK_GLASS, since__lte=now - GLASS_OPEN)
    closed = Q(case__closed_at__lte=now - READ_AFTER_CLOSING) & ~Q(reason=GrantReason.BREAK_GLASS)
    over = Grant.objects.filter(glass | closed, until__isnull=True)
    return list(over.order_by("case_id").values_list("case_id", flat=True).distinct())


def expire_grants(pk: int) -> bool:
    """End what has run out in one case; returns whether anything did."""
    case = Case.objects.get(pk=pk)
    try:
        with act_on(verb=Verb.EXPIRE_GRANT, case=case, actor=System()) as act:
            act.record()
    except CaseError:
        return False
    return bool(act.effects)
