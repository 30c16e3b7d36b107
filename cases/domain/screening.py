"""Finding out what a request is: problem, severity, secrecy; and turning away what is none (rows 2, 3, 12, 20)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from cases.domain import notify
from cases.domain.act import Act, act_on
from cases.domain.closure import close
from cases.errors import GuardFailed
from cases.models import Case, CaseProblem
from cases.rules import is_careful
from cases.vocabulary import (
    REJECT_REASONS,
    ClosureReason,
    Confidentiality,
    Severity,
    Track,
    Verb,
)
from portal.vocabulary import ProblemType

if TYPE_CHECKING:
    from portal.actors import Officer


def screen_case(
    *,
    case: Case,
    actor: Officer,
    problem: ProblemType,
    severity: Severity,
    confidentiality: Confidentiality | None = None,
    further_problems: Sequence[ProblemType] = (),
    note: str = "",
    version: int | None = None,
) -> Case:
    """Record the result of screening (row 2; S2.35).

    Args:
        case: a received case.
        actor: an officer of its holder.
        problem: the main problem; it decides the track, and crisis problems are always restricted.
        severity: how fast help must come; changes the due times of running clocks.
        confidentiality: of a general case; normal by default.
        further_problems: found beside the main one.
        note: what was checked, for colleagues.
        version: what the actor saw.

    Returns:
        The case as it is now.

    Raises:
        CaseChanged, NotAllowed, GuardFailed: nothing was written.
    """
    with act_on(verb=Verb.SCREEN, case=case, actor=actor, version=version) as act:
        text = act.note_text(note)
        # What the citizen ticked is a crisis until somebody with authority says otherwise (row 20).
        if act.case.is_crisis and not problem.is_crisis and not actor.supervises:
            raise GuardFailed(_("การเปลี่ยนเรื่องปัญหาสังคมเป็นเรื่องทั่วไปต้องให้หัวหน้าทำ"), field="problem")
        changes = _classify(act, problem=problem, severity=severity, confidentiality=confidentiality)
        _set_further_problems(act.case, problem, further_problems)
        act.case.screened_by = actor.person
        act.case.screened_at = act.now
        act.record(note=text, changes=changes)
    return act.case


def reclassify_case(
    *,
    case: Case,
    actor: Officer,
    problem: ProblemType,
    severity: Severity,
    confidentiality: Confidentiality | None = None,
    further_problems: Sequence[ProblemType] | None = None,
    note: str,
    version: int | None = None,
) -> Case:
    """Change what a case is taken for, at any time before it closes (row 20).

    Making a crisis case a general one, or a restricted case a normal one, needs a supervisor and a reason. Both values
    stay in the history, and the running clocks get the new limits.

    Args:
        case: an open case.
        actor: an officer of its holder.
        problem: the main problem from now on.
        severity: from now on.
        confidentiality: from now on; as it is by default, restricted for crisis problems in any case.
        further_problems: replaces the list; None leaves it.
        note: why; required.
        version: what the actor saw.

    Raises:
        CaseChanged, NotAllowed, GuardFailed: nothing was written.
    """
    with act_on(verb=Verb.RECLASSIFY, case=case, actor=actor, version=version) as act:
        text = act.note_text(note, required=True)
        lowers = act.case.is_crisis and not problem.is_crisis
        lowers |= act.case.is_restricted and confidentiality == Confidentiality.NORMAL
        if lowers and not actor.supervises:
            raise GuardFailed(_("การลดชั้นการปกปิดหรือเปลี่ยนเป็นเรื่องทั่วไปต้องให้หัวหน้าทำ"), field="problem")
        kept = confidentiality or Confidentiality(act.case.confidentiality)
        changes = _classify(act, problem=problem, severity=severity, confidentiality=kept)
        if further_problems is not None:
            _set_further_problems(act.case, problem, further_problems)
        act.record(note=text, changes=changes)
    return act.case


def _classify(
    act: Act, *, problem: ProblemType, severity: Severity, confidentiality: Confidentiality | None
) -> dict[str, Any]:
    """Set problem, track, severity and secrecy; returns values before and after of what changed."""
    case = act.case
    secrecy = confidentiality or Confidentiality.NORMAL
    if problem.is_crisis or confidentiality is None and is_careful(problem):
        secrecy = Confidentiality.RESTRICTED
    new = {
        "problem": problem,
        "track": Track.CRISIS if problem.is_crisis else Track.GENERAL,
        "severity": severity,
        "confidentiality": secrecy,
    }
    changes = {
        name: [str(getattr(case, name)), str(value)]
        for name, value in new.items()
        if getattr(case, name) != value
    }
    for name, value in new.items():
        setattr(case, name, value)
    return changes


def _set_further_problems(case: Case, main: ProblemType, further: Sequence[ProblemType]) -> None:
    wanted = dict.fromkeys(problem for problem in further if problem != main)
    case.further_problems.exclude(problem__in=wanted).delete()
    for problem in wanted:
        CaseProblem.objects.get_or_create(case=case, problem=problem)


def take_on(*, case: Case, actor: Officer, note: str = "", version: int | None = None) -> Case:
    """Work on a screened case oneself instead of forwarding it (row 12).

    Args:
        case: a screened case.
        actor: an officer of its holder.
        note: the plan, for colleagues.
        version: what the actor saw.

    Raises:
        CaseChanged, NotAllowed, GuardFailed: nothing was written.
    """
    with act_on(verb=Verb.TAKE_ON, case=case, actor=actor, version=version) as act:
        text = act.note_text(note)
        act.record(note=text)
        notify.tell_reporter(case=act.case)
    return act.case


def reject_case(
    *,
    case: Case,
    actor: Officer,
    reason: ClosureReason,
    duplicate_of: Case | None = None,
    note: str = "",
    version: int | None = None,
) -> Case:
    """End a request that is none: spam, a test, a duplicate, or outside what the office may do (row 3).

    Args:
        case: received or screened.
        actor: an officer of its holder; for a crisis report a supervisor, after somebody else took or screened it.
        reason: one of `REJECT_REASONS`.
        duplicate_of: the case that stays, when the reason is a duplicate; the actor must see it.
        note: what to tell the person or colleagues.
        version: what the actor saw.

    Raises:
        CaseChanged, NotAllowed, GuardFailed: nothing was written.
    """
    with act_on(verb=Verb.REJECT, case=case, actor=actor, version=version) as act:
        text = act.note_text(note, required=reason == ClosureReason.OUT_OF_SCOPE)
        if reason not in REJECT_REASONS:
            raise GuardFailed(_("เลือกเหตุผลที่ไม่รับเรื่องจากรายการ"), field="reason")
        _link_duplicate(act, reason, duplicate_of)
        close(act, reason=reason)
        act.record(reason=reason, note=text)
        notify.tell_reporter(case=act.case)
    return act.case


def _link_duplicate(act: Act, reason: ClosureReason, duplicate_of: Case | None) -> None:
    if (reason == ClosureReason.DUPLICATE) != (duplicate_of is not None):
        raise GuardFailed(_("บอกเลขที่ของเรื่องเดิมเมื่อเหตุผลคือเรื่องซ้ำ"), field="duplicate_of")
    if duplicate_of is None:
        return
    known = Case.objects.visible_to(act.actor).filter(pk=duplicate_of.pk).exclude(pk=act.case.pk)
    if not known.exists():
        raise GuardFailed(_("ไม่พบเรื่องเดิมตามเลขที่นี้"), field="duplicate_of")
    act.case.duplicate_of = duplicate_of
