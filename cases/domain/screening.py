"""Finding out what a request is: problem, severity, secrecy; and turning away what is none (rows 2, 3, 12, 20)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.domain import notify
from cases.domain.act import Act, act_on
from cases.domain.ending import put_to_rest
from cases.domain.secrecy import is_careful
from cases.errors import GuardFailed
from cases.machine.verb import Given
from cases.machine.vocabulary import Verb
from cases.models import Approval, Case, CaseProblem
from cases.vocabulary import REJECT_REASONS, ClosureReason, Confidentiality, Severity, Visibility
from portal.vocabulary import ProblemType

if TYPE_CHECKING:
    from portal.actors import Officer

CLASSES = ("problem", "severity", "confidentiality")


def screen_case(
    *,
    case: Case,
    actor: Officer,
    problem: ProblemType,
    severity: Severity,
    confidentiality: Confidentiality | None = None,
    further_problems: Sequence[ProblemType] = (),
    note: str = "",
    danger: bool | None = None,
    base: str | None = None,
) -> Case:
    """Record the result of screening (row 2; S2.35).

    Args:
        case: a received case.
        actor: an officer of its holder.
        problem: the main problem; it decides the track, and crisis problems are always restricted.
        severity: how fast help must come; changes the due times of running duties, never to later ones.
        confidentiality: of a general case; normal by default.
        further_problems: found beside the main one.
        note: what was checked, for colleagues.
        danger: whoever read it says that somebody is in danger now, or that nobody is (mark_danger, unmark_danger: only
            a person lowers it); None leaves what the reporter said.
        base: what the actor saw.

    Returns:
        The case as it is now.

    Raises:
        CaseChanged, NotAllowed, GuardFailed: nothing was written.
    """
    given = Given(to=_changed(case, problem, severity, _secrecy(problem, confidentiality)))
    with act_on(verb=Verb.SCREEN, case=case, actor=actor, base=base, given=given) as act:
        text = act.note_text(note)
        _set_further_problems(act.case, problem, further_problems)
        act.case.screened_by = actor.person
        act.case.screened_at = act.now
        changes: dict[str, Any] = {**_before_and_after(act)}
        if danger is not None and danger != act.case.danger_now:
            act.case.danger_now = danger
            changes["danger_now"] = [not danger, danger]
        act.record(note=text, changes=changes)
    return act.case


def unscreen(*, case: Case, actor: Officer, note: str = "", base: str | None = None) -> Case:
    """Take a screening back that was a mistake; the case waits to be screened again.

    What was found (problem, severity) stays until then, and with it every due time.

    Args:
        case: a screened case of the general track.
        actor: an officer of its holder.
        note: why, for colleagues.
        base: what the actor saw.

    Raises:
        CaseChanged, NotAllowed, GuardFailed: nothing was written.
    """
    with act_on(verb=Verb.UNSCREEN, case=case, actor=actor, base=base) as act:
        act.case.screened_by, act.case.screened_at = None, None
        act.record(note=act.note_text(note))
    return act.case


def _secrecy(problem: ProblemType, wanted: Confidentiality | None) -> Confidentiality:
    """Return how carefully a case is read: crisis problems always so, what nobody has named yet by default."""
    if problem.is_crisis or wanted is None and is_careful(problem):
        return Confidentiality.RESTRICTED
    return wanted or Confidentiality.NORMAL


def _changed(
    case: Case, problem: ProblemType, severity: Severity, confidentiality: Confidentiality
) -> dict[str, str]:
    """Return the classes that become others."""
    new = {"problem": problem, "severity": severity, "confidentiality": confidentiality}
    return {name: value.value for name, value in new.items() if getattr(case, name) != value}


def _before_and_after(act: Act) -> dict[str, list[str]]:
    return {
        name: [str(getattr(act.before, name)), str(getattr(act.after, name))]
        for name in CLASSES
        if getattr(act.before, name) != getattr(act.after, name)
    }


def reclassify_case(
    *,
    case: Case,
    actor: Officer,
    problem: ProblemType,
    severity: Severity,
    confidentiality: Confidentiality | None = None,
    further_problems: Sequence[ProblemType] | None = None,
    note: str,
    base: str | None = None,
) -> Case:
    """Change what a case is taken for, at any time before it closes (row 20).

    Raising is done at once. Whatever is lowered (haste, secrecy, a crisis that would become a general case, another
    lead agency) is asked for, and another person decides; both may come out of one form.

    Args:
        case: an open case.
        actor: an officer of its holder.
        problem: the main problem from now on.
        severity: from now on.
        confidentiality: from now on; as it is by default, restricted for crisis problems in any case.
        further_problems: replaces the list; None leaves it.
        note: why; required.
        base: what the actor saw.

    Raises:
        CaseChanged, NotAllowed, GuardFailed: nothing was written.
    """
    wanted = _secrecy(problem, confidentiality or Confidentiality(case.confidentiality))
    to = _changed(case, problem, severity, wanted)
    verb = Verb.REQUEST_LOWERING if _lowers(case, to) else Verb.RECLASSIFY
    with act_on(verb=verb, case=case, actor=actor, base=base, given=Given(to=to)) as act:
        text = act.note_text(note, required=True)
        if further_problems is not None:
            _set_further_problems(act.case, problem, further_problems)
        act.record(note=text, changes=_before_and_after(act))
        notify.tell_decider(act)
    return act.case


def _lowers(case: Case, to: dict[str, str]) -> bool:
    """Whether any of the changes needs a decision."""
    severities = list(Severity)
    less_haste = "severity" in to and severities.index(Severity(to["severity"])) < severities.index(
        Severity(case.severity)
    )
    less_secret = to.get("confidentiality") == Confidentiality.NORMAL
    # Another crisis problem may have another lead agency; the machine knows, and says so.
    other_leader = (
        "problem" in to and case.is_crisis and (not ProblemType(to["problem"]).is_crisis or case.led)
    )
    return less_haste or less_secret or other_leader


def _set_further_problems(case: Case, main: ProblemType, further: Sequence[ProblemType]) -> None:
    wanted = dict.fromkeys(problem for problem in further if problem != main)
    case.further_problems.exclude(problem__in=wanted).delete()
    for problem in wanted:
        CaseProblem.objects.get_or_create(case=case, problem=problem)


def take_on(*, case: Case, actor: Officer, note: str = "", base: str | None = None) -> Case:
    """Work on a screened case oneself instead of forwarding it (row 12).

    Args:
        case: a screened case.
        actor: an officer of its holder.
        note: the plan, for colleagues.
        base: what the actor saw.

    Raises:
        CaseChanged, NotAllowed, GuardFailed: nothing was written.
    """
    with act_on(verb=Verb.TAKE_ON, case=case, actor=actor, base=base) as act:
        act.record(note=act.note_text(note))
        notify.tell_reporter(case=act.case)
    return act.case


def reject_case(
    *,
    case: Case,
    actor: Officer,
    reason: ClosureReason,
    duplicate_of: Case | None = None,
    note: str = "",
    base: str | None = None,
) -> Case:
    """End a general request that is none: spam, a test, a duplicate, or outside what the office may do (row 3).

    Args:
        case: received or screened.
        actor: an officer of its holder.
        reason: one of `REJECT_REASONS`.
        duplicate_of: the case that stays, when the reason is a duplicate; the actor must see it.
        note: what to tell the person or colleagues.
        base: what the actor saw.

    Raises:
        CaseChanged, NotAllowed, GuardFailed: nothing was written.
    """
    with act_on(verb=Verb.REJECT, case=case, actor=actor, base=base) as act:
        text = _reason_text(act, reason, note)
        _link_duplicate(act, reason, duplicate_of)
        put_to_rest(act, reason=reason)
        act.record(reason=reason, note=text)
        notify.tell_reporter(case=act.case)
    return act.case


def request_refusal(
    *, case: Case, actor: Officer, reason: ClosureReason, note: str, base: str | None = None
) -> Approval:
    """Ask a second person to turn a crisis report away (row 3).

    Args:
        case: received or screened.
        actor: an officer of its holder.
        reason: one of `REJECT_REASONS`.
        note: why, for who decides; required.
        base: what the actor saw.

    Raises:
        CaseChanged, NotAllowed, GuardFailed: nothing was written.
    """
    given = Given(to={"reason": reason.value})
    with act_on(verb=Verb.REQUEST_REFUSAL, case=case, actor=actor, base=base, given=given) as act:
        _reason_text(act, reason, note)
        text = act.note_text(note, required=True)
        act.record(reason=reason, note=text, readers=Visibility.SHARED)
        notify.tell_decider(act)
        return act.opened(Approval)


def _reason_text(act: Act, reason: ClosureReason, note: str) -> str:
    if reason not in REJECT_REASONS:
        raise GuardFailed(_("เลือกเหตุผลที่ไม่รับเรื่องจากรายการ"), field="reason")
    return act.note_text(note, required=reason == ClosureReason.OUT_OF_SCOPE)


def _link_duplicate(act: Act, reason: ClosureReason, duplicate_of: Case | None) -> None:
    if (reason == ClosureReason.DUPLICATE) != (duplicate_of is not None):
        raise GuardFailed(_("บอกเลขที่ของเรื่องเดิมเมื่อเหตุผลคือเรื่องซ้ำ"), field="duplicate_of")
    if duplicate_of is None:
        return
    known = Case.objects.visible_to(act.actor, among=Q(pk=duplicate_of.pk)).exclude(pk=act.case.pk)
    if not known.exists():
        raise GuardFailed(_("ไม่พบเรื่องเดิมตามเลขที่นี้"), field="duplicate_of")
    act.case.duplicate_of = duplicate_of
