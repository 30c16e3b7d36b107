"""Who works here: accounts, organizations, holidays, keys of partners."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from portal.accounts.functions import Function
from portal.accounts.models import Appointment, KeptForm
from portal.calendar.models import Holiday
from portal.organizations.models import Organization, PlannedEnd, RoutingRule
from portal.organizations.vocabulary import OrganizationType
from portal.protection.models import Breach
from portal.protection.models.breach import TO_TELL_WITHIN
from portal.upkeep.registry import NOTHING, Found, Look, Severity, check, rows, when


@check(
    Severity.TODAY,
    _("ไม่มีผู้ดูแลระบบทางเทคนิค"),
    _("รัน “manage.py make_first_admin” หรือให้ผู้ดูแลผู้ใช้ระบบของสถานที่กลางออกคำสั่งแต่งตั้ง"),
)
def nobody_administers(look: Look) -> Found:
    """Nobody who may look after the machine has an appointment in force."""
    return when(not Appointment.objects.in_force(look.today).giving(Function.SYSTEM).exists())


@check(
    Severity.TODAY,
    _("สถานที่กลางไม่มีหัวหน้าหรือผู้ทำการแทน"),
    _("ออกคำสั่งแต่งตั้งผู้บังคับบัญชาของสถานที่กลางที่ “ผู้ใช้ระบบ”"),
)
def center_without_head(look: Look) -> Found:
    """A center in which nobody may approve, mend mail or answer for what nobody can do."""
    heads = Appointment.objects.in_force(look.today).giving(Function.SUPERVISE, Function.DEPUTY)
    centers = Organization.objects.active().of_types(OrganizationType.CENTER)
    return rows(centers.exclude(pk__in=heads.values("organization")))


@check(
    Severity.PLAN,
    _("คำสั่งแต่งตั้งผู้ดูแลใกล้หมดอายุ"),
    _("ต่อคำสั่งแต่งตั้งที่ “ผู้ใช้ระบบ” ก่อนวันหมดอายุ มิฉะนั้นจะไม่มีใครดูแลระบบได้"),
)
def administrators_ending(look: Look) -> Found:
    """The last appointment that lets somebody look after the machine or its accounts ends within thirty days."""
    in_a_month = look.today.fromordinal(look.today.toordinal() + 30)
    forces = Appointment.objects.in_force
    ending = [
        function
        for function in (Function.SYSTEM, Function.ACCOUNTS)
        if forces(look.today).giving(function).exists() and not forces(in_a_month).giving(function).exists()
    ]
    return Found(len(ending), tuple(one.value for one in ending))


@check(
    Severity.TODAY,
    _("หน่วยงานที่ถึงวันเลิกแล้วยังไม่ถูกปิด"),
    _("เริ่มโปรแกรมเบื้องหลังใหม่ แล้วดูหน่วยงานนั้นใน /cms/ อาจมีเรื่องที่ส่งต่อไม่ได้"),
)
def ends_not_carried_out(look: Look) -> Found:
    """An organization should have ended, and its cases gone to its successor (R22)."""
    late = PlannedEnd.objects.filter(carried_out_at__isnull=True, on__lt=look.today)
    return rows(late, "organization")


@check(
    Severity.TODAY,
    _("ปัญหาสังคมถูกส่งไปหน่วยงานที่เลิกแล้ว"),
    _("แก้หน่วยงานเจ้าภาพหลักใน /cms/ (หน่วยงานเจ้าภาพหลัก)"),
)
def routes_to_ended(look: Look) -> Found:
    """A crisis report would go to an organization that no longer exists (S2.38)."""
    return rows(RoutingRule.objects.filter(organization__is_active=False))


@check(
    Severity.PLAN,
    _("ยังไม่มีวันหยุดราชการของปีหน้า"),
    _("เปิดโปรแกรมเบื้องหลัง หรือใส่วันหยุดใน /cms/ กำหนดเวลาที่ข้ามปีจะนับผิด"),
)
def holidays_missing(look: Look) -> Found:
    """Working days of next year would be counted without holidays (R19)."""
    years = (look.today.year, look.today.year + 1)
    missing = [year for year in years if not Holiday.objects.filter(day__year=year, is_closed=True).exists()]
    return Found(len(missing), tuple(map(str, missing)))


@check(
    Severity.NOW,
    _("เหตุละเมิดข้อมูลเกิน 72 ชั่วโมงแล้วยังไม่แจ้ง"),
    _("ให้เจ้าหน้าที่คุ้มครองข้อมูลส่วนบุคคลแจ้งสำนักงานทันที พร้อมเหตุที่ล่าช้า แล้วบันทึกในหน้าเหตุละเมิด"),
)
def breach_untold(look: Look) -> Found:
    """The commission has not been told in time (PDPA s.37(4))."""
    open_ones = Breach.objects.filter(
        closed_at__isnull=True, office_told_at__isnull=True, known_at__lt=look.now - TO_TELL_WITHIN
    )
    return rows(open_ones.exclude(risk=Breach.Risk.NONE))


@check(
    Severity.TODAY,
    _("แบบฟอร์มที่พักไว้พ้นเวลาแล้วยังไม่ถูกลบ"),
    _("เริ่มโปรแกรมเบื้องหลังใหม่ แบบฟอร์มเหล่านี้มีข้อมูลส่วนบุคคลและต้องลบตามเวลา"),
)
def kept_forms_over(look: Look) -> Found:
    """What was kept for somebody who had to sign in again should be gone by now (PDPA s.37(3))."""
    late = KeptForm.objects.filter(expires_at__lt=look.ago(hours=2)).count()
    return Found(min(late, 1_000)) if late else NOTHING
