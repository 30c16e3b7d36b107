"""One organization asks another: rows 4 to 11, 16, and what is written down for those who do not sign in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from cases.machine import guards as g
from cases.machine import who
from cases.machine.by_rule import (
    ALARMS_END,
    ASKED,
    CASE_FALLS_TO,
    DRIVEN_ON,
    HANDOVER_RECALLED,
    HANDOVER_RETURNED,
    OWN_WORK_IS_READ,
    SEARCH,
    SEARCH_ENDS,
    SHUT_OUT,
    SOMEBODY_DECIDES,
    TAKES_THE_CASE,
    WISHES_FALL,
)
from cases.machine.declared import (
    CHANGES_BASE,
    Does,
    Variants,
    becomes,
    grants,
    kind_of,
    notes,
    opens,
    revokes,
    sets,
    starts,
    stops,
    turns,
)
from cases.machine.table.words import (
    ACCEPTED,
    AFTER_RECEIPT,
    ASKED_OF,
    HOLDER_INTAKE,
    HOLDER_WORK,
    INTERNAL,
    PUBLIC,
    SENT,
    TARGET,
)
from cases.machine.verb import Line
from cases.machine.verbs import forwarding
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

ANSWERED = stops(DutyKind.ACKNOWLEDGE) | revokes(GrantReason.ASKED)
"""Who was asked has answered."""
PART_BEGINS = Does(
    always=turns(WaitingKind.JOINT, to=WaitingState.ACCEPTED)
    | ANSWERED
    | grants(GrantReason.JOINT)
    | starts(DutyKind.PART),
    may_follow=(ALARMS_END,),
)
PART_RETURNED = Does(
    always=turns(WaitingKind.JOINT, to=WaitingState.RETURNED) | ANSWERED,
    may_follow=(ALARMS_END, SHUT_OUT),
)
PART_DONE = Does(
    always=turns(WaitingKind.JOINT, to=WaitingState.DONE) | stops(DutyKind.PART) | revokes(GrantReason.JOINT),
    may_follow=(OWN_WORK_IS_READ, WISHES_FALL),
)


def answer_of(ask: Ask) -> str:
    """Return what is written down of an organization without a sign-in: ``handover accepted``, ``joint given up``."""
    row = ask.row
    assert row is not None
    gave_back = ask.given.outcome == WaitingState.RETURNED
    if row.state == WaitingState.SENT:
        return f"{row.kind.value} {'returned' if gave_back else 'accepted'}"
    return f"{row.kind.value} {'given up' if gave_back else 'done'}"


LINES: tuple[Line, ...] = (
    Line(
        verb=Verb.REFER,
        row="4",
        who=who.holder_intake,
        who_words=HOLDER_INTAKE,
        do=forwarding.refer,
        does=Does(
            always=CHANGES_BASE,
            by=(ASKED[WaitingKind.HANDOVER],),
            may_follow=(SEARCH_ENDS,),
        ),
        guards=(g.target_can_be_asked(WaitingKind.HANDOVER), g.consent_covers),
        stages=AFTER_RECEIPT,
        scope=Scope.FULL,
        compares=True,
        visibility=PUBLIC,
    ),
    Line(
        verb=Verb.REFER_JOINT,
        row="5",
        who=who.holder_intake,
        who_words=HOLDER_INTAKE,
        do=forwarding.refer_joint,
        does=Does(by=(ASKED[WaitingKind.JOINT],)),
        guards=(g.target_can_be_asked(WaitingKind.JOINT), g.consent_covers),
        scope=Scope.FULL,
        compares=True,
    ),
    Line(
        verb=Verb.REQUEST_DISCLOSURE,
        row="4",
        who=who.holder_intake,
        who_words=HOLDER_INTAKE,
        do=forwarding.request_disclosure,
        does=Does(by=(SOMEBODY_DECIDES,)),
        guards=(
            g.crisis_track,
            g.consent_was_refused,
            g.disclosure_can_be_asked,
            g.not_asked_yet(ApprovalSubject.DISCLOSE),
        ),
        scope=Scope.FULL,
        visibility=INTERNAL,
    ),
    Line(
        verb=Verb.INFORM,
        row="6",
        who=who.holder_intake,
        who_words=HOLDER_INTAKE,
        do=forwarding.inform,
        does=Does(always=opens(WaitingKind.INFORM) | grants(GrantReason.TOLD)),
        guards=(g.target_may_be_told,),
        scope=Scope.FULL,
    ),
    Line(
        verb=Verb.ACCEPT,
        row="7",
        who=who.target,
        who_words=TARGET,
        do=forwarding.accept,
        does=Variants(
            which=kind_of,
            each={
                WaitingKind.HANDOVER: Does(
                    always=turns(WaitingKind.HANDOVER, to=WaitingState.ACCEPTED) | ANSWERED,
                    sometimes=becomes(Stage.SCREENED, Stage.WORKING)
                    | sets(worked_on=True)
                    | starts(DutyKind.ACT, basis=DutyBasis.BACK),
                    by=(TAKES_THE_CASE,),
                ),
                WaitingKind.JOINT: PART_BEGINS,
            },
        ),
        guards=(g.somebody_signs_in,),
        scope=Scope.REFERRAL,
        answers=ASKED_OF,
        in_states=SENT,
        visibility=PUBLIC,
    ),
    Line(
        verb=Verb.RETURN,
        row="8",
        who=who.target,
        who_words=TARGET,
        do=forwarding.give_back,
        does=Variants(
            which=kind_of,
            each={
                WaitingKind.HANDOVER: Does(by=(HANDOVER_RETURNED,), may_follow=(SHUT_OUT,)),
                WaitingKind.JOINT: PART_RETURNED,
            },
        ),
        guards=(g.not_binding,),
        scope=Scope.REFERRAL,
        answers=ASKED_OF,
        in_states=SENT,
    ),
    Line(
        verb=Verb.RECALL,
        row="9",
        who=who.holder_or_center_recalls,
        who_words=_("เจ้าหน้าที่รับเรื่องของหน่วยงานที่รับผิดชอบ หรือหัวหน้าศูนย์"),
        do=forwarding.recall,
        does=Variants(
            which=kind_of,
            each={
                WaitingKind.HANDOVER: Does(by=(HANDOVER_RECALLED,)),
                WaitingKind.JOINT: Does(
                    always=turns(WaitingKind.JOINT, to=WaitingState.RECALLED)
                    | stops(DutyKind.ACKNOWLEDGE, how=DutyEnd.WITHDRAWN)
                    | revokes(GrantReason.ASKED),
                    may_follow=(ALARMS_END,),
                ),
            },
        ),
        answers=ASKED_OF,
        in_states=SENT,
    ),
    Line(
        verb=Verb.FORWARD_ON,
        row="10",
        who=who.target_officer,
        who_words=TARGET,
        do=forwarding.forward_on,
        does=Does(
            always=turns(WaitingKind.HANDOVER, to=WaitingState.FORWARDED_ON)
            | ANSWERED
            | grants(GrantReason.SENDER)
            | CHANGES_BASE,
            by=(ASKED[WaitingKind.HANDOVER],),
            may_follow=(ALARMS_END,),
        ),
        guards=(g.not_binding, g.may_pass_on, g.consent_covers),
        scope=Scope.REFERRAL,
        answers=frozenset({WaitingKind.HANDOVER}),
        in_states=SENT,
        visibility=PUBLIC,
    ),
    Line(
        verb=Verb.HAND_UP,
        row="11",
        who=who.may_hand_up,
        who_words=_("หัวหน้าหรือผู้แทนของ อปท. ที่รับผิดชอบ ถ้าไม่มีให้ผู้ปฏิบัติงาน"),
        do=forwarding.hand_up,
        does=Does(
            always=opens(WaitingKind.HANDOVER, already=WaitingState.ACCEPTED)
            | grants(GrantReason.HANDED_UP)
            | starts(DutyKind.ACT, basis=DutyBasis.BACK),
            sometimes=sets("consent"),
            by=(CASE_FALLS_TO,),
        ),
        guards=(g.nothing_pending, g.not_handed_up_before, g.refusal_is_no_consent),
        stages=IN_WORK,
        scope=Scope.FULL,
        compares=True,
        visibility=PUBLIC,
    ),
    Line(
        verb=Verb.COMPLETE_PART,
        row="16",
        who=who.target_work,
        who_words=_("ผู้ปฏิบัติงานของหน่วยงานที่รับทำบางส่วน"),
        do=forwarding.complete_part,
        does=PART_DONE,
        scope=Scope.PART,
        answers=frozenset({WaitingKind.JOINT}),
        in_states=ACCEPTED,
    ),
    Line(
        verb=Verb.CANCEL_PART,
        row="16",
        who=who.holder_work,
        who_words=HOLDER_WORK,
        do=forwarding.cancel_part,
        does=Does(
            always=turns(WaitingKind.JOINT, to=WaitingState.WITHDRAWN)
            | stops(DutyKind.PART, how=DutyEnd.WITHDRAWN)
            | revokes(GrantReason.JOINT),
            may_follow=(OWN_WORK_IS_READ, WISHES_FALL),
        ),
        scope=Scope.FULL,
        answers=frozenset({WaitingKind.JOINT}),
        in_states=ACCEPTED,
    ),
    Line(
        verb=Verb.RECORD_OUTSIDE,
        row="new",
        who=who.holder_intake_or_own_link,
        who_words=_("เจ้าหน้าที่รับเรื่องของหน่วยงานที่รับผิดชอบ หรือหน่วยงานนั้นเองทางลิงก์"),
        do=forwarding.record_outside,
        does=Variants(
            which=answer_of,
            each={
                "handover accepted": Does(
                    always=turns(WaitingKind.HANDOVER, to=WaitingState.ACCEPTED)
                    | notes(WaitingKind.HANDOVER)
                    | ANSWERED
                    | grants(GrantReason.OUTSIDE)
                    | starts(DutyKind.PART)
                    | CHANGES_BASE,
                    sometimes=becomes(Stage.SCREENED, Stage.WORKING)
                    | sets(worked_on=True, led=True)
                    | stops(*SEARCH),
                    may_follow=(ALARMS_END, DRIVEN_ON[DutyBasis.MOVED]),
                ),
                "handover returned": Does(by=(HANDOVER_RETURNED,), may_follow=(SHUT_OUT,)),
                "handover done": Does(
                    always=turns(WaitingKind.HANDOVER, to=WaitingState.DONE)
                    | stops(DutyKind.PART)
                    | revokes(GrantReason.OUTSIDE),
                    may_follow=(WISHES_FALL, DRIVEN_ON[DutyBasis.RETURNED]),
                ),
                "handover given up": Does(
                    always=turns(WaitingKind.HANDOVER, to=WaitingState.RETURNED)
                    | stops(DutyKind.PART, how=DutyEnd.WITHDRAWN)
                    | revokes(GrantReason.OUTSIDE),
                    may_follow=(WISHES_FALL, DRIVEN_ON[DutyBasis.RETURNED], SHUT_OUT),
                ),
                "joint accepted": PART_BEGINS,
                "joint returned": PART_RETURNED,
                "joint done": PART_DONE,
                "joint given up": Does(
                    always=turns(WaitingKind.JOINT, to=WaitingState.RETURNED)
                    | stops(DutyKind.PART, how=DutyEnd.WITHDRAWN)
                    | revokes(GrantReason.JOINT),
                    may_follow=(WISHES_FALL, SHUT_OUT),
                ),
            },
        ),
        guards=(g.nobody_signs_in_there, g.outside_may_answer_so),
        scope=Scope.PART,
        answers=ASKED_OF,
    ),
)
