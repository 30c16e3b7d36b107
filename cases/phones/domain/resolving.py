"""A person decides on what was put aside: it is done now, or it is not used; it never disappears unseen."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.domain import working
from cases.errors import GuardFailed, NotAllowed
from cases.machine.vocabulary import Scope
from cases.models import Case
from cases.phones.domain.content import Content, open_entry
from cases.phones.domain.judging import NOT_FOUND, PutAside, errors_of, held_still, time_of, what_it_is
from cases.phones.domain.kinds import WAITS, ByPhone, Kind, Words, kind_of
from cases.phones.domain.sealing import UnreadableError
from cases.phones.models import Entry, Missing
from cases.phones.vocabulary import Outcome, Resolution
from cases.vocabulary import Visibility
from portal.accounts.functions import Function
from portal.audit import services as audit
from portal.thai.dates import format_datetime

if TYPE_CHECKING:
    from portal.actors import Officer

DECIDES = frozenset({Function.WORK, Function.SUPERVISE, Function.DEPUTY})
KEPT_DISMISSED = dt.timedelta(days=90)
"""So long the words of an entry that is not used can still be read by nobody but the portal, for an objection."""
KEPT_PARTS = dt.timedelta(days=30)
"""So long a part of a picture waits for the others."""
TOO_LATE = gettext_lazy("มีผู้ตัดสินใจเรื่องนี้แล้ว")


def may_decide(actor: Officer) -> bool:
    """Whether somebody decides on entries of their organization: who works on cases, or supervises."""
    return bool(actor.functions & DECIDES)


def waiting_for(actor: Officer, *, glass_since: dt.datetime | None = None) -> QuerySet[Entry]:
    """Return what waits for an officer.

    Of a case: whoever holds it, and the author's organization while it may still read it. Without a case: the author's
    organization (what an officer wrote whose access ended is kept there for the supervisor).

    Args:
        actor: who decides.
        glass_since: as in `Case.objects.visible_to`.
    """
    if not may_decide(actor):
        return Entry.objects.none()
    ours = Q(organization=actor.organization)
    of_a_case = Q(scope__gte=Scope.PART) & (ours | Q(case__holder=actor.organization))
    scope = Case.objects.all().scope_for(actor, "case_id", glass_since=glass_since)
    # Asked of each case that is left: a list of all that may be read grows with the office.
    waiting = Entry.objects.filter(outcome=Outcome.ASIDE, resolution="").alias(scope=scope)
    return waiting.filter(of_a_case | (ours & Q(case__isnull=True)))


def missing_of(actor: Officer) -> QuerySet[Missing]:
    """Return what phones of an officer's organization lost and nobody asked for yet."""
    if not may_decide(actor):
        return Missing.objects.none()
    return Missing.objects.filter(stream__organization=actor.organization, resolved_at__isnull=True)


def what_it_is_to(reader: Officer, content: Content) -> tuple[Kind, Any]:
    """Return the kind of an entry and what it is about, to somebody for whom it waits.

    Whoever may not know of it reads that there is nothing. A reference that was guessed leads nowhere here either: whoever
    guessed it would else read what stands in the case.

    Raises:
        PutAside: neither is known here, or the case is none of theirs; nobody can tell the two apart.
    """
    kind, found = what_it_is(content)
    if not kind.is_open_to(reader, found):
        raise PutAside(NOT_FOUND)
    return kind, found


def _whole_of(entry: Entry) -> tuple[str, str, str] | None:
    """Return of what an entry is a part: kind, subject, name; None where it is one by itself, or cannot be read."""
    try:
        content = open_entry(entry)
    except UnreadableError:
        return None
    kind = kind_of(content.kind)
    name = kind.whole(content.fields) if kind is not None else ""
    return (content.kind, content.subject, name) if name else None


def _locked(entry: Entry, actor: Officer) -> list[Entry]:
    """Return an entry that still waits, with the other parts of the same thing that do, locked, in the order of the phone.

    Raises:
        NotAllowed: it does not wait for this officer.
        GuardFailed: somebody decided meanwhile.
    """
    keys = {entry.pk}
    if (whole := _whole_of(entry)) is not None:
        # The kind is "" where the program failed before it was written down.
        others = waiting_for(actor).filter(stream=entry.stream_id, kind__in=("", whole[0]))
        keys |= {one.pk for one in others if _whole_of(one) == whole}
    locked = list(Entry.objects.select_for_update().filter(pk__in=keys).order_by("number"))
    if any(one.pk == entry.pk and one.resolution for one in locked):
        raise GuardFailed(TOO_LATE)
    waiting = set(waiting_for(actor).filter(pk__in=keys).values_list("pk", flat=True))
    if entry.pk not in waiting:
        raise NotAllowed("adopt_entry")
    return [one for one in locked if one.pk in waiting]


@transaction.atomic
def adopt(*, entry: Entry, actor: Officer, seen: frozenset[int] = frozenset(), stands: str = "") -> None:
    """Do now what was written, with its author and time named in the case. Whoever adopts a set has seen both values.

    A part of something larger is adopted with all its other parts that wait, or not at all.

    Args:
        entry: that waits for the actor.
        actor: by whose right it is done.
        seen: keys of what is alike that was shown to the actor (`Kind.alike`).
        stands: digest of what a set replaces, as it was shown to the actor (`digest_of`).

    Raises:
        CaseError: it cannot be done; nothing was written.
    """
    entries = _locked(entry, actor)
    waits, case = False, None
    for one in entries:
        waits, case = _do(one, actor, seen, stands)
    if waits:
        raise GuardFailed(gettext_lazy("ส่วนที่เหลือยังมาไม่ถึงหรือไม่มีแล้ว จึงบันทึกแทนไม่ได้"))
    if case is not None:
        with translation.override("th"):
            working.add_note(case=case, actor=actor, text=_told(entries[-1]), readers=Visibility.SHARED)
    for one in entries:
        _decided(one, actor, Resolution.ADOPTED)
        one.sealed = b""
        one.save()


def digest_of(stands: Words) -> str:
    """Return what a page says of the values that it showed: they are compared with those that stand when it is pressed."""
    return hashlib.sha256(json.dumps(sorted(stands.items())).encode()).hexdigest()


def _do(entry: Entry, actor: Officer, seen: frozenset[int], stands: str) -> tuple[bool, Case | None]:
    """Do one entry; returns whether the rest has still to come, and its case.

    Raises:
        CaseError: it cannot be done.
    """
    try:
        content = open_entry(entry)
        kind, found = what_it_is_to(actor, content)
    except UnreadableError as error:
        raise GuardFailed(gettext_lazy("อ่านไม่ได้ จึงบันทึกแทนไม่ได้")) from error
    except PutAside as error:
        raise GuardFailed(str(error)) from error
    if kind.is_set:
        found = held_still(kind, found, content)
        if digest_of(kind.stands(found)) != stands:
            raise GuardFailed(gettext_lazy("มีผู้แก้ในเรื่องหลังจากที่เปิดหน้านี้ ดูค่าที่อยู่ในเรื่องตอนนี้ก่อน"))
    form = kind.form(found, content.fields)
    if not form.is_valid():
        raise GuardFailed("; ".join(errors_of(form)))
    by = ByPhone(actor, entry.pk, time_of(entry), is_adopted=True, seen=seen)
    waits = kind.do(found, form, by) is WAITS
    if waits:
        # The last part looks for those that stand, as it does when nothing was put aside. `adopt` writes the rest.
        Entry.objects.filter(pk=entry.pk).update(
            outcome=Outcome.APPLIED, kind=content.kind, subject=content.subject
        )
    return waits, kind.case_of(found)


def _told(entry: Entry) -> str:
    who = entry.author.get_full_name() if entry.author is not None else ""
    when = format_datetime(entry.written_at) if entry.written_at is not None else ""
    return _("บันทึกแทนจากโทรศัพท์: %(who)s เขียนเมื่อ %(when)s") % {"who": who, "when": when}


@transaction.atomic
def dismiss(*, entry: Entry, actor: Officer, reason: str) -> None:
    """Do not use an entry, nor the other parts of the same thing; they stay with the reason, and the author reads it.

    Args:
        entry: that waits for the actor.
        actor: who decides.
        reason: required.

    Raises:
        CaseError: nothing was written.
    """
    entries = _locked(entry, actor)
    if not reason.strip():
        raise GuardFailed(gettext_lazy("เขียนเหตุผลหรือรายละเอียดสั้น ๆ"), field="reason")
    for one in entries:
        _decided(one, actor, Resolution.DISMISSED)
        one.resolution_note = reason.strip()[:300]
        one.save()


def _decided(entry: Entry, actor: Officer, resolution: Resolution) -> None:
    entry.resolution, entry.resolved_at, entry.resolved_by = resolution, timezone.now(), actor.person
    subject = entry.case.reference if entry.case is not None else str(entry.pk)
    audit.record(actor=actor, action=f"phones.{resolution}", subject=subject, data={"kind": entry.kind})


def forget_dismissed() -> int:
    """Empty what was dismissed long ago; returns how many entries. That it was written, and why it was not used, stays."""
    over = timezone.now() - KEPT_DISMISSED
    rows = Entry.objects.filter(resolution=Resolution.DISMISSED, resolved_at__lt=over).exclude(sealed=b"")
    return rows.update(sealed=b"")


def forget_parts() -> int:
    """Empty parts of pictures of which the rest has not come for long (orphan); returns how many. That they came, stays."""
    over = timezone.now() - KEPT_PARTS
    rows = Entry.objects.filter(outcome=Outcome.APPLIED, received_at__lt=over).exclude(sealed=b"")
    return rows.update(sealed=b"")


@transaction.atomic
def asked(*, missing: Missing, actor: Officer) -> None:
    """Note that the author was asked for what a phone lost.

    Raises:
        CaseError: it is not of the actor's organization.
    """
    if not missing_of(actor).filter(pk=missing.pk).exists():
        raise NotAllowed("missing_entry")
    Missing.objects.filter(pk=missing.pk).update(resolved_at=timezone.now(), resolved_by=actor.person)
