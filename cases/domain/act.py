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

from cases.domain.act_clocks import ActClocks, BrokenActError
from cases.errors import CaseChanged, GuardFailed
from cases.models import Case, CaseEvent, CaseNote, Referral
from cases.verbs.permissions import check
from cases.vocabulary import CaseState, Consent, Verb
from portal.audit import services as audit

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
        self.recorded = False
        self._clocks = ActClocks(case=case, line=row, answered=referral, now=self.now)

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

    def move_clocks(self, *, due: dt.datetime | None = None) -> None:
        """Let the clocks do what the line says, once; `record` does so unless a letter has to name a time before.

        Args:
            due: the time that somebody set, for lines whose clock waits for a set day.

        Raises:
            BrokenActError: the line and what was given do not fit.
        """
        self._clocks.move(sent=self.referral, due=due)

    def pass_on(self, *, ended: Organization, heir: Organization, passed: dict[int, Referral]) -> None:
        """Say to whom the clocks of an organization go that cannot act any more; see `ActClocks.pass_on`."""
        self._clocks.pass_on(ended=ended, heir=heir, passed=passed)

    @property
    def due(self) -> dt.datetime:
        """When the clock is due that the line starts.

        Raises:
            BrokenActError: the line starts none, or the clocks were not moved yet.
        """
        clock = self._clocks.started
        if clock is None:
            raise BrokenActError(f"{self.row.verb} starts no clock")
        return clock.due_at

    def prove(self) -> None:
        """Raise `BrokenActError` unless the clocks run as the line says."""
        self._clocks.prove()

    def answer_referral(self, state: str) -> None:
        """Put the answered referral into its new state."""
        assert self.referral is not None
        self.referral.state = state
        self.referral.answered_at = self.now
        self.referral.answered_by = self.actor.person
        self.referral.save()

    def record(
        self,
        *,
        to: CaseState | None = None,
        reason: str = "",
        note: str = "",
        consent: Consent | str = "",
        changes: dict[str, Any] | None = None,
        due: dt.datetime | None = None,
    ) -> CaseEvent:
        """Save the case with its next version and append the event, its note and the audit row.

        Args:
            to: the new state, for lines that lead to several; by default the one that the line names, or none.
            reason: a code of the verb's closed list.
            note: what the actor wrote, already cleaned by `note_text`.
            consent: consent or legal ground, where something is disclosed.
            changes: values before and after, as codes: ``{"severity": ["normal", "urgent"]}``.
            due: the time that somebody set, for lines whose clock waits for a set day.

        Raises:
            BrokenActError: something else happened than the line says.
        """
        case, row = self.case, self.row
        self.move_clocks(due=due)
        self._clocks.prove()
        before = case.state if row.sources else ""
        after = self._after(to)
        case.state = after
        case.version += 1
        case.updated_at = self.now
        case.save()
        self.recorded = True
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

    def _after(self, to: CaseState | None) -> CaseState:
        """Return the state to which the line leads."""
        possible = self.row.targets or {CaseState(self.case.state)}
        after = to or (next(iter(possible)) if len(possible) == 1 else None)
        if after is None or after not in possible:
            raise BrokenActError(f"{self.row.verb} may not lead to {after}")
        return after

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
            clocks=self._clocks.log,
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
        BrokenActError: a mistake of the program: the act did something else than its line says.
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
        act = Act(case=locked, row=row, actor=actor, referral=fresh)
        yield act
        if not act.recorded:
            raise BrokenActError(f"{verb} left no event")
        # What came after the event may not have touched the clocks either.
        act.prove()
