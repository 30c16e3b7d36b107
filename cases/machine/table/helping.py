"""Questions, help, follow-up, going out, the committee, and asking to close (rows 13 to 15, 17)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from cases.machine import guards as g
from cases.machine import who
from cases.machine.by_rule import ALARMS_END, HAS_TO_BE_READ, REPORTER_TOLD, SOMEBODY_DECIDES, WISHES_FALL
from cases.machine.declared import (
    CHANGES_BASE,
    Does,
    Variants,
    becomes,
    kind_of,
    notes,
    opens,
    revokes,
    sets,
    starts,
    stops,
    turns,
)
from cases.machine.table.words import HOLDER_WORK, INTERNAL, PUBLIC, SHARED, SYSTEM, WORKS_ON_IT
from cases.machine.verb import Line
from cases.machine.verbs import helping
from cases.machine.vocabulary import (
    IN_WORK,
    ApprovalSubject,
    DutyBasis,
    DutyEnd,
    DutyKind,
    GrantReason,
    Scope,
    Stage,
    Verb,
    WaitingKind,
    WaitingState,
)

if TYPE_CHECKING:
    from cases.machine.verb import Ask

TIME_RUNS_AGAIN = starts(DutyKind.ACT, basis=DutyBasis.PAUSED) | notes(WaitingKind.QUESTION)
"""The work goes on with the time that was left when it stopped for a question."""


def decision_of(ask: Ask) -> str:
    """Return whether a committee decided, or deferred what it was asked to a date."""
    return "decided" if ask.given.due is None else "deferred"


LINES: tuple[Line, ...] = (
    Line(
        verb=Verb.ASK,
        row="13",
        who=who.holder_work,
        who_words=HOLDER_WORK,
        do=helping.ask,
        does=Does(
            always=opens(WaitingKind.QUESTION) | starts(DutyKind.ANSWER),
            sometimes=stops(DutyKind.ACT, how=DutyEnd.SUSPENDED),
            by=(REPORTER_TOLD,),
            may_follow=(WISHES_FALL,),
        ),
        guards=(g.not_too_many_questions,),
        stages=frozenset({Stage.WORKING}),
        scope=Scope.FULL,
        compares=True,
        visibility=PUBLIC,
    ),
    Line(
        verb=Verb.ANSWER,
        row="13",
        who=who.citizen_or_holder,
        who_words=_("ผู้แจ้ง หรือเจ้าหน้าที่ที่จดคำตอบไว้"),
        do=helping.answer,
        does=Does(
            always=turns(WaitingKind.QUESTION, to=WaitingState.ANSWERED) | stops(DutyKind.ANSWER),
            sometimes=TIME_RUNS_AGAIN,
            may_follow=(HAS_TO_BE_READ,),
        ),
        answers=frozenset({WaitingKind.QUESTION}),
        visibility=PUBLIC,
    ),
    Line(
        verb=Verb.QUESTION_END,
        row="13",
        who=who.system,
        who_words=SYSTEM,
        do=helping.question_end,
        does=Does(
            always=turns(WaitingKind.QUESTION, to=WaitingState.EXPIRED) | stops(DutyKind.ANSWER),
            sometimes=TIME_RUNS_AGAIN,
        ),
        guards=(g.time_is_over,),
        answers=frozenset({WaitingKind.QUESTION}),
        visibility=PUBLIC,
    ),
    Line(
        verb=Verb.RECORD_HELP,
        row="14",
        who=who.may_record_help,
        who_words=WORKS_ON_IT,
        do=helping.record_help,
        does=Does(
            always=sets(helped=True),
            sometimes=opens(WaitingKind.COMMITTEE_ITEM) | starts(DutyKind.COMMITTEE),
            by_words=sets(risk_assessed=True),
            by=(REPORTER_TOLD,),
        ),
        guards=(g.a_committee_can_be_told,),
        visibility=PUBLIC,
    ),
    Line(
        verb=Verb.CORRECT_HELP,
        row="new",
        who=who.works_on_it,
        who_words=WORKS_ON_IT,
        do=helping.correct_help,
        does=Does(
            sometimes=sets(helped=False),
            by=(REPORTER_TOLD,),
        ),
        guards=(g.help_may_be_struck,),
        visibility=SHARED,
    ),
    Line(
        verb=Verb.START_FOLLOWING_UP,
        row="14",
        who=who.holder_work,
        who_words=HOLDER_WORK,
        do=helping.start_following_up,
        does=Does(
            always=becomes(Stage.WORKING, Stage.FOLLOWING_UP) | stops(DutyKind.ACT) | CHANGES_BASE,
            sometimes=opens(WaitingKind.FOLLOW_UP)
            | starts(DutyKind.FOLLOW)
            | sets("act_due")
            | notes(WaitingKind.QUESTION),
            by_words=sets(risk_assessed=True),
            by=(REPORTER_TOLD,),
            may_follow=(WISHES_FALL,),
        ),
        guards=(g.help_was_recorded, g.within_the_horizon),
        stages=frozenset({Stage.WORKING}),
        scope=Scope.FULL,
        compares=True,
        visibility=PUBLIC,
    ),
    Line(
        verb=Verb.PLAN_FOLLOWUP,
        row="new",
        who=who.holder_work,
        who_words=HOLDER_WORK,
        do=helping.plan_followup,
        does=Does(
            always=opens(WaitingKind.FOLLOW_UP) | starts(DutyKind.FOLLOW) | stops(DutyKind.DECIDE),
            may_follow=(ALARMS_END,),
        ),
        guards=(g.not_too_many_follow_ups, g.within_the_horizon),
        scope=Scope.FULL,
    ),
    Line(
        verb=Verb.RECORD_FOLLOWUP,
        row="new",
        who=who.holder_work,
        who_words=HOLDER_WORK,
        do=helping.record_followup,
        does=Does(
            always=turns(WaitingKind.FOLLOW_UP, to=WaitingState.RECORDED) | stops(DutyKind.FOLLOW),
            sometimes=opens(WaitingKind.FOLLOW_UP)
            | starts(DutyKind.FOLLOW)
            | starts(DutyKind.DECIDE, basis=DutyBasis.FINDING),
            by_words=sets(risk_assessed=True),
            may_follow=(WISHES_FALL,),
        ),
        guards=(g.within_the_horizon,),
        scope=Scope.FULL,
        answers=frozenset({WaitingKind.FOLLOW_UP}),
    ),
    Line(
        verb=Verb.CANCEL_FOLLOWUP,
        row="new",
        who=who.holder_work,
        who_words=HOLDER_WORK,
        do=helping.cancel_followup,
        does=Does(
            always=turns(WaitingKind.FOLLOW_UP, to=WaitingState.CANCELLED)
            | stops(DutyKind.FOLLOW, how=DutyEnd.WITHDRAWN),
            sometimes=starts(DutyKind.DECIDE, basis=DutyBasis.FINDING),
            may_follow=(WISHES_FALL,),
        ),
        scope=Scope.FULL,
        answers=frozenset({WaitingKind.FOLLOW_UP}),
    ),
    Line(
        verb=Verb.ADJUST_PLAN,
        row="15",
        who=who.holder_work,
        who_words=HOLDER_WORK,
        do=helping.adjust_plan,
        does=Does(
            always=becomes(Stage.FOLLOWING_UP, Stage.WORKING)
            | starts(DutyKind.ACT, basis=DutyBasis.ADJUSTED)
            | stops(DutyKind.DECIDE)
            | CHANGES_BASE,
            sometimes=starts(DutyKind.ACT, basis=DutyBasis.FINDING) | stops(DutyKind.REROUTE),
            by_words=sets(risk_assessed=True),
            many=notes(WaitingKind.FOLLOW_UP),
            by=(REPORTER_TOLD,),
            may_follow=(ALARMS_END,),
        ),
        stages=frozenset({Stage.FOLLOWING_UP}),
        scope=Scope.FULL,
        compares=True,
    ),
    Line(
        verb=Verb.DISPATCH,
        row="new",
        who=who.may_send_out,
        who_words=_("ผู้ปฏิบัติงานหรือหน่วยเคลื่อนที่ของหน่วยงานที่รับผิดชอบหรือช่วยบางส่วน"),
        do=helping.dispatch,
        does=Does(always=opens(WaitingKind.VISIT) | starts(DutyKind.VISIT)),
        guards=(g.one_at_a_time(WaitingKind.VISIT),),
        scope=Scope.PART,
    ),
    Line(
        verb=Verb.SET_OUT,
        row="new",
        who=who.of_the_visit,
        who_words=_("หน่วยเคลื่อนที่ของหน่วยงานนั้น"),
        do=helping.set_out,
        does=Does(sometimes=notes(WaitingKind.VISIT)),
        scope=Scope.PART,
        answers=frozenset({WaitingKind.VISIT}),
    ),
    Line(
        verb=Verb.ARRIVE,
        row="new",
        who=who.of_the_visit,
        who_words=_("หน่วยเคลื่อนที่ของหน่วยงานนั้น"),
        do=helping.arrive,
        does=Does(sometimes=notes(WaitingKind.VISIT)),
        scope=Scope.PART,
        answers=frozenset({WaitingKind.VISIT}),
    ),
    Line(
        verb=Verb.END_VISIT,
        row="new",
        who=who.ends_the_visit,
        who_words=_("หน่วยเคลื่อนที่ของหน่วยงานนั้น หรือระบบเมื่อเที่ยวจบโดยไม่มีผล"),
        do=helping.end_visit,
        does=Does(
            always=turns(WaitingKind.VISIT, to=WaitingState.DONE) | stops(DutyKind.VISIT),
            sometimes=revokes(GrantReason.OWN_ROW),
            may_follow=(WISHES_FALL,),
        ),
        scope=Scope.PART,
        answers=frozenset({WaitingKind.VISIT}),
    ),
    Line(
        verb=Verb.SUBMIT_COMMITTEE,
        row="new",
        who=who.may_submit_to_committee,
        who_words=_("เลขานุการคณะกรรมการของ อปท. ที่รับผิดชอบหรือช่วยบางส่วน"),
        do=helping.submit_committee,
        does=Does(always=opens(WaitingKind.COMMITTEE_ITEM) | starts(DutyKind.COMMITTEE)),
        guards=(g.one_at_a_time(WaitingKind.COMMITTEE_ITEM),),
        stages=IN_WORK,
        scope=Scope.PART,
    ),
    Line(
        verb=Verb.DECIDE_COMMITTEE,
        row="new",
        who=who.of_the_committee,
        who_words=_("เลขานุการคณะกรรมการของ อปท. นั้น"),
        do=helping.decide_committee,
        does=Variants(
            which=decision_of,
            each={
                "decided": Does(
                    always=turns(WaitingKind.COMMITTEE_ITEM, to=WaitingState.DECIDED)
                    | stops(DutyKind.COMMITTEE),
                    sometimes=revokes(GrantReason.OWN_ROW),
                    may_follow=(WISHES_FALL,),
                ),
                "deferred": Does(
                    always=stops(DutyKind.COMMITTEE, how=DutyEnd.SUPERSEDED),
                    sometimes=starts(DutyKind.COMMITTEE, basis=DutyBasis.APPROVED),
                    may_follow=(WISHES_FALL,),
                ),
            },
        ),
        scope=Scope.PART,
        answers=frozenset({WaitingKind.COMMITTEE_ITEM}),
    ),
    Line(
        verb=Verb.CALL_OFF,
        row="new",
        who=who.holder_work,
        who_words=HOLDER_WORK,
        do=helping.call_off,
        does=Variants(
            which=kind_of,
            each={
                kind: Does(
                    always=turns(kind, to=WaitingState.WITHDRAWN) | stops(duty, how=DutyEnd.WITHDRAWN),
                    sometimes=revokes(GrantReason.OWN_ROW),
                    may_follow=(WISHES_FALL,),
                )
                for kind, duty in (
                    (WaitingKind.VISIT, DutyKind.VISIT),
                    (WaitingKind.COMMITTEE_ITEM, DutyKind.COMMITTEE),
                )
            },
        ),
        guards=(g.of_another_organization,),
        scope=Scope.FULL,
        answers=frozenset({WaitingKind.VISIT, WaitingKind.COMMITTEE_ITEM}),
    ),
    Line(
        verb=Verb.REQUEST_CLOSURE,
        row="17",
        who=who.holder_work,
        who_words=HOLDER_WORK,
        do=helping.request_closure,
        does=Does(
            sometimes=sets(risk_assessed=True),
            by_words=sets(risk_assessed=True),
            by=(SOMEBODY_DECIDES,),
        ),
        guards=(g.not_asked_yet(ApprovalSubject.CLOSE), g.may_be_closed),
        stages=IN_WORK,
        scope=Scope.FULL,
        visibility=INTERNAL,
    ),
)
