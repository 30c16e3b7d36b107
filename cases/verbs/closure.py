"""How a case ends, and how it begins again (rows 17 to 19)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cases import rules
from cases.verbs.effects import Start, Stop, StopAll
from cases.verbs.transition import HOLDER, SUPERVISOR, Transition
from cases.vocabulary import CaseState as S
from cases.vocabulary import ClockKind as K
from cases.vocabulary import Verb, Visibility

ROWS = (
    Transition(
        verb=Verb.REQUEST_CLOSURE,
        row="17",
        sources=frozenset({S.IN_PROGRESS, S.FOLLOWING_UP}),
        targets=frozenset({S.CLOSURE_REQUESTED}),
        who=rules.holder_officer,
        who_words=HOLDER,
        guards=(rules.may_be_closed,),
        stops=(Stop(K.ACT), Stop(K.FOLLOW_UP)),
        starts=(Start(K.CLOSURE_APPROVAL),),
        hint=_("หัวหน้าอีกคนหนึ่งของหน่วยงานเป็นผู้อนุมัติ"),
    ),
    Transition(
        verb=Verb.APPROVE_CLOSURE,
        row="18",
        sources=frozenset({S.CLOSURE_REQUESTED}),
        targets=frozenset({S.CLOSED}),
        who=rules.holder_supervisor,
        who_words=SUPERVISOR,
        guards=(rules.not_the_requester, rules.no_active_joint),
        stops=(StopAll(),),
        visibility=Visibility.PUBLIC,
        hint=_("เมื่ออนุมัติ เรื่องจะปิดและผู้แจ้งได้รับแจ้ง"),
    ),
    Transition(
        verb=Verb.REFUSE_CLOSURE,
        row="18",
        sources=frozenset({S.CLOSURE_REQUESTED}),
        targets=frozenset({S.IN_PROGRESS}),
        who=rules.holder_supervisor,
        who_words=SUPERVISOR,
        guards=(rules.not_the_requester,),
        stops=(Stop(K.CLOSURE_APPROVAL),),
        starts=(Start(K.ACT),),
        hint=_("บอกว่ายังต้องทำอะไรอีก"),
    ),
    Transition(
        verb=Verb.REOPEN,
        row="19",
        sources=frozenset({S.CLOSED}),
        targets=frozenset({S.IN_PROGRESS}),
        who=rules.supervisor_or_citizen,
        who_words=_("ผู้แจ้งภายใน 30 วัน หัวหน้าของหน่วยงานที่รับผิดชอบ หรือหัวหน้าศูนย์"),
        guards=(rules.may_be_reopened,),
        starts=(Start(K.ACT),),
        visibility=Visibility.PUBLIC,
        hint=_("บอกว่าทำไมต้องดำเนินการต่อ"),
    ),
)
