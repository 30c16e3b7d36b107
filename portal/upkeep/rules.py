"""Who sees how the system is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.accounts.functions import Function
from portal.outbox.rules import tends_mail

if TYPE_CHECKING:
    from portal.actors import Officer


def looks_after_the_system(actor: Officer) -> bool:
    """The head of the joint center, and whoever looks after the machine; nothing on the page is about a person."""
    return Function.SYSTEM in actor.functions or tends_mail(actor)
