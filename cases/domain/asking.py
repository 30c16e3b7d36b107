"""What only the reporter knows, and what the reporter says (row 13; S1.03).

Everything that a citizen sends has to be read by somebody at the holder: it starts a duty (cases.md, second edition, 5).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from cases.domain import in_danger, notify
from cases.domain.act import Act, act_on
from cases.domain.ending import put_to_rest
from cases.machine.standing import Referral as Asked
from cases.machine.verb import Given
from cases.machine.vocabulary import DutyKind, Stage, Verb
from cases.models import Case, Question
from cases.vocabulary import ClosureReason, Consent, ConsentBy, Outcome, Visibility
from portal.actors import Citizen, OutsideOrganization, System

if TYPE_CHECKING:
    from portal.actors import Actor, Officer


def ask_reporter(*, case: Case, actor: Officer, question: str, identity: str = "") -> Question:
    """Ask something that only the reporter knows (row 13).

    The time of the work stands still meanwhile, once per case and for 15 days at most; never when it is late, urgent or
    a crisis: then the question is asked and the work goes on.

    Args:
        case: being worked on.
        actor: who works at its holder.
        question: in words for the citizen; required.
        identity: of the event, when it may come twice (`cases.domain.once`).

    Raises:
        NotAllowed, GuardFailed: nothing was written.
    """
    with act_on(verb=Verb.ASK, case=case, actor=actor, identity=identity) as act:
        text = act.note_text(question, field="question", required=True)
        act.record(note=text, readers=Visibility.PUBLIC)
        row = act.opened(Question)
        row.text = text
        row.save(update_fields=["text"])
        notify.tell_reporter(case=act.case)
    return row


def record_answer(*, question: Question, actor: Actor, answer: str, identity: str = "") -> Question:
    """Write down the answer; the work goes on with the time that was left (row 13).

    Args:
        question: that waits.
        actor: an officer of the holder, or the citizen, who has shown reference and secret.
        answer: in the person's words; required.
        identity: of the event, when it may come twice (`cases.domain.once`).

    Raises:
        CaseChanged, NotAllowed, GuardFailed: nothing was written.
    """
    with act_on(verb=Verb.ANSWER, case=question.case, actor=actor, row=question, identity=identity) as act:
        text = act.note_text(answer, field="answer", required=True)
        act.record(note=text, readers=Visibility.SHARED)
        answered = Question.objects.get(pk=question.pk)
        answered.answer = text
        answered.save(update_fields=["answer"])
        if isinstance(actor, Citizen):
            notify.tell_holder_to_read(act)
    return answered


def end_question(*, question: Question) -> Case:
    """Go on without an answer once its time is over (row 13); done by the system.

    Raises:
        CaseChanged, NotAllowed, GuardFailed: it does not wait, or its time is not over; nothing was written.
    """
    with act_on(verb=Verb.QUESTION_END, case=question.case, actor=System(), row=question) as act:
        act.record()
    return act.case


def send_message(
    *, case: Case, actor: Citizen, text: str, wants_help: bool = False, identity: str = ""
) -> Case:
    """Take a message of the citizen; somebody has to read it.

    Args:
        case: open.
        actor: the citizen of this case.
        text: required.
        wants_help: it takes back that no help is needed any more.
        identity: of the event, when it may come twice (`cases.domain.once`).

    Raises:
        NotAllowed, GuardFailed: nothing was written.
    """
    given = Given(wants_help=wants_help)
    with act_on(verb=Verb.MESSAGE, case=case, actor=actor, given=given, identity=identity) as act:
        act.record(note=act.note_text(text, field="words", required=True), readers=Visibility.PUBLIC)
        notify.tell_holder_to_read(act)
    return act.case


def withdraw(*, case: Case, actor: Citizen, text: str = "", identity: str = "") -> Case:
    """The citizen wants no help any more: ends what nobody works on yet, else it is a wish that somebody reads.

    Args:
        case: open.
        actor: the citizen of this case.
        text: why, if they say so.
        identity: of the event, when it may come twice (`cases.domain.once`).

    Raises:
        NotAllowed, GuardFailed: nothing was written.
    """
    with act_on(verb=Verb.WITHDRAW, case=case, actor=actor, identity=identity) as act:
        words = act.note_text(text, field="words")
        if act.after.stage == Stage.CLOSED:
            put_to_rest(act, reason=ClosureReason.WITHDRAWN, outcome=Outcome.WITHDRAWN)
        act.record(note=words, readers=Visibility.PUBLIC)
        notify.tell_holder_to_read(act)
    return act.case


def object_to_closing(*, case: Case, actor: Citizen, text: str, identity: str = "") -> Case:
    """The citizen does not agree that the case is closed; whoever decides sees it.

    Args:
        case: whose closure waits.
        actor: the citizen of this case.
        text: why; required.
        identity: of the event, when it may come twice (`cases.domain.once`).

    Raises:
        NotAllowed, GuardFailed: nothing was written.
    """
    with act_on(verb=Verb.OBJECT, case=case, actor=actor, identity=identity) as act:
        act.record(note=act.note_text(text, field="words", required=True), readers=Visibility.PUBLIC)
        notify.tell_holder_to_read(act)
    return act.case


def acknowledge(*, case: Case, actor: Officer, seen: int, note: str = "") -> Case:
    """Say that what the citizen sent was read; what came after the page was drawn, or raised danger since, stays unread.

    Args:
        case: with something unread.
        actor: who takes in or works at its holder.
        seen: the number of the last event that the page showed.
        note: what the citizen is told; empty when nothing is.

    Raises:
        NotAllowed, GuardFailed: nothing was written.
    """
    told = Q(verb__in=FROM_THE_CITIZEN, actor_kind__in=FROM_OUTSIDE)
    heard = RAISED_DANGER & ~Q(user=actor.person)
    later = case.events.filter(told | heard, sequence__gt=seen).exists()
    given = Given(unread_left=later)
    with act_on(verb=Verb.ACKNOWLEDGE, case=case, actor=actor, given=given) as act:
        act.record(note=act.note_text(note), readers=Visibility.PUBLIC)
        notify.tell_reporter(case=act.case)
        if not later:
            in_danger.read(act.case)
    return act.case


FROM_THE_CITIZEN = (
    *(Verb.ANSWER, Verb.MESSAGE, Verb.WITHDRAW, Verb.OBJECT, Verb.ADD_FILE, Verb.CHANGE_CONTACT),
    *(Verb.CHANGE_CONSENT, Verb.URGE),
)
"""What a citizen sends by their secret; an organization outside asks by the same verb."""
RAISED_DANGER = Q(verb=Verb.LOG_CALL, changes__danger_now__1=True)
"""Events by which danger was told after a case came, for the first time or again: a call, news, or a digit that answered."""
FROM_OUTSIDE = (Citizen.kind, OutsideOrganization.kind, System.kind)


def change_consent(
    *,
    case: Case,
    actor: Actor,
    consent: Consent,
    by: ConsentBy | str = "",
    note: str = "",
    identity: str = "",
) -> Case:
    """The person agrees that their story goes to others, or agrees no more.

    Whatever rests on consent alone ends when it is taken back (cases.md, second edition, 5).

    Args:
        case: open.
        actor: the citizen, or an officer of the holder who heard it.
        consent: from now on.
        by: who said so; the citizen has it from their own mouth.
        note: how it was said.
        identity: of the event, when it may come twice (`cases.domain.once`).

    Raises:
        NotAllowed, GuardFailed: nothing was written.
    """
    given = Given(consent=consent)
    with act_on(verb=Verb.CHANGE_CONSENT, case=case, actor=actor, given=given, identity=identity) as act:
        before = str(act.before.consent)
        act.case.consent_by = ConsentBy.PERSON if isinstance(actor, Citizen) else by
        act.record(note=act.note_text(note), consent=consent, changes={"consent": [before, str(consent)]})
        _tell_whose_ground_ended(act)
        if isinstance(actor, Citizen) and act.begun(DutyKind.READ) is not None:
            notify.tell_holder_to_read(act)
    return act.case


def _tell_whose_ground_ended(act: Act) -> None:
    """Write to every organization that was asked, or did a part, with the consent that is taken back: its access is over."""
    ended = [
        number
        for number, row in act.before.waiting.items()
        if isinstance(row, Asked) and row.is_alive and not act.after.waiting[number].is_alive
    ]
    for row in act.case.referrals.filter(number__in=ended).select_related("target"):
        notify.tell_body(case=act.case, body=row.target, template="case_recalled")
