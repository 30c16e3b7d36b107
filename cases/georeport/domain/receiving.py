"""A report of a partner's program becomes a request like any other, once; and how it stands is told without any person.

GeoReport has no way to say that a report comes a second time. The same words by the same key within `AGAIN_WITHIN` are taken
for the answer that got lost, unless the program says by `Idempotency-Key` which report it is.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from cases.domain.intake import AffectedDetails, ReporterDetails, Submission, submit_case
from cases.georeport.models import PartnerKey, PartnerRequest
from cases.machine.vocabulary import Stage
from cases.vocabulary import Channel, PublicStatus
from portal.actors import Citizen
from portal.audit import services as audit
from portal.search.query.danger import danger_in
from portal.vocabulary import ProblemType

if TYPE_CHECKING:
    from collections.abc import Mapping

AGAIN_WITHIN = dt.timedelta(hours=24)
MOST_ASKED = 50
"""Numbers that one question may name."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """What a program sent, clean and within its bounds.

    Attributes:
        service: of `services`.
        subdistrict: six digits.
        words: what happened.
        address: where, in words.
        moo: number of the village.
        name, phone, email, email_words: of whoever reports; all may be empty.
        own_reference: the program's own number of it.
    """

    service: str
    subdistrict: str
    words: str
    address: str = ""
    moo: str = ""
    name: str = ""
    phone: str = ""
    email: str = ""
    email_words: str = ""
    own_reference: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a report stands, for everybody who has its number.

    Attributes:
        number: of the report.
        service: as it was sent.
        is_open: False once the request is closed.
        requested_at: when it was taken in.
        updated_at: when `is_open` changed last.
    """

    number: str
    service: str
    is_open: bool
    requested_at: dt.datetime
    updated_at: dt.datetime


def fingerprint_of(*, sent: Mapping[str, str], said: str = "") -> str:
    """Return by what a report is known again; with the server's key, so that nobody tries words against it.

    Args:
        sent: every field of it.
        said: the `Idempotency-Key` of the program, which then counts alone.
    """
    words = f"key:{said}" if said else "\x1f".join(f"{name}={sent[name]}" for name in sorted(sent))
    return salted_hmac("cases.georeport.again", words, algorithm="sha256").hexdigest()


def receive(*, key: PartnerKey, report: Report, fingerprint: str) -> PartnerRequest:
    """Keep a report as a request; the same one sent again gives the same number.

    Words that tell of danger make it a careful one, whatever service it was sent for: nobody but its office reads it.

    Args:
        key: by which it came.
        report: what it says.
        fingerprint: of `fingerprint_of`.

    Raises:
        GuardFailed: something is missing; nothing was kept.
    """
    if (known := _known(key, fingerprint)) is not None:
        return known
    # From the server's key as well: nobody else can make the token of a request, which stands for whoever sent it.
    day = timezone.localdate().isoformat()
    token = UUID(salted_hmac("cases.georeport.token", f"{key.pk}:{fingerprint}:{day}").hexdigest()[:32])
    problem = ProblemType.UNSURE if danger_in(report.words) else ProblemType(report.service)
    submission = Submission(
        problem=problem,
        channel=Channel.MOBILE_APP,
        province_code=report.subdistrict[:2],
        district_code=report.subdistrict[:4],
        subdistrict_code=report.subdistrict,
        narrative=report.words,
        place_detail=report.address,
        moo=report.moo,
        reporter=ReporterDetails(
            name=report.name, phone=report.phone, email=report.email, email_words=report.email_words
        ),
        affected=(AffectedDetails(name=report.name, is_reporter=True, phone=report.phone),),
    )
    try:
        with transaction.atomic():
            case = submit_case(submission=submission, token=token, actor=Citizen()).case
            row = PartnerRequest.objects.create(
                number=_new_number(),
                key=key,
                case=case,
                service=report.service,
                own_reference=report.own_reference,
                fingerprint=fingerprint,
                told_version=case.version,
                told_state=PublicStatus.RECEIVED,
                shown_state=PublicStatus.RECEIVED,
            )
            audit.record(actor=Citizen(case.reference), action="georeport.received", subject=str(key.pk))
    except IntegrityError:
        # Two copies at one moment: the other one was faster, and its number is ours.
        if (known := _known(key, fingerprint)) is None:
            raise
        return known
    return row


def _known(key: PartnerKey, fingerprint: str) -> PartnerRequest | None:
    since = timezone.now() - AGAIN_WITHIN
    return key.requests.filter(fingerprint=fingerprint, at__gte=since).first()


def _new_number() -> str:
    """Return a number of sixteen digits that no report has yet; nobody guesses one (53 bits)."""
    while True:
        number = f"{secrets.randbelow(10**16):016d}"
        if not PartnerRequest.objects.filter(number=number).exists():
            return number


def standings(numbers: Iterable[str]) -> list[Standing]:
    """Return how reports stand; numbers that nobody was given are left out.

    A request that became a careful one, or that two people erased, goes on standing as it stood when it was sent, so that its
    number tells nobody what happened to it.

    Args:
        numbers: at most `MOST_ASKED` are looked at.
    """
    # PostgreSQL takes no NUL in a text, and no number of ours has anything but digits.
    asked = [one for one in dict.fromkeys(numbers) if one.isascii() and one.isdecimal()][:MOST_ASKED]
    rows = PartnerRequest.objects.filter(number__in=asked).select_related("case")
    found = {row.number: _standing(row) for row in rows}
    return [found[number] for number in asked if number in found]


def _standing(row: PartnerRequest) -> Standing:
    case = row.case
    is_told = not case.is_restricted and case.stage == Stage.CLOSED and case.closed_at is not None
    updated = case.closed_at if is_told and case.closed_at else row.at
    return Standing(row.number, row.service, not is_told, row.at, updated)


def jurisdiction() -> str:
    """Return the one jurisdiction of this installation: the name of its host."""
    return urlsplit(settings.WAGTAILADMIN_BASE_URL).netloc
