"""One key on a new request: screened, and on its way, or joined with what it repeats. All of it or nothing.

Every step is the verb of a single case with its own guards (design many.md, B4.1). What the table of verbs does not allow now is
not done: the request stands screened in its list then, and the reader is told.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cases.domain.act import lock_case, situation_of
from cases.domain.referral import refer_case
from cases.domain.screening import screen_case, take_on
from cases.errors import GuardFailed
from cases.households.domain import joining
from cases.households.vocabulary import ApartReason, LinkKind
from cases.machine.act import missing, permits
from cases.machine.verb import Ask, Given
from cases.machine.vocabulary import Verb
from cases.models import Case
from cases.strip.domain import taking
from cases.strip.domain.since import since_sent
from cases.strip.vocabulary import Answer
from cases.vocabulary import Confidentiality, Consent, HandoverReason, Severity
from portal.organizations.domain.routing import local_administrations_for
from portal.organizations.models import Organization
from portal.vocabulary import ProblemType

if TYPE_CHECKING:
    from portal.actors import Officer

SEVERITY = {
    Answer.NORMAL: Severity.NORMAL,
    Answer.URGENT: Severity.URGENT,
    Answer.DANGER: Severity.EMERGENCY,
    Answer.NO_DANGER: Severity.URGENT,
}
"""What each answer makes of a request; of what said to be in danger and is not, the haste stays above the ordinary."""
IN_DANGER = _("เรื่องนี้แจ้งว่ามีอันตราย ถ้าอ่านแล้วไม่ใช่ ใช้ปุ่มที่บอกว่าไม่มีอันตราย")
READ_ALL_FIRST = _("มีสิ่งที่เข้ามาหลังส่งเรื่องและยังไม่ได้อ่าน เปิดทั้งเรื่องและอ่านก่อน แล้วจึงบอกว่าไม่มีอันตราย")
NO_TWIN = _("เรื่องที่ดูซ้ำกันเปลี่ยนไปแล้ว อ่านใหม่ก่อน")
NOT_NEW = _("เรื่องนี้มีคนคัดกรองไปแล้ว")


@dataclass(frozen=True, slots=True)
class Decided:
    """What became of a request.

    Attributes:
        case: as it is now.
        target: the organization that was asked to take it; None where it stays.
        worked_on: one's own organization works on it now.
    """

    case: Case
    target: Organization | None = None
    worked_on: bool = False


@transaction.atomic
def decide(
    *, case: Case, actor: Officer, answer: Answer, base: str | None = None, twin: Case | None = None
) -> Decided:
    """Do what a reader said of a new request.

    Args:
        case: that stands on the strip.
        actor: who read it.
        answer: what they said; of SAME and APART with `twin`.
        base: what they saw.
        twin: the request beside it.

    Raises:
        CaseChanged, NotAllowed, GuardFailed: nothing was written.
    """
    if not taking.new_requests(actor).filter(pk=case.pk).exists():
        raise GuardFailed(NOT_NEW)
    if answer == Answer.LATER:
        taking.put_aside(case, actor)
        return Decided(case)
    if answer == Answer.APART:
        joining.keep_apart(one=case, other=_twin(twin), actor=actor, why=ApartReason.OTHERS)
        return Decided(case)
    if answer == Answer.NO_DANGER:
        # Whoever logs a call in this moment waits, or was first and is seen here.
        lock_case(case)
        if since_sent(case).is_unread:
            raise GuardFailed(READ_ALL_FIRST)
    severity = _severity(case, answer, twin)
    screened = screen_case(
        case=case,
        actor=actor,
        problem=ProblemType(case.problem),
        severity=severity,
        confidentiality=Confidentiality(case.confidentiality),
        further_problems=[ProblemType(row.problem) for row in case.further_problems.all()],
        danger={Answer.DANGER: True, Answer.NO_DANGER: False}.get(answer),
        base=base,
    )
    if answer == Answer.SAME:
        joining.join(one=screened, other=_twin(twin), actor=actor, kind=LinkKind.SAME_MATTER)
        screened.refresh_from_db()
    taking.let_go(actor)
    return _sent_on(screened, actor)


def _twin(twin: Case | None) -> Case:
    if twin is None:
        raise GuardFailed(NO_TWIN)
    return twin


def _severity(case: Case, answer: Answer, twin: Case | None) -> Severity:
    """Return how fast help must come; a repeated report takes that of what it repeats, danger stays danger.

    Raises:
        GuardFailed: somebody said to be in danger, and the key for ordinary requests was pressed.
    """
    if answer == Answer.SAME:
        return Severity.EMERGENCY if case.danger_now else Severity(_twin(twin).severity)
    if case.danger_now and answer in (Answer.NORMAL, Answer.URGENT):
        raise GuardFailed(IN_DANGER)
    return SEVERITY[answer]


def _sent_on(case: Case, actor: Officer) -> Decided:
    """Begin to work on a request of one's own area, or ask the local administration that serves its place."""
    serving = local_administrations_for(case.subdistrict_code, case.moo)
    us = actor.organization
    if us in serving:
        if _may(case, actor, Verb.TAKE_ON, Ask()):
            return Decided(take_on(case=case, actor=actor), worked_on=True)
        return Decided(case)
    ground = Consent(case.consent)
    # Of several the villages decide nothing here: somebody chooses on the page of the case.
    if len(serving) == 1 and ground.allows_disclosure:
        target = serving[0]
        if _may(case, actor, Verb.REFER, Ask(given=Given(target=target.pk, ground=ground))):
            refer_case(
                case=case, target=target, actor=actor, reason=HandoverReason.PROPER_AREA, consent=ground
            )
            return Decided(case, target=target)
    return Decided(case)


def _may(case: Case, actor: Officer, verb: Verb, ask: Ask) -> bool:
    situation = situation_of(case, actor)
    return permits(situation, verb, ask) and missing(situation, verb, ask) is None
