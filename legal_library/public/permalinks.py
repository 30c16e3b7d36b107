"""`/law/<kind>/<B.E. year>/<identifier>/`: leads to a document whatever its title and its address are by now."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from legal_library.domain import permalinks
from legal_library.importing.matching import name_key
from legal_library.models import DocumentPage
from portal.web.access import public_page
from portal.web.links import absolute

MAX_AGE = 3600
"""Seconds that browsers keep where a permalink leads: a document may be renamed."""
MOST_COMPARED = 2_000
"""Documents of one kind and year whose names are compared."""


def path_of(page: DocumentPage) -> str:
    """Return the path of a document's permalink, in the reader's language; "" for one without a year."""
    if not page.year_be:
        return ""
    own = page.identifier or permalinks.key_identifier(page.pk)
    return reverse("law:permalink", args=[permalinks.kind_slug(page.kind), str(page.year_be), own])


def address_of(page: DocumentPage) -> str:
    """Return the permalink of a document as others write it down; "" for one without a year."""
    path = path_of(page)
    return absolute(path) if path else ""


def documents_meant(kind: str, year: int, written: str) -> list[DocumentPage]:
    """Return the documents that a kind, a year and a number, a place in the Gazette or a name stand for.

    A number and a place name a document without its kind, so that what was printed still leads there when the kind was
    corrected; of those that look the same the ones of the kind are meant. Withdrawn ones are among them: their address tells
    of the withdrawal. What is hidden does not exist.

    Args:
        kind: slug of a kind.
        year: B.E.
        written: as it stands in the address.
    """
    of_the_year = DocumentPage.objects.nameable().filter(year_be=year)
    if key := permalinks.primary_key(written):
        return list(of_the_year.filter(pk=key))
    documents = of_the_year.filter(kind=kind)
    if meant := permalinks.identifiers_meant(written):
        for rows in (documents, of_the_year):
            if found := list(rows.filter(identifier__in=meant)[:2]):
                return found
    wanted = name_key(written)
    named = documents.values_list("pk", "title", "other_names").order_by("pk")[:MOST_COMPARED]
    keys = [pk for pk, *names in named if wanted and wanted in _keys(names)]
    return list(DocumentPage.objects.nameable().filter(pk__in=keys[:2]))


def _keys(names: list[str]) -> set[str]:
    return {name_key(line) for name in names for line in name.splitlines() if line.strip()}


@public_page(max_age=MAX_AGE)
@require_safe
def permalink(request: HttpRequest, kind: str, year: str, number: str) -> HttpResponse:
    """Redirect to the document; several that look the same lead to a search for them.

    Raises:
        Http404: there is none.
    """
    known_kind, known_year = permalinks.kind_meant(kind), permalinks.year_meant(year)
    if known_kind is None or known_year is None:
        raise Http404
    found = documents_meant(known_kind, known_year, number)
    if not found:
        raise Http404
    response: HttpResponse
    if len(found) == 1:
        response = HttpResponsePermanentRedirect(found[0].get_url(request))
    else:
        asked = {"q": number[: permalinks.LONGEST_WRITTEN], "year": str(known_year)}
        if all(page.kind == known_kind for page in found):
            asked["kind"] = known_kind
        query = urlencode(asked)
        response = redirect(f"{reverse('search:results')}?{query}")
    patch_cache_control(response, public=True, max_age=MAX_AGE)
    return response
