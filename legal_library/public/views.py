"""What the pages of the library answer: Wagtail's page models call these, and nothing else in `public`."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.utils.cache import patch_cache_control

from legal_library.models import CollectionPage, DocumentPage, LibraryIndexPage
from legal_library.public import (
    akoma_ntoso,
    browse,
    collections,
    feeds,
    following,
    linked_data,
    neighbors,
    open_data,
    pdf,
    presenter,
    provisions,
    reader,
    versions,
)
from portal.pages.models import Successor, Withdrawn
from portal.web.feeds import json_response
from portal.web.following import narrowed, ways
from portal.web.late import late


def document_context(page: DocumentPage, request: HttpRequest) -> dict[str, Any]:
    """Return the variables of document_page.html.

    Args:
        page: the document, live or in preview.
        request: for addresses in the reader's language.
    """
    names = [field.name for field in fields(presenter.DocumentView)]
    return late(names, lambda: vars(presenter.present(page, request)))


def document_withdrawn(page: DocumentPage, request: HttpRequest) -> HttpResponse:
    """Say that a document was withdrawn, when and why, and what stands in its place (410 Gone, RFC 9110 15.5.11)."""
    context = {
        "page": page,
        "withdrawal": page.withdrawal,
        "successors": neighbors.successors(page, request),
        "library_url": page.get_parent().get_url(request),
    }
    response = TemplateResponse(request, "legal_library/withdrawn.html", context, status=410)
    patch_cache_control(response, no_cache=True)
    return response


def document_withdrawal(page: DocumentPage, request: HttpRequest | None) -> Withdrawn:
    """Return what pages that rest on a withdrawn document say of it.

    Args:
        page: a withdrawn document.
        request: for addresses in the reader's language.
    """
    withdrawal = page.withdrawal
    assert withdrawal is not None
    found = neighbors.successors(page, request)
    return Withdrawn(
        on=withdrawal.withdrawn_on,
        reason=withdrawal.display_reason,
        successors=tuple(Successor(row.title, row.url) for row in found),
    )


def document_pdf(page: DocumentPage, request: HttpRequest) -> HttpResponse:
    """Return the document as a PDF for printing and posting (S1.23)."""
    return pdf.pdf_response(page, request)


def document_data(page: DocumentPage, request: HttpRequest) -> HttpResponse:
    """Return the document as schema.org Legislation (Digital Government Act 2562 s.17: open data)."""
    return linked_data.json_response(page, request)


def document_akn(page: DocumentPage, request: HttpRequest) -> HttpResponse:
    """Return the document as Akoma Ntoso.

    Raises:
        Http404: the structure of its text is not known.
    """
    return akoma_ntoso.akn_response(page, request)


def document_reader(page: DocumentPage, request: HttpRequest, place: int) -> HttpResponseBase:
    """Return a page of a manual, or where words stand in it."""
    return reader.reader_page(page, request, place)


def document_cover(page: DocumentPage, request: HttpRequest, place: int) -> HttpResponseBase:
    """Return the cover of a manual."""
    return reader.cover(page, place)


def document_leaf(page: DocumentPage, request: HttpRequest, place: int, number: int) -> HttpResponseBase:
    """Return a page of a manual as a picture."""
    return reader.picture(page, place, number)


def document_provision(page: DocumentPage, request: HttpRequest, anchor: str) -> HttpResponse:
    """Return the page of one provision.

    Raises:
        Http404: the document has none of that anchor.
    """
    found = provisions.provision(page, anchor, request)
    if found is None:
        raise Http404
    context = {
        **super(DocumentPage, page).get_context(request),
        "provision": found,
        "text_origin": versions.origin_of(page.text_as_of, page.text_source),
        "help_url": presenter.help_url(list(page.topics.all()), found.key),
    }
    return TemplateResponse(request, "legal_library/provision.html", context)


def document_versions(page: DocumentPage, request: HttpRequest) -> HttpResponse:
    """Return the list of the texts of a document."""
    return versions.list_page(page, request)


def document_version(page: DocumentPage, request: HttpRequest, number: int) -> HttpResponse:
    """Return an earlier text of a document."""
    return versions.text_page(page, request, number)


def document_comparison(page: DocumentPage, request: HttpRequest, old: int, new: int) -> HttpResponse:
    """Return two texts of a document compared."""
    return versions.comparison_page(page, request, old, new)


def list_context(index: LibraryIndexPage, request: HttpRequest) -> dict[str, Any]:
    """Return the variables of library_index_page.html: `browse`, `collections`, `open_data`, and `follow` where it can be followed."""
    return late(
        ["browse", "follow", "collections", "open_data", "license"], lambda: _list_values(index, request)
    )


def _list_values(index: LibraryIndexPage, request: HttpRequest) -> dict[str, Any]:
    address = index.get_url(request)
    followed = following.followed(index, request.GET, address)
    return {
        "browse": browse.browse(index.published_documents(), request.GET, address),
        "follow": ways(
            followed,
            atom=narrowed(address + index.reverse_subpage("feed"), followed),
            json=narrowed(address + index.reverse_subpage("json_feed"), followed),
        )
        if followed
        else None,
        "collections": collections.public_collections(),
        "open_data": [
            ("CSV", address + index.reverse_subpage("csv_index")),
            ("JSON", address + index.reverse_subpage("json_index")),
        ],
        "license": (open_data.LICENSE, open_data.LICENSE_URL),
    }


def list_feed(index: LibraryIndexPage, request: HttpRequest) -> HttpResponse:
    """Return the documents that were published or changed last as Atom (RFC 4287)."""
    return feeds.feed(index, request)


def collection_context(page: CollectionPage, request: HttpRequest) -> dict[str, Any]:
    """Return the variables of collection_page.html."""
    return collections.context(page, request)


def collection_feed(page: CollectionPage, request: HttpRequest) -> HttpResponse:
    """Return the newest documents of a collection as Atom."""
    return collections.feed(page, request)


def collection_json_feed(page: CollectionPage, request: HttpRequest) -> HttpResponse:
    """Return the same as JSON Feed."""
    return collections.feed(page, request, json_response)


def list_csv(index: LibraryIndexPage, request: HttpRequest) -> StreamingHttpResponse:
    """Return the index of the library as CSV (open data)."""
    return open_data.csv_index(index, request)


def list_json(index: LibraryIndexPage, request: HttpRequest) -> StreamingHttpResponse:
    """Return the index of the library as JSON (open data)."""
    return open_data.json_index(index, request)


def list_json_feed(index: LibraryIndexPage, request: HttpRequest) -> HttpResponse:
    """Return the same as JSON Feed."""
    return feeds.feed(index, request, json_response)
