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


def first_event(case: Case) -> CaseEvent:
    """Return what was written down when a case was received, as it stands now."""
    return _FIRST(case=case.pk)[0]


def fingerprint(event: CaseEvent) -> str:
    """Return the fingerprint of an entry of the history, as 64 signs.

    It is made of the row as it stands now: another one than on the receipt means that the row was changed.
    """
    return digest_of("", EVENTS.facts(event))


def in_short(digest: str) -> str:
    """Return the beginning of a fingerprint in groups, as it stands on a receipt."""
    return " ".join(digest[at : at + SIGNS] for at in range(0, GROUPS * SIGNS, SIGNS))


# By the row and not by its fingerprint: there is one index on seals, and they are as many as all that ever happened.
_SEAL = Composed(lambda row: Seal.objects.filter(source=EVENTS.name, row=row), row=int)


def sealed_day(event: CaseEvent, digest: str) -> SealedDay | None:
    """Return the closed day into whose root an entry of the history went with this fingerprint.

    Args:
        event: the entry.
        digest: its fingerprint as it stands now.

    Returns:
        None while its day is not over, and where another fingerprint was sealed: the row was changed.
    """
    seal = _SEAL.first(row=event.pk)
    if seal is None or seal.digest != digest:
        return None
    return SealedDay.objects.filter(first__lte=seal.number, last__gte=seal.number).first()
