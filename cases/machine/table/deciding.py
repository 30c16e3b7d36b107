"""Decisions, classes, more time, and opening again (rows 18 to 20)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from cases.machine import guards as g
from cases.machine import who
from cases.machine.by_rule import (
    ALARMS_END,
    ASKED,
    CASE_CLOSES,
    CLASSES_ARE_LOWERED,
    CLASSES_IN_WORK,
    OTHER_PLACE,
    OTHER_REASONS,
    REPORTER_TOLD,
    SEARCH_ENDS,
    SOMEBODY_DECIDES,
)
from cases.machine.declared import (
    CHANGES_BASE,
    Does,
    Variants,
    becomes,
    grants,
    opens,
    revokes,
    sets,
    starts,
    stops,
    turns,
)
from cases.machine.standing import Approval
from cases.machine.table.words import DECIDES, HOLDER_INTAKE, INTERNAL, PUBLIC
from cases.machine.verb import Line
from cases.machine.verbs import deciding
from cases.machine.vocabulary import (
    MAY_GET_MORE_TIME,
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

DECIDED = stops(DutyKind.APPROVE) | revokes(GrantReason.APPROVAL)
"""Somebody else has decided, and reads the case no more for it."""
APPROVED = turns(WaitingKind.APPROVAL, to=WaitingState.APPROVED) | DECIDED


def subject_of(ask: Ask) -> str:
    """Return on what somebody decides."""
    assert isinstance(ask.row, Approval)
    return ask.row.subject


LINES: tuple[Line, ...] = (
    Line(
        verb=Verb.APPROVE,
        row="18",
        who=who.decides_this,
        who_words=DECIDES,
        do=deciding.approve,
        does=Variants(
            which=subject_of,
            each={
                ApprovalSubject.CLOSE: Does(
                    always=APPROVED
                    | becomes(Stage.WORKING, Stage.CLOSED)
                    | becomes(Stage.FOLLOWING_UP, Stage.CLOSED),
                    by=(CASE_CLOSES,),
                ),
                ApprovalSubject.REFUSE: Does(
                    always=APPROVED
                    | becomes(Stage.RECEIVED, Stage.CLOSED)
                    | becomes(Stage.SCREENED, Stage.CLOSED),
                    by=(CASE_CLOSES,),
                ),
                ApprovalSubject.LOWER: Does(
                    always=APPROVED,
                    may_follow=(CLASSES_ARE_LOWERED, OTHER_PLACE),
                ),
                ApprovalSubject.DISCLOSE: Does(
                    always=APPROVED | CHANGES_BASE,
                    one_of=opens(WaitingKind.HANDOVER, WaitingKind.JOINT),
                    may_follow=(ASKED[WaitingKind.HANDOVER], ASKED[WaitingKind.JOINT], SEARCH_ENDS),
                ),
                ApprovalSubject.MORE_TIME: Does(
                    always=APPROVED,
                    sometimes=stops(*sorted(MAY_GET_MORE_TIME), how=DutyEnd.SUPERSEDED),
                    one_of=starts(*MAY_GET_MORE_TIME, basis=DutyBasis.APPROVED),
                    may_follow=(ALARMS_END,),
                ),
            },
        ),
        guards=(g.still_to_be_granted,),
        scope=Scope.FULL,
        answers=frozenset({WaitingKind.APPROVAL}),
        compares=True,
        visibility=PUBLIC,
    ),
    Line(
        verb=Verb.REFUSE,
        row="18",
        who=who.decides_this,
        who_words=DECIDES,
        do=deciding.refuse,
        does=Does(
            always=turns(WaitingKind.APPROVAL, to=WaitingState.REFUSED) | DECIDED,
            may_follow=(ALARMS_END,),
        ),
        scope=Scope.FULL,
        answers=frozenset({WaitingKind.APPROVAL}),
    ),
    Line(
        verb=Verb.WITHDRAW_REQUEST,
        row="18",
        who=who.asked_for_it,
        who_words=_("หน่วยงานที่ขออนุมัติ"),
        do=deciding.withdraw_request,
        does=Does(
            always=turns(WaitingKind.APPROVAL, to=WaitingState.WITHDRAWN)
            | stops(DutyKind.APPROVE, how=DutyEnd.WITHDRAWN)
            | revokes(GrantReason.APPROVAL),
            may_follow=(ALARMS_END,),
        ),
        answers=frozenset({WaitingKind.APPROVAL}),
    ),
    Line(
        verb=Verb.REQUEST_MORE_TIME,
        row="new",
        who=who.has_the_duty,
        who_words=_("ผู้ปฏิบัติงานของหน่วยงานที่ต้องทำ"),
        do=deciding.request_more_time,
        does=Does(by=(SOMEBODY_DECIDES,)),
        guards=(g.more_time_is_possible,),
        compares=True,
    ),
    Line(
        verb=Verb.RECLASSIFY,
        row="20",
        who=who.holder_intake,
        who_words=HOLDER_INTAKE,
        do=deciding.reclassify,
        does=Does(may_follow=(CLASSES_IN_WORK, OTHER_PLACE)),
        guards=(g.raises_only,),
        scope=Scope.FULL,
        compares=True,
        visibility=INTERNAL,
    ),
    Line(
        verb=Verb.REQUEST_LOWERING,
        row="20",
        who=who.holder_intake,
        who_words=HOLDER_INTAKE,
        do=deciding.request_lowering,
        does=Does(by=(SOMEBODY_DECIDES,)),
        guards=(g.not_asked_yet(ApprovalSubject.LOWER), g.lowers_something),
        scope=Scope.FULL,
        visibility=INTERNAL,
    ),
    Line(
        verb=Verb.REOPEN,
        row="19",
        who=lambda change, ask: who.citizen(change, ask) or who.holder_or_center_decides(change, ask),
        who_words=_("ผู้แจ้งภายใน 30 วัน หัวหน้าของหน่วยงานที่รับผิดชอบ หรือหัวหน้าศูนย์"),
        do=deciding.reopen,
        does=Does(
            always=revokes(GrantReason.HOLDER)
            | grants(GrantReason.HOLDER)
            | sets(closed_at=False)
            | CHANGES_BASE,
            one_of=becomes(Stage.CLOSED, Stage.RECEIVED) | becomes(Stage.CLOSED, Stage.WORKING),
            sometimes=starts(DutyKind.FORWARD, DutyKind.REROUTE, DutyKind.ACT, basis=DutyBasis.REOPENED)
            | sets("holder", led=False)
            | grants(GrantReason.COORDINATES, GrantReason.WAS_HOLDER)
            | revokes(*OTHER_REASONS),
            by=(REPORTER_TOLD,),
        ),
        guards=(g.may_be_reopened,),
        stages=frozenset({Stage.CLOSED}),
        compares=True,
        visibility=PUBLIC,
    ),
)
