"""What waits beside the stage of a case, each with who has to do what by when and how late it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.desk.due import Due, due_of
from cases.desk.names import brief
from cases.desk.statuses import Status, waiting_status
from cases.domain.offices import CaseOffices
from cases.domain.view import Part
from cases.domain.view.parts import Due as Running
from cases.domain.view.parts import Sent
from cases.machine.act import Situation
from cases.machine.offices import can_act
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
        outside_url: page from which an organization without a sign-in is reached; "" for everybody else.
        together: what went out with it: the person is brought somewhere first (S2.41).
    """

    what: str
    who: str
    status: Status
    dues: tuple[Due, ...]
    note: str
    outside_url: str = ""
    together: tuple[WaitingRow, ...] = ()


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


def waiting_rows(view: Part, now: dt.datetime, situation: Situation) -> list[WaitingRow]:
    """Return what waits, what is due first coming first.

    Args:
        view: what the reader may know of it.
        now: the time of the page.
        situation: of the reader; with it the holder is led to where organizations without a sign-in are reached.
    """
    if isinstance(situation.offices, CaseOffices):
        situation.offices.look_at(sent.target for sent in view.referrals)
    by_row: dict[int, list[Running]] = {}
    for duty in view.dues:
        by_row.setdefault(duty.waiting, []).append(duty)
    sent_by_number = {sent.number: sent for sent in view.referrals}
    found: dict[int, WaitingRow] = {}
    with_handover: dict[int, list[int]] = {}
    for number, owner, state, row in _described(view):
        if state not in ALIVE:
            continue
        sent = sent_by_number.get(number)
        if sent is not None:
            row = replace(row, outside_url=_outside_url(view, sent, situation))
        if sent is not None and sent.beside:
            row = replace(row, what=_("พาตัวไปก่อน"))
            with_handover.setdefault(sent.beside, []).append(number)
        # Its deadline needs no name beside it where the row waits.
        found[number] = replace(row, dues=tuple(due_of(duty, now, owner) for duty in by_row.get(number, [])))
    return sorted(
        _as_one(found, with_handover), key=lambda one: min((due.at for due in one.dues), default=now + FAR)
    )


def _as_one(found: dict[int, WaitingRow], with_handover: dict[int, list[int]]) -> list[WaitingRow]:
    """Put what went out together under its handover, as long as that waits too."""
    below = {part for handover, parts in with_handover.items() if handover in found for part in parts}
    return [
        replace(row, together=tuple(found[part] for part in with_handover.get(number, ())))
        for number, row in found.items()
        if number not in below
    ]


def _outside_url(view: Part, sent: Sent, situation: Situation) -> str:
    """Return where the holder reaches an organization in which nobody signs in; "" for everything else."""
    if situation.by.organization != view.holder.pk or can_act(situation.change(), sent.target.pk):
        return ""
    return reverse("desk:outside", kwargs={"reference": view.reference, "number": sent.number})


FAR = dt.timedelta(days=36500)
