"""Thai first, English beside it: picking the right words of an object in the reader's language."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db.models import Choices
from django.http import HttpRequest, HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils import translation
from django.utils.translation import get_language, get_language_from_path

from portal.thai.dates import BE_OFFSET


class AddressLanguageMiddleware(LocaleMiddleware):
    """The language stands in the address and nowhere else: Thai without a prefix, English under /en/.

    Django's own reads cookies and `Accept-Language` first, decides the same for our addresses, and then tells caches that
    the page depends on that header. It does not.
    """

    def process_request(self, request: HttpRequest) -> None:
        """Activate the language of the address."""
        language = get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
        translation.activate(language)
        request.LANGUAGE_CODE = translation.get_language()  # type: ignore[attr-defined]

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Name the language of the page."""
        response.headers.setdefault("Content-Language", translation.get_language())
        return response


def is_english() -> bool:
    """Say whether the reader chose English (the address begins with /en/)."""
    return (get_language() or "").startswith("en")


# Members of two lists with the same value are equal as texts, so their types belong to the key.
@lru_cache(maxsize=2000, typed=True)
def _label(choice: Choices, language: str | None) -> str:
    del language
    return str(choice.label)


def label_of(choice: Choices) -> str:
    """Return the label of a choice in the reader's language, looked up once for each language.

    For lists: in Django every use of a label asks every catalog anew, which made a tenth of a page with 25 rows.

    Args:
        choice: of a list whose labels are constant.
    """
    return _label(choice, get_language())


def localized(obj: Any, name: str) -> Any:
    """Return attribute `name` of `obj` in the reader's language.

    Args:
        obj: any object with a Thai attribute `name` and perhaps an English twin `name` + "_en".
        name: name of the Thai attribute.

    Returns:
        The English value in the English interface when there is one, else the Thai value: a reader of English gets
        the original rather than nothing.
    """
    if is_english():
        english = getattr(obj, f"{name}_en", None)
        if english:
            return english
    return getattr(obj, name)


def year_label(be_year: int) -> str:
    """Return a year in the reader's calendar: B.E. 2569, in the English interface 2026."""
    return str(be_year - BE_OFFSET if is_english() else be_year)
