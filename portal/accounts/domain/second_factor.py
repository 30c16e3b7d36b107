"""The second factor: a code that changes every half minute, and codes on paper for a lost telephone (ASVS 6.3.3, 6.5).

django-otp keeps the secret, the drift of the clock and the step that was used last, so that no code works twice.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from portal.accounts import sessions
from portal.accounts.domain.delegation import NotAdministeredError, may_let_in
from portal.accounts.domain.telling import News, tell
from portal.accounts.functions import Function
from portal.accounts.models import AuthenticatorApp, Passkey, RecoveryCode, User
from portal.actors import Actor, Officer
from portal.audit import services as audit
from portal.thai import codes
from portal.thai.digits import only_digits, to_arabic

DIGITS = 6
RECOVERY_CODES = 10
RECOVERY_LENGTH = 12
"""Signs: 55 bits."""
SETUP_FOR = dt.timedelta(hours=1)
"""So long the same secret is shown to somebody who is setting up."""


def is_needed(officers: Iterable[Officer], *, is_superuser: bool = False) -> bool:
    """Say whether somebody must have one: case work, accounts, data protection, the machine.

    An installation may leave it to its people (`KLANG_SECOND_FACTOR=offered`), as when it is tried out.
    """
    if settings.KLANG["SECOND_FACTOR"] == "offered":
        return False
    return is_superuser or any(
        one.works_on_cases or one.functions & {Function.ACCOUNTS, Function.SYSTEM, Function.DATA_PROTECTION}
        for one in officers
    )


def device_of(person: User) -> AuthenticatorApp | None:
    """Return the device with which a person confirms a sign-in; None while there is none."""
    return AuthenticatorApp.objects.filter(user=person, confirmed=True).first()


def begin_setup(person: User) -> AuthenticatorApp:
    """Return the device that is being set up: the same one when the page is read again within the hour."""
    waiting = AuthenticatorApp.objects.filter(user=person, confirmed=False)
    waiting.filter(created_at__lt=timezone.now() - SETUP_FOR).delete()
    return waiting.order_by("pk").first() or AuthenticatorApp.objects.create(
        user=person, name="totp", confirmed=False
    )


@transaction.atomic
def finish_setup(*, actor: Actor, person: User, code: str) -> list[str]:
    """Take the first code of a new device; it replaces the one before.

    Returns:
        Recovery codes, to be shown once.

    Raises:
        ValidationError: the code is not that of the device.
    """
    device = (
        AuthenticatorApp.objects.select_for_update()
        .filter(user=person, confirmed=False)
        .order_by("pk")
        .first()
    )
    if device is None or not device.verify_token(only_digits(to_arabic(code))):
        raise WrongCodeError
    AuthenticatorApp.objects.filter(user=person).exclude(pk=device.pk).delete()
    device.confirmed = True
    device.save(update_fields=["confirmed"])
    audit.record(actor=actor, action="account.second_factor_set", subject=str(person.pk))
    return new_recovery_codes(actor=actor, person=person)


class WrongCodeError(ValidationError):
    """The code is not the one that the device shows now."""

    def __init__(self) -> None:
        super().__init__(_("รหัสไม่ถูกต้อง ใช้รหัสที่แสดงอยู่ตอนนี้ และตรวจว่านาฬิกาของโทรศัพท์ตรง"), code="wrong")


@transaction.atomic
def new_recovery_codes(*, actor: Actor, person: User) -> list[str]:
    """Return new recovery codes, to be shown once; those of before stop working."""
    RecoveryCode.objects.filter(user=person).delete()
    made = [codes.new_code(RECOVERY_LENGTH) for _one in range(RECOVERY_CODES)]
    RecoveryCode.objects.bulk_create(RecoveryCode(user=person, digest=_digest(person, code)) for code in made)
    audit.record(actor=actor, action="account.recovery_codes_made", subject=str(person.pk))
    return made


def recovery_codes_left(person: User) -> int:
    """Return how many recovery codes a person has not used."""
    return RecoveryCode.objects.filter(user=person, used_at=None).count()


def _digest(person: User, code: str) -> str:
    text = f"{person.pk}:{codes.clean(code)}"
    return salted_hmac("portal.accounts.recovery", text, algorithm="sha256").hexdigest()


def verify(person: User, typed: str) -> str:
    """Take a code at a sign-in.

    Args:
        person: who gave the password.
        typed: six digits from the device (Thai digits and blanks are fine), or a recovery code.

    Returns:
        "device" or "recovery".

    Raises:
        ValidationError: it is neither, or was used before.
    """
    digits = only_digits(to_arabic(typed))
    if len(digits) == DIGITS and len(codes.clean(typed).replace("-", "")) == DIGITS:
        with transaction.atomic():
            device = AuthenticatorApp.objects.select_for_update().filter(user=person, confirmed=True).first()
            is_right = device is not None and device.verify_token(digits)
        if is_right:
            return "device"
    # One statement, so that of two who send the same code one is told that it was used.
    elif RecoveryCode.objects.filter(user=person, digest=_digest(person, typed), used_at=None).update(
        used_at=timezone.now()
    ):
        return "recovery"
    raise WrongCodeError


@transaction.atomic
def take_away(*, actor: Actor, person: User, reason: str) -> None:
    """Let a person set up a new device: the old one, passkeys and recovery codes stop working, every session ends.

    A new code for the password does not do this, so neither of the two alone opens an account (ASVS 6.4.3).

    Args:
        actor: who administers the account.
        person: whose device is lost.
        reason: why, and how the person was known.

    Raises:
        NotAdministeredError: the account is not the actor's to let in.
    """
    if not may_let_in(actor, person):
        raise NotAdministeredError
    AuthenticatorApp.objects.filter(user=person).delete()
    RecoveryCode.objects.filter(user=person).delete()
    Passkey.objects.filter(user=person).delete()
    sessions.end_sessions(person, actor=actor)
    audit.record(
        actor=actor, action="account.second_factor_taken_away", subject=str(person.pk), purpose=reason[:300]
    )
    tell(person, News.SECOND_FACTOR_TAKEN_AWAY)
