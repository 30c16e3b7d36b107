"""Old addresses lead to new ones in every language."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase, HttpResponsePermanentRedirect, HttpResponseRedirect
from wagtail.contrib.redirects.middleware import RedirectMiddleware, get_redirect
from wagtail.contrib.redirects.models import Redirect

_PREFIXES = tuple(f"/{code}/" for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE)


class EveryLanguageRedirectMiddleware(RedirectMiddleware):
    """Wagtail's redirects, found for /en/… as well: one is kept for each page, not for each language.

    The target is the page, whose address is written in the language of the request.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Redirect where the address is not found and an old one leads on."""
        answer = super().process_response(request, response)
        if answer.status_code != 404 or not request.path.startswith(_PREFIXES):
            return answer
        path = "/" + urlsplit(request.get_full_path()).path.split("/", 2)[2]
        found = get_redirect(request, Redirect.normalise_path(path, decode_unicode=False))
        if found is None or found.link is None:
            return answer
        kind = HttpResponsePermanentRedirect if found.is_permanent else HttpResponseRedirect
        return kind(found.link)
