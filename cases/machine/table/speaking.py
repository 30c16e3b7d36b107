"""What the citizen says and does by their secret, and what officers write down beside the stage."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cases.machine import guards as g
from cases.machine import who
from cases.machine.by_rule import (
    ALARMS_END,
    CASE_CLOSES,
    DRIVEN_ON,
    HANDOVER_RECALLED,
    HAS_TO_BE_READ,
    REPORTER_TOLD,
    WISHES_FALL,
)
from cases.machine.declared import ASSIGNS, Does, becomes, grants, notes, revokes, sets, starts, stops, turns
from cases.machine.table.words import (
    CITIZEN,
    EVERY_STAGE,
    HOLDER_INTAKE,
    INTERNAL,
    PUBLIC,
    READS_IT,
    WORKS_ON_IT,
)
from cases.machine.verb import Line
from cases.machine.verbs import speaking
from cases.machine.vocabulary import (
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

ONLY_THE_EVENT = Does()
"""It is written down that it happened, and nothing else changes."""

LINES: tuple[Line, ...] = (
    Line(
        verb=Verb.ACKNOWLEDGE,
        row="new",
        who=who.holder_intake,
        who_words=HOLDER_INTAKE,
        do=speaking.acknowledge,
        does=Does(
            always=stops(DutyKind.READ),
            by=(REPORTER_TOLD,),
            may_follow=(HAS_TO_BE_READ, ALARMS_END),
        ),
        guards=(g.something_unread,),
        scope=Scope.FULL,
        visibility=PUBLIC,
    ),
    Line(
        verb=Verb.PLAN_HELP,
        row="new",
        who=who.works_on_it,
        who_words=WORKS_ON_IT,
        do=speaking.nothing,
        does=ONLY_THE_EVENT,
        scope=Scope.PART,
    ),
    Line(
        verb=Verb.MESSAGE,
        row="new",
        who=who.has_something_to_say,
        who_words=_("ผู้แจ้ง หน่วยงานนอกระบบที่ถูกขอ หรือระบบเมื่ออีเมลส่งไม่ถึง"),
        do=speaking.message,
        does=Does(sometimes=sets(wants_out=False), by=(HAS_TO_BE_READ,)),
        visibility=PUBLIC,
    ),
    Line(
        verb=Verb.WITHDRAW,
        row="new",
        who=who.citizen,
        who_words=CITIZEN,
        do=speaking.withdraw,
        does=Does(
            one_of=sets(wants_out=True)
            | becomes(Stage.RECEIVED, Stage.CLOSED)
            | becomes(Stage.SCREENED, Stage.CLOSED),
            may_follow=(HAS_TO_BE_READ, HANDOVER_RECALLED, CASE_CLOSES),
        ),
        visibility=PUBLIC,
    ),
    Line(
        verb=Verb.OBJECT,
        row="new",
        who=who.citizen,
        who_words=CITIZEN,
        do=speaking.object_to_closing,
        does=Does(
            sometimes=notes(WaitingKind.APPROVAL),
            by=(HAS_TO_BE_READ,),
        ),
        guards=(g.no_closure_waits_or_object,),
        visibility=PUBLIC,
    ),
    Line(
        verb=Verb.LINK_HOUSEHOLD,
        row="new",
        who=who.holder_intake,
        who_words=HOLDER_INTAKE,
        do=speaking.nothing,
        does=ONLY_THE_EVENT,
        guards=(g.ordinary,),
        scope=Scope.REFERRAL,
        visibility=INTERNAL,
    ),
    Line(
        verb=Verb.UNLINK_HOUSEHOLD,
        row="new",
        who=who.holder_intake,
        who_words=HOLDER_INTAKE,
        do=speaking.nothing,
        does=ONLY_THE_EVENT,
        stages=EVERY_STAGE,
        scope=Scope.REFERRAL,
        visibility=INTERNAL,
    ),
    Line(
        verb=Verb.TELL,
        row="new",
        who=who.holder_intake,
        who_words=HOLDER_INTAKE,
        do=speaking.tell,
        does=Does(by=(REPORTER_TOLD,)),
        guards=(g.ordinary,),
        scope=Scope.PART,
        visibility=PUBLIC,
    ),
    Line(
        verb=Verb.NOTE,
        row="new",
        who=who.reads_or_works,
        who_words=READS_IT,
        do=speaking.nothing,
        does=ONLY_THE_EVENT,
        scope=Scope.REFERRAL,
        stages=EVERY_STAGE,
        visibility=INTERNAL,
    ),
    Line(
        verb=Verb.LOG_CALL,
        row="new",
        who=lambda change, ask: who.works_on_it(change, ask) or who.system(change, ask),
        who_words=_("ผู้ปฏิบัติงานของทุกหน่วยงานที่ทำเรื่องนี้ หรือระบบเมื่อถามว่าปลอดภัยไหม"),
        do=speaking.log_call,
        does=Does(may_follow=(REPORTER_TOLD, HAS_TO_BE_READ)),
        scope=Scope.PART,
        visibility=INTERNAL,
    ),
    Line(
        verb=Verb.ADD_FILE,
        row="new",
        who=who.reads_or_works_or_citizen,
        who_words=_("ผู้แจ้ง และเจ้าหน้าที่ของทุกหน่วยงานที่อ่านเรื่องนี้ได้"),
        do=speaking.add_file,
        does=Does(may_follow=(HAS_TO_BE_READ,)),
        visibility=INTERNAL,
    ),
    Line(
        verb=Verb.CORRECT_FACTS,
        row="new",
        who=who.holder_intake,
        who_words=HOLDER_INTAKE,
        do=speaking.correct_risk,
        does=Does(sometimes=sets(risk_assessed=True)),
        scope=Scope.FULL,
    ),
    Line(
        verb=Verb.CHANGE_CONSENT,
        row="new",
        who=who.citizen_or_holder,
        who_words=_("ผู้แจ้ง หรือเจ้าหน้าที่ที่ได้รับแจ้ง"),
        do=speaking.change_consent,
        does=Does(
            sometimes=sets("consent", led=False)
            | stops(DutyKind.ACKNOWLEDGE, DutyKind.PART, how=DutyEnd.WITHDRAWN)
            | starts(DutyKind.REROUTE, basis=DutyBasis.RETURNED)
            | revokes(GrantReason.ASKED, GrantReason.JOINT, GrantReason.OUTSIDE),
            many=turns(WaitingKind.JOINT, to=WaitingState.RECALLED)
            | turns(WaitingKind.JOINT, WaitingKind.HANDOVER, to=WaitingState.WITHDRAWN)
            | grants(GrantReason.OWN_ROW),
            may_follow=(HAS_TO_BE_READ, HANDOVER_RECALLED, DRIVEN_ON[DutyBasis.RETURNED], WISHES_FALL),
        ),
        visibility=INTERNAL,
    ),
    Line(
        verb=Verb.CHANGE_CONTACT,
        row="new",
        who=lambda change, ask: who.citizen(change, ask) or who.identifies(change, ask),
        who_words=_("ผู้แจ้ง หรือเจ้าหน้าที่หลังยืนยันตัวผู้แจ้งแล้ว"),
        do=speaking.change_contact,
        does=Does(may_follow=(HAS_TO_BE_READ,)),
        visibility=INTERNAL,
    ),
    Line(
        verb=Verb.ASSIGN,
        row="new",
        who=who.may_assign,
        who_words=_("หัวหน้าของหน่วยงานที่ต้องทำ หรือผู้ที่รับทำเอง"),
        do=speaking.assign,
        does=Does(sometimes=ASSIGNS),
        guards=(g.person_can_do_it,),
        scope=Scope.SUMMARY,
        visibility=INTERNAL,
    ),
    Line(
        verb=Verb.URGE,
        row="new",
        who=who.waits_for_it,
        who_words=_("ผู้แจ้ง หรือหน่วยงานที่รออยู่"),
        do=speaking.urge,
        does=Does(may_follow=(HAS_TO_BE_READ,)),
    ),
    Line(
        verb=Verb.REPLACE_SECRET,
        row="new",
        who=who.identifies_or_reporter,
        who_words=_("เจ้าหน้าที่รับเรื่อง หลังยืนยันตัวผู้แจ้งแล้ว หรือผู้แจ้งเรื่องทั่วไป ด้วยลิงก์ในอีเมลของตน"),
        do=speaking.nothing,
        does=ONLY_THE_EVENT,
        scope=Scope.SUMMARY,
        stages=EVERY_STAGE,
        visibility=INTERNAL,
    ),
    Line(
        verb=Verb.RATE,
        row="new",
        who=who.citizen,
        who_words=CITIZEN,
        do=speaking.nothing,
        does=ONLY_THE_EVENT,
        stages=frozenset({Stage.CLOSED}),
        visibility=INTERNAL,
    ),
)
