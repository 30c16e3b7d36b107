"""An organization ends, or its last officer leaves: what it has to do on open cases goes on elsewhere.

Everything goes to the successor in which somebody can act, else to the center, in one transaction with events, audit and
messages. Deadlines move with their due times: nobody wins time, and it is no acceptance.
"""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.domain import leaving, notify
from cases.domain.act import Act, act_on, situation_of
from cases.domain.queries.heirs import asked_of, concerned_cases, left_by_everybody
from cases.machine.act import perform
from cases.machine.verb import Ask
from cases.machine.vocabulary import Verb, WaitingState
from cases.models import Case, Duty
from cases.vocabulary import SuccessionReason
from portal.accounts.models import User
from portal.actors import Actor, System
from portal.audit import services as audit
from portal.organizations.models import Organization
from portal.organizations.vocabulary import OrganizationType
from portal.queue.one_by_one import each_apart


def report(organization: Organization) -> list[str]:
    """Say in Thai what the end of an organization would move; reads only."""
    held = Case.objects.open().filter(holder=organization).count()
    asked = asked_of(organization).exclude(case__holder=organization)
    waiting = asked.filter(state=WaitingState.SENT).count()
    parts = asked.filter(state=WaitingState.ACCEPTED).count()
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
    leaving.settle()


def somebody_leaves(person: User, organization: Organization, *, is_last: bool, actor: Actor) -> None:
    """Hand over what an organization has to do whose last officer is leaving (`portal.accounts.domain.leaving`).

    Cases are held by organizations, so nothing moves while somebody is left; what was assigned to the person is again
    everybody's there.
    """
    if is_last and organization.type != OrganizationType.CENTER:
        hand_over(organization=organization, actor=actor, reason=SuccessionReason.NOBODY_LEFT)
        leaving.settle()


def hand_over_what_nobody_can_do() -> int:
    """Hand over what lies with organizations whose last officer has left; returns how many cases moved.

    Each organization is a transaction of its own. Running it twice or late is fine.
    """
    leaving.settle()
    left = left_by_everybody().values_list("pk", flat=True)
    return each_apart(left, _nobody_left, what="handing over what nobody can do")


def _nobody_left(pk: int) -> int:
    organization = Organization.objects.get(pk=pk)
    return hand_over(organization=organization, actor=System(), reason=SuccessionReason.NOBODY_LEFT)


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


def _hand_over_case(case: Case, organization: Organization, reason: SuccessionReason) -> bool:
    """Let the machine repair one case, and tell those who have something to do now; says whether there was anything.

    The scheduler comes by every day: where nothing is to be repaired nothing is written.
    """
    if not perform(situation_of(case, System()), Verb.SUCCEED, Ask(), "").effects:
        return False
    with act_on(verb=Verb.SUCCEED, case=case, actor=System()) as act:
        act.record(reason=reason, changes={"organization": [str(organization.pk), str(act.after.holder)]})
        _tell(act)
    return True


def _tell(act: Act) -> None:
    """Write to every organization that has a duty by this act, and to the reporter when the holder is another one."""
    if act.after.holder != act.before.holder:
        notify.tell_reporter(case=act.case)
    new = [number for number in act.after.duties if number not in act.before.duties]
    found = Duty.objects.running().filter(case=act.case, number__in=new).select_related("organization")
    told: set[int] = set()
    for duty in found.order_by("due_at"):
        if duty.organization_id not in told:
            told.add(duty.organization_id)
            notify.tell_body(
                case=act.case, body=duty.organization, template="case_taken_over", due=duty.due_at
            )
