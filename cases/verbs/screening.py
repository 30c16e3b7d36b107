"""What the request is, and whether we work on it (rows 2, 3, 12 and 20)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cases import rules
from cases.verbs.effects import Start, Stop, StopAll
from cases.verbs.transition import HOLDER, OPEN_STATES, Transition
from cases.vocabulary import CaseState as S
from cases.vocabulary import ClockKind as K
from cases.vocabulary import Verb, Visibility

CASE_CLOCKS = (K.FIRST_FORWARD, K.REROUTE, K.ACT)
"""The clocks of the case itself whose limit follows from track and severity."""

ROWS = (
    Transition(
        verb=Verb.SCREEN,
        row="2",
        sources=frozenset({S.RECEIVED}),
        targets=frozenset({S.SCREENED}),
        who=rules.holder_officer,
        who_words=HOLDER,
        recounts=(K.FIRST_FORWARD,),
        visibility=Visibility.SHARED,
        hint=_("ดูว่าเป็นเรื่องอะไร เร่งด่วนแค่ไหน และเคยมีเรื่องเดียวกันแล้วหรือไม่"),
    ),
    Transition(
        verb=Verb.REJECT,
        row="3",
        sources=frozenset({S.RECEIVED, S.SCREENED}),
        targets=frozenset({S.CLOSED}),
        who=rules.holder_officer,
        who_words=_("เจ้าหน้าที่ของหน่วยงานที่รับผิดชอบ เรื่องปัญหาสังคมต้องเป็นหัวหน้าและเป็นคนที่สอง"),
        guards=(rules.second_person_rejects_crisis, rules.no_active_referral),
        stops=(StopAll(),),
        visibility=Visibility.PUBLIC,
        hint=_("ใช้กับข้อความรบกวน รายการทดสอบ เรื่องซ้ำ หรือเรื่องนอกหน้าที่เท่านั้น"),
        danger=True,
    ),
    Transition(
        verb=Verb.TAKE_ON,
        row="12",
        sources=frozenset({S.SCREENED}),
        targets=frozenset({S.IN_PROGRESS}),
        who=rules.holder_officer,
        who_words=HOLDER,
        stops=(Stop(K.FIRST_FORWARD), Stop(K.REROUTE)),
        starts=(Start(K.ACT),),
        visibility=Visibility.PUBLIC,
        hint=_("หน่วยงานของคุณดำเนินการเอง ไม่ส่งต่อ"),
    ),
    Transition(
        verb=Verb.RECLASSIFY,
        row="20",
        sources=OPEN_STATES - {S.CLOSURE_REQUESTED},
        who=rules.holder_officer,
        who_words=_("เจ้าหน้าที่ของหน่วยงานที่รับผิดชอบ การลดชั้นปกปิดต้องเป็นหัวหน้า"),
        recounts=CASE_CLOCKS,
        visibility=Visibility.INTERNAL,
        hint=_("กำหนดเวลาจะคำนวณใหม่ และบันทึกทั้งค่าเดิมและค่าใหม่"),
    ),
)
