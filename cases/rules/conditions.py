"""Under which conditions: a guard returns None when it holds, else the Thai sentence that says what is missing.

Guards may read the database, never write.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.rules.who import is_center
from cases.vocabulary import ClockKind, ReferralMode, ReferralState, Severity
from portal.actors import Citizen, Officer
from portal.organizations.domain import routing

if TYPE_CHECKING:
    from cases.models import Case
    from portal.actors import Actor

Answer = str | Promise | None

ACTIVE_REFERRAL_STATES = frozenset({ReferralState.SENT, ReferralState.ACCEPTED})
CITIZEN_REOPEN_DAYS = 30
"""How long a citizen may ask to open a case again (row 19)."""


def second_person_rejects_crisis(case: Case, actor: Actor) -> Answer:
    """A crisis report is turned away by two people: the one who took or screened it, and a supervisor (row 3)."""
    if not case.is_crisis:
        return None
    first = {case.created_by_id, case.screened_by_id} - {None}
    if not isinstance(actor, Officer) or not actor.supervises or not first - {actor.person.pk}:
        return _("เรื่องปัญหาสังคมต้องมีเจ้าหน้าที่รับเรื่องหรือคัดกรองก่อน แล้วให้หัวหน้าซึ่งเป็นอีกคนหนึ่งเป็นผู้ไม่รับเรื่อง")
    return None


def no_active_referral(case: Case, actor: Actor) -> Answer:
    """Nobody else is working on it or has been asked to."""
    if any(r.mode != ReferralMode.INFO and r.state in ACTIVE_REFERRAL_STATES for r in case.referrals.all()):
        return _("ยังมีการส่งต่อหรือการขอความร่วมมือที่ไม่เสร็จ")
    return None


def no_active_joint(case: Case, actor: Actor) -> Answer:
    """No other body still does a part (row 17)."""
    if any(r.mode == ReferralMode.JOINT and r.state in ACTIVE_REFERRAL_STATES for r in case.referrals.all()):
        return _("ยังมีหน่วยงานที่ช่วยดำเนินการอยู่ รอให้แจ้งผลหรือยกเลิกการขอความร่วมมือก่อน")
    return None


def may_be_closed(case: Case, actor: Actor) -> Answer:
    """No part is open; a crisis case is closed only by its lead agency and after the risk was assessed (S2.34, S2.43)."""
    if answer := no_active_joint(case, actor):
        return answer
    if not case.is_crisis:
        return None
    lead = routing.lead_agency_for(case.problem, case.province_code)
    # Without a lead agency in the routing table nobody could ever close the case; then the center decides.
    if (lead is not None and lead.pk != case.holder_id) or (lead is None and not is_center(case.holder)):
        return _("เรื่องปัญหาสังคมปิดได้เฉพาะหน่วยงานเจ้าภาพหลัก ส่งต่อให้หน่วยงานนั้นก่อน")
    if not case.risk_assessments.exists():
        return _("ต้องประเมินความเสี่ยงที่จะเกิดซ้ำก่อนขอปิดเรื่อง")
    return None


def not_the_requester(case: Case, actor: Actor) -> Answer:
    """Whoever asked for the closure does not decide on it (row 18)."""
    if isinstance(actor, Officer) and actor.person.pk == case.closure_requested_by_id:
        return _("ผู้ขอปิดเรื่องอนุมัติเองไม่ได้ ต้องเป็นหัวหน้าอีกคนหนึ่ง")
    return None


def general_and_not_urgent(case: Case, actor: Actor) -> Answer:
    """Only a general case may wait for an answer: a crisis or an emergency never does (row 13)."""
    if case.is_crisis or case.severity != Severity.NORMAL:
        return _("เรื่องปัญหาสังคมหรือเรื่องเร่งด่วนหยุดรอข้อมูลไม่ได้")
    return None


def waited_long_enough(case: Case, actor: Actor) -> Answer:
    """The time for an answer is over (row 13)."""
    if not case.clocks.overdue().filter(kind=ClockKind.AWAIT_ANSWER).exists():
        return _("ยังไม่ครบกำหนดรอคำตอบ")
    return None


def may_be_reopened(case: Case, actor: Actor) -> Answer:
    """A citizen may within 30 days; nobody may after the personal data is gone (row 19)."""
    now = timezone.now()
    if case.retention_until is not None and case.retention_until < timezone.localdate(now):
        return _("ข้อมูลของเรื่องนี้พ้นกำหนดเก็บแล้ว โปรดยื่นคำขอใหม่")
    late = case.closed_at is not None and now - case.closed_at > timedelta(days=CITIZEN_REOPEN_DAYS)
    if isinstance(actor, Citizen) and late:
        return _("เรื่องนี้ปิดเกิน 30 วันแล้ว โปรดยื่นคำขอใหม่")
    return None
