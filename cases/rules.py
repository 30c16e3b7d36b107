"""Who may, and under which conditions: predicates over a case and an actor.

`cases.transitions` combines them into the one table of verbs. A guard returns None when it holds and otherwise the Thai
sentence that says what is missing; it may read the database, never write.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.enums import CaseState, ClockKind, ReferralMode, ReferralState, Severity
from portal.organizations import routing
from portal.organizations.enums import OrganizationType, ProblemType

if TYPE_CHECKING:
    from cases.models import Case, Referral
    from portal.accounts.actors import Actor
    from portal.organizations.models import Organization

Answer = str | Promise | None

ACTIVE_REFERRAL_STATES = frozenset({ReferralState.SENT, ReferralState.ACCEPTED})
MAX_HANDOVERS = 4
"""After so many handovers by other bodies the next one goes through the center (row 4)."""
MAX_RETURNS_FROM_ONE_BODY = 2
"""A body that returned a case so often gets it again only by decision of a supervisor (row 4)."""
MAX_HOPS = 6
"""How often one handover may be passed on (row 10)."""
CITIZEN_REOPEN_DAYS = 30
"""How long a citizen may ask to open a case again (row 19)."""


# --- who -----------------------------------------------------------------------------------------------------------


def works_on_cases(actor: Actor) -> bool:
    """The role does case work; editors and administrators never do (privacy 2)."""
    return actor.role.is_officer or actor.role.is_supervisor


def is_center(organization: Organization) -> bool:
    """The body is the joint center (สถานที่กลาง)."""
    return organization.type == OrganizationType.CENTER


def is_local_administration(organization: Organization) -> bool:
    """The body is an อปท."""
    return OrganizationType(organization.type).is_local_administration


def citizen(case: Case | None, actor: Actor | None, referral: Referral | None) -> bool:
    """Nobody signed in: the public."""
    return actor is None


def citizen_or_officer(case: Case | None, actor: Actor | None, referral: Referral | None) -> bool:
    """The public, or an officer who writes down what somebody said."""
    return actor is None or works_on_cases(actor)


def system(case: Case | None, actor: Actor | None, referral: Referral | None) -> bool:
    """The system itself, within the act of somebody else; never offered to anybody."""
    return actor is None


def holder_officer(case: Case, actor: Actor | None, referral: Referral | None) -> bool:
    """Does case work in the body that holds the case."""
    return actor is not None and works_on_cases(actor) and actor.organization.pk == case.holder_id


def holder_supervisor(case: Case, actor: Actor | None, referral: Referral | None) -> bool:
    """Supervises in the body that holds the case."""
    return holder_officer(case, actor, referral) and actor is not None and actor.role.is_supervisor


def target_officer(case: Case, actor: Actor | None, referral: Referral | None) -> bool:
    """Does case work in the body that the referral asks."""
    return (
        actor is not None
        and referral is not None
        and works_on_cases(actor)
        and actor.organization.pk == referral.target_id
    )


def knows_as_center_supervisor(case: Case, actor: Actor) -> bool:
    """Supervises in a center in whose register the case stands."""
    return (
        actor.role.is_supervisor
        and is_center(actor.organization)
        and case.register_entries.filter(organization=actor.organization).exists()
    )


def sender_officer_or_center_supervisor(case: Case, actor: Actor | None, referral: Referral | None) -> bool:
    """Does case work in the body that sent the referral or holds the case, or supervises in the center (row 9)."""
    if actor is None or referral is None or not works_on_cases(actor):
        return False
    return actor.organization.pk in {referral.sender_id, case.holder_id} or knows_as_center_supervisor(
        case, actor
    )


def holder_officer_or_citizen(case: Case, actor: Actor | None, referral: Referral | None) -> bool:
    """The person who asked for help, or an officer of the holder who heard from that person."""
    return actor is None or holder_officer(case, actor, referral)


def local_supervisor_of_holder(case: Case, actor: Actor | None, referral: Referral | None) -> bool:
    """Supervises in the local administration that holds the case (row 11)."""
    return holder_supervisor(case, actor, referral) and is_local_administration(case.holder)


def supervisor_or_citizen(case: Case, actor: Actor | None, referral: Referral | None) -> bool:
    """The person who asked for help, a supervisor of the holder, or a supervisor of the center."""
    if actor is None:
        return True
    return holder_supervisor(case, actor, referral) or knows_as_center_supervisor(case, actor)


# --- under which conditions ----------------------------------------------------------------------------------------


def second_person_rejects_crisis(case: Case, actor: Actor | None) -> Answer:
    """A crisis report is turned away by two people: the one who took or screened it, and a supervisor (row 3)."""
    if not case.is_crisis:
        return None
    first = {case.created_by_id, case.screened_by_id} - {None}
    if actor is None or not actor.role.is_supervisor or not first - {actor.user.pk}:
        return _("เรื่องปัญหาสังคมต้องมีเจ้าหน้าที่รับเรื่องหรือคัดกรองก่อน แล้วให้หัวหน้าซึ่งเป็นอีกคนหนึ่งเป็นผู้ไม่รับเรื่อง")
    return None


def no_active_referral(case: Case, actor: Actor | None) -> Answer:
    """Nobody else is working on it or has been asked to."""
    if any(r.mode != ReferralMode.INFO and r.state in ACTIVE_REFERRAL_STATES for r in case.referrals.all()):
        return _("ยังมีการส่งต่อหรือการขอความร่วมมือที่ไม่เสร็จ")
    return None


def no_active_joint(case: Case, actor: Actor | None) -> Answer:
    """No other body still does a part (row 17)."""
    if any(r.mode == ReferralMode.JOINT and r.state in ACTIVE_REFERRAL_STATES for r in case.referrals.all()):
        return _("ยังมีหน่วยงานที่ช่วยดำเนินการอยู่ รอให้แจ้งผลหรือยกเลิกการขอความร่วมมือก่อน")
    return None


def may_be_closed(case: Case, actor: Actor | None) -> Answer:
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


def not_the_requester(case: Case, actor: Actor | None) -> Answer:
    """Whoever asked for the closure does not decide on it (row 18)."""
    if actor is not None and actor.user.pk == case.closure_requested_by_id:
        return _("ผู้ขอปิดเรื่องอนุมัติเองไม่ได้ ต้องเป็นหัวหน้าอีกคนหนึ่ง")
    return None


def general_and_not_urgent(case: Case, actor: Actor | None) -> Answer:
    """Only a general case may wait for an answer: a crisis or an emergency never does (row 13)."""
    if case.is_crisis or case.severity != Severity.NORMAL:
        return _("เรื่องปัญหาสังคมหรือเรื่องเร่งด่วนหยุดรอข้อมูลไม่ได้")
    return None


def waited_long_enough(case: Case, actor: Actor | None) -> Answer:
    """The time for an answer is over (row 13)."""
    if not case.clocks.overdue().filter(kind=ClockKind.AWAIT_ANSWER).exists():
        return _("ยังไม่ครบกำหนดรอคำตอบ")
    return None


def may_be_reopened(case: Case, actor: Actor | None) -> Answer:
    """A citizen may within 30 days; nobody may after the personal data is gone (row 19)."""
    now = timezone.now()
    if case.retention_until is not None and case.retention_until < timezone.localdate(now):
        return _("ข้อมูลของเรื่องนี้พ้นกำหนดเก็บแล้ว โปรดยื่นคำขอใหม่")
    late = case.closed_at is not None and now - case.closed_at > timedelta(days=CITIZEN_REOPEN_DAYS)
    if actor is None and late:
        return _("เรื่องนี้ปิดเกิน 30 วันแล้ว โปรดยื่นคำขอใหม่")
    return None


# --- about one target ----------------------------------------------------------------------------------------------


def _is_local_to(body: Organization, case: Case) -> bool:
    """The body is the local administration that the person named, or one that serves the place (privacy 16)."""
    if body.pk == case.proposed_organization_id:
        return is_local_administration(body)
    return any(body.pk == local.pk for local in routing.local_administrations_for(case.subdistrict_code))


def may_refer_to(case: Case, target: Organization, actor: Actor | None, mode: ReferralMode) -> Answer:
    """Whether this case may go to this body, in this mode (row 4 and 5).

    Args:
        case: with its referrals.
        target: the body that is to be asked.
        actor: who forwards; None for the automatic route.
        mode: handover, joint or info.
    """
    if not target.is_active:
        return _("หน่วยงานนี้เลิกดำเนินการแล้ว")
    if target.type == OrganizationType.GOVERNOR:
        return _("ผู้ว่าราชการจังหวัดรับรายงานเท่านั้น ส่งเรื่องให้ดำเนินการไม่ได้")
    if target.pk == case.holder_id:
        return _("หน่วยงานนี้รับผิดชอบเรื่องอยู่แล้ว")
    referrals = list(case.referrals.all())
    if any(
        r.target_id == target.pk and r.mode != ReferralMode.INFO and r.state in ACTIVE_REFERRAL_STATES
        for r in referrals
    ):
        return _("ส่งเรื่องนี้ให้หน่วยงานนี้ไว้แล้ว")
    if mode == ReferralMode.INFO:
        return None
    if case.avoid_local and _is_local_to(target, case):
        return _("ผู้แจ้งขอไม่ให้ส่งเรื่องถึงหน่วยงานท้องถิ่นในพื้นที่")
    supervisor = actor is not None and actor.role.is_supervisor
    returned = sum(r.target_id == target.pk and r.state == ReferralState.RETURNED for r in referrals)
    if returned >= MAX_RETURNS_FROM_ONE_BODY and not supervisor:
        return _("หน่วยงานนี้ส่งคืนมาแล้วสองครั้ง ให้หัวหน้าเป็นผู้ส่ง")
    if mode != ReferralMode.HANDOVER or is_center(case.holder) or is_center(target):
        return None
    if sum(r.mode == ReferralMode.HANDOVER for r in referrals) >= MAX_HANDOVERS:
        return _("เรื่องนี้ถูกส่งต่อหลายครั้งแล้ว ให้ส่งผ่านศูนย์ปฏิบัติการร่วม")
    return None


def previous_state(referral: Referral) -> CaseState:
    """Where a case goes when a handover comes to nothing: back to work, else to the screened ones (row 8, 9)."""
    worked_on = {CaseState.IN_PROGRESS, CaseState.FOLLOWING_UP}
    return CaseState.IN_PROGRESS if referral.case_state_before in worked_on else CaseState.SCREENED


def is_careful(problem: ProblemType) -> bool:
    """The request is restricted from its first second: a crisis problem, or one that nobody has named yet."""
    return problem.is_crisis or problem == ProblemType.UNSURE
