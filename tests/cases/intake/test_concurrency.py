"""Copies of one form that arrive at the very same moment make one request (reliability.md R04, I0)."""

from __future__ import annotations

import threading

import pytest
from django.db import connection
from django.test import Client

from cases.models import Case
from tests.cases.factories import world
from tests.cases.intake.conftest import Walker, address, codes_of

COPIES = 6


@pytest.mark.django_db(transaction=True)
def test_many_clicks_at_once_make_one_request_and_every_answer_shows_it() -> None:
    world()
    walker = Walker(Client())
    walker.fill(until="check")
    token, cookie = walker.token, walker.client.cookies["sessionid"].value
    together = threading.Barrier(COPIES)
    answers: list[tuple[int, str]] = []

    def click() -> None:
        copy = Client()
        copy.cookies["sessionid"] = cookie
        try:
            together.wait()
            response = copy.post(address("check"), {"token": token})
            answers.append((response.status_code, response.headers.get("Location", "")))
        finally:
            connection.close()

    threads = [threading.Thread(target=click) for _copy in range(COPIES)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert answers == [(302, address("sent"))] * COPIES
    case = Case.objects.get()
    assert codes_of(walker.sent())[0] == case.reference
    assert case.events.filter(verb="submit").count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_answer_that_is_kept_while_another_tab_sends_makes_no_second_request() -> None:
    world()
    walker = Walker(Client())
    walker.fill(until="check")
    token, cookie = walker.token, walker.client.cookies["sessionid"].value
    together = threading.Barrier(2)
    story, check = walker.url("story"), address("check")

    def post(url: str, values: dict[str, str]) -> None:
        copy = Client()
        copy.cookies["sessionid"] = cookie
        try:
            together.wait()
            copy.post(url, {"token": token, **values})
        finally:
            connection.close()

    threads = [
        threading.Thread(target=post, args=(check, {})),
        threading.Thread(target=post, args=(story, {"story": "อีกหน้าต่างหนึ่ง"})),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert Case.objects.count() == 1
    walker.client.post(check, {"token": token})
    assert Case.objects.count() == 1
    assert codes_of(walker.sent())[0] == Case.objects.get().reference
