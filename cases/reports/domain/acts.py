"""What is done to a report: each verb once, in one transaction, with its event (S1.09, S1.10, S2.08, S2.09)."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.reports.checking.rules import Fault
from cases.reports.domain import telling
from cases.reports.domain.consolidating import below, figures_below
from cases.reports.domain.filling import figures_of, households_asked
from cases.reports.domain.judging import judge, unexplained
from cases.reports.domain.levels import next_level
from cases.reports.domain.storing import as_json, keep, remarks_of, table_of
from cases.reports.errors import ReportChanged, ReportRefused
from cases.reports.figures import Table
from cases.reports.machine import BY_VERB, MAKES, Side, is_allowed
from cases.reports.models import LockException, MonthlyReport, ReportEvent
from cases.reports.periods import is_open, last_day
from cases.reports.vocabulary import ON_ITS_WAY, Origin, ReportState, ReportVerb, Tier
from portal.actors import Actor, Officer, System
from portal.audit import services as audit
from portal.thai.dates import bangkok_today, format_date

LONGEST_EXCEPTION = dt.timedelta(days=60)


def sides_of(report: MonthlyReport, actor: Actor) -> frozenset[Side]:
    """Return how an officer stands to a report; nothing for whom no order lets make reports."""
    if not isinstance(actor, Officer) or not actor.functions & MAKES:
        return frozenset()
    mine, found = actor.organization.pk, set()
    if report.is_of(mine):
        found.add(Side.OWNER)
    if report.is_received_by(mine):
        found.add(Side.RECEIVER)
    return frozenset(found)


class _Act:
    """One verb on one report, whose row is locked."""

    def __init__(
        self, report: MonthlyReport, verb: ReportVerb, actor: Actor, *, token: uuid.UUID, version: int
    ):
        self.identity = str(uuid.uuid5(token, f"{verb}:{report.pk}"))
        self.report = (
            MonthlyReport.objects.select_for_update(of=("self",))
            .select_related("organization", "receiver")
            .get(pk=report.pk)
        )
        self.verb, self.actor = verb, actor
        self.is_done = ReportEvent.objects.filter(identity=self.identity).exists()
        if self.is_done:
            return
        if not isinstance(actor, System) and not is_allowed(
            verb, self.report.state, sides_of(self.report, actor)
        ):
            raise ReportRefused(_why_not(self.report, verb, actor))
        if self.report.version != version:
            raise ReportChanged

    def record(self, *, reason: str = "", figures: Table | None = None) -> MonthlyReport:
        """Change the state, count the version up, write the event."""
        report, line = self.report, BY_VERB[self.verb]
        before = report.state
        report.state = line.to or report.state
        report.version += 1
        report.save()
        sequence = report.events.count() + 1
        ReportEvent.objects.create(
            report=report,
            sequence=sequence,
            at=timezone.now(),
            actor_kind=self.actor.kind,
            user=self.actor.person,
            appointment=self.actor.appointment,
            organization=self.actor.organization,
            role=self.actor.role,
            verb=self.verb,
            from_state=before,
            to_state=report.state,
            reason=reason.strip()[:500],
            figures=as_json(figures) if figures is not None else {},
            identity=self.identity,
        )
        audit.record(actor=self.actor, action=f"report.{self.verb}", subject=f"report:{report.pk}")
        return report


def _why_not(report: MonthlyReport, verb: ReportVerb, actor: Actor) -> str:
    """Return in words why the table has no line for an act."""
    sides = sides_of(report, actor)
    if not sides:
        return str(_("รายงานนี้เป็นของหน่วยงานอื่น หรือคุณไม่มีคำสั่งแต่งตั้งให้รายงานผล"))
    if BY_VERB[verb].side not in sides:
        return str(_("ขั้นนี้เป็นหน้าที่ของอีกระดับหนึ่ง หน่วยงานของคุณทำแทนไม่ได้"))
    if report.state == ReportState.ACCEPTED:
        return str(_("รายงานนี้รับไว้แล้วและปิดการแก้ไข ขอให้ผู้ตรวจรับเปิดให้แก้ไขก่อน"))
    if report.state == ReportState.SUBMITTED:
        return str(_("รายงานนี้ส่งไปแล้วและรอตรวจรับ"))
    return str(_("ทำขั้นนี้ในสถานะปัจจุบันของรายงานไม่ได้"))


def is_locked(report: MonthlyReport) -> bool:
    """Say whether the next level has passed the month on, so that this report cannot move without an exception."""
    receiver = report.receiver
    if receiver is None or report.status.is_open:
        receiver = next_level(report) or receiver
    if receiver is None:
        return False
    passed_on = MonthlyReport.objects.filter(organization=receiver, month=report.month, state__in=ON_ITS_WAY)
    return passed_on.exists() and not report.exceptions.in_force(bangkok_today()).exists()


@transaction.atomic
def fill(*, report: MonthlyReport, actor: Actor, token: uuid.UUID, version: int) -> MonthlyReport:
    """Take the figures of the month from the register and the surveys; what was typed is replaced, remarks stay.

    Raises:
        ReportRefused: the month is not over, the report cannot be changed now, or it is the sum of others.
        ReportChanged: somebody else changed it meanwhile.
    """
    act = _Act(report, ReportVerb.FILL, actor, token=token, version=version)
    if act.is_done:
        return act.report
    _check_month(act.report)
    if act.report.tier != Tier.LOCAL:
        raise ReportRefused(_("รายงานรวมได้ตัวเลขจากรายงานที่รับแล้ว ไม่ต้องเติม"))
    table = figures_of(act.report.organization, act.report.month)
    keep(act.report, table, origin=Origin.REGISTER)
    keep(act.report, table, origin=Origin.REPORTED, remarks=remarks_of(act.report))
    found = households_asked(act.report.organization, act.report.month)
    if found.households:
        # Where nobody answered in the portal the households of a survey on paper stay as they were typed.
        act.report.surveyed, act.report.survey_needs = found.households, found.needing
    act.report.filled_at = timezone.now()
    return act.record(figures=table)


@transaction.atomic
def edit(
    *,
    report: MonthlyReport,
    actor: Officer,
    token: uuid.UUID,
    version: int,
    table: Table | None = None,
    line_remarks: Mapping[str, str] | None = None,
    remarks: str = "",
    surveyed: int | None = None,
    survey_needs: int | None = None,
) -> MonthlyReport:
    """Write figures and remarks. A consolidated report takes remarks alone.

    Raises:
        ReportRefused: as in `fill`; or more households with needs than were surveyed.
        ReportChanged: somebody else changed it meanwhile.
    """
    act = _Act(report, ReportVerb.EDIT, actor, token=token, version=version)
    if act.is_done:
        return act.report
    _check_month(act.report)
    if (survey_needs or 0) > (surveyed or 0):
        raise ReportRefused(_("ครัวเรือนที่พบความต้องการต้องไม่เกินครัวเรือนที่สำรวจ"), field="survey_needs")
    act.report.remarks = remarks.strip()
    if act.report.tier == Tier.LOCAL:
        act.report.surveyed, act.report.survey_needs = surveyed, survey_needs
        if table is not None:
            keep(act.report, table, origin=Origin.REPORTED, remarks=line_remarks)
    return act.record(figures=table)


@transaction.atomic
def submit(*, report: MonthlyReport, actor: Actor, token: uuid.UUID, version: int) -> MonthlyReport:
    """Send a report to the next level.

    Raises:
        ReportRefused: the month is not over or passed on already; figures do not agree or are not explained; below a
            consolidated report something waits to be decided on, or is missing without a word.
        ReportChanged: somebody else changed it meanwhile.
    """
    act = _Act(report, ReportVerb.SUBMIT, actor, token=token, version=version)
    if act.is_done:
        return act.report
    row = act.report
    _check_month(row)
    if is_locked(row):
        raise ReportRefused(_("หน่วยงานผู้ตรวจรับส่งรายงานของเดือนนี้ต่อไปแล้ว ต้องได้รับการผ่อนผันก่อน"))
    receiver = next_level(row)
    if receiver is None:
        raise ReportRefused(_("ทำเนียบยังไม่มีหน่วยงานที่จะรับรายงานนี้ โปรดแจ้งศูนย์"))
    table = _figures_to_send(row)
    now = timezone.now()
    row.receiver = receiver
    row.submitted_at = now
    if row.first_submitted_at is None:
        row.first_submitted_at, row.on_time = now, bangkok_today() <= row.due_on
    return act.record(figures=table)


def _figures_to_send(row: MonthlyReport) -> Table:
    """Return what is sent, or say why it cannot be."""
    if row.tier != Tier.LOCAL:
        parts = below(row)
        if parts.waiting:
            raise ReportRefused(_("มีรายงานที่ส่งมาแล้วยังไม่ได้ตรวจรับหรือส่งคืน ตรวจให้ครบก่อน"))
        if parts.missing and not row.remarks.strip():
            raise ReportRefused(_("ยังมีหน่วยงานที่ไม่ได้ส่ง เขียนหมายเหตุว่าเพราะเหตุใดก่อนส่ง"), field="remarks")
        table = figures_below(parts)
        keep(row, table, origin=Origin.REPORTED)
        return table
    found = judge(row)
    if any(one.fault.blocks for one in found):
        raise ReportRefused(_("ตัวเลขขัดกันเอง แก้ก่อนส่ง"))
    if left := unexplained(row, found):
        if any(one.fault is Fault.REGISTER for one in left):
            raise ReportRefused(_("ตัวเลขต่างจากทะเบียน เขียนเหตุผลในแถวนั้นก่อนส่ง"))
        raise ReportRefused(_("มีตัวเลขที่ควรตรวจ แก้ หรือเขียนหมายเหตุอธิบายก่อนส่ง"), field="remarks")
    return table_of(row)


@transaction.atomic
def recall(*, report: MonthlyReport, actor: Actor, token: uuid.UUID, version: int) -> MonthlyReport:
    """Take a report back that nobody has decided on yet; the day on which it was first sent stays.

    Raises:
        ReportRefused: it was decided on, or it is another organization's.
        ReportChanged: somebody else changed it meanwhile.
    """
    act = _Act(report, ReportVerb.RECALL, actor, token=token, version=version)
    return act.report if act.is_done else act.record()


@transaction.atomic
def accept(*, report: MonthlyReport, actor: Actor, token: uuid.UUID, version: int) -> MonthlyReport:
    """Accept a report: from now on its figures count, and are locked.

    Raises:
        ReportRefused: it is not one's own to accept, or was not sent.
        ReportChanged: somebody else changed it meanwhile.
    """
    act = _Act(report, ReportVerb.ACCEPT, actor, token=token, version=version)
    if act.is_done:
        return act.report
    act.report.accepted_at = timezone.now()
    return act.record(figures=table_of(act.report))


@transaction.atomic
def give_back(
    *, report: MonthlyReport, actor: Actor, token: uuid.UUID, version: int, reason: str
) -> MonthlyReport:
    """Give a report back to be mended, with a reason.

    Raises:
        ReportRefused: it is not one's own to decide on, or there is no reason.
        ReportChanged: somebody else changed it meanwhile.
    """
    return _open_again(ReportVerb.RETURN, report, actor, token, version, reason)


@transaction.atomic
def reopen(
    *, report: MonthlyReport, actor: Actor, token: uuid.UUID, version: int, reason: str
) -> MonthlyReport:
    """Open an accepted report again, with a reason; its figures do not count until it is accepted anew.

    Raises:
        ReportRefused: the month was passed on and there is no exception, or there is no reason.
        ReportChanged: somebody else changed it meanwhile.
    """
    return _open_again(ReportVerb.REOPEN, report, actor, token, version, reason)


def _open_again(
    verb: ReportVerb, report: MonthlyReport, actor: Actor, token: uuid.UUID, version: int, reason: str
) -> MonthlyReport:
    act = _Act(report, verb, actor, token=token, version=version)
    if act.is_done:
        return act.report
    _check_reason(reason)
    if verb is ReportVerb.REOPEN:
        if is_locked(act.report):
            raise ReportRefused(_("ส่งรายงานรวมของเดือนนี้ไปแล้ว ดึงกลับหรือผ่อนผันให้หน่วยงานนี้ก่อน"))
        act.report.accepted_at = None
    row = act.record(reason=reason)
    telling.tell(row, "report_returned" if verb is ReportVerb.RETURN else "report_reopened", str(row.version))
    return row


@transaction.atomic
def grant_exception(
    *,
    report: MonthlyReport,
    actor: Officer,
    token: uuid.UUID,
    version: int,
    until: dt.date,
    reason: str,
) -> MonthlyReport:
    """Let one organization send or change its report although the month was passed on, until a day.

    Raises:
        ReportRefused: the day has passed or lies too far ahead, or there is no reason.
        ReportChanged: somebody else changed it meanwhile.
    """
    act = _Act(report, ReportVerb.EXCEPT, actor, token=token, version=version)
    if act.is_done:
        return act.report
    _check_reason(reason)
    today = bangkok_today()
    if not today <= until <= today + LONGEST_EXCEPTION:
        raise ReportRefused(
            _("เลือกวันตั้งแต่วันนี้ถึง %(last)s") % {"last": format_date(today + LONGEST_EXCEPTION)},
            field="until",
        )
    LockException.objects.create(
        report=act.report, until=until, reason=reason.strip()[:500], granted_by=actor.person
    )
    row = act.record(reason=reason)
    telling.tell(row, "report_excepted", str(row.version))
    return row


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise ReportRefused(_("เขียนเหตุผล"), field="reason")


def _check_month(report: MonthlyReport) -> None:
    if not is_open(report.month, bangkok_today()):
        raise ReportRefused(
            _("งวดนี้ยังไม่เปิด รายงานได้หลังวันที่ %(day)s") % {"day": format_date(last_day(report.month))}
        )
