"""A document as schema.org `Legislation`, for machines (Digital Government Act 2562 s.17, library.md idea 15)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse

from legal_library.models import DocumentPage, Topic
from legal_library.public.neighbors import Neighbors
from legal_library.public.permalinks import address_of
from legal_library.terms import built_in
from legal_library.vocabulary import DocumentStatus, RelationKind
from portal.web.links import absolute

_LEGAL_FORCE = {
    DocumentStatus.IN_FORCE: "InForce",
    # What was amended is in force as it stands now; partly in force is a law of which a part is not.
    DocumentStatus.AMENDED: "InForce",
    DocumentStatus.NOT_YET_IN_FORCE: "NotInForce",
    DocumentStatus.SUSPENDED: "NotInForce",
    DocumentStatus.REPEALED: "NotInForce",
}
_PROPERTIES = {
    RelationKind.AMENDS: "legislationAmends",
    RelationKind.REPEALS: "legislationRepeals",
    RelationKind.REPLACES: "legislationRepeals",
    RelationKind.ISSUED_UNDER: "isBasedOn",
    RelationKind.CITES: "citation",
    RelationKind.EXPLAINS: "about",
    RelationKind.RELAYS: "citation",
    RelationKind.RELATED: "mentions",
}


def _day(value: Any) -> str | None:
    return value.isoformat() if value else None


def record(
    page: DocumentPage, request: HttpRequest, around: Neighbors, topics: Sequence[Topic]
) -> dict[str, Any]:
    """Return the record as JSON-LD; what is unknown is left out rather than guessed.

    Args:
        page: a public document.
        request: for absolute addresses.
        around: what stands around it.
        topics: its topics.
    """
    status = page.standing.status
    values: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Legislation",
        "@id": address_of(page) or absolute(page.get_url(request)),
        "url": absolute(page.get_url(request)),
        "inLanguage": "th",
        "name": page.title,
        "alternateName": [*([page.title_en] if page.title_en else []), *page.other_name_list],
        "description": page.summary,
        "legislationIdentifier": page.reference or page.gazette,
        "legislationType": built_in(page.kind).value,
        "legislationJurisdiction": "TH",
        "legislationDate": _day(page.signed_on),
        "datePublished": _day(page.gazette_published_on),
        "legislationDateVersion": _day(page.checked_on),
        "temporalCoverage": f"{_day(page.effective_on)}/{_day(page.repealed_on) or '..'}"
        if page.effective_on
        else None,
        "legislationLegalForce": f"https://schema.org/{_LEGAL_FORCE[status]}"
        if status in _LEGAL_FORCE
        else None,
        "legislationPassedBy": {"@type": "Organization", "name": page.agency.name} if page.agency else None,
        "keywords": [topic.name for topic in topics],
        "encoding": {
            "@type": "MediaObject",
            "encodingFormat": "application/pdf",
            "contentUrl": absolute(page.get_url(request) + page.reverse_subpage("pdf")),
        },
    }
    values.update(_relations(around, request))
    if page.source_url:
        values["isBasedOn"] = [*values.get("isBasedOn", []), page.source_url]
    return {name: value for name, value in values.items() if value}


def _relations(around: Neighbors, request: HttpRequest) -> dict[str, list[str]]:
    """Return links to other public documents, by property; names where the library has no page."""
    links: dict[str, list[str]] = {}
    for row in around.outgoing:
        name = _PROPERTIES.get(RelationKind(row.kind))
        if not name or row.incoming:
            continue
        if target := around.pages.get(row.target_id or 0):
            links.setdefault(name, []).append(absolute(target.get_url(request)))
        elif row.reference_text:
            links.setdefault(name, []).append(row.reference_text)
    return links


def json_response(page: DocumentPage, request: HttpRequest) -> HttpResponse:
    """Return the record as a JSON answer that keeps Thai letters readable."""
    return JsonResponse(
        record(page, request, Neighbors(page), list(page.topics.all())),
        json_dumps_params={"ensure_ascii": False, "indent": 2},
        content_type="application/ld+json",
    )
