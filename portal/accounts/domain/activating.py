"""Codes by which people set their password: given out on paper or as a link, for seven days, used once (S2.61)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from axes.utils import reset
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from portal.accounts import sessions
from portal.accounts.domain.delegation import NotAdministeredError, may_let_in
from portal.accounts.domain.telling import News, tell
from portal.accounts.models import Activation, User
from portal.actors import Actor, System
from portal.audit import services as audit
from portal.thai import codes

VALID_FOR = dt.timedelta(days=7)
"""ASVS 6.4.1."""
LENGTH = 16
"""Signs of a code: 73 bits."""


@dataclass(frozen=True, slots=True)
class Issued:
    """A code as it is given out; it is shown once and cannot be shown again.

    Attributes:
        person: whose it is.
        code: in groups of four.
        expires_at: until when it counts.
    """

    person: User
    code: str
    expires_at: dt.datetime


def _digest(code: str) -> str:
    return salted_hmac("portal.accounts.activation", codes.clean(code), algorithm="sha256").hexdigest()


def drawn_up(person: User) -> Issued:
    """Return a code that counts for nothing until it is given out by `issue`: its paper can be drawn before."""
    return Issued(person, codes.new_code(LENGTH), timezone.now() + VALID_FOR)


@transaction.atomic
def issue(*, actor: Actor, person: User, drawn: Issued | None = None) -> Issued:
    """Give out a code; one that was given out before ends.

    Args:
        actor: who gives it.
        person: who may set a password by it.
        drawn: the code (`drawn_up`), where it stands on a paper already; a new one by default.

    Raises:
        NotAdministeredError: the account is not the actor's to let in.
    """
    User.objects.select_for_update().get(pk=person.pk)
    if not may_let_in(actor, person):
        raise NotAdministeredError
    now = timezone.now()
    replaced = _end_unused(person, now)
    drawn = drawn or drawn_up(person)
    Activation.objects.create(
        user=person, digest=_digest(drawn.code), made_at=now, expires_at=drawn.expires_at
    )
    audit.record(
        actor=actor, action="account.code_issued", subject=str(person.pk), data={"replaced": replaced}
    )
    tell(person, News.CODE_ISSUED)
    return drawn


def end_codes(*, actor: Actor, person: User) -> int:
    """End the code that a person did not use yet: whoever holds it was to open less than the account opens now.

    Args:
        actor: by whose act the account opens more.
        person: whose account.

    Returns:
        How many there were. It is on record when there was one.
    """
    with transaction.atomic():
        count = _end_unused(person, timezone.now())
        if count:
            audit.record(
                actor=actor, action="account.codes_ended", subject=str(person.pk), data={"count": count}
            )
    return count


def _end_unused(person: User, now: dt.datetime) -> int:
    rows = Activation.objects.filter(user=person, used_at=None, replaced_at=None)
    return rows.update(replaced_at=now)


def find(code: str) -> Activation | None:
    """Return the row of a code, whatever became of it; None when it was never given out."""
    return Activation.objects.filter(digest=_digest(code)).select_related("user").first()


def is_current(person: User, code: str) -> bool:
    """Say whether a code is the one that counts for a person, for printing it."""
    row = find(code)
    return row is not None and row.user_id == person.pk and row.is_open()


def check(row: Activation | None, username: str) -> Activation:
    """Return the row when a password may be set by it.

    Args:
        row: of the code that was typed.
        username: that was typed beside it.

    Raises:
        ValidationError: with the reason; whoever does not know both learns nothing.
    """
    if row is None or row.user.username.lower() != username.strip().lower() or not row.user.is_active:
        raise ValidationError(_("ชื่อผู้ใช้กับรหัสไม่ตรงกัน ตรวจทีละตัวอักษรจากหนังสือ"), code="unknown")
    if row.used_at is not None:
        raise ValidationError(_("รหัสนี้ใช้ไปแล้ว ถ้าคุณไม่ได้เป็นผู้ใช้ ให้แจ้งผู้ดูแลผู้ใช้ทันที และขอรหัสใหม่"), code="used")
    if row.replaced_at is not None:
        raise ValidationError(
            _("รหัสนี้ใช้ไม่ได้แล้ว ใช้รหัสจากหนังสือฉบับล่าสุด ถ้าไม่มี ขอรหัสใหม่จากผู้ดูแลผู้ใช้"), code="replaced"
        )
    if not row.is_open():
        raise ValidationError(_("รหัสนี้หมดอายุแล้ว ขอรหัสใหม่จากผู้ดูแลผู้ใช้"), code="expired")
    return row


@transaction.atomic
def activate(*, code: str, username: str, password: str) -> User:
    """Set the password of the person to whom a code was given; every session of theirs ends.

    Args:
        code: as typed.
        username: as typed.
        password: checked by the form.

    Raises:
        ValidationError: see `check`.
    """
    found = find(code)
    row = (
        None
        if found is None
        else Activation.objects.select_for_update().select_related("user").get(pk=found.pk)
    )
    row = check(row, username)
    row.used_at = timezone.now()
    row.save(update_fields=["used_at"])
    person = row.user
    person.set_password(password)
    person.save(update_fields=["password"])
    sessions.end_sessions(person)
    # Whoever forgot a password has tried some before.
    reset(username=person.get_username())
    audit.record(actor=System(), action="account.activated", subject=str(person.pk))
    tell(person, News.PASSWORD_SET)
    return person
