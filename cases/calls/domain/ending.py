"""Ending a call with its code: the case hears of it through its own verbs, the row goes on by the rules (call:*)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from cases.calls.domain.rights import may_call
from cases.calls.domain.rules import CORRECT_WITHIN, LOOKED_AT_AGAIN, Standing, after_call, replayed
from cases.calls.domain.taking import NO_LEASE, is_for_a_colleague, put_aside
from cases.calls.models import Call, CallRow
from cases.calls.vocabulary import CODES, Reason, RowState
from cases.domain import accounted_for, screening
from cases.domain.accounted_for import OF_CALL, News, Way
from cases.domain.act import lock_case
from cases.domain.intake import submit_case
from cases.domain.submission import AffectedDetails, ReporterDetails, Submission
from cases.domain.working import add_note, log_call
from cases.errors import GuardFailed, NotAllowed
from cases.machine.vocabulary import Stage
from cases.models import Case, CaseEvent
from cases.vocabulary import CallOutcome, Channel, Consent, ContactWay, Relation, Visibility
from portal.vocabulary import ProblemType

if TYPE_CHECKING:
    from portal.actors import Officer

LONGEST = 1_000
WITH_DANGER = frozenset({CallOutcome.NEEDS, CallOutcome.SAFE})
"""Danger that is ticked counts with *needs*; *safe* says that there is none. With every other code one of both is a slip."""
TO_READ = frozenset(
    {
        *(CallOutcome.NEEDS, CallOutcome.DIED, CallOutcome.MOVED, CallOutcome.REFUSED),
        CallOutcome.WRONG_NUMBER,
    }
)
"""What the holder has to read, whoever made the call."""
UNKNOWN = _("เลือกผลการโทร")
TOO_LONG = _("ข้อความยาวเกิน 1,000 ตัวอักษร")
GONE = _("เรื่องนี้ไม่ได้อยู่กับหน่วยงานของคุณแล้ว ผลยังไม่ได้บันทึก แจ้ง %(holder)s ทางโทรศัพท์ ข้อความที่พิมพ์ยังอยู่ด้านล่าง")
FOR_A_COLLEAGUE = _("คุณไม่ร่วมพิจารณาเรื่องนี้แล้ว ผลยังไม่ได้บันทึก ให้เพื่อนร่วมงานโทรรายนี้ ข้อความที่พิมพ์ยังอยู่ด้านล่าง")
DANGER_NEEDS_HELP = _(
    "ติ๊กไว้ว่ามีคนอยู่ในอันตรายตอนนี้ เลือก “ต้องการความช่วยเหลือ” หรือเอาเครื่องหมายออก แล้วเลือกผลการโทรอีกครั้ง"
)
NO_CORRECTION = _("แก้ผลได้เฉพาะสายของคุณใน 15 นาที และยังไม่มีใครทำอะไรต่อ")


@dataclass(frozen=True, slots=True)
class Ended:
    """What became of a call.

    Attributes:
        call: as it is kept.
        row: as it stands now.
        is_known: it was sent before; nothing was done now.
        meets: the row had ended already by another call, or is in another caller's hand.
    """

    call: Call
    row: CallRow
    is_known: bool = False
    meets: bool = False


def end(
    *, row: CallRow, actor: Officer, code: CallOutcome, token: UUID, note: str = "", danger: bool = False
) -> Ended:
    """Write a call down, once for each token, whoever has the number in hand by now: it was made.

    Args:
        row: of a list of the actor's organization.
        actor: who called.
        code: one of `CODES`.
        token: one for each form.
        note: in the caller's words; the code says enough without.
        danger: whoever answered said that somebody is in danger now; counts with *needs* only, is nothing with *safe*, and is
            refused with every other code.

    Raises:
        NotAllowed: somebody who does not call.
        GuardFailed: the case is not the organization's any more (the row is put aside then), the actor takes no part in it
            any more (the row is a colleague's then), the words are too long, or danger is ticked with a code that has none.
    """
    return _made(row, actor, code, token, note, danger, corrects=None)


def correct(
    *, call: Call, actor: Officer, code: CallOutcome, token: UUID, note: str = "", danger: bool = False
) -> Ended:
    """Give one's own last call another code: a thumb slips. Both stand in the history of the case.

    Args:
        call: the last one of its row.
        actor: who made it.
        code: the right one.
        token: one for each form.
        note: in the caller's words.
        danger: as in `end`.

    Raises:
        NotAllowed, GuardFailed: as `end`; it was not the actor's, is too long ago, or something came after it.
    """
    return _made(call.row, actor, code, token, note, danger, corrects=call)


def may_correct(call: Call, actor: Officer, now: dt.datetime) -> bool:
    """Whether somebody may give a call another code."""
    if call.by_id != actor.person.pk or now - call.at > CORRECT_WITHIN or call.opened_id is not None:
        return False
    later = call.row.made.filter(pk__gt=call.pk).exists() or call.row.looks.filter(at__gte=call.at).exists()
    gone_on = call.row.code in Reason.values or call.row.leased_by_id is not None
    return not (later or gone_on)


def _made(
    row: CallRow,
    actor: Officer,
    code: CallOutcome,
    token: UUID,
    note: str,
    danger: bool,
    corrects: Call | None,
) -> Ended:
    if not may_call(actor) or row.calls.organization_id != actor.organization.pk:
        raise NotAllowed("call")
    if code not in CODES:
        raise GuardFailed(UNKNOWN, field="code")
    if len(note.strip()) > LONGEST:
        raise GuardFailed(TOO_LONG, field="note")
    if danger and code not in WITH_DANGER:
        raise GuardFailed(DANGER_NEEDS_HELP, field="danger")
    try:
        with transaction.atomic():
            return _write(row, actor, code, token, note.strip(), danger, corrects)
    except NotAllowed:
        with transaction.atomic():
            locked = CallRow.objects.select_for_update().get(pk=row.pk)
            is_colleagues = is_for_a_colleague(locked, actor)
            if is_colleagues:
                # At once: perhaps somebody is in danger, and nobody has called them.
                CallRow.objects.filter(pk=locked.pk, leased_by=actor.person.pk).update(**NO_LEASE)
            elif locked.state in (RowState.WAITING, RowState.VISIT, RowState.LOOK):
                put_aside(locked, Reason.HANDED_OVER)
        if is_colleagues:
            raise GuardFailed(FOR_A_COLLEAGUE) from None
        case = Case.objects.select_related("holder").get(pk=row.case_id)
        raise GuardFailed(GONE % {"holder": case.holder.display_name}) from None


def _write(
    row: CallRow,
    actor: Officer,
    code: CallOutcome,
    token: UUID,
    note: str,
    danger: bool,
    corrects: Call | None,
) -> Ended:
    locked = CallRow.objects.select_for_update().get(pk=row.pk)
    token = uuid5(token, f"call:{locked.pk}")
    known = Call.objects.filter(token=token, row=locked).select_related("row").first()
    if known is not None:
        return Ended(known, known.row, is_known=True)
    if corrects is not None and not may_correct(corrects, actor, timezone.now()):
        raise GuardFailed(NO_CORRECTION)
    case = (
        Case.objects.visible_to(actor, among=Q(pk=row.case_id)).select_related("holder", "reporter").first()
    )
    if case is None:
        raise NotAllowed("call")
    now = timezone.now()
    danger = danger and code == CallOutcome.NEEDS
    before = standing_of(locked)
    meets = not before.is_open or (
        locked.leased_by_id not in (None, actor.person.pk)
        and locked.leased_until is not None
        and locked.leased_until > now
    )
    after = _after(locked, before, corrects, code, now)
    if after.is_open and not before.is_open and _stands_elsewhere(locked):
        # Another list has the case in hand by now; there it is called, and here nothing opens again.
        if corrects is not None:
            raise GuardFailed(NO_CORRECTION)
        after = before
    if corrects is not None:
        accounted_for.take_back(lock_case(case), UUID(corrects.event.identity), actor)
    event, opened = _told(case, actor, code, _words(note, corrects), danger, after, token)
    call = Call.objects.create(
        row=locked,
        code=code,
        danger=danger,
        at=now,
        by=actor.person,
        event=event,
        corrects=corrects,
        opened=opened,
        token=token,
    )
    if danger:
        locked.urgent = True
    _keep(locked, before, after, actor, code, now, meets=meets and before.is_open)
    return Ended(call, locked, meets=meets and corrects is None)


def _stands_elsewhere(row: CallRow) -> bool:
    return CallRow.objects.open().filter(case=row.case_id).exclude(pk=row.pk).exists()


def standing_of(row: CallRow) -> Standing:
    """Return how a row stands, for the rules."""
    return Standing(
        state=RowState(row.state), code=row.code, tries=row.tries, urgent=row.urgent, next_at=row.next_at
    )


def _after(
    row: CallRow, before: Standing, corrects: Call | None, code: CallOutcome, now: dt.datetime
) -> Standing:
    """Return how the row stands then; a corrected call is left out of what came before."""
    if corrects is None:
        return after_call(before, code, now)
    first = Standing(state=RowState.WAITING, urgent=row.urgent, next_at=now)
    earlier = row.made.filter(corrected_by=None).exclude(pk=corrects.pk).order_by("pk")
    counted = [(CallOutcome(one), at) for one, at in earlier.values_list("code", "at")]
    return replayed(first, [*counted, (code, now)])


def _keep(
    row: CallRow,
    before: Standing,
    after: Standing,
    actor: Officer,
    code: CallOutcome,
    now: dt.datetime,
    *,
    meets: bool,
) -> None:
    """Keep how the row stands. Another caller's number stays in that hand as long as the row still waits for a call."""
    if after.state != before.state or after.code != before.code:
        row.changed_at = now
    row.state, row.code, row.tries, row.next_at = after.state, str(after.code), after.tries, after.next_at
    row.coded_by = actor.person if after.code == code else row.coded_by
    if not (meets and after.state == before.state):
        for name, value in NO_LEASE.items():
            setattr(row, name, value)
    row.save()


def _words(note: str, corrects: Call | None) -> str:
    if corrects is None:
        return note
    with translation.override("th"):
        was = gettext("แก้ผลของสายก่อนหน้า ซึ่งบันทึกไว้ว่า “%(code)s”") % {"code": corrects.get_code_display()}
    return f"{was}\n{note}".strip()


def _told(
    case: Case, actor: Officer, code: CallOutcome, note: str, danger: bool, after: Standing, token: UUID
) -> tuple[CaseEvent, Case | None]:
    """Write the call into the case's own history: one event; returns it, and a new request where one was made.

    Raises:
        NotAllowed: the case is not the organization's to work on any more.
    """
    identity = str(uuid5(token, f"call:{case.reference}"))
    if lock_case(case).stage == Stage.CLOSED:
        return _after_closing(case, actor, code, note, danger, token, identity)
    if danger:
        _raise(case, actor)
    given_up = code == CallOutcome.NO_ANSWER and after.state == RowState.VISIT and not after.urgent
    log_call(
        case=case,
        actor=actor,
        text=note,
        outcome=code,
        to_read=code in TO_READ or given_up,
        danger=danger,
        identity=identity,
    )
    return CaseEvent.objects.get(identity=identity), None


def _raise(case: Case, actor: Officer) -> None:
    with translation.override("th"):
        why = gettext("ผู้รับสายบอกว่ามีคนอยู่ในอันตรายตอนนี้ (โทรติดตาม)")
    screening.raise_for_danger(case=case, actor=actor, why=why)


# The case was closed meanwhile --------------------------------------------------------------------------------------

_CLOSED = pgettext_lazy("note in a case", "โทรหลังปิดเรื่อง: %(code)s")


def _after_closing(
    case: Case, actor: Officer, code: CallOutcome, note: str, danger: bool, token: UUID, identity: str
) -> tuple[CaseEvent, Case | None]:
    """A closed case keeps what was heard as a note, and whoever needs help gets a new request: nothing is heard for nothing."""
    opened = _new_request(case, actor, note, danger, token) if code == CallOutcome.NEEDS else None
    with translation.override("th"):
        lines = [_CLOSED % {"code": code.label}, note]
        if opened is not None:
            lines.append(gettext("รับเป็นเรื่องใหม่ %(reference)s") % {"reference": opened.reference})
    text = "\n".join(line for line in lines if line)
    add_note(case=case, actor=actor, text=text, readers=Visibility.SHARED, identity=identity)
    if (how := OF_CALL.get(code)) is not None:
        news = News(
            case=case,
            actor=actor,
            how=how,
            way=Way.CALL,
            at=timezone.now(),
            token=UUID(identity),
            danger=danger,
            opened=opened,
        )
        accounted_for.tell(news)
    return CaseEvent.objects.get(identity=identity), opened


def _new_request(case: Case, actor: Officer, note: str, danger: bool, token: UUID) -> Case:
    reporter = case.reporter
    with translation.override("th"):
        told = gettext("โทรติดตามแล้วยังต้องการความช่วยเหลือ ต่อจากเรื่อง %(reference)s ที่ปิดแล้ว")
    told %= {"reference": case.reference}
    asked = Submission(
        problem=ProblemType(case.problem),
        channel=Channel.DIRECT_PHONE,
        province_code=case.province_code,
        district_code=case.district_code,
        subdistrict_code=case.subdistrict_code,
        country=case.country,
        moo=case.moo,
        village=case.village,
        place_detail=case.place_detail,
        narrative="\n".join(line for line in (note, told) if line),
        avoid_local=case.avoid_local,
        reporter=ReporterDetails(
            name=reporter.name,
            relation=Relation(reporter.relation),
            phone=reporter.phone,
            other_way=reporter.other_way,
            contact_way=ContactWay(reporter.contact_way),
            contact_time=reporter.contact_time,
            contact_note=reporter.contact_note,
            may_leave_message=reporter.may_leave_message,
            may_identify=reporter.may_identify,
            may_tell_affected=reporter.may_tell_affected,
        ),
        affected=tuple(
            AffectedDetails(name=one.name, is_reporter=one.is_reporter, phone=one.phone)
            for one in case.affected_people.all()
        )
        or (AffectedDetails(),),
        danger_now=danger,
        consent=Consent(case.consent),
        consent_by=case.consent_by,
        language=case.language,
    )
    return submit_case(submission=asked, token=uuid5(token, "new request"), actor=actor).case


def words_of(row: CallRow) -> str:
    """Return in words what comes next of a row, for the caller."""
    if row.state == RowState.LOOK:
        return gettext("อีกคนหนึ่งต้องยืนยันก่อนจึงมีผล")
    if row.state == RowState.VISIT:
        return (
            gettext("ต้องมีคนไปดู ผู้รับผิดชอบได้รับแจ้งแล้ว")
            if row.next_at is None
            else gettext("ต้องมีคนไปดู และโทรต่อทุกชั่วโมงจนกว่าจะถึงตัว")
        )
    if row.state == RowState.DONE and row.code in (*TO_READ, *LOOKED_AT_AGAIN):
        return gettext("ส่งให้ผู้รับผิดชอบเรื่องอ่านแล้ว")
    return ""
