"""When a verb is broken the page is that of a fault: it says so, gives back every word, and nothing was written."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.urls import reverse

from cases.machine.table import TABLE
from cases.machine.vocabulary import Verb
from cases.models import CaseEvent
from tests.cases import factories
from tests.cases.desk.conftest import Login, soup
from tests.cases.factories import World

WORDS = "โทรแล้ว คะนารีอยู่กับยาย"


def test_whoever_acts_gets_back_what_they_typed(
    world: World, login: Login, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = factories.received_case(world)
    events = CaseEvent.objects.filter(case=case).count()
    monkeypatch.setitem(TABLE, Verb.SCREEN, replace(TABLE[Verb.SCREEN], do=lambda change, ask: None))
    client = login(world.center.officer)
    client.raise_request_exception = False
    data = {
        "base": case.base,
        "problem": "quality_of_life",
        "severity": "normal",
        "confidentiality": "normal",
        "note": WORDS,
    }
    response = client.post(reverse("desk:act", args=[case.reference, Verb.SCREEN]), data)
    assert response.status_code == 500
    page = soup(response)
    assert WORDS in page.select_one("main").get_text()
    assert "is not declared" not in page.get_text()
    assert "left out" not in page.get_text()
    case.refresh_from_db()
    assert case.stage == "received"
    assert CaseEvent.objects.filter(case=case).count() == events


def test_others_are_served_meanwhile(world: World, login: Login, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages ask what is possible; only doing it is held against the table."""
    case = factories.received_case(world)
    monkeypatch.setitem(TABLE, Verb.SCREEN, replace(TABLE[Verb.SCREEN], do=lambda change, ask: None))
    client = login(world.center.officer)
    assert client.get(reverse("desk:case", args=[case.reference])).status_code == 200
    assert client.get(reverse("desk:act", args=[case.reference, Verb.SCREEN])).status_code == 200
