"""What a row of the list says: the reference, who is late with what since when, and how far the alarm has climbed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from django.db.models import Max
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.desk.due import span_words
from cases.desk.names import brief
from cases.desk.statuses import Status
from cases.machine.lateness import LEVELS
from cases.machine.vocabulary import Verb
from cases.models import Alarm, AlarmNotice, CaseEvent, Duty
from cases.vocabulary import AlarmPurpose
from portal.actors import Officer

Key: TypeAlias = tuple[int, int, int]
"""Case, chain and organization."""
LEVEL_WORDS: dict[int, Status] = {
    1: Status(gettext_lazy("ระดับ 1 หัวหน้าหน่วยงาน"), "info"),
    2: Status(gettext_lazy("ระดับ 2 หน่วยงานกำกับ"), "warn"),
    3: Status(gettext_lazy("ระดับ 3 จังหวัด"), "danger"),
}


@dataclass(frozen=True, slots=True)
class LateRow:
    """One duty that is late.

    Attributes:
        pk: of the duty.
        reference: of the case; never a link, for whoever was told may not read it by that.
        organization: who is late.
        what: what has to be done.
        since: since when it is late.
        span: "เกินกำหนด 3 วัน".
        ended_at: when it ended; None while it is late still.
        status: the level of the alarm, in words with its tone.
        urged_at: when our organization pressed for it last.
        may_urge: we may press for it.
        may_find_out: we write down why it is late.
        has_report: the report to the governor can be printed.
    """

    pk: int
    reference: str
    organization: str
    what: str | Promise
    since: dt.datetime
    span: str
    ended_at: dt.datetime | None
    status: Status
    urged_at: dt.datetime | None
    may_urge: bool
    may_find_out: bool
    has_report: bool


def _key(of: Duty | Alarm) -> Key:
    return of.case_id, of.chain, of.organization_id


def late_rows(duties: Sequence[Duty], actor: Officer, now: dt.datetime) -> list[LateRow]:
    """Return the rows of one page; three queries, however many rows there are.

    Args:
        duties: of `late_known_to` or `ended_known_to`, with case and organization.
        actor: who reads the list.
        now: the time of the page.
    """
    cases = {duty.case_id for duty in duties}
    since = {_key(duty): duty.late_from or duty.due_at for duty in duties}
    levels: dict[Key, int] = {}
    for alarm in Alarm.objects.filter(case__in=cases):
        # What rang before a later time was approved says nothing of how late it is now.
        if alarm.late_since >= since.get(key := _key(alarm), alarm.late_since):
            levels[key] = max(levels.get(key, 0), alarm.level)
    told: dict[Key, set[tuple[int, str]]] = {}
    for notice in AlarmNotice.objects.filter(
        alarm__case__in=cases, organization=actor.organization.pk
    ).select_related("alarm"):
        if notice.alarm.late_since >= since.get(key := _key(notice.alarm), notice.alarm.late_since):
            told.setdefault(key, set()).add((notice.alarm.level, notice.purpose))
    urges = CaseEvent.objects.filter(case__in=cases, verb=Verb.URGE, organization=actor.organization.pk)
    urged = dict(urges.order_by().values_list("case").annotate(last=Max("at")))
    return [_row(duty, actor, now, levels, told, urged.get(duty.case_id)) for duty in duties]


def _row(
    duty: Duty,
    actor: Officer,
    now: dt.datetime,
    levels: dict[Key, int],
    told: dict[Key, set[tuple[int, str]]],
    urged_at: dt.datetime | None,
) -> LateRow:
    key = _key(duty)
    level, reasons = levels.get(key, 1), told.get(key, set())
    is_ours = duty.organization_id == actor.organization.pk
    purposes = {purpose for _level, purpose in reasons}
    since = duty.late_from or duty.due_at
    return LateRow(
        pk=duty.pk,
        reference=duty.case.reference,
        organization=brief(duty.organization),
        what=duty.get_kind_display(),
        since=since,
        span=_("เกินกำหนด %(span)s") % {"span": span_words((duty.ended_at or now) - since)},
        ended_at=duty.ended_at,
        status=LEVEL_WORDS[level],
        urged_at=urged_at,
        may_urge=duty.is_running and not is_ours and bool(purposes & {AlarmPurpose.ACT, AlarmPurpose.KNOW}),
        may_find_out=(LEVELS, AlarmPurpose.ACT) in reasons,
        has_report=any(told_level == LEVELS for told_level, _purpose in reasons),
    )
