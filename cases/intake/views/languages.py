"""`/languages/<code>/`: whom to call, what one may ask for and what the form means, for readers of neither Thai nor English."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases.intake.in_languages import explained
from portal.page_cache.rooms import Room
from portal.pages.domain.languages import written_language
from portal.pages.domain.lines import said
from portal.web.access import public_page


@public_page(max_age=60, rooms=(Room.FRAME,))
@require_safe
def language(request: HttpRequest, code: str) -> HttpResponse:
    """Show the page of a language.

    Raises:
        Http404: there is none of this code.
    """
    found = written_language(code)
    if found is None:
        raise Http404
    context = {
        "language": found,
        "texts": found.texts,
        "draft": found.texts["draft"].format(**said()),
        "pages": explained(found),
    }
    return render(request, "intake/language.html", context)
