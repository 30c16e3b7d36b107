"""Changing a running event: its area grows, organizations join, somebody else directs it (many.md, change_event)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypedDict, Unpack
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cases.errors import GuardFailed
from cases.events.domain import attaching, declared, story
from cases.events.domain.declaring import check_area, check_people, locked, served_by
from cases.events.models import Decision, Event, EventArea, EventOrganization
from cases.events.vocabulary import Decided
from portal.audit import services as audit

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.actors import Officer
    from portal.organizations.models import Organization


class Changed(TypedDict, total=False):
    """Fields that change; what is not named stays as others may have written it meanwhile."""

    duty_officer: User
    stand_in: User | None
    direct: bool


@transaction.atomic
def change(
    *,
    actor: Officer,
    event: Event,
    reason: str,
    token: UUID,
    subdistricts: Sequence[str] = (),
    organizations: Sequence[Organization] = (),
    **fields: Unpack[Changed],
) -> Event:
    """Let the area of an event grow, let organizations join, or let somebody else direct it.

    Nothing is taken away: what came in stays in. What came from the new places since the event began is attached, and rooms
    above open what they open for a new event. The same token means the same change, however often it is sent.

    Args:
        actor: who directs it.
        event: running.
        reason: why, without anybody's name.
        token: one for each form.
        subdistricts: codes that are added.
        organizations: that join; the area that they serve is added too.
        fields: `duty_officer`, `stand_in`, `direct`: those that change.

    Raises:
        NotAllowed: for somebody who does not direct the event.
        GuardFailed: it was closed, the reason is missing, nothing changes, or the area or a person cannot be.
    """
    event = locked(actor, event, "change_event")
    if Decision.objects.filter(token=token, event=event).exists():
        return event
    if not reason.strip():
        raise GuardFailed(_("เขียนว่าทำไมจึงแก้สถานการณ์"), field="reason")
    codes = _new_area(actor, event, subdistricts, organizations)
    joining = _new_organizations(event, organizations)
    changed = {name: value for name, value in fields.items() if getattr(event, name) != value}
    check_people(actor, {name: value for name, value in changed.items() if name != "direct"})  # type: ignore[misc]
    if not (codes or joining or changed):
        raise GuardFailed(_("ยังไม่ได้แก้อะไร เลือกตำบล หน่วยงาน หรือผู้อำนวยการเวรคนใหม่"), field="subdistricts")
    attached = _keep(event, codes, joining, changed)
    what = {
        "subdistricts": codes,
        "organizations": joining,
        "attached": attached,
        **{name: getattr(value, "pk", value) for name, value in changed.items()},
    }
    story.write(event=event, actor=actor, kind=Decided.CHANGED, reason=reason, what=what, token=token)
    audit.record(actor=actor, action="event.change", subject=event.slug, purpose=reason.strip(), data=what)
    return event


def _new_area(
    actor: Officer, event: Event, subdistricts: Sequence[str], organizations: Sequence[Organization]
) -> list[str]:
    """Return the subdistricts that the event has not yet, when it may have them."""
    before = set(event.areas.values_list("subdistrict_code", flat=True))
    codes = (set(subdistricts) | served_by(organizations)) - before
    if codes:
        check_area(actor, codes, besides=len(before))
    return sorted(codes)


def _new_organizations(event: Event, organizations: Sequence[Organization]) -> list[int]:
    """Return the keys of those that do not work in the event yet."""
    before = {event.organization_id, *event.parties.values_list("organization", flat=True)}
    return sorted({one.pk for one in organizations} - before)


def _keep(event: Event, codes: Sequence[str], joining: Sequence[int], changed: dict[str, object]) -> int:
    """Write what changes, and let follow what follows from it; returns how many earlier requests came in."""
    for name, value in changed.items():
        setattr(event, name, value)
    event.save(update_fields=list(changed))
    EventOrganization.objects.bulk_create(
        EventOrganization(event=event, organization_id=pk) for pk in joining
    )
    if not codes:
        return 0
    EventArea.objects.bulk_create(EventArea(event=event, subdistrict_code=code) for code in codes)
    attached = attaching.attach_earlier(event, codes)
    declared.tell(event)
    return attached
