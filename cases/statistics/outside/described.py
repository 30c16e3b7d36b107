"""What `/api/v1/statistics/` offers, as OpenAPI writes it (portal.web.openapi)."""

from __future__ import annotations

from typing import Any

from cases.statistics.models import PublishedReport
from portal.web.openapi import refused

_MONTH = {"type": "string", "pattern": "^2[0-9]{3}-(0[1-9]|1[0-2])$"}
_PROVINCE = {"type": "string", "pattern": "^[0-9]{2}$"}
_MAYBE = {"type": ["string", "null"]}


def _answer(words: str, name: str) -> dict[str, Any]:
    return {
        "description": words,
        "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}},
    }


PATHS: dict[str, Any] = {
    "/api/v1/statistics/": {
        "get": {
            "operationId": "listFigures",
            "tags": ["statistics"],
            "summary": "Reports and months that there are for this key (a key of its own, for figures)",
            "responses": {"200": _answer("what there is", "FigureList"), **refused(401, 429)},
        }
    },
    "/api/v1/statistics/{report}/": {
        "parameters": [
            {
                "name": "report",
                "in": "path",
                "required": True,
                "schema": {"type": "string", "enum": list(PublishedReport.values)},
            }
        ],
        "get": {
            "operationId": "getFigures",
            "tags": ["statistics"],
            "summary": "Protected figures of at most twelve months; one that is too small to publish is null",
            "parameters": [
                {"name": "from", "in": "query", "required": True, "schema": _MONTH},
                {"name": "until", "in": "query", "required": True, "schema": _MONTH},
                {"name": "province", "in": "query", "schema": _PROVINCE},
            ],
            "responses": {"200": _answer("the figures", "Figures"), **refused(400, 401, 403, 404, 429)},
        },
    },
}
SCHEMAS: dict[str, Any] = {
    "FigureList": {
        "type": "object",
        "additionalProperties": False,
        "required": ["schema", "reports", "province", "months"],
        "properties": {
            "schema": {"type": "integer"},
            "reports": {"type": "array", "items": {"type": "string"}},
            "province": _MAYBE,
            "months": {"type": "array", "items": _MONTH},
        },
    },
    "Figures": {
        "type": "object",
        "additionalProperties": False,
        "required": ["schema", "report", "province", "from", "until", "smallest_published", "figures"],
        "properties": {
            "schema": {"type": "integer"},
            "report": {"type": "string"},
            "province": _PROVINCE,
            "from": _MONTH,
            "until": _MONTH,
            "smallest_published": {"type": "integer"},
            "figures": {"type": "array", "items": {"$ref": "#/components/schemas/Figure"}},
        },
    },
    "Figure": {
        "type": "object",
        "additionalProperties": False,
        "required": ["month", "kind", "organization", "problem", "channel", "number"],
        "properties": {
            "month": _MONTH,
            "kind": {"type": "string"},
            "organization": {"type": ["string", "integer", "null"]},
            "problem": _MAYBE,
            "channel": _MAYBE,
            "number": {"type": ["integer", "null"]},
        },
    },
}
