"""Links for volunteers and outside helpers: made, looked up, answered, withdrawn.

Whoever has the link sees shelter, shift, task and whom to call; so it needs no code on paper as links about a case do
(`cases.domain.outside`). The secret is random, shown once, and kept as a keyed digest.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.crypto import salted_hmac
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.camps.domain.rights import keeps_camps
from cases.camps.models import HelperLink, HelperWord
from cases.camps.vocabulary import Said
from cases.errors import GuardFailed, NotAllowed
from cases.events.models import Event, Shelter
from portal.audit import services as audit
from portal.thai import codes
from portal.web.links import absolute

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from portal.actors import Officer

SECRET_LENGTH = 20
"""Signs of the secret in the address, 91 bits, as of links to organizations."""
LONGEST_SHIFT = dt.timedelta(hours=24)
AHEAD = dt.timedelta(days=14)
AFTER = dt.timedelta(hours=2)
"""So long after the shift *done* can still be said."""
LONGEST_WHOM, LONGEST_TASK, LONGEST_CONTACT = 150, 500, 120

UNKNOWN = _("ไม่พบลิงก์นี้ ตรวจที่อยู่อีกครั้ง หรือถามผู้ที่ส่งให้")
WITHDRAWN = _("ศูนย์ถอนลิงก์นี้แล้ว ไม่ต้องทำอะไรต่อ ขอบคุณ")
OVER = _("เวรนี้จบแล้ว ขอบคุณที่มาช่วย")


@dataclass(frozen=True, slots=True)
class Invited:
    """A link as it is given out; the address is shown once and cannot be shown again.

    Attributes:
        link: the row.
        address: full address, which holds the secret.
    """

    link: HelperLink
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """What a link is for.

    Attributes:
        whom: to whom the office gives it, for the office only.
        task: what to do, without a name of anybody who is helped.
        contact: whom to call.
        starts_at: of the shift.
        ends_at: of the shift.
    """

    whom: str
    task: str
    contact: str
    starts_at: dt.datetime
    ends_at: dt.datetime


def _digest(secret: str) -> str:
    return salted_hmac("cases.camps.helper", codes.clean(secret), algorithm="sha256").hexdigest()


def links_of(actor: Officer, event: Event) -> QuerySet[HelperLink]:
    """Return the links of an event that somebody may see; the one door to them."""
    rows = HelperLink.objects.filter(event=event)
    return rows if keeps_camps(actor, event) else rows.none()


@transaction.atomic
def invite(*, actor: Officer, event: Event, shelter: Shelter, shift: Shift, token: UUID) -> Invited:
    """Make a link for one shift at a shelter.

    Args:
        actor: keeps the shelters of the event.
        event: that runs.
        shelter: of the event.
        shift: what it is for.
        token: one for each form; a form sent twice makes one link, whose address was shown already.

    Raises:
        NotAllowed: for anybody else.
        GuardFailed: a word is missing or too long, the times cannot be, or the link was made already.
    """
    if not keeps_camps(actor, event) or shelter.event_id != event.pk:
        raise NotAllowed("camp_helper")
    if not event.is_running:
        raise GuardFailed(_("สถานการณ์ปิดแล้ว"))
    _check(shift)
    Shelter.objects.select_for_update().get(pk=shelter.pk)
    if HelperLink.objects.filter(token=token).exists():
        raise GuardFailed(_("ออกลิงก์นี้ไปแล้วและแสดงได้ครั้งเดียว ถอนลิงก์เดิมแล้วออกใหม่"))
    secret = codes.new_code(SECRET_LENGTH)
    link = HelperLink.objects.create(
        event=event,
        shelter=shelter,
        token=token,
        digest=_digest(secret),
        whom=shift.whom.strip(),
        task=shift.task.strip(),
        contact=shift.contact.strip(),
        starts_at=shift.starts_at,
        ends_at=shift.ends_at,
        expires_at=shift.ends_at + AFTER,
        made_by=actor.person,
    )
    audit.record(actor=actor, action="camp.helper_link", subject=event.slug, data={"link": link.pk})
    with translation.override("th"):
        return Invited(link, absolute(reverse("helper:page", kwargs={"secret": secret})))


def _check(shift: Shift) -> None:
    fields = (
        ("whom", shift.whom, LONGEST_WHOM, _("กรอกว่าให้ลิงก์แก่ใคร")),
        ("task", shift.task, LONGEST_TASK, _("กรอกว่าให้ทำอะไร")),
        ("contact", shift.contact, LONGEST_CONTACT, _("กรอกว่าให้โทรหาใคร")),
    )
    for field, words, longest, missing in fields:
        if not words.strip() or len(words.strip()) > longest:
            raise GuardFailed(missing, field=field)
    now = timezone.now()
    if not dt.timedelta(0) < shift.ends_at - shift.starts_at <= LONGEST_SHIFT:
        raise GuardFailed(_("เวรยาวได้ไม่เกิน 24 ชั่วโมง"), field="ends_at")
    if shift.ends_at <= now or shift.starts_at > now + AHEAD:
        raise GuardFailed(_("เวรต้องยังไม่จบ และเริ่มภายใน 14 วัน"), field="starts_at")


def find_link(secret: str) -> HelperLink | None:
    """Return the link of a secret, open or not; None where there is none."""
    rows = HelperLink.objects.select_related("shelter", "event")
    return rows.filter(digest=_digest(secret)).first()


def why_closed(link: HelperLink | None) -> str | Promise:
    """Say why a link shows nothing; "" while it does."""
    if link is None:
        return UNKNOWN
    if link.withdrawn_at is not None:
        return WITHDRAWN
    if link.is_over() or not link.event.is_running:
        return OVER
    return ""


@transaction.atomic
def say(*, link: HelperLink, said: Said) -> HelperWord:
    """Write down that a helper is here, or done; each once, the first time stands.

    Raises:
        GuardFailed: the link does not count any more.
    """
    locked = HelperLink.objects.select_for_update(of=("self",)).select_related("event").get(pk=link.pk)
    if reason := why_closed(locked):
        raise GuardFailed(reason)
    row, _made = HelperWord.objects.get_or_create(link=locked, said=said)
    return row


@transaction.atomic
def withdraw(*, actor: Officer, link: HelperLink) -> None:
    """Take a link back; from now on it shows one sentence. Doing it again changes nothing.

    Raises:
        NotAllowed: it is none of theirs.
    """
    if not links_of(actor, link.event).filter(pk=link.pk).exists():
        raise NotAllowed("camp_helper")
    locked = HelperLink.objects.select_for_update(of=("self",)).get(pk=link.pk)
    if locked.withdrawn_at is not None:
        return
    locked.withdrawn_at, locked.withdrawn_by = timezone.now(), actor.person
    locked.save(update_fields=["withdrawn_at", "withdrawn_by"])
    audit.record(actor=actor, action="camp.helper_withdrawn", subject=link.event.slug, data={"link": link.pk})
