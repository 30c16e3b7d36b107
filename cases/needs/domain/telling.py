"""Telling local administrations of the needs in their area, once a month or at once, and their acknowledgement (S1.28)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from cases.domain.overview import around, is_center, is_local
from cases.errors import GuardFailed, NotAllowed
from cases.needs.domain import gathering
from cases.needs.models import Digest, DigestLine, Need, NeedSource
from portal.audit import services as audit
from portal.organizations.areas import is_area
from portal.organizations.domain.heirs import Rows
from portal.organizations.models import Organization, OrganizationQuerySet, ServiceArea
from portal.organizations.vocabulary import LOCAL_ADMINISTRATIONS
from portal.outbox.services import enqueue
from portal.thai.dates import bangkok_datetime, bangkok_today
from portal.vocabulary import ProblemType
from portal.web.links import absolute

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from portal.actors import Officer

LONGEST = 1000


def may_tell(actor: Officer) -> bool:
    """Whether somebody tells local administrations of needs: whoever works on cases at the center."""
    return is_center(actor) and actor.works_on_cases


def may_acknowledge(actor: Officer) -> bool:
    """Whether somebody acknowledges for a local administration: whoever works on its cases."""
    return is_local(actor) and actor.works_on_cases


def recipients(actor: Officer) -> OrganizationQuerySet:
    """Return the local administrations that the actor's center tells: those around it."""
    return around(actor.organization)


def bounds_of(month: dt.date) -> tuple[dt.datetime, dt.datetime]:
    """Return the first moment of a month and the first one after it."""
    first = month.replace(day=1)
    return bangkok_datetime(first), bangkok_datetime((first + dt.timedelta(days=32)).replace(day=1))


def send_digests(*, actor: Officer, month: dt.date, message: str = "") -> int:
    """Tell every local administration of the district what its people needed in a month; returns how many were told now.

    Each is told once: a second click, or going on after a stop, tells those that were not told yet.

    Args:
        actor: of the center.
        month: any day of a month that is over.
        message: a word with it, without anybody's name.

    Raises:
        NotAllowed: for anybody else.
        GuardFailed: the month is not over, or the message is too long.
    """
    if not may_tell(actor):
        raise NotAllowed("send_digest")
    month, message = month.replace(day=1), message.strip()
    if bounds_of(month)[1] > bangkok_datetime(bangkok_today()):
        raise GuardFailed(_("เดือนนี้ยังไม่สิ้นสุด"), field="month")
    if len(message) > LONGEST:
        raise GuardFailed(_("ข้อความยาวเกิน 1,000 ตัวอักษร"), field="message")
    return sum(_send(actor, organization, month, message) for organization in recipients(actor))


@transaction.atomic
def _send(actor: Officer, organization: Organization, month: dt.date, message: str) -> bool:
    digest, is_new = Digest.objects.get_or_create(
        organization=organization,
        sender=actor.organization,
        month=month,
        defaults={"message": message, "sent_by": actor.person},
    )
    if not is_new:
        return False
    begin, end = bounds_of(month)
    area = gathering.area_of(organization)
    lines = [
        DigestLine(
            digest=digest, source=NeedSource.REQUEST, theme=theme, subdistrict_code=code, number=number
        )
        for (theme, code), number in sorted(
            gathering.shown_to_others(gathering.requests(area, begin, end, for_others=True)).items()
        )
    ]
    DigestLine.objects.bulk_create(lines)
    digest.needs.set(gathering.told_with_digest(actor.organization, area, begin, end))
    audit.record(
        actor=actor, action="needs.digest", subject=str(digest.pk), data={"organization": organization.pk}
    )
    _write("needs_digest", organization, "needs:digest", digest.pk)
    return True


def _write(template: str, organization: Organization, name: str, pk: int) -> None:
    """Write to an organization that something waits at the desk; what it is about stands there only."""
    if not organization.email:
        return
    with translation.override("th"):
        link = absolute(reverse(name, kwargs={"pk": pk}))
    enqueue(
        template=template,
        to=organization.email,
        context={"link": link, "body_name": organization.display_name},
        dedup_key=f"{template}:{pk}:{organization.pk}",
        organization=organization,
    )


@transaction.atomic
def note(
    *,
    actor: Officer,
    token: UUID,
    source: NeedSource,
    theme: ProblemType,
    subdistrict: str,
    words: str,
    households: int | None = None,
    is_urgent: bool = False,
    to: Organization | None = None,
) -> Need:
    """Note a need; an urgent one is told to its local administration in the same transaction.

    Args:
        actor: of the center.
        token: one for each form, so that a second click meets the same need.
        source: how it became known.
        theme: of which kind.
        subdistrict: where.
        words: what is needed, without anybody's name.
        households: about how many.
        is_urgent: it cannot wait for the digest.
        to: whom to tell at once, where several serve the subdistrict.

    Raises:
        NotAllowed: for anybody else.
        GuardFailed: words are missing or too long, the place does not exist, nobody serves it, or several do and none
            of them is named; or it is of a crisis problem, which becomes a request instead.
    """
    if not may_tell(actor):
        raise NotAllowed("note_need")
    words = words.strip()
    if not words or len(words) > LONGEST:
        raise GuardFailed(_("เขียนความต้องการ ไม่เกิน 1,000 ตัวอักษร"), field="words")
    if not is_area(subdistrict, "subdistrict"):
        raise GuardFailed(_("ไม่มีพื้นที่รหัสนี้"), field="subdistrict")
    if is_urgent and theme.is_crisis:
        raise GuardFailed(_("ปัญหาสังคมที่ต้องปกปิดไม่แจ้งเป็นความต้องการ ให้รับเป็นเรื่อง"), field="is_urgent")
    if to is not None and not is_urgent:
        raise GuardFailed(_("เลือก อปท. ได้เมื่อแจ้งทันที ที่ไม่เร่งด่วนแจ้งทุกแห่งของตำบลพร้อมสรุป"), field="to")
    told = _whom_to_tell(subdistrict, to) if is_urgent else None
    need, is_new = Need.objects.get_or_create(
        token=token,
        defaults={
            "source": source,
            "theme": theme,
            "subdistrict_code": subdistrict,
            "words": words,
            "households": households,
            "is_urgent": is_urgent,
            "organization": actor.organization,
            "noted_by": actor.person,
            "told": told,
        },
    )
    if not is_new:
        return need
    audit.record(actor=actor, action="needs.noted", subject=str(need.pk), data={"urgent": is_urgent})
    if told is not None:
        _write("needs_urgent", told, "needs:urgent", need.pk)
    return need


def _whom_to_tell(subdistrict: str, to: Organization | None) -> Organization:
    """Return the local administration that serves a subdistrict; of several the one that was named.

    About one subdistrict in five is served by two or more, each in its own villages (S1.13).

    Raises:
        GuardFailed: nobody serves it, or it is open who is meant.
    """
    rows = ServiceArea.objects.filter(
        subdistrict_code=subdistrict,
        organization__is_active=True,
        organization__type__in=LOCAL_ADMINISTRATIONS,
    ).select_related("organization")
    found = {row.organization.pk: row.organization for row in rows.order_by("organization__sort_key", "pk")}
    if not found:
        raise GuardFailed(_("ไม่พบ อปท. ของตำบลนี้ในทำเนียบ"), field="subdistrict")
    if to is None and len(found) == 1:
        return next(iter(found.values()))
    if to is None or to.pk not in found:
        names = ", ".join(one.display_name for one in found.values())
        raise GuardFailed(_("เลือกว่าจะแจ้ง อปท. ใดของตำบลนี้: %(names)s") % {"names": names}, field="to")
    return to


def digests_of(actor: Officer) -> QuerySet[Digest]:
    """Return the digests that somebody may read: what their center sent, what their local administration was sent."""
    found = Digest.objects.select_related("organization", "sender", "acknowledged_by")
    if is_center(actor):
        return found.filter(sender=actor.organization)
    return found.filter(organization=actor.organization) if is_local(actor) else found.none()


def urgent_of(actor: Officer) -> QuerySet[Need]:
    """Return the urgent needs that somebody may read: what their center noted, what their local administration was told."""
    found = Need.objects.filter(is_urgent=True).select_related("organization", "told", "acknowledged_by")
    if is_center(actor):
        return found.filter(organization=actor.organization)
    return found.filter(told=actor.organization) if is_local(actor) else found.none()


PASSED = Rows(
    name="urgent needs",
    words=_("มีความต้องการเร่งด่วนที่ยังไม่ได้รับทราบ %(count)d ข้อ จะโอนให้ อปท. ที่สืบต่อ"),
    of=lambda organization: Need.objects.filter(told=organization, acknowledged_at=None),
    column="told",
    takes=lambda heir: heir.is_local_administration,
)
"""What goes on when a local administration ends: somebody has to see what it was told at once."""


@transaction.atomic
def acknowledge(*, actor: Officer, what: Digest | Need) -> bool:
    """Acknowledge for one's local administration; False when that was done before.

    Raises:
        NotAllowed: it was told to another one, or the actor does not work on cases.
    """
    addressed = what.organization_id if isinstance(what, Digest) else what.told_id
    if not may_acknowledge(actor) or addressed != actor.organization.pk:
        raise NotAllowed("acknowledge_needs")
    rows = type(what)._default_manager.filter(pk=what.pk, acknowledged_at=None)
    if not rows.update(acknowledged_at=timezone.now(), acknowledged_by=actor.person):
        return False
    audit.record(
        actor=actor, action="needs.acknowledged", subject=f"{what._meta.model_name}:{what.pk}", data={}
    )
    return True
