"""Headers on every answer, and no cookie on a cacheable page."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from portal.middleware import CacheSanityMiddleware, OwnCookiesMiddleware, UnsafeCacheError
from portal.web.access import Rule, private_page, public_page


def through(view):
    return CacheSanityMiddleware(view)(RequestFactory().get("/"))


def test_a_clean_public_page_passes():
    response = through(public_page(max_age=60)(lambda request: HttpResponse("ok")))
    assert response["Cache-Control"] == "public, max-age=60"


def _with_cookie(request):
    response = HttpResponse("ok")
    response.set_cookie("session", "1")
    return response


def _with_token(request):
    return HttpResponse('<input name="csrfmiddlewaretoken">')


def _varying(request):
    return HttpResponse("ok", headers={"Vary": "Cookie"})


@pytest.mark.parametrize("view", [_with_cookie, _with_token, _varying])
def test_a_public_page_with_something_of_one_visitor_fails_loudly(view):
    with pytest.raises(UnsafeCacheError):
        through(public_page()(view))


@pytest.mark.parametrize("view", [_with_cookie, _with_token, _varying])
def test_a_private_page_may_have_it_and_is_never_stored(view):
    response = through(private_page(view))
    assert "no-store" in response["Cache-Control"]
    assert "public" not in response["Cache-Control"]


def test_an_error_is_not_cached_as_if_it_were_the_page():
    response = public_page()(lambda request: HttpResponse(status=404))(RequestFactory().get("/"))
    assert not response.has_header("Cache-Control")


def test_the_rule_can_be_read_from_the_view():
    assert public_page()(_with_token).access_rule is Rule.PUBLIC
    assert private_page(_with_token).access_rule is Rule.PRIVATE


FOREIGN_COOKIES = [
    ("csrftoken", "%00"),
    ("csrftoken", "left-by-another-program-on-this-host"),
    ("sessionid", "short"),
    ("sessionid", "with\0nul-and-long-enough"),
]


@pytest.mark.parametrize(("name", "value"), FOREIGN_COOKIES)
@pytest.mark.django_db
def test_a_cookie_that_cannot_be_ours_locks_nobody_out_of_public_pages(client, name, value):
    client.cookies[name] = value
    response = client.get("/search/")
    assert response.status_code == 200
    assert not response.cookies
    assert "public" in response["Cache-Control"]


@pytest.mark.parametrize(("name", "value"), FOREIGN_COOKIES)
@pytest.mark.django_db
def test_a_form_gives_such_a_visitor_a_cookie_of_its_own(client, name, value):
    client.cookies[name] = value
    response = client.get("/track/")
    assert response.status_code == 200
    assert len(response.cookies["csrftoken"].value) == 32


def test_our_own_cookies_reach_the_page():
    request = RequestFactory().get("/")
    ours = {"csrftoken": "A" * 32, "sessionid": "a1" * 16, "other": "kept"}
    request.COOKIES = dict(ours)
    OwnCookiesMiddleware(lambda request: HttpResponse())(request)
    assert ours == request.COOKIES
