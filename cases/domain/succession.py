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
from cases.domain.queries.heirs import asked_of, concerned_cases, left_by_everybody, left_undone
from cases.machine.act import perform
from cases.machine.verb import Ask
from cases.machine.vocabulary import DutyKind, Verb, WaitingState
from cases.models import Case, Duty
from cases.vocabulary import SuccessionReason
from portal.accounts.models import User
from portal.actors import Actor, System
from portal.audit import services as audit
from portal.organizations.models import Organization
from portal.organizations.vocabulary import OrganizationType
from portal.queue.one_by_one import each_apart, next_in_turn

AT_ONCE = 100
"""Cases in which something was left undone that one round looks at, or that whoever ends an appointment waits for."""


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
    """Hand over what somebody leaves behind (`portal.accounts.domain.leaving`), all of it where it was the last officer.

    Cases are held by organizations, so none moves while somebody is left; what was assigned to the person is again
    everybody's there, and what only they could decide is decided elsewhere, by the same time.

    Args:
        person: who leaves, or does other work there from now on.
        organization: which they leave.
        is_last: nobody who works on cases is left there.
        actor: by whose decision.
    """
    if is_last and organization.type != OrganizationType.CENTER:
        hand_over(organization=organization, actor=actor, reason=SuccessionReason.NOBODY_LEFT)
        leaving.settle()
        return
    # What is more than that the next rounds of the scheduler find.
    for case in list(left_undone(organization, person.pk).order_by("pk")[:AT_ONCE]):
        _hand_over_case(case, organization, SuccessionReason.PERSON_LEFT)


def hand_over_what_nobody_can_do() -> int:
    """Hand over what lies where nobody can do it any more; returns how many cases were changed.

    That is everything of organizations whose last officer has left, each in a transaction of its own; and what was left
    to persons whose appointment ended by its date, each case in one. Running it twice or late is fine.
    """
    leaving.settle()
    left = left_by_everybody().values_list("pk", flat=True)
    moved = each_apart(left, _nobody_left, what="handing over what nobody can do")
    what = "taking work from who left"
    return moved + each_apart(next_in_turn(left_undone(), AT_ONCE, what=what), _person_left, what=what)


def _nobody_left(pk: int) -> int:
    organization = Organization.objects.get(pk=pk)
    return hand_over(organization=organization, actor=System(), reason=SuccessionReason.NOBODY_LEFT)


def _person_left(pk: int) -> int:
    case = Case.objects.select_related("holder").get(pk=pk)
    return _hand_over_case(case, case.holder, SuccessionReason.PERSON_LEFT)


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
        moved = reason != SuccessionReason.PERSON_LEFT or act.after.holder != act.before.holder
        changes = {"organization": [str(organization.pk), str(act.after.holder)]} if moved else None
        act.record(reason=reason, changes=changes)
        _tell(act)
    return True


def _tell(act: Act) -> None:
    """Write to every organization that has a duty by this act, and to the reporter when the holder is another one."""
    if act.after.holder != act.before.holder:
        notify.tell_reporter(case=act.case)
    new = [number for number in act.after.duties if number not in act.before.duties]
    found = Duty.objects.running().filter(case=act.case, number__in=new).select_related("organization")
    of_each: dict[int, list[Duty]] = {}
    for duty in found.order_by("due_at"):
        of_each.setdefault(duty.organization_id, []).append(duty)
    for duties in of_each.values():
        # Who only decides takes nothing over; the office that asks may go on as before.
        decides = all(duty.kind == DutyKind.APPROVE for duty in duties)
        notify.tell_body(
            case=act.case,
            body=duties[0].organization,
            template="case_to_decide" if decides else "case_taken_over",
            due=duties[0].due_at,
        )
