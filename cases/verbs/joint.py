"""Asking another body to do a part (rows 5, 8, 9 and 16)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cases import rules
from cases.verbs.effects import Of, Start, Stop
from cases.verbs.transition import HOLDER, OPEN_STATES, REFERABLE, SENDER, TARGET, Transition
from cases.vocabulary import CaseState as S
from cases.vocabulary import ClockKind as K
from cases.vocabulary import ReferralMode, ReferralState, Verb

ROWS = (
    Transition(
        verb=Verb.REFER_JOINT,
        row="5",
        sources=REFERABLE | {S.RECEIVED},
        who=rules.holder_officer,
        who_words=HOLDER,
        starts=(Start(K.ACKNOWLEDGE, Of.SENT),),
        hint=_("ขอให้อีกหน่วยงานทำส่วนหนึ่ง เช่น ส่งโรงพยาบาลก่อน เรื่องยังอยู่ในความรับผิดชอบของเรา"),
    ),
    Transition(
        verb=Verb.ACCEPT_JOINT,
        row="5",
        sources=OPEN_STATES,
        who=rules.target_officer,
        who_words=TARGET,
        stops=(Stop(K.ACKNOWLEDGE, Of.ANSWERED),),
        starts=(Start(K.ACT, Of.ANSWERED),),
        referral=(ReferralMode.JOINT, ReferralState.SENT),
        hint=_("หน่วยงานของคุณทำเฉพาะส่วนที่ขอ เรื่องยังอยู่ในความรับผิดชอบของผู้ส่ง"),
    ),
    Transition(
        verb=Verb.RETURN_JOINT,
        row="8",
        sources=OPEN_STATES,
        who=rules.target_officer,
        who_words=TARGET,
        stops=(Stop(K.ACKNOWLEDGE, Of.ANSWERED),),
        referral=(ReferralMode.JOINT, ReferralState.SENT),
        hint=_("บอกเหตุผล เพื่อให้ผู้ส่งหาหน่วยงานอื่นได้เร็ว"),
        danger=True,
    ),
    Transition(
        verb=Verb.RECALL_JOINT,
        row="9",
        sources=OPEN_STATES,
        who=rules.sender_officer_center_supervisor_or_system,
        who_words=SENDER,
        stops=(Stop(K.ACKNOWLEDGE, Of.ANSWERED),),
        referral=(ReferralMode.JOINT, ReferralState.SENT),
        hint=_("ยกเลิกได้จนกว่าหน่วยงานผู้รับจะกดรับ"),
        danger=True,
    ),
    Transition(
        verb=Verb.COMPLETE_JOINT,
        row="16",
        sources=OPEN_STATES,
        who=rules.target_officer_or_system,
        who_words=TARGET,
        stops=(Stop(K.ACT, Of.ANSWERED),),
        referral=(ReferralMode.JOINT, ReferralState.ACCEPTED),
        hint=_("บอกผลของส่วนที่ทำ หน่วยงานที่รับผิดชอบจะได้รับแจ้ง"),
    ),
)
