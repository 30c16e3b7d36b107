"""Where a case may go, and where it goes back to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from cases.rules.conditions import ACTIVE_REFERRAL_STATES, Answer
from cases.rules.who import is_center, is_local_administration
from cases.vocabulary import CaseState, ReferralMode, ReferralState
from portal.organizations.domain import routing
from portal.organizations.vocabulary import OrganizationType

if TYPE_CHECKING:
    from cases.models import Case, Referral
    from portal.actors import Actor
    from portal.organizations.models import Organization

MAX_HANDOVERS = 4
"""After so many handovers by other bodies the next one goes through the center (row 4)."""
MAX_RETURNS_FROM_ONE_BODY = 2
"""A body that returned a case so often gets it again only by decision of a supervisor (row 4)."""
MAX_HOPS = 6
"""How often one handover may be passed on (row 10)."""


def is_local_to(body: Organization, case: Case) -> bool:
    """The body is the local administration that the person named, or one that serves the place (privacy 16)."""
    if body.pk == case.proposed_organization_id:
        return is_local_administration(body)
    return any(body.pk == local.pk for local in routing.local_administrations_for(case.subdistrict_code))


def may_refer_to(case: Case, target: Organization, actor: Actor, mode: ReferralMode) -> Answer:
    """Whether this case may go to this body, in this mode (row 4 and 5).

    Args:
        case: with its referrals.
        target: the body that is to be asked.
        actor: who forwards; the system for the automatic route.
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
    if case.avoid_local and is_local_to(target, case):
        return _("ผู้แจ้งขอไม่ให้ส่งเรื่องถึงหน่วยงานท้องถิ่นในพื้นที่")
    returned = sum(r.target_id == target.pk and r.state == ReferralState.RETURNED for r in referrals)
    if returned >= MAX_RETURNS_FROM_ONE_BODY and not actor.supervises:
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
