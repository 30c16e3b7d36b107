"""One act on one case: lock it, check the table of verbs, change it and write down what happened, together or not at all.

Every verb of `cases.domain` runs inside `act_on`. The case's row is locked first (PostgreSQL: FOR UPDATE; SQLite: the
IMMEDIATE transaction), then register, letter, audit and outbox follow in that order, so that no two acts can block each
other.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.domain import limits
from cases.domain.clocks import due_time
from cases.errors import CaseChanged, GuardFailed
from cases.models import Case, CaseEvent, CaseNote, Clock, Referral
from cases.verbs.permissions import check
from cases.vocabulary import CaseState, ClockKind, Consent, Severity, Track, Verb
from portal import audit

if TYPE_CHECKING:
    from cases.verbs.table import Transition
    from portal.actors import Actor
    from portal.organizations.models import Organization

LONGEST_NOTE = 4000


def lock_case(case: Case, version: int | None = None) -> Case:
    """Return the case as it is now, locked until the transaction ends.

    Args:
        case: as the caller knows it.
        version: what the actor saw on the page; None when nobody looked at a page.

    Raises:
        CaseChanged: when the case is no longer at that version.
    """
    # No join here: PostgreSQL checks a row that it had to wait for again with the joined rows of before, and would not
    # find the case any more when the act that it waited for has changed the holder.
    locked = Case.objects.select_for_update().get(pk=case.pk)
    if version is not None and locked.version != version:
        raise CaseChanged
    return locked


class Act:
    """What one verb does to one case.

    Attributes:
        case: locked and fresh; the verb changes its fields, `record` saves them.
        row: the verb's row of the table.
        actor: who acts.
        referral: the referral that is answered, locked with its case.
        now: the one time of the whole act.
    """

    def __init__(
        self,
        *,
        case: Case,
        row: Transition,
        actor: Actor,
        referral: Referral | None = None,
        request_id: str = "",
    ) -> None:
        self.case = case
        self.row = row
        self.actor = actor
        self.referral = referral
        self.request_id = request_id
        self.now = timezone.now()
        self._clocks: dict[str, list[dict[str, str]]] = {"stopped": [], "started": [], "changed": []}

    def note_text(self, text: str, *, field: str = "note", required: bool = False) -> str:
        """Return a note without blanks around it.

        Raises:
            GuardFailed: when it is too long, or missing although it is required.
        """
        text = text.strip()
        if required and not text:
            raise GuardFailed(_("เขียนเหตุผลหรือรายละเอียดสั้น ๆ"), field=field)
        if len(text) > LONGEST_NOTE:
            raise GuardFailed(_("ข้อความยาวเกิน 4,000 ตัวอักษร"), field=field)
        return text

    def stop_clocks(self, *kinds: ClockKind, referral: Referral | None = None) -> None:
        """Stop the running clocks of these kinds: the case's own, or those of one referral."""
        for clock in self.case.clocks.running().filter(kind__in=kinds, referral=referral):
            clock.stopped_at = self.now
            clock.save(update_fields=["stopped_at"])
            self._log("stopped", clock)

    def stop_every_clock(self) -> None:
        """Stop whatever runs: the case is closed."""
        for clock in self.case.clocks.running():
            clock.stopped_at = self.now
            clock.save(update_fields=["stopped_at"])
            self._log("stopped", clock)

    def start_clock(
        self,
        kind: ClockKind,
        *,
        organization: Organization | None = None,
        referral: Referral | None = None,
        due_at: dt.datetime | None = None,
        started_at: dt.datetime | None = None,
    ) -> Clock:
        """Start a clock; one that runs already goes on as it is.

        Args:
            kind: which.
            organization: who has to act; the holder by default.
            referral: the referral that waits, for clocks of a referral.
            due_at: when it is due; by the policy of track and severity by default.
            started_at: since when it counts; now by default.
        """
        running = self.case.clocks.running().filter(kind=kind, referral=referral).first()
        if running is not None:
            return running
        limit = limits.limit_for(
            kind=kind, track=Track(self.case.track), severity=Severity(self.case.severity)
        )
        start = started_at or self.now
        clock = Clock.objects.create(
            case=self.case,
            kind=kind,
            organization=organization or self.case.holder,
            referral=referral,
            started_at=start,
            due_at=due_at or due_time(start=start, limit=limit.limit),
            source=limit.source,
        )
        self._log("started", clock)
        return clock

    def recompute_clocks(self) -> None:
        """Give the case's own running clocks the limits of its new track and severity (row 20)."""
        kinds = (ClockKind.FIRST_FORWARD, ClockKind.REROUTE, ClockKind.ACT)
        for clock in self.case.clocks.running().filter(kind__in=kinds, referral=None):
            limit = limits.limit_for(
                kind=ClockKind(clock.kind),
                track=Track(self.case.track),
                severity=Severity(self.case.severity),
            )
            due = due_time(start=clock.started_at, limit=limit.limit)
            if (due, limit.source) != (clock.due_at, clock.source):
                clock.due_at, clock.source = due, limit.source
                clock.save(update_fields=["due_at", "source"])
                self._log("changed", clock)

    def _log(self, what: str, clock: Clock) -> None:
        self._clocks[what].append({"kind": str(clock.kind), "due": clock.due_at.isoformat()})

    def answer_referral(self, state: str) -> None:
        """Put the answered referral into its new state and stop the clock that waited for it."""
        assert self.referral is not None
        self.referral.state = state
        self.referral.answered_at = self.now
        self.referral.answered_by = self.actor.person
        self.referral.save()
        self.stop_clocks(*self.row.stops, referral=self.referral)

    def record(
        self,
        *,
        to: CaseState | None = None,
        reason: str = "",
        note: str = "",
        consent: Consent | str = "",
        changes: dict[str, Any] | None = None,
    ) -> CaseEvent:
        """Save the case with its next version and append the event, its note and the audit row.

        Args:
            to: the new state; the old one by default.
            reason: a code of the verb's closed list.
            note: what the actor wrote, already cleaned by `note_text`.
            consent: consent or legal ground, where something is disclosed.
            changes: values before and after, as codes: ``{"severity": ["normal", "urgent"]}``.
        """
        case, row = self.case, self.row
        before = case.state if row.sources else ""
        after = to or CaseState(case.state)
        if after not in (row.targets or {case.state}):
            raise AssertionError(f"{row.verb} may not lead to {after}")
        case.state = after
        case.version += 1
        case.updated_at = self.now
        case.save()
        event = self._append_event(before, after, reason=reason, consent=consent, changes=changes or {})
        if note:
            CaseNote.objects.create(event=event, text=note)
        audit.record(
            actor=self.actor,
            action=f"case.{row.verb}",
            subject=case.reference,
            organization=None if self.actor.organization else case.holder,
            data={
                "from": before,
                "to": str(after),
                "version": case.version,
                **({"reason": reason} if reason else {}),
            },
        )
        return event

    def _append_event(
        self, before: str, after: CaseState, *, reason: str, consent: Consent | str, changes: dict[str, Any]
    ) -> CaseEvent:
        return CaseEvent.objects.create(
            case=self.case,
            sequence=self.case.version,
            at=self.now,
            actor_kind=self.actor.kind,
            user=self.actor.person,
            appointment=self.actor.appointment,
            organization=self.actor.organization,
            role=self.actor.role,
            verb=self.row.verb,
            from_state=before,
            to_state=after,
            holder=self.case.holder,
            reason=reason,
            referral=self.referral,
            referral_state=self.referral.state if self.referral else "",
            consent=consent,
            visibility=self.row.visibility,
            changes=changes,
            clocks={what: clocks for what, clocks in self._clocks.items() if clocks},
            request_id=self.request_id,
        )


@contextmanager
def act_on(
    *,
    verb: Verb,
    case: Case,
    actor: Actor,
    version: int | None = None,
    referral: Referral | None = None,
) -> Iterator[Act]:
    """Open one act in one transaction.

    Args:
        verb: which row of the table.
        case: the case, as the caller knows it; the act works on a fresh, locked copy.
        actor: who acts.
        version: the version that the actor saw.
        referral: the referral that is answered.

    Raises:
        CaseChanged: the case is at another version, or the referral was answered meanwhile.
        NotAllowed: the table does not allow it.
        GuardFailed: a condition of the row is not met.
    """
    with transaction.atomic():
        locked = lock_case(case, version)
        fresh = None
        if referral is not None:
            fresh = (
                Referral.objects.select_related("sender", "target")
                .filter(pk=referral.pk, case=locked)
                .first()
            )
            if fresh is not None and fresh.state != referral.state:
                raise CaseChanged
        row = check(verb=verb, case=locked, actor=actor, referral=fresh)
        yield Act(case=locked, row=row, actor=actor, referral=fresh)
