"""Judging what was taken, in the order of its stream: it stands in the case, or is put aside for a person (**order**)."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.domain.act import lock_case
from cases.domain.visits import PhoneTime
from cases.errors import CaseError
from cases.phones import protocol
from cases.phones.domain import leases
from cases.phones.domain.content import Content, open_entry
from cases.phones.domain.kinds import WAITS, ByPhone, Kind, kind_of
from cases.phones.domain.sealing import UnreadableError
from cases.phones.models import Entry, Stream
from cases.phones.models.stream import beside
from cases.phones.vocabulary import Outcome
from portal.accounts.actors import officer_by
from portal.actors import Officer

if TYPE_CHECKING:
    from django.forms import Form

    from cases.models import Case
    from portal.accounts.models import Appointment

log = logging.getLogger(__name__)

AT_ONCE = 20
"""So many entries are judged while the phone waits for its answer; the rest is the queue's."""
NOT_FOUND = gettext_lazy("ไม่พบเรื่องนี้ในงานของหน่วยงาน")
"""The same words whether there is no such case or it is none of theirs."""


class PutAside(Exception):  # noqa: N818 - an outcome, not a failure
    """The entry waits for a person; its words say why."""


def judge(stream: Stream, *, most: int | None = None) -> bool:
    """Judge the entries of a stream, and of the one beside it, one after the other; returns whether none is left.

    Args:
        stream: with entries that were taken.
        most: how many; None for all.
    """
    done = 0
    while (pk := _next(stream)) is not None:
        if done == most:
            return False
        _judge_one(pk)
        done += 1
    return True


def judge_all() -> int:
    """Judge what waits of every stream, for whatever was left by a process that died; returns of how many streams."""
    streams = Stream.objects.filter(pk__in=Entry.objects.filter(outcome="").values("stream"))
    for stream in streams:
        judge(stream)
    return len(streams)


def _next(stream: Stream) -> Any | None:
    waiting = Entry.objects.filter(stream__in=(stream.pk, beside(stream.pk)), outcome="")
    return waiting.order_by("number").values_list("pk", flat=True).first()


def _judge_one(pk: Any) -> None:
    """Judge one entry: the act and its outcome in one transaction (**same_tx**)."""
    # Reasons are kept as sentences, in the language of the office.
    with translation.override("th"):
        try:
            with transaction.atomic():
                entry = Entry.objects.select_for_update().get(pk=pk)
                if entry.outcome:
                    # Another worker was here meanwhile.
                    return
                _decide(entry)
        except (OperationalError, InterfaceError):
            raise
        except Exception:
            # A mistake of the program in one entry must not hold back the others; nothing of it was written.
            log.exception("an entry of a phone could not be judged")
            Entry.objects.filter(pk=pk, outcome="").update(
                outcome=Outcome.ASIDE, judged_at=timezone.now(), reason=_("ระบบบันทึกไม่สำเร็จ")
            )


def _decide(entry: Entry) -> None:
    try:
        with transaction.atomic():
            waits = _apply(entry) is WAITS
    except PutAside as aside:
        entry.outcome, entry.reason = Outcome.ASIDE, str(aside)[:300]
    except CaseError as error:
        entry.outcome, entry.reason = Outcome.ASIDE, str(error.message)[:300]
    else:
        # It stands in the case now; a second copy would only be one more place to erase. A part stays until all have come.
        entry.outcome, entry.sealed = Outcome.APPLIED, entry.sealed if waits else b""
    entry.judged_at = timezone.now()
    entry.save()


def _apply(entry: Entry) -> object:
    """Do what was written; returns what `Kind.do` does.

    Raises:
        PutAside, CaseError: it waits for a person.
    """
    try:
        content = open_entry(entry)
    except UnreadableError as error:
        raise PutAside(_("อ่านไม่ได้: เข้ารหัสไว้สำหรับระบบอื่น หรือถูกแก้ไข")) from error
    appointment = _by_right(entry, content, _describe(entry, content))
    kind, found = what_it_is(content)
    if entry.case_id is None and kind.case_of(found) is not None:
        raise PutAside(NOT_FOUND)
    if not leases.holds_by(appointment):
        raise PutAside(_("คำสั่งแต่งตั้งของผู้เขียนสิ้นสุดแล้ว"))
    if not kind.is_open_to(officer_by(appointment), found):
        # Before anything is said of it: what a refusal says, its author reads.
        raise PutAside(NOT_FOUND)
    if kind.is_set:
        found = held_still(kind, found, content)
        if content.seen != kind.stands(found):
            raise PutAside(_("มีผู้แก้ไปแล้วหลังจากที่ผู้เขียนเห็น"))
    form = kind.form(found, content.fields)
    if not form.is_valid():
        raise PutAside(_("กรอกไม่ครบหรือไม่ถูก: %(why)s") % {"why": "; ".join(errors_of(form))})
    return kind.do(found, form, ByPhone(officer_by(appointment), entry.pk, time_of(entry)))


def _by_right(entry: Entry, content: Content, appointment: Appointment | None) -> Appointment:
    """Return the appointment under which an entry was finished on the phone for which its lease was given.

    Raises:
        PutAside: it was not.
    """
    if content.is_unfinished:
        raise PutAside(_("ยังกรอกไม่เสร็จตอนสิทธิอ่านในโทรศัพท์สิ้นสุด"))
    if appointment is None or content.lease is None:
        raise PutAside(_("ไม่รู้ว่าใครเขียน: ไม่มีสิทธิที่ศูนย์ออกให้"))
    if entry.stream_id not in (content.lease.stream, beside(content.lease.stream)):
        raise PutAside(_("เขียนด้วยสิทธิที่ให้แก่โทรศัพท์อีกเครื่องหนึ่ง"))
    return appointment


def held_still(kind: Kind, found: Any, content: Content) -> Any:
    """Return what a set replaces as it stands now, and let nobody else change it before this transaction ends (**base**).

    Args:
        kind: a set.
        found: what it is about, as it was.
        content: of the entry.
    """
    case = kind.case_of(found)
    if case is None:
        return found
    lock_case(case)
    return kind.find(content.subject)


def what_it_is(content: Content) -> tuple[Kind, Any]:
    """Return the kind of an entry and what it is about.

    Raises:
        PutAside: neither is known here.
    """
    kind = kind_of(content.kind)
    if kind is None or not 1 <= content.version <= kind.version:
        raise PutAside(_("แบบฟอร์มนี้ระบบไม่รู้จัก โทรศัพท์อาจใหม่หรือเก่าเกินไป"))
    found = kind.find(content.subject)
    if found is None:
        raise PutAside(NOT_FOUND)
    return kind, found


def _describe(entry: Entry, content: Content) -> Appointment | None:
    """Write down what is known of an entry; returns the appointment under which it was written."""
    entry.kind, entry.subject = content.kind, content.subject
    appointment = leases.appointment_of(content.lease) if content.lease is not None else None
    if appointment is None or content.lease is None:
        return None
    entry.author, entry.organization = appointment.user, appointment.organization
    written = protocol.written_at(
        made=content.made, now=entry.phone_now, received=entry.received_at, issued=content.lease.issued
    )
    entry.written_at, entry.is_certain = written.at, written.is_certain
    kind = kind_of(content.kind)
    found = kind.find(content.subject) if kind is not None else None
    case = kind.case_of(found) if kind is not None and found is not None else None
    if case is not None and knew(case, officer_by(appointment)):
        entry.case = case
    return appointment


def knew(case: Case, author: Officer) -> bool:
    """Whether an organization can read a case or once could; a reference that was guessed leads nowhere."""
    return case.grants.filter(organization=author.organization).exists()


def time_of(entry: Entry) -> PhoneTime:
    """Return an entry's time as verbs take it: counted back from now, doubtful where it is."""
    now = timezone.now()
    if entry.written_at is None or (not entry.is_certain and entry.written_at >= entry.received_at):
        # After its own receipt: the verb finds out that this cannot be, and says so.
        return PhoneTime(now + protocol.LIFE, now)
    return PhoneTime(entry.written_at, now)


def errors_of(form: Form) -> list[str]:
    """Return what is wrong with a form, each with the name of its field."""
    return [
        f"{form.fields[name].label} {error}" if name in form.fields else str(error)
        for name, errors in form.errors.items()
        for error in errors
    ]
