"""Who writes, publishes and decides about the notices of an office (S1.11)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from announcements.models import OfficeNotice, OfficeSettings
from portal.accounts.functions import Function
from portal.organizations.vocabulary import LOCAL_ADMINISTRATIONS, OrganizationType

if TYPE_CHECKING:
    from portal.actors import Officer

OFFICES = frozenset(LOCAL_ADMINISTRATIONS) | {OrganizationType.LAO_HELP_CENTER}
"""Kinds of organization that have a section of their own."""


def may_write(actor: Officer) -> bool:
    """Say whether somebody writes notices: case workers and reporters of an office that has a section."""
    return actor.organization.type in OFFICES and (
        actor.works_on_cases or Function.REPORTING in actor.functions
    )


def is_ours(actor: Officer, notice: OfficeNotice) -> bool:
    """Say whether somebody writes a notice: it is of their own office."""
    return may_write(actor) and notice.organization_id == actor.organization.pk


def publishes_directly() -> bool:
    """Say whether offices publish without the center: its setting, off until somebody switches it on."""
    found = OfficeSettings.objects.filter(site__is_default_site=True).first()
    return found is not None and found.publishes_directly


def may_publish(actor: Officer) -> bool:
    """Say whether somebody puts a notice of their own office before the public: its head or deputy, where that is set."""
    return may_write(actor) and actor.supervises and publishes_directly()


def may_decide(actor: Officer) -> bool:
    """Say whether somebody publishes or gives back what offices propose: the center's publishers."""
    return actor.organization.type == OrganizationType.CENTER and Function.PUBLISH in actor.functions
