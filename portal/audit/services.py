"""Writing to the record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from portal.audit.models import AuditEntry

if TYPE_CHECKING:
    from portal.actors import Actor
    from portal.organizations.models import Organization


def record(
    *,
    actor: Actor,
    action: str,
    subject: str = "",
    organization: Organization | None = None,
    purpose: str = "",
    data: dict[str, Any] | None = None,
) -> AuditEntry:
    """Add one row in the caller's transaction: the act and its record stand or fall together.

    Args:
        actor: who acts.
        action: a dotted code such as ``case.read`` or ``case.refer``.
        subject: what it is about, as a public reference; never a name.
        organization: the body concerned when it is not the actor's own.
        purpose: the reason that the person gave, where one is asked for.
        data: codes only, e.g. ``{"from": "received", "to": "screened"}``.
    """
    return AuditEntry.objects.create(
        actor_kind=actor.kind,
        user=actor.person,
        appointment=actor.appointment,
        organization=organization or actor.organization,
        role=actor.role,
        action=action,
        subject=subject,
        purpose=purpose,
        data=data or {},
    )
