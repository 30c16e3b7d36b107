"""What waits beside the stage of a case, each with who has to do what by when and how late it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from cases.desk.due import Due, due_of
from cases.desk.names import brief
from cases.desk.statuses import Status, waiting_status
from cases.domain.view import Part
from cases.domain.view.parts import Due as Running
from cases.machine.vocabulary import ALIVE, ApprovalSubject, WaitingKind, WaitingState
from portal.organizations.models import Organization
from portal.thai.dates import format_date


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """One thing that waits.

    Attributes:
        what: in words.
        who: where it waits.
        status: how it stands.
        dues: what has to be done about it; empty where nothing has a deadline.
        note: what else matters; "" for nothing.
    """

    what: str
    who: str
    status: Status
    dues: tuple[Due, ...]
    note: str


def _described(view: Part) -> Iterator[tuple[int, int, WaitingState, WaitingRow]]:
    """Yield what waits or waited: its number, where it waits, its state, and how it is shown."""
    for sent in view.referrals:
        if sent.mode != WaitingKind.INFORM:
            yield (
                sent.number,
                sent.target.pk,
                sent.state,
                _row(str(sent.mode.label), sent.target, sent.state, sent.request),
            )
    for one in view.waits:
        what, note = str(one.kind.label), one.text
        if one.kind == WaitingKind.APPROVAL:
            what = f"{what}: {ApprovalSubject(one.subject).label}"
            note = _("ผู้แจ้งคัดค้าน") if one.disputed else ""
        if one.due_on is not None:
            what = f"{what} {format_date(one.due_on)}"
        yield one.number, one.organization.pk, one.state, _row(what, one.organization, one.state, note)


def _row(what: str, where: Organization, state: WaitingState, note: str) -> WaitingRow:
    return WaitingRow(what, brief(where), waiting_status(state), (), note)


def waiting_rows(view: Part, now: dt.datetime) -> list[WaitingRow]:
    """Return what waits, what is due first coming first.

    Args:
        view: what the reader may know of it.
        now: the time of the page.
    """
    by_row: dict[int, list[Running]] = {}
    for duty in view.dues:
        by_row.setdefault(duty.waiting, []).append(duty)
    found = [
        # Its deadline needs no name beside it where the row waits.
        replace(row, dues=tuple(due_of(duty, now, owner) for duty in by_row.get(number, [])))
        for number, owner, state, row in _described(view)
        if state in ALIVE
    ]
    return sorted(found, key=lambda one: min((due.at for due in one.dues), default=now + FAR))


FAR = dt.timedelta(days=36500)
