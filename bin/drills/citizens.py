"""Somebody who asks for help by the short form of the event, on the real pages."""

from __future__ import annotations

import re

from django.test import Client
from django.urls import reverse

from benchmarks.visitor import hidden
from cases.events.models import Event
from drills.people import Report

SHOWN = re.compile(
    r'<dl class="codes.*?aria-hidden="true">(.*?)<span class="(?:codes-aloud|visually-hidden)', re.S
)
"""The first code on the last page as it is seen; after it stands how it is read out."""
TAG = re.compile(r"<[^>]*>|\s+")
REFERENCE = re.compile(r"[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}(?![0-9A-Z-])")
CHECK = "cases_intake:check"


class NotTakenError(Exception):
    """A page of the form did not take what was written; the drill has found something."""


def send(report: Report, event: Event, place: str) -> str:
    """Fill in the three pages, check, send; return the reference that the last page shows.

    Args:
        report: what is asked.
        event: of whose form.
        place: code of the subdistrict.

    Raises:
        NotTakenError: a page refused, or showed no number.
    """
    client = Client(SERVER_NAME="localhost", REMOTE_ADDR=report.address, HTTP_ACCEPT_LANGUAGE="th")
    address = f"{reverse('cases_intake:step', args=['whom'])}?event={event.slug}"
    page = _page(client, address)
    for answers in _answers(report, place):
        response = client.post(address, answers | {"token": hidden(page).get("token", "")})
        if response.status_code != 302:
            raise NotTakenError(f"request {report.number}: {address} answered {response.status_code}")
        address = response["Location"]
        page = _page(client, address)
    check = reverse(CHECK)
    if address != check:
        raise NotTakenError(f"request {report.number}: {address} instead of the check")
    for _press in range(2 if report.twice else 1):
        response = client.post(check, hidden(page))
    return reference_on(_page(client, response["Location"]), report)


def _page(client: Client, address: str) -> str:
    response = client.get(address)
    if response.status_code != 200:
        raise NotTakenError(f"{address} answered {response.status_code}")
    return str(response.content.decode())


def _answers(report: Report, place: str) -> list[dict[str, object]]:
    household = report.household
    return [
        {
            "danger": "yes" if report.says_danger else "no",
            "whom": "me",
            "people": str(household.people),
            "among": list(report.among),
            "wanted": list(report.wanted),
            "words": report.words,
        },
        {"subdistrict": place, "moo": household.moo, "spot": report.spot},
        {"name": household.names[report.by], "phone": household.phones[report.by]},
    ]


def reference_on(page: str, report: Report) -> str:
    """Return the reference on the last page.

    Raises:
        NotTakenError: it shows none.
    """
    shown = SHOWN.search(page)
    found = REFERENCE.search(TAG.sub("", shown.group(1))) if shown else None
    if found is None:
        raise NotTakenError(f"request {report.number}: the last page shows no number")
    return found.group()
