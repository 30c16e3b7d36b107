"""Where a member of staff works."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import resolve_url

from portal.accounts.functions import CMS_GROUPS, Function

if TYPE_CHECKING:
    from portal.actors import Officer

SECOND_DONE = "accounts.second"
"""Session key: the second factor was given, or set up, in this session."""
AT_HOME_IN_CMS = frozenset(CMS_GROUPS) | {Function.SYSTEM}


def home_of(actor: Officer | None) -> str:
    """Return the address at which an officer begins: editors in /cms/, everybody else at the desk."""
    if actor and not actor.works_on_cases and actor.functions & AT_HOME_IN_CMS:
        return resolve_url("wagtailadmin_home")
    return resolve_url("desk:worklist")
