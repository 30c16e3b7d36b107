"""An organization ends, or its last officer leaves: what it has to do on open cases goes on elsewhere.

Everything goes to the successor in which somebody can act, else to the center, in one transaction with events, audit and
messages. Deadlines move with their due times: nobody wins time, and it is no acceptance.
"""

from __future__ import annotations

import logging

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from cases.domain import identity, notify
from cases.domain.act import Act, act_on
from cases.domain.joint import complete_joint, recall_joint
from cases.domain.queries.heirs import asked_of, can_act, concerned_cases, heir_of, left_by_everybody
from cases.domain.referral import recall_referral
from cases.models import Case, Referral
from cases.rules import ACTIVE_REFERRAL_STATES, is_center
from cases.vocabulary import ReferralMode, ReferralState, SuccessionReason, Verb
from portal.accounts.models import User
from portal.actors import Actor, System
from portal.audit import services as audit
from portal.organizations.models import Organization

logger = logging.getLogger(__name__)


def report(organization: Organization) -> list[str]:
    """Say in Thai what the end of an organization would move; reads only."""
    held = Case.objects.open().filter(holder=organization).count()
    asked = asked_of(organization).exclude(case__holder=organization)
    waiting = asked.filter(state=ReferralState.SENT).count()
    parts = asked.filter(state=ReferralState.ACCEPTED).count()
    found = [
        ngettext("รับผิดชอบเรื่องที่ยังไม่ปิด %(count)d เรื่อง", "รับผิดชอบเรื่องที่ยังไม่ปิด %(count)d เรื่อง", held)
        % {"count": held}
        if held
        else "",
        ngettext("มีเรื่องรอตอบรับ %(count)d เรื่อง", "มีเรื่องรอตอบรับ %(count)d เรื่อง", waiting) % {"count": waiting}
        if waiting
        else "",
        ngettext("ช่วยดำเนินการบางส่วน %(count)d เรื่อง", "ช่วยดำเนินการบางส่วน %(count)d เรื่อง", parts)
        % {"count": parts}
        if parts
        else "",
    ]
    said = [sentence for sentence in found if sentence]
    if said:
        said.append(_("จะโอนให้หน่วยงานที่สืบต่อซึ่งมีเจ้าหน้าที่ ถ้าไม่มีจะโอนให้ศูนย์ปฏิบัติการร่วม"))
    return said


def carry_out(organization: Organization, *, successor: Organization | None, actor: Actor) -> None:
    """Hand over what an organization that was just closed has to do (`portal.organizations.domain.ending`).

    Args:
        organization: closed, with its successor saved.
        successor: who takes over; read from the organization, so that chains of successors are followed.
        actor: who closed it.
    """
    hand_over(organization=organization, actor=actor, reason=SuccessionReason.ENDED)


def somebody_leaves(person: User, organization: Organization, *, is_last: bool, actor: Actor) -> None:
    """Hand over what an organization has to do whose last officer is leaving (`portal.accounts.domain.leaving`).

    Cases are held by organizations, so nothing moves while somebody is left.
    """
    if is_last and not is_center(organization):
        hand_over(organization=organization, actor=actor, reason=SuccessionReason.NOBODY_LEFT)


def hand_over_what_nobody_can_do() -> int:
    """Hand over what lies with organizations whose last officer has left; returns how many cases moved.

    Each organization is a transaction of its own. Running it twice or late is fine.
    """
    return sum(
        hand_over(organization=organization, actor=System(), reason=SuccessionReason.NOBODY_LEFT)
        for organization in left_by_everybody()
    )


@transaction.atomic
def hand_over(*, organization: Organization, actor: Actor, reason: SuccessionReason) -> int:
    """Hand over every open case, waiting handover and part of an organization; returns how many cases moved.

    Args:
        organization: that ended, or in which nobody can act.
        actor: by whose decision; the audit record names them, the cases' events the system.
        reason: why it cannot go on.
    """
    moved = sum(_hand_over_case(case, organization, reason) for case in list(concerned_cases(organization)))
    if moved:
        audit.record(
            actor=actor,
            action="cases.handed_over",
            subject=f"organization:{organization.pk}",
            data={"cases": moved, "reason": str(reason)},
        )
    return moved


def move_to_whoever_can_act(act: Act) -> None:
    """Let a case that begins again begin where somebody can act, within the act that opens it."""
    holder = act.case.holder
    if is_center(holder) or can_act(holder):
        return
    heir = heir_of(holder, act.case)
    if heir is not None:
        act.case.holder = heir
        identity.register(case=act.case, organization=heir, at=act.now)


def _hand_over_case(case: Case, organization: Organization, reason: SuccessionReason) -> bool:
    heir = heir_of(organization, case)
    if heir is None:
        logger.warning("case %s stays where nobody can act: there is no other center", case.reference)
        return False
    _end_what_leads_nowhere(case, organization, heir)
    case = Case.objects.get(pk=case.pk)
    if concerned_cases(organization).filter(pk=case.pk).exists():
        with act_on(verb=Verb.SUCCEED, case=case, actor=System()) as act:
            _succeed(act, organization, heir, reason)
    return True


def _end_what_leads_nowhere(case: Case, organization: Organization, heir: Organization) -> None:
    """Recall a handover that would go to its own holder or sender, and end a part that its holder or a helper would do."""
    holder_id = heir.pk if case.holder_id == organization.pk else case.holder_id
    active = list(
        case.referrals.filter(state__in=ACTIVE_REFERRAL_STATES)
        .exclude(mode=ReferralMode.INFO)
        .exclude(mode=ReferralMode.HANDOVER, state=ReferralState.ACCEPTED)
        .select_related("case", "sender", "target")
    )
    for referral in active:
        ends = referral.target_id == organization.pk
        goal = heir.pk if ends else referral.target_id
        doubled = ends and (
            goal == referral.sender_id
            or any(other.target_id == goal for other in active if other != referral)
        )
        if goal == holder_id or doubled:
            _end(referral)


def _end(referral: Referral) -> None:
    with override("th"):
        words = _("หน่วยงานสิ้นสุดลงหรือไม่มีเจ้าหน้าที่แล้ว ระบบจึงยกเลิกการส่งต่อนี้")
        referral.case = Case.objects.get(pk=referral.case_id)
        if referral.mode == ReferralMode.HANDOVER:
            recall_referral(referral=referral, actor=System(), note=words)
        elif referral.state == ReferralState.SENT:
            recall_joint(referral=referral, actor=System(), note=words)
        else:
            complete_joint(referral=referral, actor=System(), note=words)


def _succeed(act: Act, organization: Organization, heir: Organization, reason: SuccessionReason) -> None:
    case = act.case
    passed = {
        referral.pk: _pass_on(referral, heir)
        for referral in case.referrals.filter(target=organization, state__in=ACTIVE_REFERRAL_STATES)
        .exclude(mode=ReferralMode.INFO)
        .exclude(mode=ReferralMode.HANDOVER, state=ReferralState.ACCEPTED)
    }
    act.referral = next(iter(passed.values()), None)
    moves = case.holder_id == organization.pk
    if moves:
        case.referrals.filter(mode=ReferralMode.HANDOVER, state=ReferralState.ACCEPTED).update(
            state=ReferralState.FORWARDED_ON
        )
        case.follow_ups.filter(organization=organization, done_at__isnull=True).update(organization=heir)
        case.holder = heir
        identity.register(case=case, organization=heir, at=act.now)
    act.pass_on(ended=organization, heir=heir, passed=passed)
    act.record(reason=reason, changes={"organization": [str(organization.pk), str(heir.pk)]})
    due = case.clocks.running().filter(organization=heir).order_by("due_at").values_list("due_at", flat=True)
    notify.tell_body(case=case, body=heir, template="case_taken_over", due=due.first())
    if moves:
        notify.tell_reporter(case=case)
    else:
        notify.tell_body(case=case, body=case.holder, template="case_forwarded_on")


def _pass_on(referral: Referral, heir: Organization) -> Referral:
    """Return the same wish, addressed to who takes over; the old one says that it was passed on."""
    state, parent = referral.state, Referral.objects.get(pk=referral.pk)
    Referral.objects.filter(pk=referral.pk).update(state=ReferralState.FORWARDED_ON)
    referral.pk, referral._state.adding = None, True
    referral.parent, referral.target, referral.state = parent, heir, state
    referral.save()
    return referral
