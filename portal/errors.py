"""Pages for what went wrong, in plain Thai with the emergency numbers."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Explain a form that can no longer be checked: an old tab, or cookies that are off.

    Args:
        request: the refused request; what was typed comes back with the browser's Back button.
        reason: Django's technical reason, deliberately not shown.
    """
    response = render(request, "403_csrf.html", status=403)
    response["Cache-Control"] = "no-store"
    return response
