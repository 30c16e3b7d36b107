"""A request comes in, is screened, turned away, or taken on (rows 1, 2, 3, 12)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cases.machine import guards as g
from cases.machine import who
from cases.machine.by_rule import (
    ALARMS_END,
    ASKED,
    BECOMES_A_CRISIS,
    CASE_CLOSES,
    REPORTER_TOLD,
    SEARCH,
    SOMEBODY_DECIDES,
)
from cases.machine.declared import CHANGES_BASE, Does, becomes, grants, sets, starts, stops
from cases.machine.table.words import HOLDER_INTAKE, HOLDER_WORK, INTERNAL, PUBLIC, SYSTEM
from cases.machine.verb import Line
from cases.machine.verbs import receiving
from cases.machine.vocabulary import (
    BEFORE_WORK,
    ApprovalSubject,
    DutyKind,
    GrantReason,
    Scope,
    Stage,
    Verb,
    WaitingKind,
)

LINES: tuple[Line, ...] = (
    Line(
        verb=Verb.SUBMIT,
        row="1",
        who=who.citizen_or_intake,
        who_words=_("ประชาชน หรือเจ้าหน้าที่รับเรื่อง"),
        do=receiving.submit,
        does=Does(
            always=grants(GrantReason.HOLDER) | starts(DutyKind.FORWARD, DutyKind.TELL) | CHANGES_BASE,
            sometimes=sets(crisis_since=True) | grants(GrantReason.COORDINATES),
        ),
        stages=frozenset({Stage.RECEIVED}),
        visibility=PUBLIC,
    ),
    Line(
        verb=Verb.AUTO_ROUTE,
        row="1a",
        who=who.system,
        who_words=SYSTEM,
        do=receiving.auto_route,
        does=Does(by=(ASKED[WaitingKind.HANDOVER],)),
        guards=(
            g.crisis_track,
            g.nothing_pending,
            g.lead_agency_is_elsewhere,
            g.not_against_a_refusal,
        ),
        stages=frozenset({Stage.RECEIVED}),
        visibility=PUBLIC,
    ),
    Line(
        verb=Verb.SCREEN,
        row="2",
        who=who.holder_intake,
        who_words=HOLDER_INTAKE,
        do=receiving.screen,
        does=Does(
            always=becomes(Stage.RECEIVED, Stage.SCREENED) | CHANGES_BASE,
            may_follow=(BECOMES_A_CRISIS,),
        ),
        guards=(g.stays_a_crisis,),
        stages=frozenset({Stage.RECEIVED}),
        scope=Scope.FULL,
        compares=True,
    ),
    Line(
        verb=Verb.REJECT,
        row="3",
        who=who.holder_intake,
        who_words=HOLDER_INTAKE,
        do=receiving.reject,
        does=Does(
            always=becomes(Stage.RECEIVED, Stage.CLOSED) | becomes(Stage.SCREENED, Stage.CLOSED),
            by=(CASE_CLOSES,),
        ),
        guards=(g.general_track, g.nobody_else_busy),
        stages=BEFORE_WORK,
        scope=Scope.FULL,
        compares=True,
        visibility=PUBLIC,
    ),
    Line(
        verb=Verb.REQUEST_REFUSAL,
        row="3",
        who=who.holder_intake,
        who_words=HOLDER_INTAKE,
        do=receiving.request_refusal,
        does=Does(by=(SOMEBODY_DECIDES,)),
        guards=(g.crisis_track, g.nobody_else_busy, g.not_asked_yet(ApprovalSubject.REFUSE)),
        stages=BEFORE_WORK,
        scope=Scope.FULL,
        visibility=INTERNAL,
    ),
    Line(
        verb=Verb.TAKE_ON,
        row="12",
        who=who.holder_work,
        who_words=HOLDER_WORK,
        do=receiving.take_on,
        does=Does(
            always=becomes(Stage.SCREENED, Stage.WORKING)
            | sets(worked_on=True)
            | starts(DutyKind.ACT)
            | CHANGES_BASE,
            sometimes=stops(*SEARCH) | sets(led=True),
            by=(REPORTER_TOLD,),
            may_follow=(ALARMS_END,),
        ),
        guards=(g.nothing_pending, g.right_hands),
        stages=frozenset({Stage.SCREENED}),
        scope=Scope.FULL,
        compares=True,
        visibility=PUBLIC,
    ),
    Line(
        verb=Verb.UNSCREEN,
        row="new",
        who=who.holder_intake,
        who_words=HOLDER_INTAKE,
        do=receiving.unscreen,
        does=Does(always=becomes(Stage.SCREENED, Stage.RECEIVED) | CHANGES_BASE),
        guards=(g.general_track, g.nothing_pending),
        stages=frozenset({Stage.SCREENED}),
        scope=Scope.FULL,
        compares=True,
        visibility=INTERNAL,
    ),
)
