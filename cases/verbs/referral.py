"""Handing a case over (rows 4 and 7 to 11)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cases import rules
from cases.verbs.effects import Of, Start, Stop, When
from cases.verbs.transition import HOLDER, REFERABLE, SENDER, TARGET, Transition
from cases.vocabulary import CaseState as S
from cases.vocabulary import ClockKind as K
from cases.vocabulary import ReferralMode, ReferralState, Verb, Visibility

# A handover that came to nothing: work goes on, or another organization has to be found.
TAKEN_BACK = (Stop(K.ACKNOWLEDGE, Of.ANSWERED), Stop(K.FOLLOW_UP, when=When.WORKED_ON))
CARRIES_ON = (Start(K.ACT, when=When.WORKED_ON), Start(K.REROUTE, when=When.NOT_WORKED_ON))

ROWS = (
    Transition(
        verb=Verb.REFER,
        row="4",
        sources=REFERABLE,
        targets=frozenset({S.REFERRED}),
        who=rules.holder_officer,
        who_words=HOLDER,
        # The clock of the work goes on until somebody else has taken the case: passing it round wins no time.
        stops=(Stop(K.FIRST_FORWARD), Stop(K.REROUTE)),
        starts=(Start(K.ACKNOWLEDGE, Of.SENT),),
        visibility=Visibility.PUBLIC,
        hint=_("หน่วยงานผู้รับต้องกดรับเรื่องก่อน ความรับผิดชอบจึงย้ายไป ระบบจะออกหนังสือนำส่งให้"),
    ),
    Transition(
        verb=Verb.ACCEPT,
        row="7",
        sources=frozenset({S.REFERRED}),
        targets=frozenset({S.IN_PROGRESS}),
        who=rules.target_officer,
        who_words=TARGET,
        stops=(Stop(K.ACKNOWLEDGE, Of.ANSWERED), Stop(K.ACT), Stop(K.FOLLOW_UP)),
        starts=(Start(K.ACT),),
        visibility=Visibility.PUBLIC,
        referral=(ReferralMode.HANDOVER, ReferralState.SENT),
        hint=_("เมื่อรับแล้ว หน่วยงานของคุณเป็นผู้รับผิดชอบเรื่องนี้"),
    ),
    Transition(
        verb=Verb.RETURN,
        row="8",
        sources=frozenset({S.REFERRED}),
        targets=frozenset({S.IN_PROGRESS, S.SCREENED}),
        who=rules.target_officer,
        who_words=TARGET,
        stops=TAKEN_BACK,
        starts=CARRIES_ON,
        referral=(ReferralMode.HANDOVER, ReferralState.SENT),
        hint=_("บอกเหตุผล เพื่อให้ผู้ส่งหาหน่วยงานที่ถูกต้องได้เร็ว"),
        danger=True,
    ),
    Transition(
        verb=Verb.RECALL,
        row="9",
        sources=frozenset({S.REFERRED}),
        targets=frozenset({S.IN_PROGRESS, S.SCREENED}),
        who=rules.sender_officer_center_supervisor_or_system,
        who_words=SENDER,
        stops=TAKEN_BACK,
        starts=CARRIES_ON,
        referral=(ReferralMode.HANDOVER, ReferralState.SENT),
        hint=_("ดึงกลับได้จนกว่าหน่วยงานผู้รับจะกดรับ"),
        danger=True,
    ),
    Transition(
        verb=Verb.FORWARD_ON,
        row="10",
        sources=frozenset({S.REFERRED}),
        targets=frozenset({S.REFERRED}),
        who=rules.target_officer,
        who_words=TARGET,
        stops=(Stop(K.ACKNOWLEDGE, Of.ANSWERED),),
        starts=(Start(K.ACKNOWLEDGE, Of.SENT),),
        visibility=Visibility.PUBLIC,
        referral=(ReferralMode.HANDOVER, ReferralState.SENT),
        hint=_("ใช้เมื่อรู้ว่าหน่วยงานใดรับผิดชอบ ผู้ส่งเดิมจะได้รับแจ้ง"),
    ),
    Transition(
        verb=Verb.ESCALATE,
        row="11",
        sources=frozenset({S.IN_PROGRESS}),
        targets=frozenset({S.IN_PROGRESS}),
        who=rules.local_supervisor_of_holder,
        who_words=_("ปลัดของ อปท. ที่รับผิดชอบ"),
        stops=(Stop(K.ACT),),
        starts=(Start(K.ACT),),
        visibility=Visibility.PUBLIC,
        hint=_("ศูนย์รับทันทีและส่งคืนไม่ได้ บอกว่าทำอะไรไปแล้วและเกินกำลังอย่างไร"),
    ),
)
