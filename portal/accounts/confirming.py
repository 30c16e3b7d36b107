"""Asking for the password once more before what must not be done by somebody who finds an open screen (ASVS 7.5.1)."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from portal.accounts import kept, sessions
from portal.web import typed

View = Callable[..., HttpResponseBase]


def own_address(request: HttpRequest, address: str) -> str:
    """Return an address when it leads to this very host, else ""."""
    allowed = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if allowed else ""


def confirmed_lately(view: View) -> View:
    """Let a view be used only when the password was given within the last quarter of an hour.

    Stands below the rule of the address, which finds out who it is. What was sent is kept and comes back afterwards.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if sessions.is_confirmed(request):
            return view(request, *args, **kwargs)
        target = request.get_full_path()
        if request.method == "POST":
            sent = typed.read(request)
            if kept.keep(sent, request.user):
                request.session[kept.FLAG] = True
                target = target if kept.fills(target) else reverse("accounts:kept")
            else:
                target = urlsplit(own_address(request, request.headers.get("Referer", ""))).path
                target = target or reverse("accounts:me")
        response = HttpResponseRedirect(f"{reverse('accounts:confirm')}?{urlencode({'next': target})}")
        response.is_kept_aside = True  # type: ignore[attr-defined]
        return response

    return wrapped
