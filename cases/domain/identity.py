"""The three numbers of a case: public reference, tracking secret, register number. They are never mixed."""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.db import connections, router
from django.utils.encoding import force_bytes

from cases.models import Case, RegisterCounter, RegisterEntry
from portal.calendar.working_days import OFFICE_ZONE
from portal.thai.codes import ALPHABET, clean, grouped, in_digits, new_code
from portal.thai.dates import fiscal_year

if TYPE_CHECKING:
    import datetime as dt

    from portal.organizations.models import Organization

REFERENCE_LENGTH = 8
SECRET_DIGITS = 20
"""Of a tracking secret: five groups that are typed on a telephone and read aloud, about 66 bits (ASVS 11.5.1 wants 64)."""
_ROUNDS = 256
"""Of the hash: what 20 digits lack against the 16 letters and digits of older secrets (73 bits) costs a thief of the database
in work, and a person a tenth of a millisecond."""
_COUNTER = RegisterCounter._meta.db_table
_TAKE = (
    f'INSERT INTO "{_COUNTER}" AS counter (organization_id, fiscal_year, last) VALUES (%s, %s, %s)'  # noqa: S608 - no words from outside
    " ON CONFLICT (organization_id, fiscal_year) DO UPDATE SET last = counter.last + excluded.last RETURNING last"
)
"""Takes numbers, and begins a book where there is none: what the ORM does in four statements is one in both databases."""
_LETTERS = 16
"""Signs of a secret that was given before secrets were digits; those stay valid as long as their case."""


def new_reference() -> str:
    """Return a random public reference such as "K7M3-9QXF" that no case has yet (about 37 bits)."""
    while True:
        reference = new_code(REFERENCE_LENGTH)
        if not Case.objects.filter(reference=reference).exists():
            return reference


def submission_key(token: UUID) -> str:
    """Return what is stored of the token of one run of the form: enough to know it again, not to derive the secret."""
    return hashlib.sha256(b"submission:" + token.bytes).hexdigest()


def secret_for(token: UUID) -> str:
    """Return the tracking secret that belongs to a token, `SECRET_DIGITS` digits in groups of four.

    Derived, not drawn: when the answer is lost on its way, sending the form again shows the same secret, although only
    its hash is stored (R03).
    """
    return in_digits(_number_of(token, "tracking-digits"), SECRET_DIGITS)


def lettered_secret_for(token: UUID) -> str:
    """Return the secret that a token had before secrets were digits: for a request that was sent just before an upgrade."""
    number = _number_of(token, "tracking-secret")
    characters = []
    for _ in range(_LETTERS):
        number, rest = divmod(number, len(ALPHABET))
        characters.append(ALPHABET[rest])
    return grouped("".join(characters))


def secret_that_fits(*, token: UUID, secret_hash: str) -> str | None:
    """Return the secret of a token whose hash is stored; None when it was replaced since."""
    for secret in (secret_for(token), lettered_secret_for(token)):
        if is_secret_of(secret=secret, secret_hash=secret_hash):
            return secret
    return None


def _number_of(token: UUID, purpose: str) -> int:
    words = purpose.encode() + b":" + token.bytes
    return int.from_bytes(hmac.new(force_bytes(settings.SECRET_KEY), words, hashlib.sha512).digest(), "big")


def hash_secret(secret: str) -> str:
    """Return the hash of a secret: random and long, so few rounds are enough, and none for older ones with letters."""
    code = clean(secret)
    digits = code.replace("-", "")
    if len(digits) == SECRET_DIGITS and digits.isdigit():
        return hashlib.pbkdf2_hmac("sha256", code.encode(), b"tracking-digits", _ROUNDS).hex()
    return hashlib.sha256(b"tracking:" + code.encode()).hexdigest()


def is_secret_of(*, secret: str, secret_hash: str) -> bool:
    """Whether a typed secret is the one of which the hash is stored; takes the same time for every wrong one."""
    return hmac.compare_digest(hash_secret(secret), secret_hash)


def register(*, case: Case, organization: Organization, at: dt.datetime) -> RegisterEntry:
    """Enter a case in a body's register, once; the number follows the last one of the fiscal year (S1.03).

    Runs in the caller's transaction: if that fails, the number is free again and no gap is left.
    """
    existing = RegisterEntry.objects.filter(case=case, organization=organization).first()
    if existing is not None:
        return existing
    year = year_of(at)
    (number,) = next_numbers(organization, year)
    return RegisterEntry.objects.create(
        case=case, organization=organization, fiscal_year=year, number=number, entered_at=at
    )


def year_of(at: dt.datetime) -> int:
    """Return the fiscal year (B.E.) whose book a moment belongs to."""
    return fiscal_year(at.astimezone(OFFICE_ZONE).date())


def next_numbers(organization: Organization, year: int, count: int = 1) -> range:
    """Take the next numbers of a body's register in a fiscal year; nobody else gets one before the transaction ends.

    One statement, and best one of the last of its transaction: everybody who asks the same office for help at the same
    moment waits here for the others.

    Args:
        organization: whose book it is.
        year: fiscal year (B.E.).
        count: how many numbers, one at least.

    Returns:
        The numbers, in order and without a gap.
    """
    with connections[router.db_for_write(RegisterCounter)].cursor() as cursor:
        cursor.execute(_TAKE, [organization.pk, year, count])
        (last,) = cursor.fetchone()
    return range(last - count + 1, last + 1)
