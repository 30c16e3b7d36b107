"""A body that is larger than anything the portal takes is turned away before it is read (ASVS 5.1.1)."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from portal.middleware import RequestSizeMiddleware


class Unreadable(io.RawIOBase):
    """A body that must not be touched."""

    def read(self, size: int = -1) -> bytes:
        raise AssertionError("the body was read")


def answer(**environment: Any) -> HttpResponse:
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse("reached")

    request = RequestFactory().post("/request/files/", **environment)
    request.META.update(environment)
    return RequestSizeMiddleware(view)(request)


def test_a_body_at_the_limit_goes_through() -> None:
    assert answer(CONTENT_LENGTH=str(settings.LARGEST_REQUEST)).content == b"reached"


def test_a_larger_one_is_refused_in_plain_thai_without_reading_it() -> None:
    response = answer(**{"CONTENT_LENGTH": str(settings.LARGEST_REQUEST + 1), "wsgi.input": Unreadable()})
    assert response.status_code == 413
    assert "ไฟล์ใหญ่เกินไป" in response.content.decode()
    assert 'href="tel:191"' in response.content.decode()
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("length", ["", "many", "-5"])
def test_a_strange_length_is_left_to_the_server(length: str) -> None:
    assert answer(CONTENT_LENGTH=length).content == b"reached"


def test_the_limit_stands_before_the_check_of_the_token(db: None) -> None:
    response = Client(enforce_csrf_checks=True).post(
        "/request/files/", b"x", content_type="text/plain", CONTENT_LENGTH=str(settings.LARGEST_REQUEST + 1)
    )
    assert response.status_code == 413


def test_the_limit_leaves_room_for_every_file_of_a_request() -> None:
    from portal.files import MAX_BYTES, MAX_FILES

    assert settings.LARGEST_REQUEST > MAX_BYTES * MAX_FILES


def test_an_address_longer_than_any_of_ours_is_refused_before_a_view_reads_it(client: Client) -> None:
    response = client.get(f"/documents/{'9' * 5000}/x.pdf")
    assert response.status_code == 414
