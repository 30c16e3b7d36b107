"""What else must hold: each guard returns None, or the Thai sentence that says what is missing. Guards write nothing."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from cases.machine import who
from cases.machine.holding import FINDING_A_HOME, open_rows_of_others
from cases.machine.lateness import alarm_level
from cases.machine.offices import (
    can_act,
    is_in_right_hands,
    may_accept_crisis,
    may_take_on,
    people_for,
    where_to_route,
    who_can_do,
)
from cases.machine.standing import Approval, Referral
from cases.machine.verb import about
from cases.machine.vocabulary import (
    IN_WORK,
    MAY_GET_MORE_TIME,
    ApprovalSubject,
    DutyKind,
    GrantReason,
    Scope,
    Stage,
    WaitingKind,
    WaitingState,
)
from cases.vocabulary import Confidentiality, Consent, Severity
from portal.accounts.functions import Function
from portal.vocabulary import ProblemType

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cases.machine.change import Change
    from cases.machine.verb import Answer, Ask, Guard

MAX_HANDOVERS = 4
"""After so many handovers between other organizations the next one goes through the center (row 4)."""
RETURNS_THAT_BIND = 2
"""After so many returns by one organization its next handover needs a supervisor; the center's then binds (row 4)."""
MAX_HOPS = 6
"""How often one handover may be passed on; to the center always (row 10)."""
CITIZEN_REOPENS_WITHIN = dt.timedelta(days=30)
"""How long a citizen may open a case again (row 19)."""
MAX_OPEN_QUESTIONS = 3
MAX_OPEN_FOLLOW_UPS = 3
SEVERITIES = (Severity.NORMAL, Severity.URGENT, Severity.EMERGENCY)
SECRECIES = (Confidentiality.NORMAL, Confidentiality.RESTRICTED)

PENDING = _("มีการส่งต่อที่ยังไม่ได้รับคำตอบ รอคำตอบหรือดึงกลับก่อน")


def nothing_pending(change: Change, ask: Ask) -> Answer:
    """No handover waits for its answer."""
    return PENDING if change.standing.pending_handover else None


def nobody_else_busy(change: Change, ask: Ask) -> Answer:
    """Nobody was asked, does a part, is on the way, or has to decide in a committee."""
    if open_rows_of_others(change):
        return _("ยังมีหน่วยงานอื่นที่ถูกขอให้รับเรื่อง กำลังช่วย หรือออกหน่วยอยู่")
    return None


def general_track(change: Change, ask: Ask) -> Answer:
    """A crisis report is turned away by two persons only (row 3)."""
    if change.standing.is_crisis:
        return _("เรื่องปัญหาสังคมต้องขออนุมัติไม่รับเรื่อง ให้หัวหน้าอีกคนหนึ่งพิจารณา")
    return None


def ordinary(change: Change, ask: Ask) -> Answer:
    """Crisis and restricted cases stand alone: beside others somebody would read them who may not."""
    standing = change.standing
    if standing.is_crisis or standing.confidentiality == Confidentiality.RESTRICTED:
        return _("เรื่องปัญหาสังคมหรือเรื่องปกปิดไม่รวมกับเรื่องอื่น ทำทีละเรื่อง")
    return None


def crisis_track(change: Change, ask: Ask) -> Answer:
    """A general request is turned away at once, without asking anybody (row 3)."""
    return None if change.standing.is_crisis else _("เรื่องทั่วไปไม่ต้องขออนุมัติ เลือกไม่รับเรื่องได้เลย")


def not_asked_yet(subject: ApprovalSubject) -> Guard:
    """Return the guard: a decision on this subject does not wait yet."""

    def guard(change: Change, ask: Ask) -> Answer:
        if change.standing.approvals(subject):
            return _("ขออนุมัติเรื่องนี้ไว้แล้ว รอผลพิจารณา")
        return None

    guard.__name__ = f"no_{subject.value}_asked_yet"
    guard.__doc__ = not_asked_yet.__doc__
    return guard


def lead_agency_is_elsewhere(change: Change, ask: Ask) -> Answer:
    """There is somebody to send a crisis report to: the lead agency, or the center where nobody signs in there."""
    return None if where_to_route(change) is not None else _("ไม่มีหน่วยงานอื่นที่ต้องส่งเรื่องนี้ให้")


def not_against_a_refusal(change: Change, ask: Ask) -> Answer:
    """Nothing goes out by itself against the wish of the person, but on a ground that the law gives (privacy 10).

    An officer advises first, and somebody else decides about the rest (`request_disclosure`).
    """
    if change.standing.consent == Consent.REFUSED and ask.given.ground is None:
        return _("ผู้แจ้งไม่ยินยอมให้ส่งข้อมูล ต้องขออนุมัติพร้อมเหตุผลตามกฎหมาย")
    return None


def right_hands(change: Change, ask: Ask) -> Answer:
    """A crisis is worked on by its lead agency or unit; by the center only where these cannot be reached (row 12)."""
    if is_in_right_hands(change):
        return None
    return _("เรื่องปัญหาสังคมต้องให้หน่วยงานเจ้าภาพหลักรับไปดำเนินการ ส่งต่อให้หน่วยงานนั้น")


def help_was_recorded(change: Change, ask: Ask) -> Answer:
    """Nobody is followed up before they were helped (row 14)."""
    return None if change.standing.helped else _("บันทึกการช่วยเหลือก่อน แล้วจึงเริ่มติดตามผล")


def help_may_be_struck(change: Change, ask: Ask) -> Answer:
    """Something is on record; and where the last help goes, nobody follows it up or is asked to close the case with it."""
    standing = change.standing
    if not standing.helped:
        return _("ยังไม่มีการช่วยเหลือที่บันทึกไว้")
    if ask.given.still_helped:
        return None
    if standing.stage == Stage.FOLLOWING_UP:
        return _("เรื่องนี้ติดตามผลอยู่ บันทึกการช่วยเหลือที่ถูกต้องก่อน แล้วจึงแก้รายการที่ผิด")
    if standing.approvals(ApprovalSubject.CLOSE):
        return _("มีคำขอปิดเรื่องรออยู่ ถอนคำขอก่อน แล้วจึงแก้รายการที่ผิด")
    return None


def may_be_closed(change: Change, ask: Ask) -> Answer:
    """Nothing of another organization is open, and a crisis is closed by who may work on it, its risk judged (row 17)."""
    standing = change.standing
    if open_rows_of_others(change):
        return _("ยังมีงานของหน่วยงานอื่น การออกหน่วย หรือเรื่องที่รอมติคณะกรรมการ ต้องเสร็จหรือยกเลิกก่อน")
    if not standing.is_crisis:
        return None
    if not is_in_right_hands(change) or not standing.led:
        return _("เรื่องปัญหาสังคมปิดได้เฉพาะหน่วยงานเจ้าภาพหลักที่รับเรื่องแล้ว")
    if not standing.helped:
        return _("ยังไม่มีบันทึกการช่วยเหลือ")
    # Whoever asks for the closing judges the risk in the form; whoever decides has no such field.
    is_judged_in_form = ask.blank and ask.row is None
    if not (standing.risk_assessed or ask.given.risk_assessed or is_judged_in_form):
        return _("ต้องประเมินความเสี่ยงที่จะเกิดซ้ำก่อนขอปิดเรื่อง")
    return None


# Sending -----------------------------------------------------------------------------------------------------------


@about("ground")
def consent_covers(change: Change, ask: Ask) -> Answer:
    """The story goes to another organization by consent, or on a ground that is named; a refusal needs more.

    A form that is only drawn has no ground yet: it is what its page asks for.
    """
    consent, ground = change.standing.consent, ask.given.ground
    if consent.allows_disclosure:
        return None
    if consent == Consent.REFUSED and change.standing.is_crisis:
        return _("ผู้แจ้งไม่ยินยอมให้ส่งข้อมูล ต้องขออนุมัติพร้อมเหตุผลตามกฎหมาย")
    agreed_just_now = consent == Consent.NOT_ASKED and ground == Consent.GIVEN
    if agreed_just_now or ask.blank:
        return None
    if ground is None or not ground.allows_disclosure or ground == Consent.GIVEN:
        return _("ยังไม่ได้รับความยินยอม เลือกเหตุตามกฎหมายที่ให้ส่งข้อมูลได้")
    return None


def consent_was_refused(change: Change, ask: Ask) -> Answer:
    """Only a refusal on a crisis case needs a decision before something is disclosed."""
    if consent_covers(change, ask) is None:
        return _("ส่งต่อได้โดยไม่ต้องขออนุมัติ")
    return None


@about("target")
def disclosure_can_be_asked(change: Change, ask: Ask) -> Answer:
    """What is decided can be done then: the organization may be asked in this way; the whole only after screening."""
    mode = way_of_disclosure(change, ask)
    if mode == WaitingKind.HANDOVER and change.standing.stage == Stage.RECEIVED:
        return _("ยังไม่ได้คัดกรอง ขอให้ช่วยบางส่วนได้ ส่วนทั้งเรื่องให้คัดกรองก่อน")
    return may_be_asked(change, mode, ask.given.target)


def way_of_disclosure(change: Change, ask: Ask) -> WaitingKind:
    """Return what is asked of the organization against a refusal: the whole case, or a part, a hospital first (row 5)."""
    usual = WaitingKind.JOINT if change.standing.stage == Stage.RECEIVED else WaitingKind.HANDOVER
    return ask.given.mode or usual


def target_can_be_asked(mode: WaitingKind) -> Guard:
    """Return the guard: this organization may be asked, in this way (rows 4 and 5)."""

    def guard(change: Change, ask: Ask) -> Answer:
        return may_be_asked(change, mode, ask.given.target)

    guard.__name__ = f"target_can_be_asked_{mode.value}"
    guard.__doc__ = target_can_be_asked.__doc__
    return about("target")(guard)


def may_be_asked(change: Change, mode: WaitingKind, target: int | None) -> Answer:
    """Say why an organization cannot be asked; None when it can.

    Args:
        change: the act, with who sends.
        mode: handover or joint.
        target: the organization; None when none is chosen yet, then only the case is looked at.
    """
    standing, offices = change.standing, change.offices
    if mode == WaitingKind.HANDOVER:
        if standing.pending_handover:
            return PENDING
        if standing.outside_handover:
            return _("หน่วยงานนอกระบบทำเรื่องนี้อยู่ บันทึกว่าหน่วยงานนั้นส่งคืนหรือทำเสร็จก่อน")
    if target is None:
        return None
    if answer := _exists_and_may_know(change, target):
        return answer
    if not can_act(change, target) and not offices.is_reachable_outside(target):
        return _("ไม่มีใครในหน่วยงานนี้ที่จะรับเรื่องได้")
    if _is_asked_already(change, mode, target):
        return _("ส่งเรื่องนี้ให้หน่วยงานนี้ไว้แล้ว")
    if mode == WaitingKind.HANDOVER and (answer := _handover_may_go(change, target)):
        return answer
    often = standing.returns_by(target) >= RETURNS_THAT_BIND
    if often and target != offices.center() and not change.by.decides:
        return _("หน่วยงานนี้ส่งคืนมาแล้วสองครั้ง ให้หัวหน้าเป็นผู้ส่ง")
    return None


def _exists_and_may_know(change: Change, target: int) -> Answer:
    if not change.offices.is_active(target):
        return _("หน่วยงานนี้เลิกดำเนินการแล้ว")
    if change.offices.only_oversees(target):
        return _("หน่วยงานนี้กำกับดูแลเท่านั้น ส่งเรื่องให้ดำเนินการไม่ได้")
    if target == change.standing.holder:
        return _("หน่วยงานนี้รับผิดชอบเรื่องอยู่แล้ว")
    if target in change.standing.excluded:
        return _("เรื่องนี้ไม่ให้หน่วยงานนี้รู้ เพราะมีส่วนได้เสียหรือผู้แจ้งขอไว้")
    return None


def _is_asked_already(change: Change, mode: WaitingKind, target: int) -> bool:
    """Whether a referral to the organization is under way; a partner may be asked to take the whole over."""
    for row in change.standing.referrals(WaitingKind.HANDOVER, WaitingKind.JOINT):
        if row.organization != target or not row.is_alive:
            continue
        if row.kind == WaitingKind.JOINT and mode == WaitingKind.HANDOVER:
            continue
        if row.kind == WaitingKind.HANDOVER and row.state == WaitingState.ACCEPTED and not row.outside:
            continue
        return True
    return False


def _handover_may_go(change: Change, target: int) -> Answer:
    standing, center = change.standing, change.offices.center()
    if standing.is_crisis:
        reaches_nobody = not can_act(change, target)
        if reaches_nobody and not (standing.holder == center and target in may_accept_crisis(change)):
            return _("หน่วยงานนี้ไม่มีผู้ใช้ในระบบ เรื่องปัญหาสังคมให้ส่งผ่านศูนย์")
        if standing.stage in IN_WORK and target not in may_take_on(change) | {center}:
            return _("เรื่องปัญหาสังคมที่เริ่มช่วยแล้ว ส่งต่อได้เฉพาะหน่วยงานเจ้าภาพหลักหรือศูนย์")
    sent = sum(1 for _row in standing.referrals(WaitingKind.HANDOVER))
    if sent >= MAX_HANDOVERS and center not in {standing.holder, target}:
        return _("เรื่องนี้ถูกส่งต่อหลายครั้งแล้ว ให้ส่งผ่านศูนย์ปฏิบัติการร่วม")
    return None


@about("target")
def target_may_be_told(change: Change, ask: Ask) -> Answer:
    """An organization is told once, and never against the wish of the reporter (row 6)."""
    target = ask.given.target
    if target is None:
        return None
    if not change.offices.is_active(target):
        return _("หน่วยงานนี้เลิกดำเนินการแล้ว")
    if target == change.standing.holder:
        return _("หน่วยงานนี้รับผิดชอบเรื่องอยู่แล้ว")
    if target in change.standing.excluded:
        return _("เรื่องนี้ไม่ให้หน่วยงานนี้รู้ เพราะมีส่วนได้เสียหรือผู้แจ้งขอไว้")
    if any(
        row.is_alive and row.organization == target for row in change.standing.referrals(WaitingKind.INFORM)
    ):
        return _("แจ้งหน่วยงานนี้แล้ว")
    return None


def somebody_signs_in(change: Change, ask: Ask) -> Answer:
    """By a link a part is accepted, never the case: the holder keeps the record (cases.md, 5)."""
    row = ask.row
    if isinstance(row, Referral) and row.kind == WaitingKind.HANDOVER and change.by.is_outside:
        return _("หน่วยงานที่ไม่มีผู้ใช้ในระบบรับเรื่องได้โดยให้ผู้ส่งบันทึกคำตอบ")
    return None


def not_binding(change: Change, ask: Ask) -> Answer:
    """What the center decided after two returns stands (row 8)."""
    if isinstance(ask.row, Referral) and ask.row.binding:
        return _("ศูนย์ชี้ขาดแล้วให้หน่วยงานนี้รับเรื่อง ส่งคืนหรือส่งต่อไม่ได้")
    return None


@about("target")
def may_pass_on(change: Change, ask: Ask) -> Answer:
    """A handover goes forward, never in a circle, and ends somewhere (row 10)."""
    row, standing, target = ask.row, change.standing, ask.given.target
    if not isinstance(row, Referral):
        return None
    hops, seen, above = 0, {row.sender, row.organization, standing.holder}, row
    while above.parent:
        parent = standing.waiting[above.parent]
        assert isinstance(parent, Referral)
        above, hops = parent, hops + 1
        seen.add(above.sender)
    center = change.offices.center()
    if hops >= MAX_HOPS and (center in seen or target not in {None, center}):
        return _("เรื่องนี้ถูกส่งต่อกันหลายทอดแล้ว ส่งคืนเพื่อให้ผู้ส่งหาหน่วยงานที่ถูกต้อง")
    if target is None:
        return None
    if target in seen:
        return _("หน่วยงานนี้ส่งเรื่องต่อมาแล้ว ถ้าไม่ใช่หน้าที่ของคุณให้ส่งคืน")
    if answer := _exists_and_may_know(change, target):
        return answer
    if not can_act(change, target):
        return _("ไม่มีใครในหน่วยงานนี้ที่จะรับเรื่องในระบบได้ ส่งคืนเพื่อให้ผู้ส่งติดต่อเอง")
    if any(part.organization == target for part in standing.alive(WaitingKind.JOINT)):
        return _("ส่งเรื่องนี้ให้หน่วยงานนี้ไว้แล้ว")
    if standing.is_crisis and standing.stage in IN_WORK and target not in may_take_on(change) | {center}:
        return _("เรื่องปัญหาสังคมที่เริ่มช่วยแล้ว ส่งต่อได้เฉพาะหน่วยงานเจ้าภาพหลักหรือศูนย์")
    return None


@about("ground")
def refusal_is_no_consent(change: Change, ask: Ask) -> Answer:
    """Who refused has not agreed because a form says so: what goes up against their wish goes on another ground (row 11)."""
    if change.standing.consent == Consent.REFUSED and ask.given.ground == Consent.GIVEN:
        return _("ยังไม่ได้รับความยินยอม เลือกเหตุตามกฎหมายที่ให้ส่งข้อมูลได้")
    return None


def not_handed_up_before(change: Change, ask: Ask) -> Answer:
    """A local administration hands a case up once (row 11)."""
    if change.standing.handed_up_by(change.standing.holder):
        return _("หน่วยงานของคุณส่งเรื่องนี้ขึ้นศูนย์มาแล้วครั้งหนึ่ง")
    return None


def nobody_signs_in_there(change: Change, ask: Ask) -> Answer:
    """Only for an organization that cannot answer itself somebody else writes its answer down."""
    if ask.row is not None and can_act(change, ask.row.organization):
        return _("หน่วยงานนี้มีผู้ใช้ในระบบ ให้หน่วยงานนั้นตอบเอง")
    return None


def outside_may_answer_so(change: Change, ask: Ask) -> Answer:
    """A crisis is accepted outside only by who may accept it; only what was accepted can be done."""
    row, outcome = ask.row, ask.given.outcome
    if not isinstance(row, Referral) or outcome is None:
        return None
    if row.state == WaitingState.ACCEPTED:
        if row.kind == WaitingKind.HANDOVER and not row.outside:
            return _("เรื่องนี้มีหน่วยงานในระบบรับผิดชอบแล้ว")
        return None
    if (
        outcome != WaitingState.RETURNED
        and row.kind == WaitingKind.HANDOVER
        and change.standing.is_crisis
        and row.organization not in may_accept_crisis(change)
    ):
        return _("เรื่องปัญหาสังคมต้องให้หน่วยงานเจ้าภาพหลักเป็นผู้รับ")
    return None


def of_another_organization(change: Change, ask: Ask) -> Answer:
    """The holder ends its own work by recording it, not by calling it off."""
    if ask.row is not None and ask.row.organization == change.standing.holder:
        return _("เป็นงานของหน่วยงานคุณเอง บันทึกผลแทน")
    return None


# Beside the stage --------------------------------------------------------------------------------------------------


def not_too_many_questions(change: Change, ask: Ask) -> Answer:
    """Whoever is asked too much at once answers nothing."""
    if len(change.standing.questions()) >= MAX_OPEN_QUESTIONS:
        return _("ถามไว้หลายข้อแล้ว รอคำตอบก่อน")
    return None


def time_is_over(change: Change, ask: Ask) -> Answer:
    """The portal waits as long as it said (row 13)."""
    until = getattr(ask.row, "until", None)
    return _("ยังไม่ครบกำหนดรอคำตอบ") if until is not None and change.now < until else None


def not_too_many_follow_ups(change: Change, ask: Ask) -> Answer:
    """Dates beyond a few are a diary, not a plan."""
    if len(change.standing.alive(WaitingKind.FOLLOW_UP)) >= MAX_OPEN_FOLLOW_UPS:
        return _("นัดติดตามผลไว้หลายครั้งแล้ว บันทึกผลหรือยกเลิกก่อน")
    return None


@about("due")
def within_the_horizon(change: Change, ask: Ask) -> Answer:
    """A follow-up comes as soon as the risk wants it, and never in the past."""
    for due in (ask.given.due, ask.given.next_due):
        if due is None:
            continue
        if due < change.now - dt.timedelta(days=1):
            return _("วันนัดติดตามผลผ่านไปแล้ว")
        if due > change.limit(DutyKind.FOLLOW) + dt.timedelta(days=1):
            return _("วันนัดติดตามผลไกลเกินไปสำหรับความเสี่ยงของเรื่องนี้")
    return None


def one_at_a_time(kind: WaitingKind) -> Guard:
    """Return the guard: the actor's organization has none of this kind under way."""

    def guard(change: Change, ask: Ask) -> Answer:
        if any(row.organization == change.by.organization for row in change.standing.alive(kind)):
            return _("หน่วยงานของคุณมีงานนี้อยู่แล้ว บันทึกผลก่อน")
        return None

    guard.__name__ = f"one_{kind.value}_at_a_time"
    guard.__doc__ = one_at_a_time.__doc__
    return guard


@about("before_committee")
def a_committee_can_be_told(change: Change, ask: Ask) -> Answer:
    """Only a local administration that holds the case or does a part of it has a committee that hears of its help."""
    by = change.by.organization
    if not ask.given.before_committee or by is None:
        return None
    if change.offices.is_local(by) and who.has_part_or_holds(change, by):
        return None
    return _("เฉพาะ อปท. ที่รับผิดชอบหรือช่วยบางส่วนมีคณะกรรมการที่รายงานภายหลังได้")


@about("due")
def more_time_is_possible(change: Change, ask: Ask) -> Answer:
    """More time is asked for before it is late, once, and never for what others wait on (cases.md, 5)."""
    duty = change.standing.duties.get(ask.given.duty or 0)
    if duty is None:
        return None
    if not duty.is_open or duty.kind not in MAY_GET_MORE_TIME:
        return _("งานนี้ขอเวลาเพิ่มไม่ได้")
    if duty.due < change.now:
        return _("เลยกำหนดแล้ว ขอเวลาเพิ่มไม่ได้")
    if change.standing.approvals(ApprovalSubject.MORE_TIME, about=duty.number):
        return _("ขอเวลาเพิ่มไว้แล้ว รอผลพิจารณา")
    if ask.given.due is not None and ask.given.due <= duty.due:
        return _("เลือกวันที่ช้ากว่ากำหนดเดิม")
    return None


def something_unread(change: Change, ask: Ask) -> Answer:
    """There is something that nobody has read yet."""
    return None if change.standing.open_duties(DutyKind.READ) else _("ไม่มีข้อความที่ยังไม่ได้อ่าน")


def person_can_do_it(change: Change, ask: Ask) -> Answer:
    """A duty is given to somebody whose work it is, and who is not recused."""
    duty, person = change.standing.duties.get(ask.given.duty or 0), ask.given.person
    if duty is None or person is None or person in who_can_do(change, duty):
        return None
    return _("มอบหมายได้เฉพาะผู้ที่มีหน้าที่นี้ และไม่มีส่วนได้เสียในเรื่อง")


# Classes -----------------------------------------------------------------------------------------------------------


@about("problem")
def raises_only(change: Change, ask: Ask) -> Answer:
    """Raising is done at once; lowering, and whatever takes a crisis away from who leads it, is decided (row 20)."""
    standing, to = change.standing, ask.given.to
    if "severity" in to and SEVERITIES.index(Severity(to["severity"])) <= SEVERITIES.index(standing.severity):
        return _("ลดความเร่งด่วนต้องขออนุมัติ")
    if "confidentiality" in to and SECRECIES.index(Confidentiality(to["confidentiality"])) <= SECRECIES.index(
        standing.confidentiality
    ):
        return _("ลดชั้นการปกปิดต้องขออนุมัติ")
    if to.get("problem") == standing.problem:
        return _("เป็นเรื่องประเภทนี้อยู่แล้ว")
    if _takes_a_crisis_away(change, to):
        return _("เรื่องปัญหาสังคมที่จะเป็นเรื่องทั่วไป หรือเปลี่ยนเจ้าภาพหลัก ต้องขออนุมัติ")
    return None


@about("problem")
def stays_a_crisis(change: Change, ask: Ask) -> Answer:
    """What came in as a crisis is one until another person has decided otherwise (row 20)."""
    to = ask.given.to
    if change.standing.is_crisis and "problem" in to and not ProblemType(to["problem"]).is_crisis:
        return _("เรื่องปัญหาสังคมที่จะเป็นเรื่องทั่วไป ต้องขออนุมัติ")
    return None


@about("problem")
def lowers_something(change: Change, ask: Ask) -> Answer:
    """What only raises needs no decision."""
    standing, to = change.standing, ask.given.to
    if not to:
        return None
    lower = "severity" in to and SEVERITIES.index(Severity(to["severity"])) < SEVERITIES.index(
        standing.severity
    )
    lower = lower or (
        "confidentiality" in to
        and SECRECIES.index(Confidentiality(to["confidentiality"]))
        < SECRECIES.index(standing.confidentiality)
    )
    lower = lower or _takes_a_crisis_away(change, to)
    return None if lower else _("การเปลี่ยนนี้ไม่ต้องขออนุมัติ")


def _takes_a_crisis_away(change: Change, to: Mapping[str, str]) -> bool:
    """Whether a crisis would be none any more, or another organization would lead it than the one that accepted it.

    Who leads follows from the problem and from the place.
    """
    standing, offices = change.standing, change.offices
    if not standing.is_crisis or not {"problem", "place"} & set(to):
        return False
    problem = ProblemType(to.get("problem", standing.problem))
    if not problem.is_crisis or not standing.led:
        return not problem.is_crisis
    there = offices.seen_from(to["place"]) if "place" in to else offices
    return there.lead_agency(problem) != offices.lead_agency(standing.problem)


# Deciding ----------------------------------------------------------------------------------------------------------


def still_to_be_granted(change: Change, ask: Ask) -> Answer:
    """Every guard of the act itself is looked at again when it is decided (cases.md, 5)."""
    row, standing = ask.row, change.standing
    if not isinstance(row, Approval):
        return None
    if row.subject == ApprovalSubject.CLOSE:
        if standing.stage not in IN_WORK:
            return _("เรื่องนี้ยังไม่ได้เริ่มช่วยเหลือ ปิดไม่ได้")
        return may_be_closed(change, ask)
    if row.subject == ApprovalSubject.REFUSE:
        if standing.stage in IN_WORK:
            return _("เรื่องนี้เริ่มช่วยเหลือแล้ว ไม่รับเรื่องไม่ได้")
        return nobody_else_busy(change, ask)
    if row.subject == ApprovalSubject.MORE_TIME:
        duty = standing.duties[row.about]
        if not duty.is_open or duty.due < change.now:
            return _("งานนี้เสร็จหรือเลยกำหนดแล้ว ให้เวลาเพิ่มไม่ได้")
        return None
    if row.subject == ApprovalSubject.DISCLOSE:
        return may_be_asked(change, WaitingKind(row.terms["mode"]), row.about)
    severity = row.terms.get("severity")
    if severity and SEVERITIES.index(Severity(severity)) >= SEVERITIES.index(standing.severity):
        return _("ความเร่งด่วนเปลี่ยนไปแล้ว")
    return None


def no_closure_waits_or_object(change: Change, ask: Ask) -> Answer:
    """There is a closure to object to; after closing the way is opening it again."""
    if change.standing.approvals(ApprovalSubject.CLOSE):
        return None
    return _("ยังไม่มีการขอปิดเรื่องนี้ ถ้ามีเรื่องจะบอก ให้ส่งข้อความ")


def may_be_reopened(change: Change, ask: Ask) -> Answer:
    """A citizen may within 30 days; nobody may after the personal data is gone (row 19)."""
    standing = change.standing
    if standing.anonymized:
        return _("ข้อมูลของเรื่องนี้พ้นกำหนดเก็บแล้ว โปรดยื่นคำขอใหม่")
    closed_at = standing.closed_at
    if change.by.is_citizen and closed_at is not None and change.now - closed_at > CITIZEN_REOPENS_WITHIN:
        return _("เรื่องนี้ปิดเกิน 30 วันแล้ว โปรดยื่นคำขอใหม่")
    return None


# When somebody is silent -------------------------------------------------------------------------------------------


def silent_too_long(change: Change, ask: Ask) -> Answer:
    """The center takes over what is late at the third level, and only once (cases.md, 5)."""
    standing, center = change.standing, change.offices.center()
    if standing.holder == center and standing.stand_in:
        return _("ศูนย์เข้ารับเรื่องนี้แทนแล้ว")
    drives = {
        *FINDING_A_HOME,
        DutyKind.ACT,
        DutyKind.DECIDE,
        DutyKind.FOLLOW,
        DutyKind.ACKNOWLEDGE,
        DutyKind.APPROVE,
    }
    for duty in standing.open_duties(*drives):
        elsewhere = duty.organization != center or (standing.is_crisis and duty.kind in FINDING_A_HOME)
        if elsewhere and alarm_level(standing, duty, change.limits, change.now) >= 3:
            return None
    return _("เข้ารับเรื่องแทนได้เมื่องานหลักล่าช้าถึงการแจ้งเตือนระดับ 3 แล้ว")


def somebody_is_left(change: Change, ask: Ask) -> Answer:
    """A center keeps two persons who may decide, and the department one."""
    organization, person = change.by.organization, change.by.person
    if organization is None or person is None:
        return None
    if person in change.standing.recused:
        return _("คุณไม่ร่วมพิจารณาเรื่องนี้อยู่แล้ว")
    return _enough_decide(change, organization, person)


def _enough_decide(change: Change, organization: int, person: int) -> Answer:
    """Say so when too few would be left in an organization who may decide, were it not for one person."""
    needed = {change.offices.center(): 2, change.offices.department(): 1}.get(organization, 0)
    if not needed:
        return None
    left = people_for(change, organization, Function.SUPERVISE, frozenset({person}))
    if len(left) < needed:
        return _("ต้องมีผู้อนุมัติของศูนย์เหลืออยู่ ติดต่อจังหวัดก่อน")
    return None


@about("target")
def may_be_shut_out(change: Change, ask: Ask) -> Answer:
    """Whoever is part of the matter is kept from it, as long as somebody is left who acts (privacy 16).

    Never oneself, who steps back, nor the holder as a whole, which hands the case on first. To the center and to the
    department falls what nobody else may do or decide: there persons are kept out.
    """
    target, person, offices = ask.given.target, ask.given.person, change.offices
    if target is None:
        return None if ask.blank else _("เลือกหน่วยงาน หรือเจ้าหน้าที่คนหนึ่ง อย่างใดอย่างหนึ่ง")
    if person is not None:
        if person == change.by.person:
            return _("เป็นคุณเอง ใช้ “ขอไม่ร่วมพิจารณา” แทน")
        if person in change.standing.recused:
            return _("ผู้นี้ไม่ร่วมพิจารณาเรื่องนี้อยู่แล้ว")
        return _enough_decide(change, target, person)
    if target == change.standing.holder:
        return _("หน่วยงานนี้รับผิดชอบเรื่องอยู่ ส่งต่อให้หน่วยงานอื่นรับก่อน แล้วจึงกันออก หรือกันเฉพาะเจ้าหน้าที่")
    if target in {offices.center(), offices.department()}:
        return _("งานที่ไม่มีใครทำได้ตกอยู่กับหน่วยงานนี้ จึงกันทั้งหน่วยงานไม่ได้ กันเฉพาะเจ้าหน้าที่แทน")
    if target in change.standing.excluded:
        return _("เรื่องนี้ไม่ให้หน่วยงานนี้รู้อยู่แล้ว")
    return None


def cannot_read_it_yet(change: Change, ask: Ask) -> Answer:
    """Breaking the glass is for those who cannot read the case, and never for those who may not."""
    organization, standing = change.by.organization, change.standing
    if organization in standing.excluded:
        return _("เรื่องนี้ไม่ให้หน่วยงานของคุณรู้")
    if standing.scope_of(organization) == Scope.FULL or standing.grants_of(
        organization, GrantReason.BREAK_GLASS
    ):
        return _("หน่วยงานของคุณเปิดเรื่องนี้ได้อยู่แล้ว")
    return None


def in_the_province(change: Change, ask: Ask) -> Answer:
    """The glass is broken where somebody could be helped: in the province of the case, whatever else one hears of it."""
    organization = change.by.organization
    if organization is None or change.offices.is_in_province(organization):
        return None
    return _("เปิดดูในเหตุฉุกเฉินได้เฉพาะหน่วยงานในจังหวัดของเรื่อง ติดต่อหน่วยงานที่รับผิดชอบแทน")


def retention_is_over(change: Change, ask: Ask) -> Answer:
    """Personal data goes when its time is over; whoever calls knows the schedule."""
    return None if change.standing.stage == Stage.CLOSED else _("เรื่องยังไม่ปิด")
