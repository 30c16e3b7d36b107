"""What gives an organization occasion to write a letter. It follows from what happened; nothing is stored for it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery

from cases.machine.vocabulary import Stage, Verb, WaitingKind, WaitingState
from cases.models import Case, CaseEvent, Referral
from cases.vocabulary.letters import LetterKind
from portal.composed import Composed
from portal.organizations.models import Organization

_KINDS_OF_MODES = {
    WaitingKind.HANDOVER: LetterKind.HANDOVER,
    WaitingKind.JOINT: LetterKind.JOINT,
    WaitingKind.INFORM: LetterKind.INFO,
}
_TOOK_PART = (WaitingState.ACCEPTED, WaitingState.FORWARDED_ON, WaitingState.DONE)
_LONGEST_KEY = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """One letter that an organization has reason to write.

    Attributes:
        kind: of the letter.
        case: which; its story is not loaded.
        about: the number of the referral, or of the event, that gives the reason.
        organization: who writes.
        receiver: to which organization; None for the citizen.
        at: when the reason arose.
        referral: that is sent or returned; None for the others.
    """

    kind: LetterKind
    case: Case
    about: int
    organization: Organization
    receiver: Organization | None
    at: dt.datetime
    referral: Referral | None = None

    @property
    def key(self) -> str:
        """Names it in addresses and beside the letter: "K7M3-9QXF-return-12-45"; nothing personal."""
        receiver = self.receiver.pk if self.receiver is not None else 0
        return f"{self.case.reference}-{self.kind}-{self.about}-{receiver}"


def reference_in(key: str) -> str:
    """Return the case's reference in the key of an occasion; "" when it is none."""
    return key.rsplit("-", 3)[0] if key.count("-") >= 3 and len(key) <= _LONGEST_KEY else ""


def occasion_of(organization: Organization, key: str) -> Occasion | None:
    """Return the occasion with this key, if it is one of this organization's."""
    cases = Case.objects.filter(reference=reference_in(key))
    return next((one for one in occasions(organization, cases) if one.key == key), None)


def occasions(
    organization: Organization, cases: QuerySet[Case], *, since: dt.datetime | None = None
) -> list[Occasion]:
    """Return what an organization has occasion to write, the newest first; three queries, however many cases.

    Organizations that a case excludes are never written to.

    Args:
        organization: who writes.
        cases: about which; only their references and codes are read.
        since: leave out what happened before.
    """
    within = Q(case__in=cases.order_by().values("pk"))
    referrals, events = _referrals(organization.pk, within), _events(organization.pk, within)
    if since is not None:
        referrals = referrals.filter(Q(sent_at__gte=since) | Q(answered_at__gte=since))
        events = events.filter(at__gte=since)
    return _allowed(organization, referrals, events)


def occasions_about(organization: Organization, case: Case) -> list[Occasion]:
    """Return what an organization has occasion to write about one case, the newest first, as every case page asks it.

    Args:
        organization: who writes.
        case: about which.
    """
    asked = {"organization": organization.pk, "case": case.pk}
    return _allowed(organization, _REFERRALS(**asked), _EVENTS(**asked))


def _allowed(
    organization: Organization, referrals: Iterable[Referral], events: Iterable[CaseEvent]
) -> list[Occasion]:
    found = [*_of_referrals(organization, referrals), *_of_events(organization, events)]
    allowed = [one for one in found if one.receiver is None or one.receiver.pk not in one.case.excluded]
    return sorted(allowed, key=lambda one: (one.at, one.key), reverse=True)


def _referrals(organization: int, within: Q) -> QuerySet[Referral]:
    rows = Referral.objects.filter(
        within, Q(sender=organization) | Q(target=organization, state=WaitingState.RETURNED)
    )
    return _without_story(rows).select_related("sender", "target", "letter")


def _of_referrals(organization: Organization, rows: Iterable[Referral]) -> Iterable[Occasion]:
    for row in rows:
        if row.sender_id == organization.pk:
            kind = LetterKind.HAND_UP if row.handed_up else _KINDS_OF_MODES[WaitingKind(row.mode)]
            if row.state != WaitingState.RECALLED:
                yield _occasion(kind, row, organization, row.target, row.sent_at)
        else:
            yield _occasion(LetterKind.RETURN, row, organization, row.sender, row.answered_at or row.sent_at)


def _without_story(rows: QuerySet[Referral]) -> QuerySet[Referral]:
    return rows.select_related("case").defer("case__narrative", "case__place_detail", "case__village")


def _occasion(
    kind: LetterKind, row: Referral, organization: Organization, receiver: Organization, at: dt.datetime
) -> Occasion:
    return Occasion(
        kind=kind,
        case=row.case,
        about=row.number,
        organization=organization,
        receiver=receiver,
        at=at,
        referral=row,
    )


def _events(organization: int, within: Q) -> QuerySet[CaseEvent]:
    """Take over and closing: both are events after which this organization is the holder."""
    before = CaseEvent.objects.filter(case=OuterRef("case"), sequence__lt=OuterRef("sequence"))
    closing = Q(to_stage=Stage.CLOSED) & ~Q(from_stage=Stage.CLOSED)
    events = CaseEvent.objects.filter(within, Q(verb=Verb.TAKE_OVER) | closing, holder=organization).annotate(
        holder_before=Subquery(before.order_by("-sequence").values("holder")[:1])
    )
    return events.select_related("case").defer(
        "effects", "case__narrative", "case__place_detail", "case__village"
    )


_ABOUT_ONE: dict[str, Any] = {"organization": int, "case": int}
_REFERRALS = Composed(lambda organization, case: _referrals(organization, Q(case=case)), **_ABOUT_ONE)
# The plan for everybody read all events after which a center was the holder, to find those of one case.
_EVENTS = Composed(
    lambda organization, case: _events(organization, Q(case=case)), **_ABOUT_ONE
).planned_each_time()


def _of_events(organization: Organization, events: Iterable[CaseEvent]) -> Iterable[Occasion]:
    listed: list[Any] = list(events)
    partners = _partners(organization, [event.case_id for event in listed if event.to_stage == Stage.CLOSED])
    wanted = {event.holder_before for event in listed if event.verb == Verb.TAKE_OVER and event.holder_before}
    holders = Organization.objects.in_bulk(wanted) if wanted else {}
    for event in listed:
        told: list[tuple[LetterKind, Organization | None]]
        if event.verb == Verb.TAKE_OVER:
            told = [(LetterKind.TAKE_OVER, holders[event.holder_before])]
        else:
            told = [(LetterKind.ANSWER, None)]
            told += [(LetterKind.CLOSING, one) for one in partners[event.case_id]]
        for kind, receiver in told:
            yield Occasion(
                kind=kind,
                case=event.case,
                about=event.sequence,
                organization=organization,
                receiver=receiver,
                at=event.at,
            )


def _partners(organization: Organization, cases: list[int]) -> dict[int, list[Organization]]:
    """Return who sent each case to this organization, or did a part of it for it, each once."""
    found: dict[int, dict[int, Organization]] = defaultdict(dict)
    if cases:
        rows = Referral.objects.filter(case__in=cases, state__in=_TOOK_PART).select_related(
            "sender", "target"
        )
        for row in rows.order_by("pk"):
            for one in (row.sender, row.target):
                if one.pk != organization.pk:
                    found[row.case_id][one.pk] = one
    return defaultdict(list, {case: list(those.values()) for case, those in found.items()})
