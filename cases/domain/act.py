"""One act on one case: lock it, ask the machine, write down what changed and who did it, together or not at all.

Every verb of `cases.domain` runs inside `act_on`. The case's row is locked first (PostgreSQL: FOR UPDATE; SQLite: the
IMMEDIATE transaction), then register, letter, audit and outbox follow in that order, so that no two acts can block each
other.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.domain import identity, lists, store, terms
from cases.domain.limits import Policy
from cases.domain.offices import CaseOffices, agent_of
from cases.errors import CaseChanged, GuardFailed, NotAllowed
from cases.machine.act import Situation, perform
from cases.machine.compared import not_as_declared
from cases.machine.effects import Effect, Put, SetFact, apply, to_json
from cases.machine.standing import Duty, Standing
from cases.machine.table import TABLE
from cases.machine.verb import NOTHING, Ask, Given
from cases.machine.vocabulary import DutyEnd, DutyKind, Verb
from cases.models import AlarmNotice, Case, CaseEvent, CaseNote, Referral
from cases.vocabulary import Consent, Visibility
from portal.actors import Citizen
from portal.audit import services as audit
from portal.audit.apart import record_apart
from portal.composed import Composed, Keys

if TYPE_CHECKING:
    import datetime as dt

    from django.db.models import Model, QuerySet

    from cases.domain.gathering import Rows
    from cases.machine.change import Change
    from cases.machine.standing import Waiting
    from portal.actors import Actor
    from portal.organizations.models import Organization

LONGEST_NOTE = 4000
Row = TypeVar("Row", bound="Model")


class BrokenActError(AssertionError):
    """A mistake of the program: an act left no event. Nothing was written."""


def situation_of(
    case: Case,
    actor: Actor,
    now: dt.datetime | None = None,
    *,
    standing: Standing | None = None,
    rows: Rows | None = None,
) -> Situation:
    """Return how a case looks to somebody now: what the table of verbs is asked about.

    Args:
        case: which.
        actor: who looks.
        now: the time; the present by default.
        standing: how it stands, when that is known without reading all that ever waited; read by default.
        rows: of the case, where they were read already (`gathering.STANDING`).
    """
    return Situation(
        standing=store.load(case, rows) if standing is None else standing,
        offices=CaseOffices(case, _loaded(case, actor)),
        limits=Policy(case),
        now=now or timezone.now(),
        by=agent_of(actor),
    )


def _loaded(case: Case, actor: Actor) -> Iterator[Organization]:
    """Yield the organizations that came with the case and with the actor, as they were read for them."""
    cache = case._state.fields_cache
    yield from (cache[name] for name in ("holder", "received_by") if cache.get(name) is not None)
    if actor.organization is not None:
        yield actor.organization


def lock_case(case: Case) -> Case:
    """Return the case as it is now, locked until the transaction ends."""
    # No join here: PostgreSQL checks a row that it had to wait for again with the joined rows of before, and would not
    # find the case any more when the act that it waited for has changed the holder.
    if not transaction.get_connection().in_atomic_block:
        # Django says so where it composes the statement; this one is composed once.
        raise transaction.TransactionManagementError("a case is locked within a transaction")
    found = _LOCKED(case=case.pk)
    if not found:
        raise Case.DoesNotExist
    return found[0]


_LOCKED = Composed(lambda case: Case.objects.select_for_update().filter(pk=case), case=int)


class Act:
    """What one verb does to one case.

    Attributes:
        case: locked and fresh; `record` saves it.
        verb: what is done.
        actor: who acts.
        now: the one time of the whole act.
        effects: what the machine says that changes.
        before: how the case stood.
        after: how it stands then.
        event: written by `record`; None until then.
    """

    def __init__(
        self,
        *,
        case: Case,
        verb: Verb,
        actor: Actor,
        before: Standing,
        change: Change,
        row: Waiting | None = None,
    ) -> None:
        assert isinstance(change.limits, Policy)
        self.case = case
        self.verb = verb
        self.actor = actor
        self.now = change.now
        self.before, self.after, self.effects = before, change.standing, change.effects
        self.event: CaseEvent | None = None
        self._identity = change.identity
        self._policy = change.limits
        self._row = row

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

    def set_fact(self, name: str, *, value: Any) -> None:
        """Let the act change one more fact, that only the words of a form decide; before `record`.

        Raises:
            NotDeclaredError: a mistake of the program: the line of the verb does not name the fact.
        """
        if not TABLE[self.verb].may_set(name, value):
            raise not_as_declared(TABLE[self.verb], (f"sets {name}",))
        if getattr(self.after, name) != value:
            effect = SetFact(name, value)
            self.effects.append(effect)
            apply(self.after, effect)

    def begun(self, *kinds: DutyKind) -> Duty | None:
        """Return the duty of one of these kinds that this act began, the first of them; None when there is none."""
        put = [effect.thing for effect in self.effects if isinstance(effect, Put)]
        found = (
            thing
            for thing in put
            if isinstance(thing, Duty) and thing.kind in kinds and thing.number not in self.before.duties
        )
        return next(found, None)

    def due(self, *kinds: DutyKind) -> dt.datetime | None:
        """Return by when the duty of one of these kinds is due that this act began."""
        duty = self.begun(*kinds)
        return duty.due if duty is not None else None

    def opened(self, table: type[Row]) -> Row:
        """Return the row that began to wait by this act; only after `record`."""
        new = [
            effect.thing.number
            for effect in self.effects
            if isinstance(effect, Put) and effect.thing.number not in self.before.waiting
        ]
        manager: Any = table._default_manager
        row: Row = manager.filter(case=self.case, number__in=new).order_by("number").get()
        return row

    @property
    def referral(self) -> Referral | None:
        """The referral that is answered, or that began by this act; only after `record`."""
        if self._row is not None:
            return self._referral(self._row.number)
        new = [n for n in self.after.waiting if n not in self.before.waiting]
        return self._referral(*new) if new else None

    def _referral(self, *numbers: int) -> Referral | None:
        found = _REFERRAL.first(case=self.case.pk, numbers=numbers)
        if found is not None:
            found.case = self.case
        return found

    def record(
        self,
        *,
        reason: str = "",
        note: str = "",
        consent: Consent | str = "",
        changes: dict[str, Any] | None = None,
        readers: Visibility = Visibility.INTERNAL,
        visibility: Visibility | None = None,
    ) -> CaseEvent:
        """Write the effects, save the case with its next version, and append the event, its note and the audit row.

        Args:
            reason: a code of the verb's closed list.
            note: what the actor wrote, already cleaned by `note_text`.
            consent: consent or legal ground, where something is disclosed.
            changes: values before and after, as codes: ``{"severity": ["normal", "urgent"]}``.
            readers: who may read the note: the own office, every organization that works on the case, the reporter.
            visibility: who may read the entry itself; as the table says by default.
        """
        case, before = self.case, self.before
        store.write(case, self.effects, before=before, after=self.after, policy=self._policy)
        case.version += 1
        case.updated_at = self.now
        case.save()
        shown = visibility or TABLE[self.verb].visibility
        self.event = self._append_event(
            reason=reason, consent=consent, changes=changes or {}, visibility=shown
        )
        if note:
            CaseNote.objects.create(event=self.event, text=note, readers=readers)
        by = self.actor.organization
        last = lists.Last(self.verb, by.pk if by is not None else None)
        lists.follow(case, self.after, lists.last_of(case) if self.verb in lists.BY_ITSELF else last)
        if self.verb in terms.CHANGES_WORDS:
            terms.keep(case)
        audit.record(
            actor=self.actor,
            action=f"case.{self.verb}",
            subject=case.reference,
            organization=None if self.actor.organization else case.holder,
            data={
                "from": "" if self.verb == Verb.SUBMIT else before.stage,
                "to": str(self.after.stage),
                "version": case.version,
                **({"reason": reason} if reason else {}),
            },
        )
        if out := self.after.excluded - before.excluded:
            # Who must not know of it any more is not told either of what it was told before: lists, reports, waiting mail.
            AlarmNotice.objects.filter(alarm__case=case, organization__in=out).delete()
        if self.after.holder != before.holder:
            # Last, because whoever asks the same office meanwhile waits for its book.
            identity.register(case=case, organization=case.holder, at=self.now)
        return self.event

    def _append_event(
        self, *, reason: str, consent: Consent | str, changes: dict[str, Any], visibility: Visibility
    ) -> CaseEvent:
        referral = self.referral
        moved = {**_moved_dues(self.before, self.effects), **changes}
        return CaseEvent.objects.create(
            case=self.case,
            sequence=self.case.version,
            at=self.now,
            actor_kind=self.actor.kind,
            user=self.actor.person,
            appointment=self.actor.appointment,
            organization=self.actor.organization,
            role=self.actor.role,
            verb=self.verb,
            from_stage="" if self.verb == Verb.SUBMIT else self.before.stage,
            to_stage=self.after.stage,
            holder=self.case.holder,
            reason=reason,
            referral=referral,
            referral_state=referral.state if referral else "",
            waiting=self._row.number if self._row is not None else 0,
            consent=consent,
            visibility=visibility,
            changes=moved,
            effects=[to_json(effect) for effect in self.effects],
            identity=self._identity,
        )


OPENED_AT_ONCE = 8
"""Most things that one act lets wait: it is sent to one organization, or what is planned and asked goes with it."""


def _first_referral(case: int, numbers: list[int]) -> QuerySet[Referral]:
    rows = Referral.objects.filter(case=case, number__in=numbers).select_related("sender", "target")
    return rows.order_by("number")[:1]


_REFERRAL = Composed(_first_referral, case=int, numbers=Keys(OPENED_AT_ONCE))


def _moved_dues(before: Standing, effects: list[Effect]) -> dict[str, list[dict[str, str]]]:
    """Return the due times that an act changed, for the history: which duty, until when before, until when now."""
    put = {effect.thing.number: effect.thing for effect in effects if isinstance(effect, Put)}
    duties = [thing for thing in put.values() if isinstance(thing, Duty)]
    ended = {
        (duty.chain, duty.organization): before.duties[duty.number]
        for duty in duties
        if duty.how == DutyEnd.SUPERSEDED and duty.number in before.duties
    }
    moved = [
        {"kind": duty.kind.value, "was": old.due.isoformat(), "due": duty.due.isoformat()}
        for duty in duties
        if duty.is_open
        and duty.number not in before.duties
        and (old := ended.get((duty.chain, duty.organization))) is not None
        and old.due != duty.due
    ]
    return {"dues": moved} if moved else {}


@contextmanager
def act_on(
    *,
    verb: Verb,
    case: Case,
    actor: Actor,
    base: str | None = None,
    row: Referral | Any | None = None,
    given: Given = NOTHING,
    identity: str = "",
) -> Iterator[Act]:
    """Open one act in one transaction. What the machine says happens; the caller adds the words and records it.

    Args:
        verb: which line of the table.
        case: the case, as the caller knows it; the act works on a fresh, locked copy.
        actor: who acts.
        base: the last event that changed the case when the actor's form was drawn; None when nobody looked at a form.
        row: what waits and is acted on, as the caller knows it.
        given: what the actor filled in.
        identity: of the event, for an act that may be sent twice (`cases.domain.once`); "" for a new one.

    Raises:
        CaseChanged: somebody changed the case meanwhile, or what waited was answered.
        NotAllowed: the table does not allow it, or the citizen is that of another case.
        GuardFailed: a condition of the line is not met.
        BrokenActError: a mistake of the program: nothing was recorded.
        NotDeclaredError: a mistake of the program: the verb did something else than its line says.
    """
    try:
        with _act(verb, case, actor, base, row, given, identity) as act:
            yield act
    except NotAllowed:
        # Its transaction is rolled back; that it was tried is not.
        record_apart(actor=actor, action="case.refused", subject=case.reference, data={"verb": str(verb)})
        raise


@contextmanager
def _act(
    verb: Verb, case: Case, actor: Actor, base: str | None, row: Any | None, given: Given, identity: str
) -> Iterator[Act]:
    with transaction.atomic():
        locked = lock_case(case)
        if base is not None and TABLE[verb].compares and locked.base != base:
            raise CaseChanged
        if isinstance(actor, Citizen) and actor.reference != locked.reference:
            # The machine knows "the person who asks for help" of one case only; here it is found out who that is.
            raise NotAllowed(verb)
        situation = situation_of(locked, actor)
        waiting = _as_known(situation.standing, row)
        name = identity or str(uuid.uuid4())
        change = perform(situation, verb, Ask(waiting, given), name)
        act = Act(case=locked, verb=verb, actor=actor, before=situation.standing, change=change, row=waiting)
        yield act
        if act.event is None:
            raise BrokenActError(f"{verb} left no event")


def _as_known(standing: Standing, row: Any | None) -> Waiting | None:
    """Return what waits as it is now, if it is still as the caller knows it.

    Raises:
        CaseChanged: it was answered or changed meanwhile, or belongs to another case.
    """
    if row is None:
        return None
    waiting = standing.waiting.get(row.number)
    if waiting is None or waiting.state != row.state:
        raise CaseChanged
    return waiting


FIRST_FACTS = (
    "holder",
    "problem",
    "severity",
    "confidentiality",
    "consent",
    "excluded",
    "received_at",
    "stage",
)


def begin(case: Case, actor: Actor) -> Act:
    """Return the act by which a case begins; the caller records it within its transaction.

    Its effects hold the first facts too: replayed from nothing, the events give the case.

    Args:
        case: just created by this transaction, so that nobody else can know it.
        actor: the citizen, or the officer who writes it down.
    """
    first = store.first(case)
    change = first_change(situation_of(case, actor, standing=first))
    return Act(case=case, verb=Verb.SUBMIT, actor=actor, before=first, change=change)


def first_change(situation: Situation) -> Change:
    """Return what the machine says of a case that begins, with its first facts among the effects."""
    first = situation.standing
    change = perform(situation, Verb.SUBMIT, Ask(), identity=str(uuid.uuid4()))
    change.effects[:0] = [SetFact(name, getattr(first, name)) for name in FIRST_FACTS]
    return change
