"""Every URL has a rule, and the rule holds (ASVS 8.2.2, 8.4.1; cases.md, privacy 1 and 4).

The cases are made from the URLconf: an address that somebody adds tomorrow is tested tomorrow, or fails for want of
a rule.
"""

from __future__ import annotations

import pytest
from django.urls import reverse

from portal.web.access import Rule
from tests.portal.urlconf import Address, addresses

ALL = addresses()
OURS = [address for address in ALL if not address.of_wagtail]


def with_rule(*rules: Rule) -> list[Address]:
    return [address for address in OURS if address.rule in rules]


def by_name(address: Address) -> str:
    return address.name


def plain(rule: Rule) -> list[Address]:
    """Addresses without arguments, which can be opened as they are."""
    return [address for address in with_rule(rule) if not address.arguments]


def test_there_is_something_to_walk():
    assert len(OURS) > 25
    for rule in (Rule.PUBLIC, Rule.PRIVATE, Rule.STAFF, Rule.CASE):
        assert with_rule(rule), f"no address carries {rule}"


@pytest.mark.parametrize("address", OURS, ids=by_name)
def test_every_address_of_ours_carries_a_rule(address):
    assert address.rule is not None, f"{address.route} has no rule: see portal/web/access.py"
    assert address.name.strip(":"), f"{address.route} has no name"


def test_what_belongs_to_wagtail_lies_where_it_is_meant_to():
    strays = [
        address.route
        for address in ALL
        if address.of_wagtail
        and not address.route.startswith(("cms/", "documents/", "_util/"))
        and address.name != "wagtail_serve"
        and "wagtail" not in address.name
    ]
    assert strays == []


def test_wagtails_api_and_form_pages_are_not_mounted():
    assert not [
        address.route
        for address in ALL
        if address.of_wagtail and "api/v" in address.route and not address.route.startswith("cms/")
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("address", plain(Rule.PUBLIC), ids=by_name)
def test_public_pages_set_no_cookie(client, address):
    response = client.get(reverse(address.name))
    assert response.status_code < 500 or address.name == "readyz"
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


@pytest.mark.django_db
@pytest.mark.parametrize("address", plain(Rule.PRIVATE), ids=by_name)
def test_private_pages_are_never_stored(client, address):
    response = client.get(reverse(address.name))
    assert response.status_code < 500
    if response.status_code == 200:
        assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("address", plain(Rule.STAFF), ids=by_name)
def test_staff_pages_send_strangers_to_sign_in(client, address, method):
    response = getattr(client, method)(reverse(address.name))
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("accounts:login"))


@pytest.mark.django_db
@pytest.mark.parametrize("address", plain(Rule.PUBLIC) + plain(Rule.PRIVATE) + plain(Rule.STAFF), ids=by_name)
def test_security_headers_stand_on_every_page(client, address):
    response = client.get(reverse(address.name))
    policy = response["Content-Security-Policy"]
    for directive in (
        "default-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "form-action 'self'",
    ):
        assert directive in policy
    assert "unsafe" not in policy
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] in ("same-origin", "no-referrer")
