"""The history of cases as it is sealed, and the fingerprint by which a citizen can prove what was written down."""

from __future__ import annotations

from typing import Any

from cases.models import Case, CaseEvent
from portal.audit.models import Seal, SealedDay
from portal.audit.sources import Source, moment
from portal.audit.verify import digest_of
from portal.composed import Composed

GROUPS, SIGNS = 6, 4
"""What is printed of a fingerprint: 96 bits, more than anybody can make fit."""


def _columns(event: CaseEvent) -> dict[str, Any]:
    return {
        "case": event.case_id,
        "sequence": event.sequence,
        "at": moment(event.at),
        "actor": str(event.actor_kind),
        "user": event.user_id,
        "appointment": event.appointment_id,
        "organization": event.organization_id,
        "role": str(event.role),
        "verb": str(event.verb),
        "from": str(event.from_stage),
        "to": str(event.to_stage),
        "holder": event.holder_id,
        "reason": str(event.reason),
        "referral": event.referral_id,
        "referral_state": str(event.referral_state),
        "consent": str(event.consent),
        "visibility": str(event.visibility),
        "changes": event.changes,
        "waiting": event.waiting,
        "effects": event.effects,
        "identity": event.identity,
    }


# The identity of an event is random, so that nobody can guess one by its fingerprint.
EVENTS = Source("case", CaseEvent, _columns, is_salted=False)


_FIRST = Composed(lambda case: CaseEvent.objects.filter(case=case).order_by("sequence")[:1], case=int)


def fingerprint(case: Case) -> str:
    """Return the fingerprint of what was written down when the case was received, as 64 signs.

    It is made of the row as it stands now: another one than on the receipt means that the row was changed.
    """
    return digest_of("", EVENTS.facts(_FIRST(case=case.pk)[0]))


def in_short(digest: str) -> str:
    """Return the beginning of a fingerprint in groups, as it stands on a receipt."""
    return " ".join(digest[at : at + SIGNS] for at in range(0, GROUPS * SIGNS, SIGNS))


_SEAL = Composed(
    lambda digest: Seal.objects.filter(digest=digest, source=EVENTS.name).order_by("number")[:1], digest=str
)


def sealed_day(digest: str) -> SealedDay | None:
    """Return the closed day into whose root a fingerprint went; None while its day is not over."""
    seal = next(iter(_SEAL(digest=digest)), None)
    if seal is None:
        return None
    return SealedDay.objects.filter(first__lte=seal.number, last__gte=seal.number).first()
