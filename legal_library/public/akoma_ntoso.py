"""A document as Akoma Ntoso 3.0 (OASIS LegalDocML), where the structure of its text is known.

Dates and the years in its names are C.E., because every program that reads them takes them for that (library.md, idea 5).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import override

from legal_library.domain import permalinks, structure
from legal_library.domain.structure import Part
from legal_library.models import DocumentPage
from legal_library.public.permalinks import address_of
from legal_library.terms import built_in
from portal.thai.dates import BE_OFFSET, bangkok_today
from portal.web.downloads import file_response
from portal.web.feeds import plain
from portal.web.links import absolute

CONTENT_TYPE = "application/akn+xml"
NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
_CENTER, _ISSUER = "center", "issuer"
_SHORT = {
    "book": "book",
    "part": "part",
    "title": "title",
    "chapter": "chp",
    "division": "dvs",
    "section": "sec",
    "clause": "cl",
    "hcontainer": "hcontainer",
}
"""Element → beginning of its eId (Akoma Ntoso Naming Convention 1.0, 5.2)."""
_ANCHOR_PREFIX = re.compile(r"^(?:muat|suan|phak|laksana|bap|m|k)(?=\d)")


def akn_response(page: DocumentPage, request: HttpRequest) -> HttpResponse:
    """Return a document as Akoma Ntoso.

    Args:
        page: a public document.
        request: unused; every name in the file is Thai, and every address at the configured host.

    Raises:
        Http404: its text does not number itself, or it has none.
    """
    passages = list(page.passages.all())
    if not structure.is_known(row.title for row in passages):
        raise Http404
    with override("th"):
        written = ElementTree.tostring(_document(page, passages), encoding="utf-8", xml_declaration=True)
    return file_response(written, name=f"{page.slug}.xml", content_type=CONTENT_TYPE, inline=True)


def _document(page: DocumentPage, passages: Sequence[structure.Passage]) -> Element:
    found = structure.structure_of(passages)
    root = Element("akomaNtoso", {"xmlns": NAMESPACE})
    act = SubElement(
        root, "act", {"name": permalinks.kind_slug(built_in(page.kind)), "contains": "singleVersion"}
    )
    _meta(SubElement(act, "meta"), page)
    preface = SubElement(act, "preface")
    title = SubElement(SubElement(preface, "longTitle"), "p")
    SubElement(title, "docTitle").text = plain(page.title)
    _paragraphs(preface, found.opening)
    body = SubElement(act, "body")
    taken: set[str] = set()
    for part in found.parts:
        _write(body, part, taken)
    return root


# What it is


def _meta(meta: Element, page: DocumentPage) -> None:
    day, kind_of_day = _day(page)
    own = page.identifier or permalinks.key_identifier(page.pk)
    work = f"/akn/th/act/{permalinks.kind_slug(page.kind)}/{day.year}/{own}"
    expression = f"{work}/tha@{(page.text_as_of or day).isoformat()}"
    identification = SubElement(meta, "identification", {"source": f"#{_CENTER}"})
    level = _frbr(identification, "FRBRWork", (f"{work}/!main", work), (day, kind_of_day), _ISSUER)
    SubElement(level, "FRBRcountry", {"value": "th"})
    if page.reference:
        SubElement(level, "FRBRnumber", {"value": plain(page.reference)})
    SubElement(level, "FRBRname", {"value": plain(page.title)})
    as_of = page.text_as_of or day
    level = _frbr(
        identification, "FRBRExpression", (f"{expression}/!main", expression), (as_of, "text"), _CENTER
    )
    SubElement(level, "FRBRlanguage", {"language": "tha"})
    names = (f"{expression}/!main.xml", f"{expression}.xml")
    level = _frbr(identification, "FRBRManifestation", names, (bangkok_today(), "made"), _CENTER)
    SubElement(level, "FRBRformat", {"value": CONTENT_TYPE})
    if page.gazette_published_on and page.gazette:
        SubElement(
            meta,
            "publication",
            {
                "date": page.gazette_published_on.isoformat(),
                "name": "ราชกิจจานุเบกษา",
                "showAs": "ราชกิจจานุเบกษา",
                "number": plain(page.gazette),
            },
        )
    references = SubElement(meta, "references", {"source": f"#{_CENTER}"})
    _organization(references, _CENTER, absolute("/"), "กลาง")
    if page.agency:
        _organization(references, _ISSUER, f"/ontology/organization/th/{page.agency.slug}", page.agency.name)
    else:
        _organization(references, _ISSUER, "/ontology/organization/th/unnamed", "ต้นฉบับไม่ได้ระบุ")
    if address := address_of(page):
        SubElement(references, "original", {"eId": "original", "href": address, "showAs": plain(page.title)})


def _day(page: DocumentPage) -> tuple[dt.date, str]:
    """Return the day of a document and what it is; of one with a year alone its first day, and the name says so."""
    if page.dated_on:
        return page.dated_on, "dated"
    year = (page.year_be or BE_OFFSET + 1) - BE_OFFSET
    return dt.date(year, 1, 1), "year-only"


def _frbr(
    parent: Element, name: str, uris: tuple[str, str], dated: tuple[dt.date, str], author: str
) -> Element:
    level = SubElement(parent, name)
    SubElement(level, "FRBRthis", {"value": uris[0]})
    SubElement(level, "FRBRuri", {"value": uris[1]})
    SubElement(level, "FRBRdate", {"date": dated[0].isoformat(), "name": dated[1]})
    SubElement(level, "FRBRauthor", {"href": f"#{author}"})
    return level


def _organization(references: Element, key: str, href: str, name: str) -> None:
    SubElement(references, "TLCOrganization", {"eId": key, "href": href, "showAs": plain(name)})


# Its text


def _paragraphs(parent: Element, lines: Iterable[str]) -> None:
    for line in lines:
        SubElement(parent, "p").text = plain(line)


def _write(parent: Element, part: Part, taken: set[str]) -> None:
    attributes = {"eId": _eid(part, taken)}
    if part.element == "hcontainer":
        attributes["name"] = "part"
    element = SubElement(parent, part.element, attributes)
    if part.num:
        SubElement(element, "num").text = plain(part.num)
    if part.heading:
        SubElement(element, "heading").text = plain(part.heading)
    if not part.parts:
        _paragraphs(SubElement(element, "content"), part.lines or [""])
        return
    if part.lines:
        _paragraphs(SubElement(element, "intro"), part.lines)
    for inner in part.parts:
        _write(element, inner, taken)


def _eid(part: Part, taken: set[str]) -> str:
    """Return the identifier of a part: "sec_5" for มาตรา ๕; no two are the same, because no two anchors are."""
    wanted = f"{_SHORT[part.element]}_{_ANCHOR_PREFIX.sub('', part.anchor) or part.anchor}"
    found = next(one for one in _numbered(wanted) if one not in taken)
    taken.add(found)
    return found


def _numbered(wanted: str) -> Iterator[str]:
    yield wanted
    number = 1
    while True:
        number += 1
        yield f"{wanted}-{number}"
