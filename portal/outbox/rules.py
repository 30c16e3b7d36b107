"""Who looks after mail that did not leave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.organizations.vocabulary import OrganizationType

if TYPE_CHECKING:
    from portal.actors import Officer


def tends_mail(actor: Officer) -> bool:
    """The head of the joint center: others see neither that a message exists nor for whom it was."""
    return actor.organization.type == OrganizationType.CENTER and actor.supervises
