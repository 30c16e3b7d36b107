"""Passkeys: signing in with the device's own lock instead of a password and a code (ASVS 6.3.3; WebAuthn).

A passkey is used with user verification only (finger, face or PIN of the device), so it is both factors at once. It knows
the host it was made for, so that no other site can ask for it. The package `webauthn` checks what devices say; here stands
what the office does with it. A challenge lives in the session of the browser that asked, once and for five minutes.
"""

from __future__ import annotations

import secrets
from typing import Any
from urllib.parse import urlsplit

import webauthn
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from portal.accounts.domain import second_factor
from portal.accounts.models import Passkey, User
from portal.actors import Actor
from portal.audit import services as audit

MOST = 10
"""Passkeys of one person."""
LONGEST_ANSWER = 20_000
"""Characters of what a device answers; real ones have some two thousand."""
_NO_ANSWER = (WebAuthnException, ValueError, TypeError, KeyError, RecursionError)
"""What is raised for an answer that is none; lists within lists, thousands deep, are a `RecursionError`."""


class PasskeyError(ValidationError):
    """What the device answered does not fit, or belongs to nobody who may sign in."""

    def __init__(self) -> None:
        super().__init__(_("ใช้พาสคีย์นี้ไม่ได้ ลองอีกครั้ง หรือเข้าสู่ระบบด้วยรหัสผ่าน"), code="passkey")


def origin() -> str:
    """Return the one origin whose pages may use passkeys."""
    parts = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    return f"{parts.scheme}://{parts.netloc}"


def host() -> str:
    """Return the host for which passkeys are made."""
    return urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname or "localhost"


def has_second(person: User) -> bool:
    """Say whether a person has something to show beside the password: an app, or a passkey."""
    return second_factor.device_of(person) is not None or Passkey.objects.filter(user=person).exists()


def begin_adding(person: User) -> tuple[str, str]:
    """Return what the browser asks the device for, as JSON, and the challenge to be remembered."""
    challenge = secrets.token_bytes(32)
    known = Passkey.objects.filter(user=person).values_list("credential", flat=True)
    options = webauthn.generate_registration_options(
        rp_id=host(),
        rp_name=settings.OTP_TOTP_ISSUER,
        user_name=person.get_username(),
        user_id=f"klang-{person.pk}".encode(),
        user_display_name=str(person),
        challenge=challenge,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=base64url_to_bytes(one)) for one in known],
    )
    return webauthn.options_to_json(options), bytes_to_base64url(challenge)


@transaction.atomic
def finish_adding(*, actor: Actor, person: User, name: str, answer: str, challenge: str) -> list[str]:
    """Keep a new passkey.

    Returns:
        Recovery codes to be shown once; none where the person has some already.

    Raises:
        PasskeyError: the answer does not fit the challenge, or there are too many.
    """
    if Passkey.objects.filter(user=person).count() >= MOST or len(answer) > LONGEST_ANSWER:
        raise PasskeyError
    try:
        found = webauthn.verify_registration_response(
            credential=answer,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=host(),
            expected_origin=origin(),
            require_user_verification=True,
        )
    except _NO_ANSWER as error:
        raise PasskeyError from error
    credential = bytes_to_base64url(found.credential_id)
    if Passkey.objects.filter(credential=credential).exists():
        raise PasskeyError
    Passkey.objects.create(
        user=person,
        credential=credential,
        public_key=found.credential_public_key,
        uses=found.sign_count,
        name=name,
    )
    audit.record(actor=actor, action="account.passkey_added", subject=str(person.pk))
    if second_factor.recovery_codes_left(person):
        return []
    return second_factor.new_recovery_codes(actor=actor, person=person)


def begin_sign_in() -> tuple[str, str]:
    """Return what the browser asks the device for, as JSON, and the challenge. It names nobody: the device knows who."""
    challenge = secrets.token_bytes(32)
    options = webauthn.generate_authentication_options(
        rp_id=host(), challenge=challenge, user_verification=UserVerificationRequirement.REQUIRED
    )
    return webauthn.options_to_json(options), bytes_to_base64url(challenge)


@transaction.atomic
def verify(*, answer: str, challenge: str) -> User:
    """Return whose passkey answered the challenge.

    Raises:
        PasskeyError: nobody's, a closed account's, a copied one, or the answer does not fit.
    """
    if len(answer) > LONGEST_ANSWER:
        raise PasskeyError
    try:
        said: Any = webauthn.helpers.parse_authentication_credential_json(answer)
        row = Passkey.objects.select_for_update().filter(credential=bytes_to_base64url(said.raw_id)).first()
        if row is None:
            raise PasskeyError
        found = webauthn.verify_authentication_response(
            credential=said,
            expected_challenge=base64url_to_bytes(challenge),
            expected_rp_id=host(),
            expected_origin=origin(),
            credential_public_key=bytes(row.public_key),
            credential_current_sign_count=row.uses,
            require_user_verification=True,
        )
    except _NO_ANSWER as error:
        raise PasskeyError from error
    person = User.objects.filter(pk=row.user_id, is_active=True).first()
    if person is None:
        raise PasskeyError
    row.uses, row.used_at = found.new_sign_count, timezone.now()
    row.save(update_fields=["uses", "used_at"])
    return person


@transaction.atomic
def remove(*, actor: Actor, person: User, pk: int) -> bool:
    """Forget a passkey of a person; says whether there was one."""
    count, _rows = Passkey.objects.filter(user=person, pk=pk).delete()
    if count:
        audit.record(actor=actor, action="account.passkey_removed", subject=str(person.pk))
    return bool(count)
