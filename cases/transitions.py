"""The one table of verbs.

Permission checks, the buttons that a page shows, the table in docs/cases.md and the generated tests all derive from
`TRANSITIONS`. To add a verb: add it to `enums.Verb`, add one row here, write its function in `cases.domain`, run
`manage.py case_verbs` to refresh the document (docs/cases.md, "How to add a verb").
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases import rules
from cases.enums import CaseState as S
from cases.enums import ClockKind as K
from cases.enums import ReferralMode, ReferralState, Verb, Visibility

if TYPE_CHECKING:
    from cases.models import Case
    from portal.accounts.actors import Actor

Who = Callable[..., bool]
Guard = Callable[["Case", "Actor | None"], rules.Answer]

OPEN_STATES = frozenset(S) - {S.CLOSED}
REFERABLE = frozenset({S.SCREENED, S.IN_PROGRESS, S.FOLLOWING_UP})


@dataclass(frozen=True, kw_only=True)
class Transition:
    """One row: what may happen to a case.

    Attributes:
        verb: its name, and through `label` the words on the button.
        row: the row of the design's table (cases.md).
        sources: the states in which it may happen; empty when it makes the case.
        targets: the states in which it may leave the case; empty when the state stays as it is.
        who: predicate over case, actor and referral.
        who_words: the same in words, for the document.
        guards: further conditions over case and actor.
        stops: the clocks that it stops, as long as they run.
        starts: the clocks that it starts.
        visibility: who may read its entry in the history.
        referral: mode and state of the referral that it answers, when it answers one.
        hint: what the form says above its button.
        danger: the button ends something; pages ask once more.
    """

    verb: Verb
    row: str
    sources: frozenset[S]
    targets: frozenset[S] = frozenset()
    who: Who
    who_words: str | Promise
    guards: tuple[Guard, ...] = ()
    stops: tuple[K, ...] = ()
    starts: tuple[K, ...] = ()
    visibility: Visibility = Visibility.SHARED
    referral: tuple[ReferralMode, ReferralState] | None = None
    hint: str | Promise = ""
    danger: bool = False

    @property
    def label(self) -> str | Promise:
        """The words on the button."""
        return self.verb.label

    @property
    def is_offered(self) -> bool:
        """A button of the desk, rather than an act of the public or of the system."""
        return self.who not in {rules.citizen, rules.system, rules.citizen_or_officer}


HOLDER = _("เจ้าหน้าที่ของหน่วยงานที่รับผิดชอบ")
SUPERVISOR = _("หัวหน้าของหน่วยงานที่รับผิดชอบ")
TARGET = _("เจ้าหน้าที่ของหน่วยงานที่ได้รับ")
SENDER = _("เจ้าหน้าที่ของหน่วยงานที่ส่งหรือรับผิดชอบ หรือหัวหน้าศูนย์")

_ROWS = (
    Transition(
        verb=Verb.SUBMIT,
        row="1",
        sources=frozenset(),
        targets=frozenset({S.RECEIVED}),
        who=rules.citizen_or_officer,
        who_words=_("ประชาชน หรือเจ้าหน้าที่ผู้รับเรื่อง"),
        starts=(K.FIRST_FORWARD,),
        visibility=Visibility.PUBLIC,
    ),
    Transition(
        verb=Verb.AUTO_ROUTE,
        row="1a",
        sources=frozenset({S.RECEIVED}),
        targets=frozenset({S.REFERRED}),
        who=rules.system,
        who_words=_("ระบบ"),
        stops=(K.FIRST_FORWARD,),
        starts=(K.ACKNOWLEDGE,),
        visibility=Visibility.PUBLIC,
    ),
    Transition(
        verb=Verb.SCREEN,
        row="2",
        sources=frozenset({S.RECEIVED}),
        targets=frozenset({S.SCREENED}),
        who=rules.holder_officer,
        who_words=HOLDER,
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
        stops=tuple(K),
        visibility=Visibility.PUBLIC,
        hint=_("ใช้กับข้อความรบกวน รายการทดสอบ เรื่องซ้ำ หรือเรื่องนอกหน้าที่เท่านั้น"),
        danger=True,
    ),
    Transition(
        verb=Verb.REFER,
        row="4",
        sources=REFERABLE,
        targets=frozenset({S.REFERRED}),
        who=rules.holder_officer,
        who_words=HOLDER,
        # The clock of the work goes on until somebody else has taken the case: passing it round wins no time.
        stops=(K.FIRST_FORWARD, K.REROUTE),
        starts=(K.ACKNOWLEDGE,),
        visibility=Visibility.PUBLIC,
        hint=_("หน่วยงานผู้รับต้องกดรับเรื่องก่อน ความรับผิดชอบจึงย้ายไป ระบบจะออกหนังสือนำส่งให้"),
    ),
    Transition(
        verb=Verb.REFER_JOINT,
        row="5",
        sources=REFERABLE | {S.RECEIVED},
        who=rules.holder_officer,
        who_words=HOLDER,
        starts=(K.ACKNOWLEDGE,),
        hint=_("ขอให้อีกหน่วยงานทำส่วนหนึ่ง เช่น ส่งโรงพยาบาลก่อน เรื่องยังอยู่ในความรับผิดชอบของเรา"),
    ),
    Transition(
        verb=Verb.ACCEPT,
        row="7",
        sources=frozenset({S.REFERRED}),
        targets=frozenset({S.IN_PROGRESS}),
        who=rules.target_officer,
        who_words=TARGET,
        stops=(K.ACKNOWLEDGE, K.FIRST_FORWARD, K.REROUTE, K.ACT, K.FOLLOW_UP),
        starts=(K.ACT,),
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
        stops=(K.ACKNOWLEDGE, K.FOLLOW_UP),
        starts=(K.REROUTE, K.ACT),
        referral=(ReferralMode.HANDOVER, ReferralState.SENT),
        hint=_("บอกเหตุผล เพื่อให้ผู้ส่งหาหน่วยงานที่ถูกต้องได้เร็ว"),
        danger=True,
    ),
    Transition(
        verb=Verb.RECALL,
        row="9",
        sources=frozenset({S.REFERRED}),
        targets=frozenset({S.IN_PROGRESS, S.SCREENED}),
        who=rules.sender_officer_or_center_supervisor,
        who_words=SENDER,
        stops=(K.ACKNOWLEDGE, K.FOLLOW_UP),
        starts=(K.REROUTE, K.ACT),
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
        stops=(K.ACKNOWLEDGE,),
        starts=(K.ACKNOWLEDGE,),
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
        stops=(K.ACT,),
        starts=(K.ACT,),
        visibility=Visibility.PUBLIC,
        hint=_("ศูนย์รับทันทีและส่งคืนไม่ได้ บอกว่าทำอะไรไปแล้วและเกินกำลังอย่างไร"),
    ),
    Transition(
        verb=Verb.TAKE_ON,
        row="12",
        sources=frozenset({S.SCREENED}),
        targets=frozenset({S.IN_PROGRESS}),
        who=rules.holder_officer,
        who_words=HOLDER,
        stops=(K.FIRST_FORWARD, K.REROUTE),
        starts=(K.ACT,),
        visibility=Visibility.PUBLIC,
        hint=_("หน่วยงานของคุณดำเนินการเอง ไม่ส่งต่อ"),
    ),
    Transition(
        verb=Verb.ASK,
        row="13",
        sources=frozenset({S.IN_PROGRESS}),
        targets=frozenset({S.AWAITING_INFO}),
        who=rules.holder_officer,
        who_words=HOLDER,
        guards=(rules.general_and_not_urgent,),
        stops=(K.ACT,),
        starts=(K.AWAIT_ANSWER,),
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
        stops=(K.AWAIT_ANSWER,),
        starts=(K.ACT,),
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
        stops=(K.AWAIT_ANSWER,),
        starts=(K.ACT,),
        visibility=Visibility.PUBLIC,
    ),
    Transition(
        verb=Verb.RECORD_HELP,
        row="14",
        sources=frozenset({S.IN_PROGRESS}),
        targets=frozenset({S.FOLLOWING_UP}),
        who=rules.holder_officer,
        who_words=HOLDER,
        stops=(K.ACT,),
        starts=(K.FOLLOW_UP,),
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
        stops=(K.FOLLOW_UP,),
        starts=(K.ACT,),
        hint=_("ใช้เมื่อติดตามผลแล้วพบว่ายังต้องช่วยอีก"),
    ),
    Transition(
        verb=Verb.ACCEPT_JOINT,
        row="5",
        sources=OPEN_STATES,
        who=rules.target_officer,
        who_words=TARGET,
        stops=(K.ACKNOWLEDGE,),
        starts=(K.ACT,),
        referral=(ReferralMode.JOINT, ReferralState.SENT),
        hint=_("หน่วยงานของคุณทำเฉพาะส่วนที่ขอ เรื่องยังอยู่ในความรับผิดชอบของผู้ส่ง"),
    ),
    Transition(
        verb=Verb.RETURN_JOINT,
        row="8",
        sources=OPEN_STATES,
        who=rules.target_officer,
        who_words=TARGET,
        stops=(K.ACKNOWLEDGE,),
        referral=(ReferralMode.JOINT, ReferralState.SENT),
        hint=_("บอกเหตุผล เพื่อให้ผู้ส่งหาหน่วยงานอื่นได้เร็ว"),
        danger=True,
    ),
    Transition(
        verb=Verb.RECALL_JOINT,
        row="9",
        sources=OPEN_STATES,
        who=rules.sender_officer_or_center_supervisor,
        who_words=SENDER,
        stops=(K.ACKNOWLEDGE,),
        referral=(ReferralMode.JOINT, ReferralState.SENT),
        hint=_("ยกเลิกได้จนกว่าหน่วยงานผู้รับจะกดรับ"),
        danger=True,
    ),
    Transition(
        verb=Verb.COMPLETE_JOINT,
        row="16",
        sources=OPEN_STATES,
        who=rules.target_officer,
        who_words=TARGET,
        stops=(K.ACT,),
        referral=(ReferralMode.JOINT, ReferralState.ACCEPTED),
        hint=_("บอกผลของส่วนที่ทำ หน่วยงานที่รับผิดชอบจะได้รับแจ้ง"),
    ),
    Transition(
        verb=Verb.REQUEST_CLOSURE,
        row="17",
        sources=frozenset({S.IN_PROGRESS, S.FOLLOWING_UP}),
        targets=frozenset({S.CLOSURE_REQUESTED}),
        who=rules.holder_officer,
        who_words=HOLDER,
        guards=(rules.may_be_closed,),
        stops=(K.ACT, K.FOLLOW_UP),
        starts=(K.CLOSURE_APPROVAL,),
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
        stops=tuple(K),
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
        stops=(K.CLOSURE_APPROVAL,),
        starts=(K.ACT,),
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
        starts=(K.ACT,),
        visibility=Visibility.PUBLIC,
        hint=_("บอกว่าทำไมต้องดำเนินการต่อ"),
    ),
    Transition(
        verb=Verb.RECLASSIFY,
        row="20",
        sources=OPEN_STATES - {S.CLOSURE_REQUESTED},
        who=rules.holder_officer,
        who_words=_("เจ้าหน้าที่ของหน่วยงานที่รับผิดชอบ การลดชั้นปกปิดต้องเป็นหัวหน้า"),
        visibility=Visibility.INTERNAL,
        hint=_("กำหนดเวลาจะคำนวณใหม่ และบันทึกทั้งค่าเดิมและค่าใหม่"),
    ),
)

TRANSITIONS: dict[Verb, Transition] = {row.verb: row for row in _ROWS}
