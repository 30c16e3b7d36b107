"""Cases are joined and parted by a person, one act and one event on each case; nothing else of them changes.

A case that is joined keeps its stage, its duties and their due times, and is closed by its own act alone: so parting is
whole, whatever came in between. Which case leads is computed from those that are members now.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.domain.act import act_on
from cases.domain.likeness import compare
from cases.domain.recognition import report_of_case
from cases.errors import GuardFailed, NotAllowed
from cases.households.models import Household, KeptApart, LikelyPair, Member
from cases.households.vocabulary import ApartReason, LinkKind
from cases.machine.vocabulary import Verb
from cases.models import Case
from cases.models.listed_case import haste_of
from portal.accounts.functions import Function

if TYPE_CHECKING:
    from portal.actors import Officer

MOST_MEMBERS = 40
NOT_OURS = _("รวมได้เฉพาะเรื่องที่หน่วยงานของคุณรับผิดชอบและเปิดอ่านได้ทั้งสองเรื่อง")
AT_ODDS = _("มีคู่ที่บันทึกไว้ว่าเป็นคู่กรณีกัน รวมไว้ด้วยกันไม่ได้ แม้ผ่านเรื่องที่สาม")
TOLD_APART = _("มีคู่ที่บันทึกไว้ว่าเป็นคนละครัวเรือน ถ้าพบว่าใช่ ให้ยกเลิกบันทึกนั้นก่อน")
TOO_MANY = _("ครัวเรือนนี้มีเรื่องรวมไว้มากที่สุดแล้ว")


def household_of(case: Case) -> Household | None:
    """Return the household in which a case is now."""
    member = Member.objects.filter(case=case, ended_at__isnull=True).select_related("household").first()
    return member.household if member else None


def members_of(household: Household, actor: Officer) -> list[Case]:
    """Return the cases of a household that the actor may open, the worst first: that one leads.

    What passed to another organization meanwhile, or became restricted, is seen by whoever may see it by itself.
    """
    inside = Member.objects.filter(household=household, ended_at__isnull=True).values("case")
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
        NotAllowed, GuardFailed: nothing was written.
    """
    # Both rows are locked in one order, so that two who join the same cases cannot block each other.
    locked = list(Case.objects.select_for_update().filter(pk__in=[one.pk, other.pk]).order_by("pk"))
    if len(locked) != 2 or _readable(locked, actor) != 2:
        raise GuardFailed(NOT_OURS)
    groups = _locked_households(locked)
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


def _locked_households(cases: Sequence[Case]) -> dict[int, Household | None]:
    """Return case → household, the households locked in one order: who joins a third case meanwhile waits."""
    found = {case.pk: household_of(case) for case in cases}
    keys = {household.pk for household in found.values() if household is not None}
    list(Household.objects.select_for_update().filter(pk__in=keys).order_by("pk"))
    return {case.pk: household_of(case) for case in cases}


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
    if not is_told and row.case.holder_id == actor.organization.pk:
        _tell_joined(row.case, actor, row.household, household)
    # Somebody else's by now: their history is theirs, the row of ours goes with the others.
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
    rows = Member.objects.filter(household=household, ended_at__isnull=True).order_by("case")
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
        NotAllowed, GuardFailed: nothing was written.
    """
    household = household_of(case)
    if household is None:
        return
    locked = Household.objects.select_for_update().get(pk=household.pk)
    inside = _cases_in(locked)
    if case.pk not in inside:
        return
    alone = [pk for pk in inside if pk != case.pk] if len(inside) == 2 else []
    _leave(case, actor)
    for last in Case.objects.filter(pk__in=alone):
        if last.holder_id == actor.organization.pk:
            _leave(last, actor)
        else:
            # Somebody else's by now: their history is theirs, the row of ours ends.
            _end(last, actor)


def _leave(case: Case, actor: Officer) -> None:
    household = household_of(case)
    with act_on(verb=Verb.UNLINK_HOUSEHOLD, case=case, actor=actor) as act:
        act.record(changes={"household": [str(household or ""), ""]})
    _end(case, actor)


def _end(case: Case, actor: Officer) -> None:
    rows = Member.objects.filter(case=case, ended_at__isnull=True)
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


def lift(*, one: Case, other: Case, actor: Officer) -> None:
    """Take back that two reports were told apart. Of families at odds a supervisor does it.

    Raises:
        NotAllowed: not the actor's to judge.
    """
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
