"""What comes round every minute: numbers that fall out of hands, cases that closed, units that went, events that ended."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.calls.domain.rights import may_make
from cases.calls.domain.taking import NO_LEASE, let_go
from cases.calls.models import CallList, CallRow
from cases.calls.vocabulary import Reason, RowState
from cases.errors import GuardFailed, NotAllowed
from cases.machine.vocabulary import Stage, Verb
from cases.models import CaseEvent
from cases.vocabulary import CallOutcome
from portal.actors import Officer
from portal.audit import services as audit


def follow() -> int:
    """Let rows follow what happened elsewhere; returns how many changed. Running it twice or late changes nothing more."""
    with transaction.atomic():
        gone = let_go()
    return gone + _closed() + _sent() + _events()


def _closed() -> int:
    """A case that is closed is called no more; what was said to be so is still looked at."""
    rows = CallRow.objects.filter(
        state__in=(RowState.WAITING, RowState.VISIT), leased_by=None, case__stage=Stage.CLOSED
    ).exclude(code=CallOutcome.NEEDS)
    return _leave(rows.values_list("pk", flat=True), Reason.CLOSED)


def _sent() -> int:
    """Whoever was to be visited is, once a unit is sent."""
    sent = CaseEvent.objects.filter(
        case=OuterRef("case"),
        verb__in=(Verb.DISPATCH, Verb.SET_OUT, Verb.ARRIVE),
        at__gte=OuterRef("changed_at"),
    )
    rows = CallRow.objects.filter(Exists(sent), state=RowState.VISIT, leased_by=None)
    return rows.update(state=RowState.DONE, code=Reason.UNIT_SENT, next_at=None, changed_at=timezone.now())


def _events() -> int:
    """When an event has ended its rows are withdrawn, but for those in danger; a list without open rows ends with it."""
    lists = CallList.objects.filter(ended_at=None, event__ended_at__isnull=False)
    ordinary = CallRow.objects.open().filter(calls__in=lists, urgent=False, leased_by=None)
    count = _leave(ordinary.exclude(state=RowState.LOOK).values_list("pk", flat=True), Reason.EVENT_ENDED)
    busy = CallRow.objects.open().filter(calls=OuterRef("pk"))
    over = CallList.objects.filter(pk__in=lists.exclude(Exists(busy)).values("pk"))
    return count + over.update(ended_at=timezone.now())


def _leave(rows: object, reason: Reason) -> int:
    found = CallRow.objects.filter(pk__in=list(rows)[:5_000])  # type: ignore[call-overload]
    still = found.filter(state__in=(RowState.WAITING, RowState.ASKED, RowState.VISIT))
    return still.update(state=RowState.LEFT, code=reason, next_at=None, changed_at=timezone.now(), **NO_LEASE)


@transaction.atomic
def end_list(*, calls: CallList, actor: Officer) -> CallList:
    """End a list; whoever was not reached is not called any more. Twice ends once.

    No list ends over somebody in danger, nor over a word that waits for a second look.

    Args:
        calls: of the actor's organization.
        actor: who takes requests in or works on them.

    Raises:
        NotAllowed: for anybody else.
        GuardFailed: somebody in danger was not reached, or a second look is missing.
    """
    if not may_make(actor) or calls.organization_id != actor.organization.pk:
        raise NotAllowed("end_call_list")
    locked = CallList.objects.select_for_update().get(pk=calls.pk)
    if locked.ended_at is not None:
        return locked
    rows = CallRow.objects.select_for_update().filter(calls=locked)
    still = list(rows.open().filter(Q(urgent=True) | Q(state=RowState.LOOK)).values_list("urgent", flat=True))
    if any(still):
        raise GuardFailed(
            _("ยังปิดไม่ได้ มีผู้มีอันตรายหรือวิกฤต %(number)d รายที่ยังไม่ถึงตัว โทรหรือส่งหน่วยก่อน") % {"number": sum(still)}
        )
    if still:
        raise GuardFailed(_("ยังปิดไม่ได้ มี %(number)d รายที่รอคนที่สองยืนยัน") % {"number": len(still)})
    _leave(rows.open().values_list("pk", flat=True), Reason.LIST_ENDED)
    locked.ended_at, locked.ended_by = timezone.now(), actor.person
    locked.save()
    audit.record(actor=actor, action="calls.end", subject=f"calls:{locked.pk}")
    return locked
