"""A request that cannot be read is answered with a page, whatever is wrong with it (ASVS 16.5.1)."""

from __future__ import annotations

import pytest
from django.test import Client

FORM = "application/x-www-form-urlencoded"


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/track/", "/request/problem/", "/accounts/login/", "/"])
@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        (f"{FORM}; charset=utf-16", b"\xff\xfe"),
        (f"{FORM}; charset=tis-620", b"token=\xa1"),
        ("multipart/form-data", b"x"),
        ("multipart/form-data; boundary=x", b"--x\r\n"),
        (FORM, b"a=" + b"x" * 3_000_000),
        (FORM, b"&".join(b"a=1" for _ in range(2500))),
        (FORM, b"token=%ff%fe&problem=%00"),
    ],
)
def test_no_body_breaks_the_server(path: str, content_type: str, body: bytes) -> None:
    client = Client(enforce_csrf_checks=True)
    client.get("/track/")
    response = client.generic("POST", path, body, content_type=content_type)
    assert response.status_code in (400, 403, 405, 413)
    assert "Content-Security-Policy" in response
    assert "tel:191" in response.content.decode() or response.status_code == 405
