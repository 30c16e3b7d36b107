"""What the drill holds against the database when it is over: nothing lost, nothing doubled, every sum right, alarms folded."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

from django.db.models import Count
from django.utils import timezone

from benchmarks.load import is_whole
from cases.events.domain.attaching import members
from cases.events.domain.board import board_of
from cases.events.domain.rules import COLUMNS, hour_of, may_fold
from cases.events.domain.summing import summary_of
from cases.events.models import Event, EventCase, FoldedAlarm
from cases.households.models import KeptApart, LikelyPair, Member
from cases.machine.vocabulary import Stage, Verb
from cases.models import AlarmNotice, Case
from cases.statistics.domain.counting import INTAKE_LOOKUPS, Question, intake
from cases.statistics.domain.periods import Period
from cases.statistics.domain.reach import Breadth, Reach
from cases.vocabulary import AlarmPurpose, Severity
from cases.vulnerable.domain import board as first
from cases.vulnerable.models import Account, Mark
from cases.vulnerable.vocabulary import Source, Status
from drills.people import MARK, Report
from portal.actors import Officer
from portal.thai.dates import to_bangkok


def lost_and_doubled(sent: Mapping[str, Report]) -> tuple[list[str], list[str]]:
    """Return the marks whose number was shown and behind which no whole request stands, and those that stand there twice.

    Args:
        sent: reference that was shown → what was asked.
    """
    stored: dict[str, list[Case]] = defaultdict(list)
    for case in Case.objects.iterator(chunk_size=1_000):
        begin = case.narrative.find(MARK)
        if begin >= 0:
            stored[case.narrative[begin : begin + len(MARK) + 7]].append(case)
    lost = [
        report.mark
        for reference, report in sent.items()
        if not any(
            case.reference == reference and (is_closed_well(case) or is_whole(case))
            for case in stored[report.mark]
        )
    ]
    return lost, [mark for mark, cases in stored.items() if len(cases) > 1]


def is_closed_well(case: Case) -> bool:
    """Whether a case has ended as cases end: when, why, decided by somebody who did not ask for it."""
    if not case.is_closed or case.closed_at is None or not case.closure_reason:
        return False
    ended = case.events.filter(to_stage=Stage.CLOSED).order_by("-sequence").first()
    asked = case.events.filter(verb=Verb.REQUEST_CLOSURE).order_by("-sequence").first()
    return ended is not None and (asked is None or asked.user_id != ended.user_id)


# Sums --------------------------------------------------------------------------------------------------------------------


def sums_that_differ(event: Event, reader: Officer) -> list[str]:
    """Return which sums do not follow from the rows under them, in words.

    Args:
        event: of the drill.
        reader: who sees its board.
    """
    return [*_of_the_event(event, reader), *_of_statistics(event), *_of_the_register(event)]


def _of_the_event(event: Event, reader: Officer) -> Iterator[str]:
    rows = EventCase.objects.filter(event=event, until=None).select_related("case")
    cells = Counter((row.case.holder_id, COLUMNS[row.case.stage]) for row in rows)
    shown = board_of(event, reader).sums
    if {key: number for key, number in shown.cells.items() if number} != dict(cells):
        yield "board of the event: cells"
    if shown.of() != cells.total():
        yield "board of the event: sum"
    report = summary_of(event)
    if report.sums.of() != cells.total() or sum(report.by_way.values()) != cells.total():
        yield "report of the event: sum"
    if report.alarms != AlarmNotice.objects.filter(folded__fold__event=event).count():
        yield "report of the event: alarms"


def _of_statistics(event: Event) -> Iterator[str]:
    now = timezone.now()
    question = Question(
        period=Period(to_bangkok(event.starts_at).date(), to_bangkok(now).date()),
        reach=Reach(Breadth.COUNTRY, event.organization_id),
        now=now,
    )
    rows = Case.objects.filter(received_at__gte=question.period.begin, received_at__lt=question.period.end)
    for by, field in INTAKE_LOOKUPS.items():
        counted = intake(question, by)
        received = {key: line["received"] for key, line in counted.lines.items()}
        if counted.total["received"] != sum(received.values()):
            yield f"statistics by {by}: sum"
        if counted.total["received"] + counted.left_out != rows.count():
            yield f"statistics by {by}: rows"
        if by != "month" and not counted.left_out:
            own = {key: number for key, number in rows.order_by().values_list(field).annotate(Count("pk"))}
            if {key: number for key, number in received.items() if number} != own:
                yield f"statistics by {by}: lines"


def _of_the_register(event: Event) -> Iterator[str]:
    rows = list(Account.objects.filter(event=event).order_by("pk"))
    marks: dict[int, list[Mark]] = defaultdict(list)
    for mark in Mark.objects.filter(account__event=event, taken_back=None):
        marks[mark.account_id].append(mark)
    for row in rows:
        if row.status != stands(marks[row.pk]):
            yield f"household {row.number} of the register: {row.status}"
    own = Counter(row.status for row in rows)
    offices = first.sum_of(first.by_organization(event))
    villages = first.sum_of(first.by_village(Account.objects.filter(event=event)))
    for name, figures in (("offices", offices), ("villages", villages)):
        if any(figures.of(status) != own[status] for status in Status) or figures.total != len(rows):
            yield f"four figures by {name}"


def stands(marks: Iterable[Mark]) -> Status:
    """Return how a household stands after some marks, reckoned by playing them in the order in which they were seen.

    On purpose another way than `figures.known`, which it is held against: one after the other instead of by their greatest times.
    """
    order = {Status.SAFE: 0, Status.MOVED: 1, Status.NEEDS: 2}
    now = Status.NOT_REACHED
    for mark in sorted(marks, key=lambda one: (one.observed_at, order[Status(one.status)])):
        seen = Status(mark.status)
        if now is not Status.NEEDS or seen is Status.NEEDS or Source(mark.source).is_person:
            now = seen
    return now


# Alarms and households ---------------------------------------------------------------------------------------------------


def most_alarms(event: Event) -> int:
    """Return how many mails about lateness one organization got at most in one hour of an event, of what may be folded."""
    hours = Counter(
        (fold.organization_id, hour_of(fold.told_at)) for fold in FoldedAlarm.objects.filter(event=event)
    )
    inside = members(event).values("case")
    alone = AlarmNotice.objects.filter(alarm__case__in=inside, folded=None).exclude(purpose=AlarmPurpose.KNOW)
    for notice in alone.select_related("alarm__case"):
        alarm, case = notice.alarm, notice.alarm.case
        if may_fold(
            danger=case.danger_now,
            emergency=case.severity == Severity.EMERGENCY,
            crisis=case.is_crisis,
            restricted=case.is_restricted,
            kind=alarm.kind,
        ):
            hours[notice.organization_id, hour_of(alarm.fired_at)] += 1
    return max(hours.values(), default=0)


def found_again(sent: Mapping[str, Report]) -> set[int]:
    """Return the numbers of repeated requests that the portal proposed as one household with another of theirs."""
    key = dict(Case.objects.filter(reference__in=list(sent)).values_list("pk", "reference"))
    pairs = [
        *LikelyPair.objects.values_list("one", "other"),
        *KeptApart.objects.values_list("one", "other"),
    ]
    together: dict[int, list[int]] = defaultdict(list)
    for household, case in Member.objects.values_list("household", "case"):
        together[household].append(case)
    found: set[int] = set()
    for cases in [*map(list, pairs), *together.values()]:
        reports = [sent[key[case]] for case in cases if case in key]
        numbers = Counter(one.household.number for one in reports)
        found |= {one.number for one in reports if one.again and numbers[one.household.number] > 1}
    return found
