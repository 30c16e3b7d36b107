"""Pages for what went wrong, in plain Thai with the emergency numbers."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

LONG_ENOUGH = 20
"""Characters from which a value is something that a person wrote rather than a code of the form."""


def typed_texts(request: HttpRequest) -> list[str]:
    """Return what a person wrote into a refused form, never a password or a token."""
    values = (
        value.strip()
        for name, values in request.POST.lists()
        if not any(word in name.lower() for word in ("password", "token", "secret", "otp"))
        for value in values
    )
    return [value for value in values if len(value) > LONG_ENOUGH or " " in value or "\n" in value]


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Explain a form that can no longer be checked: an old tab, or cookies that are off.

    What was typed is shown so that it can be copied (reliability.md R16); nothing of the request is acted upon.

    Args:
        request: the refused request.
        reason: Django's technical reason, deliberately not shown.
    """
    response = render(request, "403_csrf.html", {"typed": typed_texts(request)}, status=403)
    response["Cache-Control"] = "no-store"
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that cannot be read, without reading it again.

    Django's own handler looks for the form's token first; where the body itself is the trouble, that fails once more,
    and the server answers without any page.

    Args:
        request: what came; only its existence is used.
        exception: why, deliberately not shown.
    """
    return HttpResponse(render_to_string("400.html"), status=400)
