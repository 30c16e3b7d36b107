"""The master invariant: no case without history, owner, register number, list, next thing to do (I0)."""

from __future__ import annotations

from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from cases.domain.lists import unlisted
from cases.domain.verifying import damage_of
from cases.models import Case, CaseEvent, Duty, RegisterCounter, RegisterEntry, Reporter
from portal.upkeep.registry import Found, Look, Severity, check, rows, these

NEWEST, TURNS, MOST_A_TURN = 50, 365, 200
"""Cases that are proved each day: those that changed last, and a part of all others so that a year sees each."""
_ASK = _("รัน “manage.py verify_cases” เพื่อดูว่าเรื่องใดและผิดอย่างไร แล้วแจ้งผู้พัฒนาพร้อมผลนั้น อย่าแก้ตารางเอง")


@check(
    Severity.NOW,
    _("เรื่องที่ยังไม่ปิดแต่ไม่มีสิ่งที่ต้องทำต่อ"),
    _("เปิดเรื่องตามเลขที่ แล้วให้หน่วยงานที่รับผิดชอบทำขั้นต่อไปทันที จากนั้นรัน “manage.py verify_cases”"),
)
def cases_without_duty(look: Look) -> Found:
    """An open case has no running duty: it is silent, and nothing will ever call for it (S2.30, I0)."""
    running = Duty.objects.running().filter(case=OuterRef("pk"))
    return rows(Case.objects.open().filter(~Exists(running)), "reference")


@check(
    Severity.NOW,
    _("เรื่องที่ไม่อยู่ในรายการงานของใคร"),
    _("รัน “manage.py rebuild_lists” ถ้ายังเหลือ รัน “manage.py verify_cases”"),
)
def cases_without_list(look: Look) -> Found:
    """A case stands in no list of anybody: nobody would see it (I0)."""
    return rows(unlisted(), "reference")


@check(Severity.NOW, _("เรื่องที่ไม่มีประวัติครบ"), _ASK)
def cases_without_history(look: Look) -> Found:
    """The last event is not the one that the case counts: an act is there by half (R11)."""
    last = CaseEvent.objects.filter(case=OuterRef("pk"), sequence=OuterRef("version"))
    return rows(_newest(look).filter(~Exists(last)), "reference")


@check(Severity.NOW, _("เรื่องที่หน่วยงานรับผิดชอบไม่ได้ลงทะเบียน"), _ASK)
def cases_unregistered(look: Look) -> Found:
    """Who holds the case has no register number for it (S1.03)."""
    entry = RegisterEntry.objects.filter(case=OuterRef("pk"), organization=OuterRef("holder"))
    return rows(_newest(look).open().filter(~Exists(entry)), "reference")


@check(
    Severity.NOW,
    _("คำขอที่คำตอบของประชาชนหายไป"),
    _("คืนสำเนาสำรองบนเครื่องอื่น แล้วนำคำตอบกลับมา แจ้งเจ้าหน้าที่คุ้มครองข้อมูล"),
)
def cases_without_answers(look: Look) -> Found:
    """A case that was not erased has neither a story nor a reporter (I0)."""
    reporter = Reporter.objects.filter(case=OuterRef("pk"))
    return rows(_newest(look).filter(~Exists(reporter), narrative="", anonymized=False), "reference")


@check(
    Severity.NOW,
    _("เรื่องอยู่กับหน่วยงานที่เลิกแล้ว"),
    _("เริ่มโปรแกรมเบื้องหลังใหม่ ถ้ายังอยู่ ให้ใส่หน่วยงานที่สืบต่อใน /cms/"),
)
def cases_of_ended(look: Look) -> Found:
    """An organization that no longer exists still holds open cases (R21, R22)."""
    return rows(Case.objects.open().filter(holder__is_active=False), "reference")


@check(Severity.NOW, _("เลขทะเบียนรับเรื่องขาดช่วง"), _ASK)
def register_with_gaps(look: Look) -> Found:
    """The numbers of an organization and year are not as many as were given (R30)."""
    counters = RegisterCounter.objects.order_by("pk").values_list("organization", "fiscal_year", "last")
    return these(
        f"organization {organization} {year}"
        for organization, year, last in counters.iterator()
        if RegisterEntry.objects.filter(organization=organization, fiscal_year=year).count() != last
    )


@check(Severity.NOW, _("เรื่องที่ข้อมูลไม่ตรงกับประวัติ"), _ASK)
def cases_unsound(look: Look) -> Found:
    """What is stored of a case is not what its history tells, or what the machine promises (`verify_cases` proves all)."""
    return these(case.reference for case in _to_prove(look) if damage_of(case))


def _newest(look: Look) -> QuerySet[Case]:
    """Return the cases that are looked at: what changed within a week, or all of them."""
    return Case.objects.all() if look.is_full else Case.objects.filter(updated_at__gte=look.ago(days=7))


def _to_prove(look: Look) -> list[Case] | QuerySet[Case]:
    if look.is_full:
        return Case.objects.order_by("pk")
    turn = Case.objects.annotate(turn=F("pk") % TURNS).filter(turn=look.turn(TURNS)).order_by("pk")
    return [*Case.objects.order_by("-updated_at")[:NEWEST], *turn[:MOST_A_TURN]]
