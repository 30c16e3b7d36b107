"""Pairs that may be one household are found after entry too: whenever a request comes or its facts change."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from cases.domain.likeness import LEAST, Confidence, Likeness
from cases.domain.queries.similar import alike_cases
from cases.households.domain.joining import apart_from, pair_of
from cases.households.models import LikelyPair, LookedUpTo, Member
from cases.machine.vocabulary import Verb
from cases.models import Case, CaseEvent
from portal.queue.one_by_one import each_apart

CHANGES_LIKENESS = (Verb.SUBMIT, Verb.CORRECT_FACTS, Verb.CHANGE_CONTACT, Verb.ACCEPT)
"""After these a case may be like another one of its holder that it was not like before."""
OPEN = {"one__closed_at__isnull": True, "other__closed_at__isnull": True}
AT_ONCE = 300
MOST_PAIRS = 5
"""So many of one case wait at once: the likeliest."""


def pairs_of(organization: int) -> QuerySet[LikelyPair]:
    """Return the pairs that wait for somebody of an organization: both cases are open, and its own.

    Args:
        organization: its key.
    """
    ours = Q(one__holder=organization, other__holder=organization)
    return LikelyPair.objects.filter(ours, **OPEN, organization=organization)


def forget_passed() -> int:
    """Ask nobody any more about pairs of which a case was closed or went to another organization; returns how many rows went."""
    theirs = Q(one__holder=F("organization"), other__holder=F("organization"))
    return LikelyPair.objects.exclude(theirs & Q(**OPEN)).delete()[0]


def look() -> int:
    """Look for pairs of what came or changed since the last time; returns how many were found. Twice does no harm."""
    mark, _made = LookedUpTo.objects.get_or_create(pk=1)
    events = CaseEvent.objects.filter(pk__gt=mark.event).order_by("pk")
    new = list(events.values_list("pk", "case_id", "verb")[:AT_ONCE])
    if not new:
        return 0
    forget_passed()
    cases = dict.fromkeys(case for _pk, case, verb in new if verb in CHANGES_LIKENESS)
    found = each_apart(cases, look_for, what="looking for reports of one household")
    LookedUpTo.objects.filter(pk=1, event__lt=new[-1][0]).update(event=new[-1][0])
    return found


@transaction.atomic
def look_for(pk: int) -> int:
    """Write down which cases of the same holder are likely of the household of one; returns how many."""
    case = Case.objects.select_related("reporter").filter(pk=pk, closed_at__isnull=True).first()
    # What waits is made anew: facts that were corrected may speak against it now.
    if case is None or case.is_crisis or case.is_restricted:
        return 0
    LikelyPair.objects.filter(one=case).delete()
    LikelyPair.objects.filter(other=case).delete()
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
