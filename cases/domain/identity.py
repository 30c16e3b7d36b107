"""The three numbers of a case: public reference, tracking secret, register number. They are never mixed."""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.utils.encoding import force_bytes

from cases.models import Case, RegisterCounter, RegisterEntry
from portal.calendar.working_days import OFFICE_ZONE
from portal.thai.codes import ALPHABET, clean, grouped, new_code
from portal.thai.dates import fiscal_year

if TYPE_CHECKING:
    import datetime as dt

    from portal.organizations.models import Organization

REFERENCE_LENGTH = 8
SECRET_LENGTH = 16


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
    """Return the tracking secret that belongs to a token (about 73 bits, ASVS 11.5.1).

    Derived, not drawn: when the answer is lost on its way, sending the form again shows the same secret, although only
    its hash is stored (R03).
    """
    digest = hmac.new(
        force_bytes(settings.SECRET_KEY), b"tracking-secret:" + token.bytes, hashlib.sha512
    ).digest()
    number = int.from_bytes(digest, "big")
    characters = []
    for _ in range(SECRET_LENGTH):
        number, rest = divmod(number, len(ALPHABET))
        characters.append(ALPHABET[rest])
    return grouped("".join(characters))


def hash_secret(secret: str) -> str:
    """Return the hash of a secret. The secret is random and long, so a fast hash is enough."""
    return hashlib.sha256(b"tracking:" + clean(secret).encode()).hexdigest()


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
    counter = counter_for(organization, year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return RegisterEntry.objects.create(
        case=case, organization=organization, fiscal_year=year, number=counter.last, entered_at=at
    )


def year_of(at: dt.datetime) -> int:
    """Return the fiscal year (B.E.) whose book a moment belongs to."""
    return fiscal_year(at.astimezone(OFFICE_ZONE).date())


def counter_for(organization: Organization, year: int) -> RegisterCounter:
    """Return the counter of a body's register in a fiscal year, locked until the transaction ends."""
    RegisterCounter.objects.get_or_create(organization=organization, fiscal_year=year)
    return RegisterCounter.objects.select_for_update().get(organization=organization, fiscal_year=year)
