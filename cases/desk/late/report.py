"""The report to the governor: who is late with what since when, who was told, and what was found out (S2.48)."""

from __future__ import annotations

import datetime as dt

from django.utils import translation

from cases.desk.due import span_words
from cases.domain.late import alarms_of
from cases.models import Duty, LateFinding
from cases.vocabulary import AlarmPurpose
from portal.actors import Officer
from portal.letters.kinds.lateness import LatenessReport, Step
from portal.organizations.models import Organization
from portal.thai.dates import format_date, format_datetime, to_bangkok


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
        findings = LateFinding.objects.filter(alarm__in=alarms).select_related("organization").order_by("at")
        return LatenessReport(
            addressee=governor,
            issuer=actor.organization.display_name,
            issued_on=to_bangkok(now).date(),
            reference=duty.case.reference,
            facts=(
                ("หน่วยงานที่ต้องดำเนินการ", duty.organization.display_name),
                ("สิ่งที่ต้องทำ", str(duty.get_kind_display())),
                ("เกินกำหนดตั้งแต่", format_datetime(since, "long")),
                ("ล่าช้ามาแล้ว", span_words(now - since)),
            ),
            steps=tuple(
                Step(
                    level=str(alarm.level),
                    rang=format_datetime(alarm.fired_at),
                    told=", ".join(body.display_name for body in told[alarm.level]),
                )
                for alarm in alarms
            ),
            findings=tuple(
                f"{format_date(to_bangkok(one.at).date())} {one.organization.display_name}: {one.get_cause_display()}"
                for one in findings
            ),
        )
