"""Where somebody has to go before anything else opens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from portal.accounts.actors import officers_of
from portal.accounts.domain import second_factor
from portal.accounts.landing import SECOND_DONE

if TYPE_CHECKING:
    from django.http import HttpRequest


def closed(request: HttpRequest) -> str:
    """Return the address at which the signed-in person sets up the second factor, while one is needed and not given.

    Whoever has one gave it at the sign-in; so only those come here who have none yet.
    """
    if request.session.get(SECOND_DONE) or not second_factor.is_needed(officers_of(request)):
        return ""
    return reverse("accounts:second_setup")
