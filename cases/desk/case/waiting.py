"""What waits beside the stage of a case, each with who has to do what by when and how late it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.desk.due import Due, due_of
from cases.desk.names import brief
from cases.desk.statuses import Status, waiting_status
from cases.domain.offices import CaseOffices
from cases.machine.act import Situation
from cases.machine.offices import can_act
from cases.machine.vocabulary import ALIVE, WaitingKind, WaitingState
from cases.models import Approval, Case, CommitteeItem, Duty, FollowUp, Question, Referral, Visit
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


def prefetches() -> list[Prefetch]:
    """What `waiting_rows` reads, one query a table however much waits."""
    tables: tuple[tuple[str, Any], ...] = (
        ("questions", Question),
        ("approvals", Approval),
        ("follow_ups", FollowUp),
        ("visits", Visit),
        ("committee_items", CommitteeItem),
    )
    return [Prefetch(name, queryset=table.objects.select_related("organization")) for name, table in tables]


def _described(case: Case) -> Iterator[tuple[Any, str, str, str]]:
    """Yield each row with what it is, where it waits, and what else matters."""
    for referral in case.referrals.all():
        if referral.mode != WaitingKind.INFORM:
            yield referral, str(referral.get_mode_display()), brief(referral.target), referral.request
    for question in case.questions.all():
        yield question, str(WaitingKind.QUESTION.label), brief(question.organization), question.text
    for approval in case.approvals.all():
        what = f"{WaitingKind.APPROVAL.label}: {approval.get_subject_display()}"
        yield approval, what, brief(approval.organization), _("ผู้แจ้งคัดค้าน") if approval.disputed else ""
    for follow_up in case.follow_ups.all():
        what = f"{WaitingKind.FOLLOW_UP.label} {format_date(follow_up.due_on)}"
        yield follow_up, what, brief(follow_up.organization), ""
    for visit in case.visits.all():
        yield visit, str(WaitingKind.VISIT.label), brief(visit.organization), ""
    for item in case.committee_items.all():
        yield item, str(WaitingKind.COMMITTEE_ITEM.label), brief(item.organization), ""


def waiting_rows(
    case: Case, duties: Iterable[Duty], now: dt.datetime, situation: Situation | None = None
) -> list[WaitingRow]:
    """Return what waits, what is due first coming first.

    Args:
        case: loaded with `prefetches` and its referrals.
        duties: the running ones, with their organizations.
        now: the time of the page.
        situation: of the reader; with it the holder is led to where organizations without a sign-in are reached.
    """
    if situation is not None and isinstance(situation.offices, CaseOffices):
        situation.offices.look_at(row.target for row in case.referrals.all())
    by_row: dict[int, list[Duty]] = {}
    for duty in duties:
        by_row.setdefault(duty.waiting, []).append(duty)
    found: dict[int, WaitingRow] = {}
    with_handover: dict[int, list[int]] = {}
    for row, what, who, note in _described(case):
        if WaitingState(row.state) not in ALIVE:
            continue
        dues = tuple(due_of(duty, now, row_owner(row)) for duty in by_row.get(row.number, []))
        url = _outside_url(case, row, situation)
        if beside := getattr(row, "beside", None):
            what = _("พาตัวไปก่อน")
            with_handover.setdefault(beside.number, []).append(row.number)
        found[row.number] = WaitingRow(what, who, waiting_status(WaitingState(row.state)), dues, note, url)
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


def _outside_url(case: Case, row: Any, situation: Situation | None) -> str:
    """Return where the holder reaches an organization in which nobody signs in; "" for everything else."""
    if situation is None or situation.by.organization != case.holder_id or not isinstance(row, Referral):
        return ""
    if can_act(situation.change(), row.target_id):
        return ""
    return reverse("desk:outside", kwargs={"reference": case.reference, "number": row.number})


FAR = dt.timedelta(days=36500)


def row_owner(row: Any) -> int:
    """Return the organization where a row waits: its deadline needs no name beside it."""
    owner: int = row.target_id if hasattr(row, "target_id") else row.organization_id
    return owner
