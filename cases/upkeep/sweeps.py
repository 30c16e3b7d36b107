"""What work that comes round should have done, and what waits for people longer than it should."""

from __future__ import annotations

import datetime as dt

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from cases.committee.models import Meeting
from cases.committee.vocabulary import MeetingState
from cases.consultation.models import Consultation
from cases.consultation.vocabulary import ConsultationState
from cases.data_rights.models import RightsRequest
from cases.data_rights.vocabulary import RequestState
from cases.machine.vocabulary import ALIVE, WaitingState
from cases.models import (
    Case,
    CaseFile,
    Duty,
    ListedCase,
    ListName,
    Question,
    RetentionHold,
    RetentionRelease,
    Visit,
)
from cases.models.case_file import Scan
from cases.reports.models import MonthlyReport
from cases.reports.periods import month_before, month_of
from cases.reports.vocabulary import ReportState
from cases.statistics.models import ApiToken, PublishedMonth
from cases.surveys.models import Household
from portal.accounts.functions import Function
from portal.accounts.models import Appointment
from portal.organizations.models import Organization
from portal.upkeep.registry import NOTHING, Found, Look, Severity, check, rows, when

_WORKER = _("เริ่มโปรแกรมเบื้องหลังใหม่ แล้วดู “manage.py queue” งานนี้ทำเองทุกนาที")


@check(Severity.TODAY, _("การแจ้งเตือนเรื่องล่าช้าไม่ดังตามเวลา"), _WORKER)
def alarms_silent(look: Look) -> Found:
    """A duty's alarm was due an hour ago and nobody looked (R10)."""
    late = Duty.objects.running().filter(next_alarm_at__lt=look.ago(hours=1))
    return rows(late, "case__reference")


@check(
    Severity.TODAY,
    _("เรื่องอยู่ในที่ที่ไม่มีผู้ใดตอบได้"),
    _("เปิดรายการ “ไม่มีผู้ตอบได้” ที่โต๊ะทำงานของสถานที่กลาง แล้วส่งต่อหรือทำแทน"),
)
def cases_nobody_can_answer(look: Look) -> Found:
    """Work lies with an organization in which nobody can sign in, for more than a day (R21)."""
    stuck = ListedCase.objects.filter(list=ListName.NOBODY, due_at__lt=look.now)
    return rows(stuck, "case__reference")


@check(Severity.TODAY, _("คำถามถึงผู้แจ้งพ้นกำหนดแล้วยังไม่เดินต่อ"), _WORKER)
def questions_not_ended(look: Look) -> Found:
    """The time to answer is over and the work still stands still."""
    late = Question.objects.filter(state=WaitingState.OPEN, until__lt=look.ago(hours=1))
    return rows(late, "case__reference")


@check(
    Severity.TODAY,
    _("หน่วยงานที่มีเรื่องค้างแต่ไม่มีเจ้าหน้าที่"),
    _("ออกคำสั่งแต่งตั้งให้หน่วยงานนั้น หรือส่งเรื่องต่อ ระบบส่งคืนให้สถานที่กลางเองเมื่อทำได้"),
)
def organizations_without_people(look: Look) -> Found:
    """An organization holds open cases and nobody in it works on cases (R21)."""
    return rows(_busy().exclude(pk__in=_staffed(look, Function.INTAKE, Function.WORK)))


@check(
    Severity.PLAN,
    _("หน่วยงานที่มีเรื่องค้างแต่ไม่มีผู้อนุมัติ"),
    _("ออกคำสั่งแต่งตั้งผู้บังคับบัญชาหรือผู้ทำการแทนให้หน่วยงานนั้น"),
)
def organizations_without_head(look: Look) -> Found:
    """An organization holds open cases and nobody in it may decide."""
    return rows(_busy().exclude(pk__in=_staffed(look, Function.SUPERVISE, Function.DEPUTY)))


@check(
    Severity.PLAN,
    _("หน่วยงานที่มีเรื่องค้างแต่ไม่มีโทรศัพท์และอีเมล"),
    _("เติมโทรศัพท์หรืออีเมลของหน่วยงานใน /cms/"),
)
def organizations_without_contact(look: Look) -> Found:
    """An organization holds open cases and can be reached neither by telephone nor by mail."""
    return rows(_busy().filter(phone="", email=""))


def _busy() -> object:
    open_ones = Case.objects.open().filter(holder=OuterRef("pk"))
    return Organization.objects.active().filter(Exists(open_ones))


def _staffed(look: Look, *functions: Function) -> object:
    return Appointment.objects.in_force(look.today).giving(*functions).values("organization")


@check(
    Severity.TODAY,
    _("หน่วยเคลื่อนที่ออกไปแล้วยังไม่กลับหรือไม่ได้บันทึก"),
    _("โทรหาหน่วยทันที แล้วบันทึกผลที่ “หน่วยเคลื่อนที่”"),
)
def visits_not_ended(look: Look) -> Found:
    """Somebody set out more than a day ago, and nobody wrote down that they came back."""
    out = Visit.objects.filter(state__in=ALIVE, set_out_at__lt=look.ago(days=1), ended_at__isnull=True)
    return rows(out, "case__reference")


@check(
    Severity.PLAN,
    _("การประชุมคณะกรรมการเปิดค้างไว้"),
    _("ให้เลขานุการคณะกรรมการปิดประชุม"),
)
def meetings_not_closed(look: Look) -> Found:
    """A meeting was opened more than two days ago and is still open."""
    return rows(Meeting.objects.filter(state=MeetingState.OPEN, opened_at__lt=look.ago(days=2)))


@check(
    Severity.TODAY,
    _("คำถามถึงศูนย์พ้นกำหนดแล้วยังไม่ตอบ"),
    _("เปิด “คำถามถึงศูนย์” ที่โต๊ะทำงาน แล้วตอบหรือมอบหมาย"),
)
def consultations_late(look: Look) -> Found:
    """Somebody asked the center and has waited longer than was promised."""
    late = Consultation.objects.filter(state=ConsultationState.WAITING, due_at__lt=look.now)
    return rows(late.filter(erased_at__isnull=True), "reference")


@check(
    Severity.PLAN,
    _("รายงานผลประจำเดือนเลยกำหนดส่ง"),
    _("เปิด “รายงานผล” ที่โต๊ะทำงาน ดูว่าหน่วยใด แล้วเร่งหรือผ่อนผัน"),
)
def reports_late(look: Look) -> Found:
    """The day has passed and the report was never sent (S2.08)."""
    late = MonthlyReport.objects.unsent().filter(first_submitted_at__isnull=True, due_on__lt=look.today)
    return rows(late, "organization")


@check(
    Severity.TODAY,
    _("รายงานผลที่รับไว้ยังไม่ตรวจเกินสองสัปดาห์"),
    _("ให้ผู้ตรวจรับเปิด “รายงานผล” แล้วรับหรือส่งคืน"),
)
def reports_unread(look: Look) -> Found:
    """A report waits for the next level for two weeks."""
    waiting = MonthlyReport.objects.filter(state=ReportState.SUBMITTED, submitted_at__lt=look.ago(days=14))
    return rows(waiting, "organization")


@check(Severity.TODAY, _("เดือนที่ผ่านมายังไม่เปิดให้รายงาน"), _WORKER)
def months_not_opened(look: Look) -> Found:
    """Reports were expected of the month before the last, none of the last one, and two days have passed."""
    last = month_before(month_of(look.ago(days=2).date()))
    has = MonthlyReport.objects.filter
    return when(has(month=month_before(last)).exists() and not has(month=last).exists())


@check(Severity.TODAY, _("สถิติของเดือนที่ผ่านมายังไม่จัดทำ"), _WORKER)
def statistics_missing(look: Look) -> Found:
    """The protected tables of the last month are not there, two days after its end (S1.32)."""
    last = month_before(month_of(look.ago(days=2).date()))
    if not Case.objects.filter(received_at__lt=look.ago(days=2)).exists():
        return NOTHING
    return when(not PublishedMonth.objects.filter(month=last, province_code="").exists())


@check(
    Severity.PLAN,
    _("รหัสอ่านสถิติของหน่วยงานภายนอกใกล้หมดอายุ"),
    _("ออกรหัสใหม่ด้วย “manage.py statistics_token” แล้วแจ้งผู้ใช้ข้อมูล"),
)
def keys_ending(look: Look) -> Found:
    """The key of a partner ends within thirty days."""
    month = look.now + dt.timedelta(days=30)
    return rows(ApiToken.objects.filter(revoked_at__isnull=True, expires_at__range=(look.now, month)))


@check(
    Severity.TODAY,
    _("ไฟล์แนบรอตรวจไวรัสเกินหนึ่งวัน"),
    _("ตรวจว่าโปรแกรมตรวจไวรัสทำงาน (KLANG_SCANNER) ไฟล์เหล่านี้ยังไม่มีใครเปิดได้"),
)
def files_unscanned(look: Look) -> Found:
    """Nobody could open what people sent, for a day (R18)."""
    return rows(
        CaseFile.objects.filter(scan=Scan.WAITING, uploaded_at__lt=look.ago(days=1)), "case__reference"
    )


@check(
    Severity.PLAN,
    _("ข้อมูลพ้นกำหนดเก็บแล้วยังไม่มีผู้ตัดสิน"),
    _("ให้ผู้บังคับบัญชาของหน่วยที่ถือเรื่องเปิด “ข้อมูลที่พ้นกำหนดเก็บ” แล้วขอลบหรือระงับ"),
)
def retention_over(look: Look) -> Found:
    """Personal data is kept for sixty days longer than its class allows, and nobody ordered that (R23)."""
    held = RetentionHold.objects.filter(case=OuterRef("pk"), lifted_at__isnull=True)
    over = Case.objects.filter(anonymized=False, retention_until__lt=look.ago(days=60).date())
    return rows(over.filter(~Exists(held)), "reference")


@check(Severity.TODAY, _("การลบข้อมูลที่อนุมัติแล้วยังไม่เสร็จ"), _WORKER)
def releases_unfinished(look: Look) -> Found:
    """Two people let data go, and after an hour some of it is still there (R23)."""
    approved = RetentionRelease.objects.filter(
        state=RetentionRelease.State.APPROVED, decided_at__lt=look.ago(hours=1), cases__anonymized=False
    )
    return rows(approved.distinct())


@check(Severity.TODAY, _("ชื่อในแบบสำรวจพ้นกำหนดเก็บแล้วยังไม่ถูกลบ"), _WORKER)
def households_over(look: Look) -> Found:
    """Names of a survey whose time is over (PDPA s.37(3))."""
    over = Household.objects.filter(erased_at__isnull=True, survey__keep_until__lt=look.ago(days=1).date())
    return rows(over)


@check(
    Severity.TODAY,
    _("คำขอใช้สิทธิในข้อมูลที่เกิน 30 วัน"),
    _("ให้หน่วยงานที่รับผิดชอบเปิด “คำขอใช้สิทธิในข้อมูล” ที่โต๊ะงาน แล้วตอบวันนี้"),
)
def rights_without_answer(look: Look) -> Found:
    """What somebody asked about their data should have been answered (PDPA s.30)."""
    late = RightsRequest.objects.filter(state=RequestState.OPEN, due_on__lt=look.today)
    return rows(late, "case__reference")
