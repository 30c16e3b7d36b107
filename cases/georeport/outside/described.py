"""What `/api/v1/requests/` and its neighbors offer, as OpenAPI writes it (portal.web.openapi)."""

from __future__ import annotations

from typing import Any

from cases.vocabulary import PublicStatus
from portal.web.openapi import refused

TAG = ["requests"]
_ID = {
    "name": "number",
    "in": "path",
    "required": True,
    "schema": {"type": "string", "pattern": "^[0-9]{16}$"},
}
_AGAIN = {
    "name": "Idempotency-Key",
    "in": "header",
    "description": "says that a report or message is the same one sent again, within 24 hours; without it the same words are",
    "schema": {"type": "string", "maxLength": 200},
}


def _answer(words: str, name: str) -> dict[str, Any]:
    return {
        "description": words,
        "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}},
    }


def _sent(name: str) -> dict[str, Any]:
    return {
        "required": True,
        "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}},
    }


PATHS: dict[str, Any] = {
    "/api/v1/services/": {
        "get": {
            "operationId": "listServices",
            "tags": TAG,
            "summary": "What may be reported, and the subdistricts of the center's own district",
            "responses": {"200": _answer("the services", "Services"), **refused(401, 429)},
        }
    },
    "/api/v1/requests/": {
        "get": {
            "operationId": "listRequests",
            "tags": TAG,
            "summary": "Requests of this partner, oldest first",
            "parameters": [
                {
                    "name": "after",
                    "in": "query",
                    "description": "number of the last one of the page before",
                    "schema": {"type": "string", "pattern": "^[0-9]{16}$"},
                },
                {
                    "name": "limit",
                    "in": "query",
                    "schema": {"type": "integer", "minimum": 1, "maximum": 100, "default": 50},
                },
            ],
            "responses": {"200": _answer("a page", "RequestPage"), **refused(400, 401, 429)},
        },
        "post": {
            "operationId": "sendRequest",
            "tags": TAG,
            "summary": "Report a general need; the problems of a crisis are not taken",
            "parameters": [_AGAIN],
            "requestBody": _sent("NewRequest"),
            "responses": {
                "201": _answer("taken in, also when it was before", "Request"),
                **refused(400, 401, 413, 415, 429),
            },
        },
    },
    "/api/v1/requests/{number}/": {
        "parameters": [_ID],
        "get": {
            "operationId": "getRequest",
            "tags": TAG,
            "summary": "How one request of this partner stands",
            "responses": {"200": _answer("the request", "Request"), **refused(401, 404, 429)},
        },
    },
    "/api/v1/requests/{number}/messages/": {
        "parameters": [_ID],
        "post": {
            "operationId": "sendMessage",
            "tags": TAG,
            "summary": "Bring what the person adds; somebody at the office reads it",
            "parameters": [_AGAIN],
            "requestBody": _sent("NewMessage"),
            "responses": {
                "202": _answer("kept, also when it was before", "Request"),
                **refused(400, 401, 404, 409, 413, 415, 429),
            },
        },
    },
}

_TEXT = {"type": "string"}
SCHEMAS: dict[str, Any] = {
    "NewRequest": {
        "type": "object",
        "additionalProperties": False,
        "required": ["service", "description"],
        "description": "A place is needed: `subdistrict`, an `address` with a subdistrict, or both coordinates.",
        "properties": {
            "service": {**_TEXT, "description": "code of a service"},
            "description": {**_TEXT, "minLength": 1, "maxLength": 9000},
            "subdistrict": {**_TEXT, "pattern": "^[0-9]{6}$"},
            "address": {**_TEXT, "maxLength": 400},
            "moo": {**_TEXT, "maxLength": 20},
            "latitude": {"type": "number", "minimum": -90, "maximum": 90},
            "longitude": {"type": "number", "minimum": -180, "maximum": 180},
            "name": {**_TEXT, "maxLength": 70},
            "phone": {**_TEXT, "maxLength": 120},
            "email": {**_TEXT, "maxLength": 254},
            "reference": {
                **_TEXT,
                "pattern": "^[A-Za-z0-9._-]{1,64}$",
                "description": "your own number of it, nothing of a person",
            },
        },
    },
    "NewMessage": {
        "type": "object",
        "additionalProperties": False,
        "required": ["text"],
        "properties": {"text": {**_TEXT, "minLength": 1, "maxLength": 4000}},
    },
    "Request": {
        "type": "object",
        "additionalProperties": False,
        "required": ["id", "reference", "service", "state", "received_at"],
        "properties": {
            "id": {**_TEXT, "pattern": "^[0-9]{16}$"},
            "reference": {"type": ["string", "null"]},
            "service": _TEXT,
            "state": {**_TEXT, "enum": list(PublicStatus.values)},
            "received_at": {**_TEXT, "format": "date-time"},
        },
    },
    "RequestPage": {
        "type": "object",
        "additionalProperties": False,
        "required": ["requests", "next"],
        "properties": {
            "requests": {"type": "array", "items": {"$ref": "#/components/schemas/Request"}},
            "next": {"type": ["string", "null"], "description": "address of the next page"},
        },
    },
    "Services": {
        "type": "object",
        "additionalProperties": False,
        "required": ["services", "subdistricts"],
        "properties": {
            "services": {"type": "array", "items": {"$ref": "#/components/schemas/Named"}},
            "subdistricts": {"type": "array", "items": {"$ref": "#/components/schemas/Named"}},
        },
    },
    "Named": {
        "type": "object",
        "additionalProperties": False,
        "required": ["code", "name"],
        "properties": {"code": _TEXT, "name": _TEXT, "description": _TEXT},
    },
}
