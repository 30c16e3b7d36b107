"""The description of the interfaces is whole and true: held against the URLconf (issue 12 point 9)."""

from __future__ import annotations

import json
import re

import pytest
from django.test import Client
from django.urls import resolve

from portal.web import openapi
from tests.portal.urlconf import addresses

METHODS = {"get", "post", "put", "patch", "delete"}


def of_the_urlconf() -> set[str]:
    """Return every address below /api/ as OpenAPI writes it."""
    routes = [one.route for one in addresses() if one.route.startswith("api/") and one.name != "openapi"]
    return {"/" + re.sub(r"<[a-z]+:(\w+)>", r"{\1}", route) for route in routes}


def test_every_address_below_api_is_described_and_none_that_is_not_there() -> None:
    assert len(of_the_urlconf()) > 5
    assert set(openapi.document()["paths"]) == of_the_urlconf()


def test_every_described_method_is_answered_and_no_other(client: Client, db: None) -> None:
    """Without a key: 401 says that the method is known, 405 that it is not; what has no key is answered first."""
    head = {"Authorization": "Bearer klang_nobody"}
    for path, item in openapi.document()["paths"].items():
        view = resolve(re.sub(r"\{\w+\}", "x", path)).func
        assert view is not None
        for method in METHODS:
            answer = client.generic(method.upper(), re.sub(r"\{\w+\}", "x", path), headers=head)
            known = method in item
            assert (answer.status_code in (401, 429)) or (not known and answer.status_code == 405), (
                path,
                method,
            )
            if known and answer.status_code != 429:
                assert str(answer.status_code) in item[method]["responses"], (path, method)


def test_every_reference_leads_somewhere_and_every_operation_has_a_name_of_its_own() -> None:
    whole = openapi.document()
    schemas = whole["components"]["schemas"]
    named = set(re.findall(r"#/components/schemas/(\w+)", json.dumps(whole)))
    assert named == set(schemas)
    operations = [
        one["operationId"]
        for item in whole["paths"].values()
        for name, one in item.items()
        if name in METHODS
    ]
    assert len(operations) == len(set(operations))
    for path, item in whole["paths"].items():
        asked = {one["name"] for one in item.get("parameters", ()) if one["in"] == "path"}
        assert asked == set(re.findall(r"\{(\w+)\}", path)), path


@pytest.mark.django_db
def test_the_description_is_public_and_names_the_configured_host(client: Client, settings) -> None:
    settings.WAGTAILADMIN_BASE_URL = "https://klang.example"
    answer = client.get("/api/v1/openapi.json")
    assert answer.status_code == 200
    assert not answer.cookies
    data = answer.json()
    assert (data["openapi"], data["servers"]) == ("3.1.0", [{"url": "https://klang.example"}])
    assert data["info"]["version"].startswith("1.")
