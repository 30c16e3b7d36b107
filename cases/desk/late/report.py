"""The report to the governor: who is late with what since when, who was told, and what was found out (S2.48)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db.models import Count, Max, QuerySet
from django.utils import translation

from cases.desk.due import span_words
from cases.domain.late import alarms_of
from cases.machine.vocabulary import DutyEnd, Verb
from cases.models import CaseEvent, Duty, LateFinding
from cases.vocabulary import AlarmPurpose
from portal.actors import Officer
from portal.letters.kinds.lateness import MOST_FINDINGS, LatenessReport, Step
from portal.letters.letterhead import letterhead_of
from portal.organizations.models import Organization
from portal.thai.dates import format_date, format_datetime, to_bangkok

HOW_IT_ENDED = {
    DutyEnd.DONE: "หน่วยงานดำเนินการแล้ว",
    DutyEnd.SUPERSEDED: "หน่วยงานอื่นรับไปดำเนินการแทน หรือมีกำหนดใหม่",
    DutyEnd.SUSPENDED: "หยุดรอคำตอบจากผู้แจ้ง",
    DutyEnd.WITHDRAWN: "หน่วยงานนี้ไม่ต้องดำเนินการแล้ว",
}
"""By what something ended that was late, for a reader who knows nothing of the portal."""


def report_on(duty: Duty, actor: Officer, now: dt.datetime) -> LatenessReport:
    """Return the report on something late, in Thai whatever language the page has.

    Args:
        duty: with its case and organization.
        actor: for whose organization it is printed.
        now: the time of the report.
    """
    with translation.override("th"):
        alarms = alarms_of(duty)
        since = alarms[0].late_since if alarms else duty.due_at
        told: dict[int, list[Organization]] = {alarm.level: [] for alarm in alarms}
        governor = "ผู้ว่าราชการจังหวัด"
        for alarm in alarms:
            for notice in alarm.notices.select_related("organization").order_by("pk"):
                told[alarm.level].append(notice.organization)
                if notice.purpose == AlarmPurpose.REPORT:
                    governor = notice.organization.display_name
        organization = actor.organization
        head = letterhead_of(organization)
        return LatenessReport(
            addressee=governor,
            issuer=actor.organization.display_name,
            issued_on=to_bangkok(now).date(),
            reference=duty.case.reference,
            facts=(
                ("หน่วยงานที่ต้องดำเนินการ", duty.organization.display_name),
                ("สิ่งที่ต้องทำ", str(duty.get_kind_display())),
                ("เกินกำหนดตั้งแต่", format_datetime(since, "long")),
                *_how_long(duty, since, now),
            ),
            steps=tuple(
                Step(
                    level=str(alarm.level),
                    rang=format_datetime(alarm.fired_at),
                    told=", ".join(body.display_name for body in told[alarm.level]),
                )
                for alarm in alarms
            ),
            findings=_findings(LateFinding.objects.filter(alarm__in=alarms)),
            urged=_urged(duty),
            is_over=not duty.is_running,
            code=organization.letter_code or organization.short_name or organization.name_th,
            phones=head.phones or organization.phone,
            signatory=head.signatory,
            position=head.position,
            acting=(head.acting, head.acting_for) if head.acting_for else (),
        )


def _how_long(duty: Duty, since: dt.datetime, now: dt.datetime) -> Iterator[tuple[str, str]]:
    """Yield how long it is late; of what ended, how long it was, when it ended and by what."""
    yield "ล่าช้ามาแล้ว" if duty.ended_at is None else "ล่าช้ารวม", span_words((duty.ended_at or now) - since)
    if duty.ended_at is not None:
        yield "สิ้นสุดเมื่อ", f"{format_datetime(duty.ended_at, 'long')} ({HOW_IT_ENDED[DutyEnd(duty.how)]})"


def _findings(found: QuerySet[LateFinding]) -> tuple[str, ...]:
    """Return the newest findings, the oldest of them first, and how many more there are; a sentence when there is none."""
    rows = list(found.select_related("organization").order_by("-at")[: MOST_FINDINGS + 1])
    if not rows:
        return ("ยังไม่มีหน่วยงานใดบันทึกข้อเท็จจริงที่ตรวจพบ",)
    sentences = [
        f"{format_date(to_bangkok(one.at).date())} {one.organization.display_name}: {one.get_cause_display()}"
        for one in reversed(rows[:MOST_FINDINGS])
    ]
    if len(rows) > MOST_FINDINGS:
        sentences[0] = f"ก่อนหน้านี้มีบันทึกอีก {found.count() - MOST_FINDINGS + 1} รายการ"
    return tuple(sentences)


def _urged(duty: Duty) -> str:
    """Return how often somebody pressed for it, and when last."""
    urges = CaseEvent.objects.filter(case=duty.case, verb=Verb.URGE)
    told = urges.aggregate(count=Count("pk"), last=Max("at"))
    if not told["count"]:
        return "ยังไม่มีหน่วยงานใดบันทึกการเร่งรัด"
    return f"มีการเร่งรัดแล้ว {told['count']} ครั้ง ครั้งล่าสุดเมื่อ {format_datetime(told['last'], 'long')}"
