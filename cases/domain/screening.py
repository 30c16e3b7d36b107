"""Finding out what a request is: problem, severity, secrecy, place; and turning away what is none (rows 2, 3, 12, 20)."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.domain import in_danger, notify, places, recognition
from cases.domain.act import Act, act_on, situation_of
from cases.domain.ending import put_to_rest
from cases.domain.places import place_of, put_elsewhere
from cases.domain.secrecy import is_careful, left_out
from cases.errors import GuardFailed
from cases.machine.act import permits
from cases.machine.guards import raises_only
from cases.machine.verb import Ask, Given
from cases.machine.vocabulary import Verb
from cases.models import Approval, Case, CaseProblem
from cases.vocabulary import REJECT_REASONS, ClosureReason, Confidentiality, Severity, Visibility
from portal.organizations.areas import area
from portal.vocabulary import ProblemType

if TYPE_CHECKING:
    from portal.actors import Officer

CLASSES = ("problem", "severity", "confidentiality")
UNKNOWN_PLACE = _("เราหาที่นี้ไม่พบ เขียนตำบล อำเภอ และจังหวัดให้ครบ")


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
        if changes.get("danger_now") == [False, True]:
            in_danger.raised(act.case, anew=True)
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
    place: str = "",
    note: str,
    base: str | None = None,
) -> Case:
    """Change what a case is taken for and where it lies, at any time before it closes (row 20).

    Another place may have another lead agency, another center, and other local administrations that may not know.

    Raising is done at once. Whatever is lowered (haste, secrecy, a crisis that would become a general case, another
    lead agency) is asked for, and another person decides. One form may do both: then each is an act of its own.

    Args:
        case: an open case.
        actor: an officer of its holder.
        problem: the main problem from now on.
        severity: from now on.
        confidentiality: from now on; as it is by default, restricted for crisis problems in any case.
        further_problems: replaces the list; None leaves it.
        place: the code of the area in which it lies; "" leaves it.
        note: why; required.
        base: what the actor saw.

    Raises:
        CaseChanged, NotAllowed, GuardFailed: nothing was written.
    """
    wanted = _secrecy(problem, confidentiality or Confidentiality(case.confidentiality))
    to = _changed(case, problem, severity, wanted) | _moved(case, place)
    unwanted = frozenset(left_out(case, place) if "place" in to else ())
    raised, lowered = _parted(case, actor, to)
    parts = [(Verb.RECLASSIFY, raised)] if raised or not lowered else []
    parts += [(Verb.REQUEST_LOWERING, lowered)] if lowered else []
    # Alone, an act opens its own transaction, and what was refused of it stays on record.
    with transaction.atomic() if len(parts) > 1 else nullcontext():
        for verb, part in parts:
            given = Given(to=part, unwanted=unwanted)
            with act_on(verb=verb, case=case, actor=actor, base=base, given=given) as act:
                text = act.note_text(note, required=True)
                if further_problems is not None:
                    _set_further_problems(act.case, problem, further_problems)
                lies = put_elsewhere(act.case, part) if verb == Verb.RECLASSIFY else {}
                act.record(note=text, changes=_before_and_after(act) | lies)
                if lies:
                    recognition.remember(act.case)
                    places.follow(act.case)
                    notify.tell_left_out(act, act.after.excluded - act.before.excluded)
                notify.tell_decider(act)
            # What the first of the two changed was asked for by the same form.
            base = None
    return act.case


def _moved(case: Case, place: str) -> dict[str, str]:
    """Return the new place, if it is another one.

    Raises:
        GuardFailed: there is no such area.
    """
    if not place or place == place_of(case):
        return {}
    if area(place) is None:
        raise GuardFailed(UNKNOWN_PLACE, field="place")
    return {"place": place}


def raise_for_danger(*, case: Case, actor: Officer, why: str) -> None:
    """Raise a case to the highest severity because somebody is in danger, where the actor is of its holder.

    What others heard is read at the holder first; who may not raise it writes down what was said all the same.

    Args:
        case: that the actor reads.
        actor: who heard it.
        why: who said so and how, in Thai.

    Raises:
        GuardFailed: nothing was written.
    """
    if case.severity == Severity.EMERGENCY:
        return
    wanted = Given(to={"severity": Severity.EMERGENCY})
    if permits(situation_of(case, actor), Verb.RECLASSIFY, Ask(None, wanted)):
        reclassify_case(
            case=case, actor=actor, problem=ProblemType(case.problem), severity=Severity.EMERGENCY, note=why
        )


def _parted(case: Case, actor: Officer, to: dict[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """Part the classes that become others: those that are raised at once, and those that somebody else decides on.

    The machine knows which is which: another crisis problem with the same lead agency needs no decision (row 20). Who leads
    follows from problem and place together, so that these two are raised or decided as one.
    """
    change = situation_of(case, actor).change()
    leads = {name: value for name, value in to.items() if name in {"problem", "place"}}
    raised: dict[str, str] = {}
    lowered: dict[str, str] = {}
    for part in (leads, *({name: value} for name, value in to.items() if name not in leads)):
        is_raised = raises_only(change, Ask(given=Given(to=part))) is None
        (raised if is_raised else lowered).update(part)
    return raised, lowered


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
        note: what the person is told, for example where to go instead; they read it on their page.
        base: what the actor saw.

    Raises:
        CaseChanged, NotAllowed, GuardFailed: nothing was written.
    """
    with act_on(verb=Verb.REJECT, case=case, actor=actor, base=base) as act:
        text = _reason_text(act, reason, note)
        _link_duplicate(act, reason, duplicate_of)
        put_to_rest(act, reason=reason)
        act.record(reason=reason, note=text, readers=Visibility.PUBLIC)
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
