"""Giving out the files of pages: every address below /documents/."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.cache import add_never_cache_headers, patch_cache_control
from wagtail.documents import get_document_model
from wagtail.documents.urls import urlpatterns as wagtail_patterns
from wagtail.documents.views.serve import serve

from portal.pages.domain.attachments import Access, access_to
from portal.pages.models.base import PUBLIC_MAX_AGE, patch_public_cache
from portal.web.access import public_page

# The answers for one person say so themselves, and the rule leaves them as they are.


@public_page(max_age=PUBLIC_MAX_AGE)
def give(request: HttpRequest, document_id: int, document_filename: str) -> HttpResponseBase:
    """Give out a file, when a page that this person may read uses it now.

    A file that may not be had does not exist, so that nobody learns its name by asking.

    Raises:
        Http404: there is no such file, or not for this person.
    """
    document = get_object_or_404(get_document_model(), pk=document_id)
    access = access_to(document, request)
    if access is Access.NOBODY:
        raise Http404
    response = serve(request, document.pk, document_filename)
    if access is Access.PUBLIC and not document.collection.get_view_restrictions():
        return patch_public_cache(request, response, PUBLIC_MAX_AGE)
    add_never_cache_headers(response)
    patch_cache_control(response, private=True, no_store=True)
    return response


urlpatterns = [
    # In the place of Wagtail's own, under its name: `document.url` leads here.
    path("<int:document_id>/<path:document_filename>", give, name="wagtaildocs_serve"),
    *[pattern for pattern in wagtail_patterns if pattern.name != "wagtaildocs_serve"],
]
