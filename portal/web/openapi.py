"""The description of the interfaces for programs (OpenAPI 3.1), put together from what each room says of its own addresses.

A test holds it against the URLconf: no address below `/api/` is left out, and none is described that is not there.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from portal.web.access import public_page
from portal.web.links import absolute

VERSION = "1.0.0"
"""Of `/api/v1/`: the first number changes with the address, the second when something is added, which breaks nothing."""
_paths: dict[str, Any] = {}
_schemas: dict[str, Any] = {
    "Problem": {
        "type": "object",
        "description": "RFC 9457",
        "required": ["status", "title", "detail"],
        "properties": {
            "status": {"type": "integer"},
            "title": {"type": "string", "description": "one word for programs"},
            "detail": {"type": "string"},
        },
    }
}


def register(paths: Mapping[str, Any], schemas: Mapping[str, Any]) -> None:
    """Say what a room offers to programs; called once, when the room is ready.

    Args:
        paths: path items by address, as OpenAPI writes them.
        schemas: what they refer to.
    """
    _paths.update(paths)
    _schemas.update(schemas)


def refused(*codes: int) -> dict[str, Any]:
    """Return the answers of an operation by which it refuses."""
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {str(code): {"description": _REFUSALS[code], "content": content} for code in codes}


_REFUSALS = {
    400: "something in it is wrong; `detail` says what",
    401: "the key is missing, unknown or over",
    403: "not for this key",
    404: "not there, or not of this partner",
    409: "it stands so that this cannot be done any more",
    413: "too large",
    415: "not JSON",
    429: "too many; wait for `Retry-After` seconds",
}


def document() -> dict[str, Any]:
    """Return the whole description."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Klang",
            "version": VERSION,
            "description": "Interfaces for programs of partners. Keys are given out by the head of the center.",
        },
        "servers": [{"url": absolute("/").rstrip("/")}],
        "security": [{"key": []}],
        "paths": dict(sorted(_paths.items())),
        "components": {
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
            "schemas": dict(sorted(_schemas.items())),
        },
    }


@public_page(max_age=3600)
@require_safe
def described(request: HttpRequest) -> JsonResponse:
    """Give the description out: it names nobody and needs no key."""
    answer = JsonResponse(document())
    answer["Access-Control-Allow-Origin"] = "*"
    return answer
