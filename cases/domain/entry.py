"""A request is taken down and sent on in one act: nobody waits at the counter for two forms (issue 9, part 4; S2.40)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from cases.domain import intake
from cases.domain.queries import arrival
from cases.domain.referral import needs_words, refer_case
from cases.domain.screening import screen_case
from cases.errors import GuardFailed
from cases.vocabulary import Consent, HandoverReason, Severity
from portal.organizations.domain import routing

if TYPE_CHECKING:
    from uuid import UUID

    from cases.domain.intake import Submitted
    from cases.domain.submission import Submission
    from portal.actors import Officer
    from portal.organizations.models import Organization

NOBODY_COULD_BE_ASKED = _("ยังไม่มีโอกาสถามความยินยอม ผู้แจ้งบอกว่ามีอันตรายหรือเป็นเหตุฉุกเฉิน จึงส่งต่อทันที")


def _why_unasked() -> str:
    """Return why a story goes on that nobody could ask about; what is kept is Thai, whatever the officer reads."""
    with override("th"):
        return str(NOBODY_COULD_BE_ASKED)


@dataclass(frozen=True)
class Target:
    """Where a request goes of itself.

    Attributes:
        organization: the lead agency of a crisis, else the only local administration of the place.
        reason: why this one.
    """

    organization: Organization
    reason: HandoverReason


def target_of(submission: Submission, actor: Officer) -> Target:
    """Return the organization to which a request goes without anybody having to choose.

    Args:
        submission: complete.
        actor: who takes it down; nothing is sent to their own organization.

    Raises:
        GuardFailed: there is none, or several; says what to do instead.
    """
    if submission.problem.is_crisis:
        lead = routing.lead_agency_for(submission.problem, submission.province_code, submission.district_code)
        if lead is None:
            raise GuardFailed(_("ยังไม่มีหน่วยงานเจ้าภาพหลักของปัญหานี้ในจังหวัด บันทึกไว้ก่อน แล้วเลือกหน่วยงานจากหน้าเรื่อง"))
        found = Target(lead, HandoverReason.LEAD_AGENCY)
    elif submission.avoid_local:
        raise GuardFailed(_("ผู้แจ้งไม่ให้หน่วยงานท้องถิ่นรู้ บันทึกไว้ก่อน แล้วเลือกหน่วยงานจากหน้าเรื่อง"))
    else:
        serving = routing.local_administrations_for(submission.subdistrict_code, submission.moo)
        if len(serving) != 1:
            raise GuardFailed(_("พื้นที่นี้มีหน่วยงานท้องถิ่นหลายแห่งหรือยังไม่รู้ว่าแห่งใด บันทึกไว้ก่อน แล้วเลือกจากหน้าเรื่อง"))
        found = Target(serving[0], HandoverReason.PROPER_AREA)
    if found.organization.pk == actor.organization.pk:
        raise GuardFailed(_("หน่วยงานของคุณเองเป็นผู้รับผิดชอบเรื่องนี้ กดบันทึกแล้วดำเนินการได้เลย"))
    return found


def ground_of(submission: Submission) -> Consent:
    """Return by what right the story goes on: the answer that was given, or danger to life where nobody could be asked.

    Raises:
        GuardFailed: there is no ground.
    """
    if submission.consent.allows_disclosure:
        return submission.consent
    is_urgent = submission.danger_now or submission.severity == Severity.EMERGENCY
    if submission.consent == Consent.NOT_ASKED and is_urgent:
        return Consent.VITAL
    raise GuardFailed(_("ถามก่อนว่าให้ส่งข้อมูลต่อได้หรือไม่ แล้วเลือกคำตอบ"), field="consent")


def submit_and_forward(
    *, submission: Submission, token: UUID, actor: Officer
) -> tuple[Submitted, Organization]:
    """Keep a request, screen it as it was taken down and ask the responsible organization, all or nothing.

    Sent twice it is one request and one referral.

    Args:
        submission: what the request says; who took it down has heard it, so it counts as screened.
        token: of this run of the form.
        actor: the officer.

    Returns:
        the request, and the organization that was asked.

    Raises:
        GuardFailed, NotAllowed: nothing was kept.
    """
    target = target_of(submission, actor)
    if (existing := arrival.find(token)) is not None:
        return existing, target.organization
    consent = ground_of(submission)
    stored: Submitted | None = None
    try:
        with transaction.atomic():
            stored = intake.submit_case(submission=submission, token=token, actor=actor)
            case = screen_case(
                case=stored.case,
                actor=actor,
                problem=submission.problem,
                severity=Severity(stored.case.severity),
            )
            refer_case(
                case=case,
                target=target.organization,
                actor=actor,
                reason=target.reason,
                consent=consent,
                note=_why_unasked() if needs_words(submission.consent, consent) else "",
            )
    except BaseException:
        if stored is not None:
            # The disk takes nothing back when the transaction fails.
            intake.delete_files(stored.files)
        raise
    return stored, target.organization
