"""Giving out pictures of pages: to everybody while a public page shows them, to editors in `/cms/` always."""

from __future__ import annotations

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.cache import add_never_cache_headers, patch_cache_control
from django.views.decorators.http import require_GET
from wagtail.images import get_image_model
from wagtail.images.exceptions import InvalidFilterSpecError
from wagtail.images.models import SourceImageIOError

from portal.pages.domain.attachments import Access, access_to
from portal.pages.models.base import PUBLIC_MAX_AGE, patch_public_cache
from portal.pages.models.pictures import WIDTHS
from portal.web.access import cms_page, public_page

FOLDERS = ("images/", "original_images/")
"""Where Wagtail keeps what its own screens show."""


@public_page(max_age=PUBLIC_MAX_AGE)
def picture(request: HttpRequest, pk: int, width: int) -> HttpResponseBase:
    """Give out a picture in one of the widths, when a page that this person may read shows it now.

    Raises:
        Http404: there is no such picture or width, or not for this person.
    """
    if width not in WIDTHS:
        raise Http404
    image = get_object_or_404(get_image_model(), pk=pk)
    access = access_to(image, request)
    if access is Access.NOBODY:
        raise Http404
    try:
        rendition = image.get_rendition(f"width-{width}|format-webp")
        response = FileResponse(rendition.file.open("rb"), content_type="image/webp")
    except (SourceImageIOError, FileNotFoundError, InvalidFilterSpecError) as gone:
        raise Http404 from gone
    if access is Access.PUBLIC and not image.collection.get_view_restrictions():
        return patch_public_cache(request, response, PUBLIC_MAX_AGE)
    add_never_cache_headers(response)
    patch_cache_control(response, private=True, no_store=True)
    return response


@cms_page
@require_GET
def cms_media(request: HttpRequest, name: str) -> HttpResponseBase:
    """Show a picture on Wagtail's own screens.

    Raises:
        Http404: it is none of theirs, or is gone.
    """
    if not name.startswith(FOLDERS) or ".." in name:
        raise Http404
    try:
        return FileResponse(default_storage.open(name, "rb"))
    except (FileNotFoundError, IsADirectoryError) as gone:
        raise Http404 from gone
