"""The second look: *died* and *wrong number* count when another person confirms them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cases.calls.domain.ending import standing_of
from cases.calls.domain.rights import may_call
from cases.calls.domain.rules import after_look
from cases.calls.models import CallRow, Look
from cases.calls.vocabulary import RowState
from cases.domain.working import add_note
from cases.errors import CaseChanged, GuardFailed, NotAllowed
from cases.models import Case
from cases.vocabulary import CallOutcome, Visibility

if TYPE_CHECKING:
    from portal.actors import Officer

OTHER_PERSON = _("คนที่โทรยืนยันเองไม่ได้ ให้อีกคนหนึ่งดู")


def may_look(row: CallRow, actor: Officer) -> bool:
    """Whether somebody is the second person for a row."""
    return (
        may_call(actor)
        and row.calls.organization_id == actor.organization.pk
        and row.state == RowState.LOOK
        and row.coded_by_id != actor.person.pk
    )


@transaction.atomic
def look(*, row: CallRow, actor: Officer, confirmed: bool, note: str, token: UUID) -> CallRow:
    """Confirm what a call said, or let somebody call again. The same token is the same look.

    Args:
        row: that waits for a second look.
        actor: another person than the one who called.
        confirmed: it is so.
        note: by what that is known; required.
        token: one for each form.

    Raises:
        NotAllowed: somebody who does not call.
        CaseChanged: somebody else looked already.
        GuardFailed: the same person, or no reason.
    """
    locked = CallRow.objects.select_for_update(of=("self",)).select_related("calls").get(pk=row.pk)
    token = uuid5(token, f"look:{locked.pk}")
    if Look.objects.filter(token=token, row=locked).exists():
        return locked
    if not may_call(actor) or locked.calls.organization_id != actor.organization.pk:
        raise NotAllowed("call")
    if locked.state != RowState.LOOK or locked.coded_by is None:
        raise CaseChanged
    if locked.coded_by_id == actor.person.pk:
        raise GuardFailed(OTHER_PERSON)
    case = Case.objects.visible_to(actor, among=Q(pk=locked.case_id)).first()
    if case is None:
        raise NotAllowed("call")
    if not note.strip():
        raise GuardFailed(_("เขียนสั้น ๆ ว่ารู้ได้อย่างไร"), field="note")
    now, code = timezone.now(), CallOutcome(locked.code)
    Look.objects.create(
        row=locked,
        code=code,
        confirmed=confirmed,
        at=now,
        by=actor.person,
        coded_by=locked.coded_by,
        token=token,
    )
    with translation.override("th"):
        words = (
            gettext("ยืนยันผลการโทร “%(code)s”: %(note)s")
            if confirmed
            else gettext("ไม่ยืนยันผลการโทร “%(code)s” ให้โทรใหม่: %(note)s")
        )
        text = words % {"code": code.label, "note": note.strip()}
    add_note(
        case=case,
        actor=actor,
        text=text,
        readers=Visibility.SHARED,
        identity=str(uuid5(token, f"look:{case.reference}")),
    )
    after = after_look(standing_of(locked), confirmed, now)
    locked.state, locked.code, locked.next_at, locked.changed_at = after.state, after.code, after.next_at, now
    locked.coded_by = locked.coded_by if confirmed else None
    locked.save()
    return locked
