"""Cases are joined and parted by a person, one act and one event on each case; nothing else of them changes.

A case that is joined keeps its stage, its duties and their due times, and is closed by its own act alone: so parting is
whole, whatever came in between. Which case leads is computed from those that are members now.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.domain.act import act_on, situation_of
from cases.domain.likeness import compare
from cases.domain.recognition import report_of_case
from cases.errors import CaseChanged, GuardFailed, NotAllowed
from cases.households.models import Household, KeptApart, LikelyPair, Member
from cases.households.vocabulary import ApartReason, LinkKind
from cases.machine.act import missing, permits
from cases.machine.verb import Ask
from cases.machine.vocabulary import Verb
from cases.models import Case
from cases.models.listed_case import haste_of
from portal.accounts.functions import Function

if TYPE_CHECKING:
    from portal.actors import Officer

MOST_MEMBERS = 40
LOCKED_AGAIN = 5
"""So often it is begun again where a household grew while its cases were waited for."""
NOT_OURS = _("รวมได้เฉพาะเรื่องที่หน่วยงานของคุณรับผิดชอบและเปิดอ่านได้ทั้งสองเรื่อง")
AT_ODDS = _("มีคู่ที่บันทึกไว้ว่าเป็นคู่กรณีกัน รวมไว้ด้วยกันไม่ได้ แม้ผ่านเรื่องที่สาม")
TOLD_APART = _("มีคู่ที่บันทึกไว้ว่าเป็นคนละครัวเรือน ถ้าพบว่าใช่ ให้ยกเลิกบันทึกนั้นก่อน")
TOO_MANY = _("ครัวเรือนนี้มีเรื่องรวมไว้มากที่สุดแล้ว")


def household_of(case: Case) -> Household | None:
    """Return the household in which a case is now."""
    member = _now().filter(case=case).select_related("household").first()
    return member.household if member else None


def members_of(household: Household, actor: Officer) -> list[Case]:
    """Return the cases of a household that the actor may open, the worst first: that one leads.

    What passed to another organization meanwhile, or became restricted, is seen by whoever may see it by itself.
    """
    inside = _now().filter(household=household).values("case")
    cases = Case.objects.visible_to(actor, among=Q(pk__in=inside)).select_related("holder", "reporter")
    return sorted(cases, key=_worst_first)


def _worst_first(case: Case) -> tuple[bool, int, float]:
    haste = haste_of(danger=case.danger_now, severity=case.severity)
    return case.is_closed, haste, case.received_at.timestamp()


def pair_of(one: Case, other: Case) -> tuple[Case, Case]:
    """Return two cases in the order in which pairs are kept."""
    return (one, other) if one.pk < other.pk else (other, one)


@transaction.atomic
def join(*, one: Case, other: Case, actor: Officer, kind: LinkKind) -> Household:
    """Say that two reports belong together, and with them the households in which they are already. Twice the same changes nothing.

    Args:
        one: a case that the actor's organization holds.
        other: another of it.
        actor: who read both.
        kind: what they have in common.

    Raises:
        CaseChanged, NotAllowed, GuardFailed: nothing was written.
    """
    _lock_together([one, other])
    locked = list(Case.objects.filter(pk__in=[one.pk, other.pk]).order_by("pk"))
    if len(locked) != 2 or _readable(locked, actor) != 2:
        raise GuardFailed(NOT_OURS)
    groups = {case.pk: household_of(case) for case in locked}
    here, there = groups[locked[0].pk], groups[locked[1].pk]
    if here is not None and here == there:
        _forget_pairs(_cases_in(here))
        return here
    household = here or there or Household(organization=actor.organization)
    moved = _members_in(there) if here is not None and there is not None else []
    inside = _cases_in(household) if household.pk else []
    everybody = {*inside, *(row.case_id for row in moved), *(case.pk for case in locked)}
    _refuse_what_is_apart(everybody)
    if len(everybody) > MOST_MEMBERS:
        raise GuardFailed(TOO_MANY)
    household.save()
    likeness = compare(report_of_case(locked[0]), report_of_case(locked[1]))
    for case in locked:
        # One event on each, also on the one that was a member before: it is joined with another now.
        _tell_joined(case, actor, groups[case.pk], household)
        if groups[case.pk] is None:
            Member.objects.create(
                household=household,
                case=case,
                kind=kind,
                confidence=likeness.confidence or "",
                marks=[str(mark) for mark in likeness.marks],
                joined_by=actor.person,
            )
    for row in moved:
        _move(row, household, actor, kind, is_told=row.case_id in groups)
    _forget_pairs(everybody)
    return household


def _lock_together(cases: Collection[Case]) -> None:
    """Lock cases and all that are in a household with them, then these households, each in the order of their keys.

    Whoever joins, parts, tells apart or sends a unit locks cases before households too: one waits for the other, nobody
    half way. Who is in a household changes only under the lock of that case.

    Args:
        cases: at least these; within a transaction.

    Raises:
        CaseChanged: the household grew again and again meanwhile.
    """
    keys = {case.pk for case in cases}
    for _round in range(LOCKED_AGAIN):
        before = transaction.savepoint()
        wanted = keys | _together_with(keys)
        _lock_cases(wanted)
        if _together_with(keys) <= wanted:
            transaction.savepoint_commit(before)
            households = _now().filter(case__in=keys).values("household")
            list(Household.objects.select_for_update().filter(pk__in=households).order_by("pk"))
            return
        # Somebody came in while we waited. What is locked out of order would block: so all are let go first.
        transaction.savepoint_rollback(before)
    raise CaseChanged


def _lock_cases(keys: Collection[int]) -> None:
    """Lock cases in the order of their keys, without reading them; within a transaction."""
    list(Case.objects.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk", flat=True))


def _together_with(cases: Collection[int]) -> set[int]:
    """Return all that are in the households of some cases now, these too."""
    households = _now().filter(case__in=cases).values("household")
    return set(_now().filter(household__in=households).values_list("case", flat=True))


def _now() -> QuerySet[Member]:
    return Member.objects.filter(ended_at__isnull=True)


def _takes(case: Case, verb: Verb, actor: Officer) -> bool:
    """Whether a case can take an event of an actor now: not where it is closed, became a crisis or restricted, or is another's."""
    situation = situation_of(case, actor)
    return permits(situation, verb, Ask()) and missing(situation, verb, Ask()) is None


def _tell_joined(case: Case, actor: Officer, before: Household | None, household: Household) -> None:
    with act_on(verb=Verb.LINK_HOUSEHOLD, case=case, actor=actor) as act:
        act.record(changes={"household": [str(before or ""), str(household.pk)]})


def _move(row: Member, household: Household, actor: Officer, kind: LinkKind, *, is_told: bool) -> None:
    """Take a case over from a household that is joined with another one; its row stays, ended.

    Args:
        row: of the case in its former household.
        household: into which it goes.
        actor: who joined the two.
        kind: what the two have in common; what is less than the same matter is so for all who came by it.
        is_told: its event was written.
    """
    # Closed, restricted or somebody else's by now: its history stays as it is, the row of ours goes with the others.
    if not is_told and _takes(row.case, Verb.LINK_HOUSEHOLD, actor):
        _tell_joined(row.case, actor, row.household, household)
    _end(row.case, actor)
    Member.objects.create(
        household=household,
        case=row.case,
        kind=row.kind if kind == LinkKind.SAME_MATTER else kind,
        confidence=row.confidence,
        marks=row.marks,
        joined_by=actor.person,
    )


def _forget_pairs(cases: Collection[int]) -> None:
    """Ask nobody any more about pairs that are together, also those that came together by a third."""
    LikelyPair.objects.filter(one__in=cases, other__in=cases).delete()


def _readable(cases: Sequence[Case], actor: Officer) -> int:
    ours = Case.objects.visible_to(actor, among=Q(pk__in=[case.pk for case in cases])).filter(
        holder=actor.organization.pk
    )
    return ours.count()


def _cases_in(household: Household) -> list[int]:
    return [row.case_id for row in _members_in(household)]


def _members_in(household: Household) -> list[Member]:
    rows = _now().filter(household=household).order_by("case")
    return list(rows.select_related("case", "household"))


def _refuse_what_is_apart(cases: set[int]) -> None:
    """Refuse a household in which two would be together that somebody told apart, directly or by a third.

    Raises:
        GuardFailed: there are such two.
    """
    reasons = set(KeptApart.objects.filter(one__in=cases, other__in=cases).values_list("why", flat=True))
    if ApartReason.AT_ODDS in reasons:
        raise GuardFailed(AT_ODDS)
    if reasons:
        raise GuardFailed(TOLD_APART)


@transaction.atomic
def part(*, case: Case, actor: Officer) -> None:
    """Take a case out of its household again; it stands as if it had never been in it. Twice changes nothing.

    Of two that are left one alone is no household: it goes out too, with an event of its own.

    Args:
        case: a member, held by the actor's organization.
        actor: who parts.

    Raises:
        CaseChanged, NotAllowed, GuardFailed: nothing was written.
    """
    _lock_together([case])
    household = household_of(case)
    if household is None:
        return
    inside = _cases_in(household)
    alone = [pk for pk in inside if pk != case.pk] if len(inside) == 2 else []
    _leave(case, actor)
    for last in Case.objects.filter(pk__in=alone):
        if _takes(last, Verb.UNLINK_HOUSEHOLD, actor):
            _leave(last, actor)
        else:
            # Somebody else's by now, or not this reader's: its history stays as it is, the row of ours ends.
            _end(last, actor)


def _leave(case: Case, actor: Officer) -> None:
    household = household_of(case)
    with act_on(verb=Verb.UNLINK_HOUSEHOLD, case=case, actor=actor) as act:
        act.record(changes={"household": [str(household or ""), ""]})
    _end(case, actor)


def _end(case: Case, actor: Officer) -> None:
    rows = _now().filter(case=case)
    rows.update(ended_at=timezone.now(), ended_by=actor.person)


@transaction.atomic
def keep_apart(*, one: Case, other: Case, actor: Officer, why: ApartReason) -> KeptApart:
    """Say that two reports do not belong together, so that nobody is asked again and no third one brings them together.

    Args:
        one: a case that the actor's organization holds.
        other: another of it.
        actor: who read both.
        why: another household, or two families at odds.

    Raises:
        NotAllowed: not both are the actor's to judge.
        GuardFailed: they are in one household; they have to be parted first.
    """
    # Whoever joins one of them, also by a third, locks both: so it is known here whether they are together.
    _lock_cases([one.pk, other.pk])
    if _readable([one, other], actor) != 2 or not actor.functions & {Function.INTAKE, Function.WORK}:
        raise NotAllowed(Verb.UNLINK_HOUSEHOLD)
    household = household_of(one)
    if household is not None and household == household_of(other):
        raise GuardFailed(_("สองเรื่องนี้รวมกันอยู่ แยกออกก่อน แล้วบันทึกว่าเป็นคนละครัวเรือน"))
    first, second = pair_of(one, other)
    LikelyPair.objects.filter(one=first, other=second).delete()
    kept, made = KeptApart.objects.get_or_create(
        one=first, other=second, defaults={"why": why, "by": actor.person}
    )
    if not made and kept.why != why and why == ApartReason.AT_ODDS:
        kept.why, kept.by, kept.at = why, actor.person, timezone.now()
        kept.save()
    return kept


@transaction.atomic
def lift(*, one: Case, other: Case, actor: Officer) -> None:
    """Take back that two reports were told apart. Of families at odds a supervisor does it.

    Raises:
        NotAllowed: not the actor's to judge.
    """
    # A colleague may say at this moment that they are at odds: that is not taken back with what was said before.
    _lock_cases([one.pk, other.pk])
    first, second = pair_of(one, other)
    kept = KeptApart.objects.filter(one=first, other=second).first()
    if kept is None:
        return
    needed = {Function.SUPERVISE, Function.DEPUTY}
    if kept.why != ApartReason.AT_ODDS:
        needed |= {Function.INTAKE, Function.WORK}
    if _readable([one, other], actor) != 2 or not actor.functions & needed:
        raise NotAllowed(Verb.LINK_HOUSEHOLD)
    kept.delete()


def apart_from(case: Case) -> dict[int, ApartReason]:
    """Return which cases were told apart from one, and why."""
    rows = KeptApart.objects.filter(Q(one=case) | Q(other=case))
    return {row.other_id if row.one_id == case.pk else row.one_id: ApartReason(row.why) for row in rows}
