"""In which lists a case stands, by how it stands: who moves next, for every organization that it concerns.

`places_of` is the rule, over plain values; `follow` keeps the table `ListedCase` by it in the transaction of every act, and
`rebuild` makes the table again. What depends on the time of day is no rule of its own: an entry says from when on it stands
(`stands_from`), and whoever reads asks with the time of the page. What depends on who decides is asked likewise.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from cases.domain import store
from cases.machine.vocabulary import (
    BEFORE_WORK,
    DutyKind,
    Scope,
    Stage,
    Verb,
)
from cases.machine.world import DOES_CASE_WORK
from cases.models import Case, CaseEvent, Duty, Grant, ListedCase, ListName, Referral, SeenCase
from cases.models.listed_case import ALWAYS, NEVER, haste_of
from cases.vocabulary import Confidentiality
from portal.accounts.models import Appointment, AppointmentFunction
from portal.organizations.vocabulary import OrganizationType

if TYPE_CHECKING:
    from cases.machine.standing import Duty as DutyValue
    from cases.machine.standing import Standing

WORK = (DutyKind.ACT, DutyKind.PART, DutyKind.VISIT, DutyKind.COMMITTEE)
COMES_BACK = (DutyKind.READ, DutyKind.REROUTE, DutyKind.DECIDE)
CAME_BACK = (Verb.RETURN, Verb.REFUSE, Verb.COMPLETE_PART, Verb.QUESTION_END, Verb.BREAK_GLASS)
"""What others did that begins no duty of its own: it came back until somebody does the next thing. Also that others read the
case in an emergency: who holds it looks at why (cases-verbs.tsv, break_glass)."""
BY_ITSELF = (Verb.EXPIRE_GRANT,)
"""What no person did: of an act before it nobody has seen more by it."""
BATCH = 500


@dataclass(frozen=True, slots=True)
class Entry:
    """One case in one list of one organization; fields as in `ListedCase`."""

    organization: int
    list: ListName
    scope: Scope
    due_at: dt.datetime = NEVER
    stands_from: dt.datetime = NEVER
    to_decide: bool = False
    asked_by: int | None = None


@dataclass(frozen=True, slots=True)
class Last:
    """The last act on a case.

    Attributes:
        verb: what was done.
        organization: for which; None where nobody acted for one.
    """

    verb: Verb
    organization: int | None


def places_of(standing: Standing, last: Last) -> Iterator[Entry]:
    """Yield every entry of a case: only for organizations that may open it.

    Args:
        standing: how it stands.
        last: what happened to it last.
    """
    scopes: dict[int, Scope] = {}
    for grant in standing.grants_of():
        scopes[grant.organization] = max(grant.scope, scopes.get(grant.organization, grant.scope))
    running = standing.open_duties() if standing.is_open else []
    for organization, scope in scopes.items():
        if scope < Scope.PART:
            continue
        ours = [duty for duty in running if duty.organization == organization]
        yield Entry(organization, ListName.ALL, scope, _first(ours), ALWAYS)
        if standing.is_open:
            theirs = [duty for duty in running if duty.organization != organization]
            yield from _work(standing, last, Entry(organization, ListName.ALL, scope), ours, theirs)


def _first(duties: Iterable[DutyValue]) -> dt.datetime:
    """Return when the first of these is due."""
    return min((duty.due for duty in duties), default=NEVER)


def _ours_to_do(duties: Iterable[DutyValue]) -> list[DutyValue]:
    """Those in which the organization itself has to do something: it only waits for the reporter's answer."""
    return [duty for duty in duties if duty.kind != DutyKind.ANSWER]


def _work(
    standing: Standing, last: Last, where: Entry, ours: list[DutyValue], theirs: list[DutyValue]
) -> Iterator[Entry]:
    """Yield the entries of an open case in the lists of who moves next, for one organization."""
    us = where.organization
    held = standing.holder == us
    kinds = {duty.kind for duty in ours}
    to_do = _first(_ours_to_do(ours))
    answered = held and last.verb in CAME_BACK and last.organization != us
    is_back = answered or not kinds.isdisjoint(COMES_BACK)
    is_fresh = held and standing.stage in BEFORE_WORK and standing.pending_handover is None and not is_back
    asked_elsewhere = any(row.requesting == us != row.organization for row in standing.approvals())
    requesters = {row.requester for row in standing.approvals() if row.organization == us}
    stands = {
        ListName.FRESH: is_fresh,
        ListName.ASKED: DutyKind.ACKNOWLEDGE in kinds,
        ListName.BACK: is_back,
        ListName.HANDS: (held and standing.stage == Stage.WORKING) or not kinds.isdisjoint(WORK),
        ListName.FOLLOW: (held and standing.stage == Stage.FOLLOWING_UP) or DutyKind.FOLLOW in kinds,
    }
    for name, does in stands.items():
        if does:
            yield Entry(us, name, where.scope, _first(ours), ALWAYS)
    if (held and (theirs or DutyKind.ANSWER in kinds)) or asked_elsewhere:
        yield Entry(us, ListName.WAITING, where.scope, _first(theirs), ALWAYS)
    # Somebody else's silence counts as lateness only of what we wait for: of cases that we hold.
    late_from = min(to_do, _first(theirs)) if held else to_do
    if late_from < NEVER:
        yield Entry(us, ListName.LATE, where.scope, _first(ours), late_from)
    asked_by = next(iter(requesters)) if len(requesters) == 1 else None
    if requesters:
        yield Entry(us, ListName.APPROVE, where.scope, _first(ours), NEVER, to_decide=True, asked_by=asked_by)
    cannot_wait = stands[ListName.FRESH] or stands[ListName.ASKED] or stands[ListName.BACK]
    today_from = ALWAYS if cannot_wait else to_do
    if today_from < NEVER or requesters:
        yield Entry(us, ListName.TODAY, where.scope, _first(ours), today_from, bool(requesters), asked_by)


def _row(case: Case, entry: Entry) -> ListedCase:
    return ListedCase(
        case_id=case.pk,
        organization_id=entry.organization,
        list=entry.list,
        haste=haste_of(danger=case.danger_now, severity=case.severity),
        due_at=entry.due_at,
        stands_from=entry.stands_from,
        to_decide=entry.to_decide,
        asked_by_id=entry.asked_by,
        scope=entry.scope,
        holder_id=case.holder_id,
        stage=case.stage,
        problem=case.problem,
        channel=case.channel,
        place=case.subdistrict_code or case.district_code or case.province_code,
        received_at=case.received_at,
    )


_VALUES = (
    *("haste", "due_at", "stands_from", "to_decide", "asked_by_id", "scope"),
    *("holder_id", "stage", "problem", "channel", "place", "received_at"),
)


def follow(case: Case, standing: Standing, last: Last) -> None:
    """Let the lists of every organization follow an act on a case, within its transaction and with the case locked.

    Writes only what changed, in two statements beside one read: an entry that changed is written anew, because a
    statement that sets many columns of many rows costs the database little and Django a tenth of the whole act.
    """
    wanted = {(row.organization_id, row.list): row for row in rows_of(case, standing, last)}
    fresh = case.version <= 1
    stored = (
        {}
        if fresh
        else {(row.organization_id, row.list): row for row in ListedCase.objects.filter(case=case)}
    )
    if standing.is_open:
        wanted |= {place: _as_now(case, row) for place, row in stored.items() if row.list == ListName.NOBODY}
    gone = []
    for place, row in stored.items():
        better = wanted.get(place)
        if better is not None and all(getattr(row, name) == getattr(better, name) for name in _VALUES):
            del wanted[place]
        else:
            gone.append(row.pk)
    if gone:
        ListedCase.objects.filter(pk__in=gone).delete()
    if wanted:
        ListedCase.objects.bulk_create(wanted.values())
    if not standing.is_open and not fresh:
        SeenCase.objects.filter(case=case).delete()


def rows_of(case: Case, standing: Standing, last: Last) -> Iterator[ListedCase]:
    """Yield the rows that a case should have."""
    return (_row(case, entry) for entry in places_of(standing, last))


def _as_now(case: Case, row: ListedCase) -> ListedCase:
    """Return an entry of what nobody can answer with the facts of now; that it stands there is found by the clock."""
    entry = Entry(row.organization_id, ListName.NOBODY, Scope(row.scope), row.due_at, ALWAYS)
    return _told(_row(case, entry), case)


def _told(row: ListedCase, case: Case) -> ListedCase:
    """Leave out what the reader may not know: the summary of a restricted case has neither its problem nor its place."""
    if row.scope < Scope.PART and case.confidentiality == Confidentiality.RESTRICTED:
        row.problem = row.place = ""
    return row


# All of them ------------------------------------------------------------------------------------------------------


def last_of(case: Case) -> Last:
    """Return the last act on a case, as the history tells it; what happened by itself is none."""
    # Not by the number that the case counts to: a damaged history is told of, and stops nobody.
    events = CaseEvent.objects.filter(case=case).exclude(verb__in=BY_ITSELF).order_by("-sequence")
    verb, organization = events.values_list("verb", "organization")[0]
    return Last(Verb(verb), organization)


def unlisted() -> QuerySet[Case]:
    """Return the cases that stand in no list: every case stands in one of everything, unless it is older than lists."""
    return Case.objects.filter(~Exists(ListedCase.objects.filter(case=OuterRef("pk"))))


def oldest_is_unlisted() -> bool:
    """Whether the oldest case stands in no list, as after an upgrade: cheap enough to ask every minute."""
    oldest = Case.objects.order_by("pk").values("pk")[:1]
    return unlisted().filter(pk__in=list(oldest.values_list("pk", flat=True))).exists()


def rebuild(cases: QuerySet[Case] | None = None) -> int:
    """Make lists again from how cases stand; returns of how many. Acts may go on meanwhile.

    Args:
        cases: which; None for all.
    """
    count = 0
    chosen = Case.objects.all() if cases is None else cases
    for pk in list(chosen.order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            case = Case.objects.select_for_update().get(pk=pk)
            ListedCase.objects.filter(case=case).delete()
            ListedCase.objects.bulk_create(rows_of(case, store.load(case), last_of(case)))
        count += 1
    find_what_nobody_can_answer()
    return count


def faults_of(case: Case, standing: Standing) -> Iterator[str]:
    """Yield what the lists say otherwise than how the case stands, for `manage.py verify_cases`."""
    wanted = {(row.organization_id, row.list): row for row in rows_of(case, standing, last_of(case))}
    stored = {
        (row.organization_id, row.list): row
        for row in ListedCase.objects.filter(case=case).exclude(list=ListName.NOBODY)
    }
    for place in sorted(wanted.keys() | stored.keys()):
        kept, right = stored.get(place), wanted.get(place)
        if kept is None or right is None:
            yield f"list {place} is {'missing' if kept is None else 'too much'}"
        elif any(getattr(kept, name) != getattr(right, name) for name in _VALUES):
            yield f"list {place} is not as the case stands"


# What nobody can answer ---------------------------------------------------------------------------------------------


def find_what_nobody_can_answer() -> int:
    """Keep the centers' list of what lies where nobody can sign in and no outside channel is kept; returns what changed.

    People come and go without any act on a case, so this is found by the clock, every minute.
    """
    wanted = dict(_nobodys())
    stored = {
        (row.organization_id, row.case_id): row.pk for row in ListedCase.objects.filter(list=ListName.NOBODY)
    }
    gone = [pk for place, pk in stored.items() if place not in wanted]
    missing = [place for place in wanted if place not in stored]
    ListedCase.objects.filter(pk__in=gone).delete()
    cases = Case.objects.in_bulk([case for _center, case in missing])
    rows = []
    for center, pk in missing:
        scope, due_at = wanted[center, pk]
        rows.append(_told(_row(cases[pk], Entry(center, ListName.NOBODY, scope, due_at, ALWAYS)), cases[pk]))
    ListedCase.objects.bulk_create(rows, ignore_conflicts=True, batch_size=BATCH)
    return len(gone) + len(missing)


def _nobodys() -> Iterator[tuple[tuple[int, int], tuple[Scope, dt.datetime]]]:
    """Yield (center, case) and how much the center may read of it, with the first due time of what lies there."""
    staffed = AppointmentFunction.objects.filter(
        appointment__in=Appointment.objects.in_force(), function__in=DOES_CASE_WORK
    ).values("appointment__organization")
    outside = Referral.objects.filter(case=OuterRef("case"), number=OuterRef("waiting"), outside=True)
    stuck = Duty.objects.running().exclude(organization__in=staffed).exclude(Exists(outside))
    dues: dict[int, dt.datetime] = {}
    for case, due in stuck.order_by("-due_at").values_list("case", "due_at"):
        dues[case] = due
    grants = Grant.objects.filter(
        organization__type=OrganizationType.CENTER, until=None, scope__gte=Scope.SUMMARY, case__in=list(dues)
    )
    found: dict[tuple[int, int], Scope] = {}
    for center, case, scope in grants.order_by("scope").values_list("organization", "case", "scope"):
        found[center, case] = Scope(scope)
    for (center, case), scope in found.items():
        yield (center, case), (scope, dues[case])
