"""What the register tells of an event: its four figures, who is not accounted for before the end, and to whom they are left after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.domain import ladder
from cases.events.domain.standing import Kind
from cases.vulnerable.domain.board import by_organization, sum_of
from cases.vulnerable.vocabulary import Status
from portal.outbox.services import enqueue
from portal.web.links import absolute

if TYPE_CHECKING:
    from cases.events.models import Event

LEFT = (Status.NOT_REACHED, Status.NEEDS)
"""Somebody still has to go to them or call them."""
_THEN = gettext_lazy("หน่วยงานที่ดูแลบ้านได้รับแจ้งจำนวน และติดตามต่อที่ “บ้านที่ต้องช่วยก่อน”")
KINDS = {
    "not_reached": Kind(gettext_lazy("บ้านที่ต้องช่วยก่อน ยังไม่ได้ติดต่อ"), _THEN),
    "needs": Kind(gettext_lazy("บ้านที่ต้องช่วยก่อน ยังต้องการความช่วยเหลือ"), _THEN),
}


def figures(event: Event) -> list[tuple[str, str]]:
    """Return the four figures of an event with their sum, in words; two queries, nothing where no household has a row."""
    found = sum_of(by_organization(event))
    if not found.total:
        return []
    lines = [(str(status.label), found.of(status)) for status in Status]
    lines.append((_("รวม"), found.total))
    return [(_("บ้านที่ต้องช่วยก่อน: %(what)s") % {"what": label}, str(number)) for label, number in lines]


def standing(event: Event) -> dict[str, int]:
    """Return how many households are not accounted for; two queries."""
    found = sum_of(by_organization(event))
    return {status.value: found.of(status) for status in LEFT}


def hand_over(event: Event) -> int:
    """Tell each organization how many of its households an event left without news or in need; returns how many were told.

    In the transaction that closes the event. A number and the way to the page, which stays theirs; nobody is named.
    """
    told = 0
    with translation.override("th"):
        link = absolute(reverse("first:event", kwargs={"event": event.slug}))
    for place in by_organization(event):
        organization, number = place.organization, sum(place.figures.of(status) for status in LEFT)
        if organization is None or not number:
            continue
        addresses = dict.fromkeys(filter(None, [organization.email, *ladder.followers(organization)]))
        for position, address in enumerate(addresses):
            enqueue(
                template="first_left",
                to=address,
                context={"count": str(number), "link": link, "body_name": organization.display_name},
                dedup_key=f"first-left:{event.pk}:{organization.pk}:{position}",
                organization=organization,
            )
        told += 1
    return told
