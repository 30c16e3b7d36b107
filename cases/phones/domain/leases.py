"""A lease: by what right somebody writes on a phone.

It is signed and kept by the phone, so a portal that was put back to yesterday still knows it. Who has it writes in its holder's
name, on this phone: there it lies under the holder's six digits. What lies beside them in clear, so that any contact may ask whether
the holder still reads, is a *stub*: it says the same and nobody writes by it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core import signing
from django.utils import timezone

from portal.accounts.models import Appointment

if TYPE_CHECKING:
    from portal.actors import Officer

SALT, STUB = "cases.phones.lease", "cases.phones.stub"
LONGEST = 400
"""Characters of a lease; ours are half as long."""


@dataclass(frozen=True, slots=True)
class Lease:
    """What a lease says.

    Attributes:
        appointment: primary key, by which its holder acts.
        person: primary key of the holder.
        stream: of the phone.
        issued: when.
    """

    appointment: int
    person: int
    stream: UUID
    issued: dt.datetime


def issue(actor: Officer, stream: UUID) -> tuple[str, str]:
    """Return a lease for somebody who is signed in, from now on, and its stub."""
    assert actor.appointment is not None
    data = [actor.appointment.pk, actor.person.pk, str(stream), int(timezone.now().timestamp())]
    return signing.dumps(data, salt=SALT), signing.dumps(data, salt=STUB)


def read(text: Any, salt: str = SALT) -> Lease | None:
    """Return what a lease says, or a stub; None for what we never signed as this.

    Args:
        text: as the phone sent it.
        salt: `SALT` for a lease, `STUB` for a stub.
    """
    if not isinstance(text, str) or len(text) > LONGEST:
        return None
    try:
        appointment, person, stream, issued = signing.loads(text, salt=salt)
    except signing.BadSignature:
        return None
    return Lease(appointment, person, UUID(stream), dt.datetime.fromtimestamp(issued, tz=dt.UTC))


def appointment_of(lease: Lease) -> Appointment | None:
    """Return the appointment of a lease, also one that has ended; None when a portal put back to before it forgot it."""
    rows = Appointment.objects.filter(pk=lease.appointment, user=lease.person)
    return rows.select_related("user", "organization").first()


def holds_by(appointment: Appointment) -> bool:
    """Whether an appointment is in force today."""
    return Appointment.objects.in_force().filter(pk=appointment.pk).exists()


def ended(texts: Iterable[str]) -> list[str]:
    """Return those stubs whose holder may not read any more what they brought to the phone (**wipe**).

    Phones of before had no stubs and send their leases.
    """
    read_ones = {text: lease for text in texts if (lease := read(text, STUB) or read(text)) is not None}
    held = Appointment.objects.in_force().filter(pk__in={lease.appointment for lease in read_ones.values()})
    alive = set(held.values_list("pk", "user_id"))
    return [
        text
        for text in texts
        if text not in read_ones or (read_ones[text].appointment, read_ones[text].person) not in alive
    ]
