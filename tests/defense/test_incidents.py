"""Whoever sees an error page can name it, and the log line of it is found (ASVS 16.5.1, 16.2.4)."""

from __future__ import annotations

import json
import logging
import re

import pytest
from django.core.exceptions import SuspiciousOperation
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client
from django.urls import path

from portal import incidents
from portal.logs import JsonFormatter, SafeFormatter
from portal.urls import urlpatterns as ours

CANARY = "คะนารี-7731"


def broken(request):
    raise RuntimeError(CANARY)


def away(request):
    raise OperationalError(CANARY)


def fine(request):
    return HttpResponse(incidents.current())


def refused(request):
    raise SuspiciousOperation(CANARY)


handler400 = "portal.web.errors.bad_request"
handler500 = "portal.web.errors.server_error"
urlpatterns = [
    path("broken/", broken),
    path("away/", away),
    path("fine/", fine),
    path("refused/", refused),
    *ours,
]


@pytest.fixture
def lines():
    found = []

    class Keep(logging.Handler):
        def emit(self, record):
            found.append(SafeFormatter().format(record))

    handler = Keep()
    logger = logging.getLogger()
    logger.addHandler(handler)
    yield found
    logger.removeHandler(handler)


@pytest.mark.urls(__name__)
@pytest.mark.parametrize(("address", "status"), [("/broken/", 500), ("/away/", 503), ("/refused/", 400)])
def test_the_page_and_the_log_name_the_same_incident(lines, address, status):
    response = Client(raise_request_exception=False).get(address)
    page = response.content.decode()
    assert response.status_code == status
    incident = re.search(r"<b class=\"tabular\">([0-9a-f]{8})</b>", page)
    assert incident, page
    name = incident[1]
    assert any(f"[{name}]" in line for line in lines)
    assert CANARY not in page


@pytest.mark.urls(__name__)
def test_every_request_has_another_name_and_none_stays(client):
    names = {client.get("/fine/").content for _ in range(3)}
    assert len(names) == 3
    assert incidents.current() == ""


def record(message: str, *arguments: object) -> logging.LogRecord:
    return logging.LogRecord("django.request", logging.WARNING, __file__, 1, message, arguments, None)


class TestJson:
    def test_a_line_is_one_object_that_nobody_can_forge(self):
        line = JsonFormatter().format(record("Not Found: %s", '/x", "level": "INFO\r\n{}'))
        assert len(line.splitlines()) == 1
        found = json.loads(line)
        assert (found["level"], found["logger"]) == ("WARNING", "django.request")
        assert found["at"].endswith("+00:00")

    @pytest.mark.parametrize("typed", ["/search/?q=สมชาย", "/x/1101700230708", "call 0812345678"])
    def test_what_people_typed_is_not_in_it(self, typed):
        line = JsonFormatter().format(record("Not Found: %s", typed))
        for secret in ("สมชาย", "1101700230708", "0812345678"):
            assert secret not in line

    def test_an_error_says_where_and_never_what(self):
        try:
            raise ValueError(CANARY)
        except ValueError as error:
            one = record("failed")
            one.exc_info = (type(error), error, error.__traceback__)
        found = json.loads(JsonFormatter().format(one))
        assert "builtins.ValueError" in found["place"]
        assert CANARY not in str(found)
