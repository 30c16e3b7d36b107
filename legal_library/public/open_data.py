"""The index of the library as open data: one line for each public document, as CSV and JSON (Digital Government Act s.17).

Both are written while they are read from the database, a batch at a time, so that neither the size of the library nor a
slow reader takes memory. The columns are a promise to whoever reads them by program: docs/library.md.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import override

from legal_library.models import DocumentPage, LibraryIndexPage
from legal_library.public.permalinks import address_of
from legal_library.terms import built_in
from portal.web.downloads import csv_lines, streamed_response
from portal.web.links import absolute

LICENSE = "CC-BY-4.0"
LICENSE_URL = "https://creativecommons.org/licenses/by/4.0/"
"""Of the index, which the center writes. Laws, regulations and orders bear no copyright (Copyright Act 2537 s.7)."""
BATCH = 500
COLUMNS = (
    *(
        "permalink",
        "url",
        "kind",
        "kind_th",
        "identifier",
        "number",
        "year_be",
        "title",
        "title_en",
        "other_names",
    ),
    *(
        "agency",
        "topics",
        "signed_on",
        "gazette",
        "gazette_published_on",
        "effective_on",
        "repealed_on",
        "status",
    ),
    *(
        "status_checked_on",
        "text_as_of",
        "holding",
        "summary",
        "source",
        "source_url",
        "license",
        "behaves_as",
    ),
)


def rows(index: LibraryIndexPage) -> Iterator[dict[str, Any]]:
    """Yield every public document of a library; days as ISO 8601, several values parted by " | ", unknown ones empty.

    Names are Thai whatever the reader's language: it is one file.
    """
    documents = index.published_documents().select_related("agency").prefetch_related("topics")
    for page in documents.order_by("pk").iterator(chunk_size=BATCH):
        with override("th"):
            row = _row(page)
        yield row


def _row(page: DocumentPage) -> dict[str, Any]:
    values = (
        *(address_of(page), absolute(page.get_url()), page.kind, page.kind_label, page.identifier),
        *(page.reference, page.year_be, page.title, page.title_en, " | ".join(page.other_name_list)),
        page.agency.name if page.agency else "",
        " | ".join(topic.name for topic in page.topics.all()),
        *(page.signed_on, page.gazette, page.gazette_published_on, page.effective_on, page.repealed_on),
        *(page.standing.status.value, page.checked_on, page.text_as_of, page.holding, page.summary),
        *(page.source_name, page.source_url, LICENSE, built_in(page.kind).value),
    )
    return dict(zip(COLUMNS, values, strict=True))


def csv_index(index: LibraryIndexPage, request: HttpRequest) -> StreamingHttpResponse:
    """Return the index as CSV (RFC 4180) in UTF-8, one header line."""
    lines = csv_lines(COLUMNS, (row.values() for row in rows(index)))
    return _licensed(
        streamed_response(lines, name="library-index.csv", content_type="text/csv; charset=utf-8")
    )


def json_index(index: LibraryIndexPage, request: HttpRequest) -> StreamingHttpResponse:
    """Return the index as one JSON object: what it is, its license, and the documents."""
    return _licensed(
        streamed_response(
            _json_parts(index), name="library-index.json", content_type="application/json; charset=utf-8"
        )
    )


def _licensed(response: StreamingHttpResponse) -> StreamingHttpResponse:
    # A table has no place for it that every program overlooks (RFC 8288).
    response["Link"] = f'<{LICENSE_URL}>; rel="license"'
    return response


def _json_parts(index: LibraryIndexPage) -> Iterator[bytes]:
    head = {
        "title": index.title,
        "url": absolute(index.get_url()),
        "license": LICENSE,
        "license_url": LICENSE_URL,
        "generated_at": timezone.now().isoformat(timespec="seconds"),
        "columns": list(COLUMNS),
    }
    yield json.dumps(head, ensure_ascii=False)[:-1].encode() + b', "documents": ['
    separator = b"\n"
    for row in rows(index):
        yield separator + json.dumps(row, ensure_ascii=False, default=_written).encode()
        separator = b",\n"
    yield b"\n]}\n"


def _written(value: Any) -> str:
    """Write a day."""
    return str(value.isoformat())
