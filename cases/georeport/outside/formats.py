"""Answers as GeoReport v2 writes them: one content, as XML and as JSON (https://wiki.open311.org/GeoReport_v2/)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any
from xml.etree import ElementTree

from django.http import HttpResponse, JsonResponse

FORMATS = ("xml", "json")
_XML = "text/xml; charset=utf-8"


def moment(at: dt.datetime) -> str:
    """Return a moment in the subset of ISO 8601 that the specification wants, in UTC."""
    return at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def answer(
    form: str, root: str, item: str, rows: Sequence[Mapping[str, Any]], status: int = 200
) -> HttpResponse:
    """Return a list.

    Args:
        form: "xml" or "json".
        root: name of the list in XML.
        item: name of each row in XML.
        rows: what stands in it; a list in it is a pair (name of each in XML, what each holds).
        status: of the answer.
    """
    if form == "json":
        response: HttpResponse = JsonResponse([_plain(row) for row in rows], safe=False, status=status)
        response["Content-Type"] = "application/json; charset=utf-8"
        return response
    top = ElementTree.Element(root)
    for row in rows:
        _fill(ElementTree.SubElement(top, item), row)
    return _as_xml(top, status)


def single(form: str, root: str, row: Mapping[str, Any]) -> HttpResponse:
    """Return one thing that is no list: a definition, the discovery document."""
    if form == "json":
        response: HttpResponse = JsonResponse(_plain(row))
        response["Content-Type"] = "application/json; charset=utf-8"
        return response
    top = ElementTree.Element(root)
    _fill(top, row)
    return _as_xml(top, 200)


def refusal(form: str, status: int, words: str) -> HttpResponse:
    """Return an error; the status of the answer and the code in it are the same."""
    response = answer(form, "errors", "error", [{"code": status, "description": words}], status)
    if status == 429:
        response["Retry-After"] = "60"
    return response


def _as_xml(top: ElementTree.Element, status: int) -> HttpResponse:
    body = ElementTree.tostring(top, encoding="utf-8", xml_declaration=True)
    return HttpResponse(body, content_type=_XML, status=status)


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(inner) for inner in value[1]]
    return {name: _plain(inner) for name, inner in value.items()} if isinstance(value, Mapping) else value


def _fill(element: ElementTree.Element, value: Any) -> None:
    if isinstance(value, tuple):
        for inner in value[1]:
            _fill(ElementTree.SubElement(element, value[0]), inner)
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            _fill(ElementTree.SubElement(element, name), inner)
    elif value is not None:
        element.text = str(value).lower() if isinstance(value, bool) else str(value)
