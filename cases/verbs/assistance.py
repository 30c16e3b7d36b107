"""Helping, and asking what only the reporter knows (rows 13 to 15)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cases import rules
from cases.verbs.effects import Due, Start, Stop
from cases.verbs.transition import HOLDER, Transition
from cases.vocabulary import CaseState as S
from cases.vocabulary import ClockKind as K
from cases.vocabulary import Verb, Visibility

ROWS = (
    Transition(
        verb=Verb.ASK,
        row="13",
        sources=frozenset({S.IN_PROGRESS}),
        targets=frozenset({S.AWAITING_INFO}),
        who=rules.holder_officer,
        who_words=HOLDER,
        guards=(rules.general_and_not_urgent,),
        stops=(Stop(K.ACT),),
        starts=(Start(K.AWAIT_ANSWER),),
        visibility=Visibility.PUBLIC,
        hint=_("เวลาช่วยเหลือหยุดนับจนกว่าจะได้คำตอบหรือครบ 15 วัน"),
    ),
    Transition(
        verb=Verb.ANSWER,
        row="13",
        sources=frozenset({S.AWAITING_INFO}),
        targets=frozenset({S.IN_PROGRESS}),
        who=rules.holder_officer_or_citizen,
        who_words=_("ผู้แจ้ง หรือเจ้าหน้าที่ของหน่วยงานที่รับผิดชอบ"),
        stops=(Stop(K.AWAIT_ANSWER),),
        starts=(Start(K.ACT, due=Due.LEFT),),
        visibility=Visibility.PUBLIC,
        hint=_("บันทึกคำตอบของผู้แจ้ง แล้วดำเนินการต่อ"),
    ),
    Transition(
        verb=Verb.RESUME,
        row="13",
        sources=frozenset({S.AWAITING_INFO}),
        targets=frozenset({S.IN_PROGRESS}),
        who=rules.system,
        who_words=_("ระบบ เมื่อครบ 15 วัน"),
        guards=(rules.waited_long_enough,),
        stops=(Stop(K.AWAIT_ANSWER),),
        starts=(Start(K.ACT, due=Due.LEFT),),
        visibility=Visibility.PUBLIC,
    ),
    Transition(
        verb=Verb.RECORD_HELP,
        row="14",
        sources=frozenset({S.IN_PROGRESS}),
        targets=frozenset({S.FOLLOWING_UP}),
        who=rules.holder_officer,
        who_words=HOLDER,
        stops=(Stop(K.ACT),),
        starts=(Start(K.FOLLOW_UP, due=Due.GIVEN),),
        visibility=Visibility.PUBLIC,
        hint=_("บันทึกสิ่งที่ช่วยแล้ว และนัดวันติดตามผล"),
    ),
    Transition(
        verb=Verb.ADJUST_PLAN,
        row="15",
        sources=frozenset({S.FOLLOWING_UP}),
        targets=frozenset({S.IN_PROGRESS}),
        who=rules.holder_officer,
        who_words=HOLDER,
        stops=(Stop(K.FOLLOW_UP),),
        starts=(Start(K.ACT),),
        hint=_("ใช้เมื่อติดตามผลแล้วพบว่ายังต้องช่วยอีก"),
    ),
)
