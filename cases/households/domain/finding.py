"""Pairs that may be one household are found after entry too: whenever a request comes or its facts change."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.lookups import IsNull
from django.utils import timezone

from cases.domain.likeness import LEAST, Confidence, Likeness
from cases.domain.queries.similar import alike_cases
from cases.domain.queries.standing import case_worker
from cases.households.domain.joining import apart_from, pair_of
from cases.households.models import LikelyPair, LookedUpTo, Member
from cases.machine.verbs.watching import GLASS_OPEN
from cases.machine.vocabulary import Verb
from cases.models import Case, CaseEvent
from cases.vocabulary import Confidentiality, Track
from portal.composed import Composed
from portal.queue.one_by_one import each_apart

if TYPE_CHECKING:
    from portal.actors import Officer

CHANGES_LIKENESS = (
    *(Verb.SUBMIT, Verb.CORRECT_FACTS, Verb.CHANGE_CONTACT),
    *(Verb.ACCEPT, Verb.HAND_UP, Verb.TAKE_OVER, Verb.RECUSE, Verb.SHUT_OUT, Verb.REOPEN, Verb.SUCCEED),
)
"""After these a case may be like another one of its holder that it was not like before: it is said anew, or the holder is
another one, or nobody looked at it while it was closed."""
MAY_CHANGE_CLASS = (Verb.SCREEN, Verb.RECLASSIFY, Verb.APPROVE)
"""After these too where the class is another one: a problem speaks against another, and what was restricted is not now. And the
place: houses are told apart by their subdistrict."""
LOOKED_FOR = Q(verb__in=CHANGES_LIKENESS) | Q(verb__in=MAY_CHANGE_CLASS) & (
    # As `cases.machine.effects.to_json` writes a fact: SQLite knows no containment in JSON.
    Q(effects__icontains='["problem"')
    | Q(effects__icontains='["confidentiality"')
    # Another place is no fact of the machine, but of the house.
    | Q(changes__has_key="place")
)
IN_PAIRS = {
    f"{side}__{name}": value
    for side in ("one", "other")
    for name, value in {
        "closed_at__isnull": True,
        "track": Track.GENERAL,
        "confidentiality": Confidentiality.NORMAL,
    }.items()
}
"""Both are open, and neither is a crisis or restricted."""
AT_ONCE = 300
MOST_PAIRS = 5
"""So many of one case wait at once: the likeliest."""
SHOWN = 10
"""So many pairs stand on a page."""
ON_ITS_WAY = dt.timedelta(minutes=2)
"""So long an act may take from its first word until others see its event."""


def pairs_of(organization: int) -> QuerySet[LikelyPair]:
    """Return the pairs that wait for somebody of an organization: both are open, its own, and no crisis or restricted case.

    Args:
        organization: its key.
    """
    ours = Q(one__holder=organization, other__holder=organization)
    return LikelyPair.objects.filter(ours, **IN_PAIRS, organization=organization)


def pairs_for(actor: Officer, now: dt.datetime) -> list[LikelyPair]:
    """Return the likeliest pairs of which somebody may read both, one more than are shown: what they cannot judge takes nobody's place.

    Args:
        actor: an officer.
        now: the time.
    """
    if not actor.works_on_cases:
        return []
    return _READABLE(organization=actor.organization.pk, person=actor.person.pk, glass_since=now - GLASS_OPEN)


def _readable(organization: int, person: int, glass_since: dt.datetime) -> QuerySet[LikelyPair]:
    reader = case_worker(organization, person)

    def opens(side: str) -> IsNull:
        # Looked up for each pair until the page is full; of `Exists` PostgreSQL would make a join over all grants first.
        case = Case.objects.visible_to(reader, glass_since=glass_since, among=Q(pk=OuterRef(side)))
        return IsNull(Subquery(case.order_by().values("pk")[:1]), False)

    pairs = pairs_of(organization).filter(opens("one"), opens("other"))
    return pairs.order_by("-score", "pk")[: SHOWN + 1]


_READABLE = Composed(_readable, organization=int, person=int, glass_since=dt.datetime)


def forget_passed() -> int:
    """Ask nobody any more about pairs of which a case was closed, became restricted or went to another organization; returns how many rows went."""
    theirs = Q(one__holder=F("organization"), other__holder=F("organization"))
    return LikelyPair.objects.exclude(theirs & Q(**IN_PAIRS)).delete()[0]


def look() -> int:
    """Look for pairs of what came or changed since the last time; returns how many were found. Twice does no harm."""
    mark, _made = LookedUpTo.objects.get_or_create(pk=1)
    since = CaseEvent.objects.filter(pk__gt=mark.event)
    last = since.order_by("-pk").values_list("pk", flat=True).first()
    if last is None:
        return 0
    forget_passed()
    # Asked before anything is read: what comes between the two is behind it, and looked at the next time.
    whole = _before_what_is_missing(mark.event, last)
    # Of what does not change likeness there may be thousands, by one act on many: it takes no place of what does.
    wanted = since.filter(LOOKED_FOR, pk__lte=last).order_by("pk")
    new = list(wanted.values_list("pk", "case_id")[:AT_ONCE])
    cases = dict.fromkeys(case for _pk, case in new)
    upto = min(whole, new[-1][0]) if len(new) == AT_ONCE else whole
    found = each_apart(cases, look_for, what="looking for reports of one household")
    LookedUpTo.objects.filter(pk=1, event__lt=upto).update(event=upto)
    return found


def _before_what_is_missing(mark: int, upto: int) -> int:
    """Return up to which event nothing can come any more: numbers are given at the beginning of what others see at its end.

    What stands behind a number that is missing is looked at now, and again until that number is there or given up.

    Args:
        mark: up to which nothing is missing.
        upto: up to which events are seen now.
    """
    since = timezone.now() - ON_ITS_WAY
    events = CaseEvent.objects.order_by("pk").values_list("pk", flat=True)
    known: int | None = None
    for pk in events.filter(pk__gt=mark, pk__lte=upto, at__gte=since).iterator():
        if known is None:
            # Before the first event of all nothing is missing.
            known = max(mark, events.filter(pk__lt=pk).last() or 0) or pk - 1
        if pk > known + 1:
            return known
        known = pk
    return upto


@transaction.atomic
def look_for(pk: int) -> int:
    """Write down which cases of the same holder are likely of the household of one; returns how many."""
    # Whoever joins it or tells it apart at this moment locks it too: what they decide is not asked again.
    list(Case.objects.select_for_update().filter(pk=pk).values_list("pk", flat=True))
    case = Case.objects.select_related("reporter").filter(pk=pk).first()
    # What waits is made anew: facts that were corrected may speak against it now.
    LikelyPair.objects.filter(one=pk).delete()
    LikelyPair.objects.filter(other=pk).delete()
    if case is None or case.is_closed or case.is_crisis or case.is_restricted:
        return 0
    apart = apart_from(case)
    together = _together_with(case)
    likely = [
        (other, likeness)
        for other, likeness in alike_cases(case, timezone.now())
        if likeness.score >= LEAST[Confidence.LIKELY]
        and other.holder_id == case.holder_id
        and not (other.is_crisis or other.is_restricted)
        and other.pk not in apart
        and other.pk not in together
    ]
    likely.sort(key=lambda found: -found[1].score)
    LikelyPair.objects.bulk_create(_pair(case, other, likeness) for other, likeness in likely[:MOST_PAIRS])
    return len(likely[:MOST_PAIRS])


def _together_with(case: Case) -> set[int]:
    now = Member.objects.filter(ended_at__isnull=True)
    return set(
        now.filter(household__in=now.filter(case=case).values("household")).values_list("case", flat=True)
    )


def _pair(case: Case, other: Case, likeness: Likeness) -> LikelyPair:
    first, second = pair_of(case, other)
    return LikelyPair(
        organization_id=case.holder_id,
        one=first,
        other=second,
        score=round(likeness.score * 100),
        marks=[str(mark) for mark in likeness.marks],
    )
