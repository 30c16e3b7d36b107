"""What officers write and arrange beside the stage: notes, calls, visits, who does what, and when somebody is silent."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.utils import translation

from cases.domain import accounted_for, in_danger, notify
from cases.domain.accounted_for import OF_CALL, How, News, Way
from cases.domain.act import act_on
from cases.machine.verb import Given
from cases.machine.vocabulary import Verb
from cases.models import Case, CommitteeItem, Duty, Visit
from cases.vocabulary import TOLD_TEXTS, CallOutcome, Told, Visibility
from portal.actors import System
from portal.organizations.domain import routing
from portal.organizations.models import Organization
from portal.pages.domain.lines import said

if TYPE_CHECKING:
    import datetime as dt

    from portal.accounts.models import User
    from portal.actors import Actor, Officer


def add_note(
    *,
    case: Case,
    actor: Officer,
    text: str,
    readers: Visibility = Visibility.INTERNAL,
    identity: str = "",
) -> Case:
    """Write something down; the writer says who reads it, by default only the own office.

    Args:
        case: that the actor may read.
        actor: who writes.
        text: required.
        readers: the own office, every organization that works on the case, or the reporter too.
        identity: of the event, when it may come twice (`cases.domain.once`).

    Raises:
        NotAllowed, GuardFailed: nothing was written.
    """
    with act_on(verb=Verb.NOTE, case=case, actor=actor, identity=identity) as act:
        act.record(note=act.note_text(text, required=True), readers=readers, visibility=readers)
    return act.case


def log_call(
    *,
    case: Case,
    actor: Officer | System,
    text: str,
    outcome: CallOutcome,
    readers: Visibility = Visibility.SHARED,
    to_read: bool = False,
    danger: bool = False,
    identity: str = "",
) -> Case:
    """Write down a call or a visit; the reporter counts as told only when they were reached.

    Args:
        case: that the actor works on.
        actor: who spoke, or tried to; the portal, where it asked whether somebody is safe. That tells nobody anything.
        text: what was said; the outcome says enough where it is empty.
        outcome: how it ended.
        readers: who reads it.
        to_read: the holder has to read it; whoever is not of the holder lets it be told by mail too.
        danger: whoever was spoken to said that somebody is in danger now, for the first time or again. It is marked, has to
            be read, and rings where it is heard of (`in_danger`). It is never taken back here: only somebody who has read the
            case lowers it (mark_danger).
        identity: of the event, when it may come twice (`cases.domain.once`).

    Raises:
        NotAllowed, GuardFailed: nothing was written.
    """
    to_read = to_read or danger
    given = Given(told=outcome.reached and not isinstance(actor, System), to_read=to_read)
    with act_on(verb=Verb.LOG_CALL, case=case, actor=actor, given=given, identity=identity) as act:
        marked = danger and not act.case.danger_now
        act.case.danger_now = act.case.danger_now or danger
        event = act.record(
            reason=outcome,
            note=act.note_text(text),
            changes={"danger_now": [not marked, True]} if danger else None,
            readers=readers,
            visibility=readers,
        )
        if to_read and (actor.organization is None or actor.organization.pk != act.after.holder):
            notify.tell_holder_to_read(act)
        if danger:
            in_danger.raised(act.case, anew=marked)
        how = How.NEEDS if danger else OF_CALL.get(outcome)
        if how is not None:
            # Nobody heard a voice where the portal asked: a digit ends no need.
            way = Way.DIGIT if isinstance(actor, System) else Way.CALL
            token = UUID(event.identity)
            accounted_for.tell(
                News(case=act.case, actor=actor, how=how, way=way, at=act.now, token=token, danger=danger)
            )
    return act.case


def told_text(told: Told) -> str:
    """Return a text that is told to many, in the active language, with the numbers to call of today."""
    return str(TOLD_TEXTS[told]) % said()


def tell(*, case: Case, actor: Officer, told: Told, identity: str = "") -> Case:
    """Tell the reporter one of the texts that are told to many: on their page, and by a neutral mail where that is safe.

    Args:
        case: that the actor's organization holds; no crisis, not restricted.
        actor: who tells.
        told: which text; it is written in the reporter's language.
        identity: of the event, when it may come twice.

    Raises:
        NotAllowed, GuardFailed: nothing was written.
    """
    with translation.override(case.language):
        text = told_text(told)
    with act_on(verb=Verb.TELL, case=case, actor=actor, identity=identity) as act:
        act.record(reason=told, note=text, readers=Visibility.PUBLIC, visibility=Visibility.PUBLIC)
        notify.tell_reporter(case=act.case)
    return act.case


def assign(*, duty: Duty, actor: Officer, person: User | None) -> Case:
    """Give a duty to one person of the organization, or to nobody in particular.

    Raises:
        NotAllowed, GuardFailed: nothing was written.
    """
    given = Given(duty=duty.number, person=person.pk if person is not None else None)
    with act_on(verb=Verb.ASSIGN, case=duty.case, actor=actor, given=given) as act:
        act.record()
    return act.case


def urge(*, case: Case, actor: Actor, text: str = "") -> Case:
    """Press for what somebody else has to do (S2.55).

    Raises:
        NotAllowed, GuardFailed: nothing was written.
    """
    with act_on(verb=Verb.URGE, case=case, actor=actor) as act:
        act.record(note=act.note_text(text), readers=Visibility.SHARED)
    return act.case


def submit_to_committee(*, case: Case, actor: Officer, note: str) -> CommitteeItem:
    """Ask the committee for helping people of the local administration to decide (S1.14).

    Raises:
        NotAllowed, GuardFailed: nothing was written.
    """
    with act_on(verb=Verb.SUBMIT_COMMITTEE, case=case, actor=actor) as act:
        act.record(note=act.note_text(note, required=True), readers=Visibility.SHARED)
        return act.opened(CommitteeItem)


def record_committee_decision(
    *, item: CommitteeItem, actor: Officer, note: str, deferred_until: dt.datetime | None = None
) -> None:
    """Write down what the committee decided, or until when it put the item off.

    Raises:
        CaseChanged, NotAllowed, GuardFailed: nothing was written.
    """
    given = Given(due=deferred_until)
    with act_on(verb=Verb.DECIDE_COMMITTEE, case=item.case, actor=actor, row=item, given=given) as act:
        act.record(note=act.note_text(note, required=True), readers=Visibility.SHARED)


def call_off(*, row: Visit | CommitteeItem, actor: Officer, note: str) -> None:
    """End another organization's visit or committee item; that organization is told.

    Raises:
        CaseChanged, NotAllowed, GuardFailed: nothing was written.
    """
    with act_on(verb=Verb.CALL_OFF, case=row.case, actor=actor, row=row) as act:
        act.record(note=act.note_text(note, required=True), readers=Visibility.SHARED)
        notify.tell_body(case=act.case, body=row.organization, template="case_recalled")


def take_over(*, case: Case, actor: Officer, note: str, base: str | None = None) -> Case:
    """The center works on what lies still at the third level of the alarm (cases.md, second edition, 5).

    The old holder, the lead agency of a crisis and the governor are told.

    Raises:
        CaseChanged, NotAllowed, GuardFailed: nothing was written.
    """
    with act_on(verb=Verb.TAKE_OVER, case=case, actor=actor, base=base) as act:
        act.record(note=act.note_text(note, required=True), readers=Visibility.SHARED)
        lead = routing.lead_agency_for(act.case.problem, act.case.province_code, act.case.district_code)
        told = {act.before.holder, lead.pk if lead is not None else act.before.holder}
        concerned = told - {act.after.holder} - act.after.excluded
        for organization in Organization.objects.filter(pk__in=concerned):
            notify.tell_body(case=act.case, body=organization, template="case_center_took_over")
        notify.tell_governor(case=act.case)
    return act.case


def recuse(*, case: Case, actor: Officer, note: str = "") -> Case:
    """Take no part in one's own matter.

    Raises:
        NotAllowed, GuardFailed: nothing was written.
    """
    with act_on(verb=Verb.RECUSE, case=case, actor=actor) as act:
        act.record(note=act.note_text(note), readers=Visibility.SHARED)
    return act.case


def break_glass(*, case: Case, actor: Officer, reason: str) -> Case:
    """Read a case in an emergency for four hours; who decides at the holder is told, else the center.

    Args:
        case: of the province in which the actor works.
        actor: who works or decides there.
        reason: the emergency; required, and read by whoever holds the case.

    Raises:
        NotAllowed, GuardFailed: nothing was written.
    """
    with act_on(verb=Verb.BREAK_GLASS, case=case, actor=actor) as act:
        act.record(note=act.note_text(reason, required=True), readers=Visibility.SHARED)
        notify.tell_heads(case=act.case, template="case_glass_broken")
    return act.case
