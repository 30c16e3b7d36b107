"""Requests by the short form of an event that go straight to the local administration of the place.

Where thousands come in a day, reading each at the center and again where it is worked on takes twice the people. Who declares the
event decides it. What cannot go there goes to the center as always: crisis reports, whoever does not want the local administration
to know, stories of others without consent or danger to life, places that several serve, and administrations where nobody is
appointed to take requests in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cases.domain.entry import ground_of
from cases.domain.receivers import Receiver
from cases.errors import GuardFailed
from cases.events.models import Event
from portal.accounts.functions import Function
from portal.accounts.models import Appointment
from portal.organizations.domain.routing import local_administrations_for

if TYPE_CHECKING:
    from cases.domain.submission import Submission


def receiver_in_event(submission: Submission) -> Receiver | None:
    """Return the local administration that receives a request of an event's short form; None where the center does.

    It reads the story by the same right as if the center had forwarded it: consent, or danger to life where nobody was asked.
    """
    if not submission.occasion or submission.problem.is_crisis or submission.avoid_local:
        return None
    event = Event.objects.running().filter(slug=submission.occasion, direct=True).first()
    if event is None:
        return None
    serving = local_administrations_for(submission.subdistrict_code, submission.moo)
    if len(serving) != 1 or not event.parties.filter(organization=serving[0]).exists():
        return None
    somebody = Appointment.objects.in_force().filter(organization=serving[0]).giving(Function.INTAKE)
    if not somebody.exists():
        return None
    try:
        return Receiver(serving[0], ground_of(submission))
    except GuardFailed:
        return None
