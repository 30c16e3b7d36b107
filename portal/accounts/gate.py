"""Where somebody has to go before anything else opens."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.shortcuts import redirect
from django.urls import reverse

from portal.accounts.actors import officers_of
from portal.accounts.domain import second_factor
from portal.accounts.landing import SECOND_DONE

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def closed(request: HttpRequest) -> str:
    """Return the address at which the signed-in person sets up the second factor, while one is needed and not given."""
    if request.session.get(SECOND_DONE):
        return ""
    if not second_factor.is_needed(officers_of(request), is_superuser=request.user.is_superuser):
        return ""
    return reverse("accounts:second_setup")


class BackOfficeGateMiddleware:
    """The same for /cms/, whose views carry no rule of ours."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Look at addresses of the back-office only; elsewhere nobody is asked who they are."""
        inside = request.path.startswith(reverse("wagtailadmin_home"))
        if inside and request.user.is_authenticated and (first := closed(request)):
            return redirect(first)
        return self.get_response(request)
