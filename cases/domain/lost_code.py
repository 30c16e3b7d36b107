"""A lost tracking code is replaced by the mail address that the reporter gave and called safe (issue 12 point 2; privacy 8).

Whoever asks reads the same sentence whatever they typed, after the same work: the asking is written down, and judged by the
queue. Only general cases are answered; of a crisis nothing goes by mail that could give somebody away, and the code is
replaced by an officer who makes sure who it is. The mail holds a link that is good for an hour and for one new code.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.crypto import constant_time_compare, salted_hmac

from cases.domain import facts
from cases.domain.act import lock_case
from cases.domain.identity import is_secret_of, secret_for
from cases.models import Case, LostCode
from cases.vocabulary import Track
from portal.actors import Citizen
from portal.outbox.services import enqueue
from portal.thai import codes
from portal.web.links import absolute

VALID_FOR = dt.timedelta(hours=1)
MOST_A_DAY = 3
"""Mails of one case within a day: whoever knows reference and address floods no mailbox."""
SECRET_LENGTH = 20
"""Signs of the secret in the link, 91 bits."""


@dataclass(frozen=True, slots=True)
class NewCodes:
    """What the person writes down.

    Attributes:
        reference: public, as before.
        secret: the new one; only its hash is kept.
    """

    reference: str
    secret: str


def _digest(secret: str) -> str:
    return salted_hmac("cases.lost_code", codes.clean(secret), algorithm="sha256").hexdigest()


def ask(*, reference: str, email: str) -> None:
    """Write down that somebody asks; `judge_waiting` finds out whether they get a mail.

    Args:
        reference: as typed, cleaned.
        email: as typed.
    """
    LostCode.objects.create(typed_reference=reference[:20], email=email)


def judge_waiting() -> int:
    """Write to those whose reference and address belong together, forget the others; returns how many mails."""
    LostCode.objects.filter(asked_at__lt=timezone.now() - dt.timedelta(days=1)).delete()
    waiting = LostCode.objects.filter(expires_at=None).order_by("pk").values_list("pk", flat=True)
    return sum(_judge(pk) for pk in waiting)


@transaction.atomic
def _judge(pk: int) -> bool:
    row = LostCode.objects.select_for_update().filter(pk=pk, expires_at=None).first()
    if row is None:
        return False
    case = Case.objects.select_related("reporter").filter(reference=row.typed_reference).first()
    if case is None or not _may_answer(case, row.email):
        row.delete()
        return False
    secret = codes.new_code(SECRET_LENGTH)
    with translation.override(case.language):
        link = absolute(reverse("cases_intake:new_code", kwargs={"secret": secret}))
    enqueue(
        template="case_code",
        to=case.reporter.email,
        context={"reference": case.reference, "link": link},
        dedup_key=f"case_code:{case.reference}:{row.identity}",
    )
    row.case, row.digest, row.email = case, _digest(secret), ""
    row.expires_at = timezone.now() + VALID_FOR
    row.save()
    return True


def _may_answer(case: Case, email: str) -> bool:
    """Whether a mail about this case may go to whoever typed this address."""
    reporter = getattr(case, "reporter", None)
    if not _is_general(case) or reporter is None or not (reporter.email and reporter.may_email):
        return False
    if not constant_time_compare(reporter.email.casefold(), email.strip().casefold()):
        return False
    return LostCode.objects.filter(case=case).count() < MOST_A_DAY


def _is_general(case: Case) -> bool:
    return case.track == Track.GENERAL and not case.is_restricted and not case.anonymized


def find(secret: str) -> LostCode | None:
    """Return the asking whose link this is; None when it is unknown, over, or the case has become a careful one."""
    row = LostCode.objects.filter(digest=_digest(secret), expires_at__gt=timezone.now()).exclude(digest="")
    found = row.select_related("case").first()
    return found if found is not None and found.case is not None and _is_general(found.case) else None


@transaction.atomic
def redeem(row: LostCode) -> NewCodes | None:
    """Replace the tracking code; the same link again shows the same code, and None when another one came after it (R03).

    Args:
        row: of `find`.

    Raises:
        NotAllowed: the case has become a careful one in this moment; nothing was written.
    """
    assert row.case is not None
    secret = secret_for(row.identity)
    current = lock_case(row.case)
    if not LostCode.objects.filter(pk=row.pk, expires_at__gt=timezone.now()).exists():
        # The address was changed since `find`.
        return None
    is_ours = is_secret_of(secret=secret, secret_hash=current.secret_hash)
    if not is_ours and _was_used(row):
        return None
    facts.replace_secret(case=current, actor=Citizen(current.reference), token=row.identity)
    # Other links of this case that were asked for before end with the code that they would have replaced.
    LostCode.objects.filter(case=current).exclude(pk=row.pk).update(expires_at=timezone.now())
    LostCode.objects.filter(pk=row.pk, typed_reference__gt="").update(typed_reference="")
    if not is_ours:
        _tell_that_it_was_used(current, row)
    return NewCodes(current.reference, secret)


def _tell_that_it_was_used(case: Case, row: LostCode) -> None:
    """Write to the address on record, so that whose mailbox others read too learns of a code that they did not ask for."""
    with translation.override(case.language):
        link = absolute(reverse("cases_intake:lost"))
    enqueue(
        template="case_code_used",
        to=case.reporter.email,
        context={"reference": case.reference, "link": link},
        dedup_key=f"case_code_used:{case.reference}:{row.identity}",
    )


def _was_used(row: LostCode) -> bool:
    """Whether its code was given out before; the typed reference is forgotten by that."""
    return not LostCode.objects.filter(pk=row.pk).exclude(typed_reference="").exists()
