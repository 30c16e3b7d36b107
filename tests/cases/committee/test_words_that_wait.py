"""An objection that was sent when the page had been open too long waits for its owner (R15; privacy 8)."""

from __future__ import annotations

import datetime as dt
import uuid

import time_machine
from django.test import Client
from django.urls import reverse

from cases.committee.models import Objection
from cases.intake.views.status_page import SHOWN_FOR, mark_of
from cases.models import Case
from tests.cases import factories
from tests.cases.committee.factories import Scene
from tests.cases.committee.test_posting import NOON, opened_by_secret, posted_list
from tests.cases.desk.conftest import soup

LATE = "เขียนนานเกินสิบห้านาที-4456"


def sent_too_late(client: Client, case: Case) -> None:
    """The page was open for longer than it is shown, and then the person pressed the button."""
    answer = client.post(reverse("decision:page"), {"words": LATE, "of": mark_of(case.reference)})
    assert answer.headers["Location"] == reverse("cases_intake:track")
    assert not Objection.objects.exists()


def test_an_objection_that_came_too_late_stands_in_the_box_when_both_codes_are_given_again(
    committee_scene: Scene, client: Client
) -> None:
    status, address = reverse("cases_intake:status"), reverse("decision:page")
    with time_machine.travel(NOON, tick=False) as clock:
        case = posted_list(committee_scene).lines.get().resolution.case
        opened_by_secret(client, case)
        clock.shift(SHOWN_FOR + dt.timedelta(seconds=1))
        sent_too_late(client, case)
        opened_by_secret(client, case)
        assert client.get(status).headers["Location"] == address
        assert LATE in soup(client.get(address)).select_one("#act-decision textarea").get_text()
        assert client.get(status).status_code == 200, "it leads there once"


def test_an_objection_that_is_taken_no_more_can_be_copied(committee_scene: Scene, client: Client) -> None:
    status, address = reverse("cases_intake:status"), reverse("decision:page")
    with time_machine.travel(NOON, tick=False) as clock:
        posted = posted_list(committee_scene)
        case = posted.lines.get().resolution.case
        # Ten minutes before midnight in Thailand, on the last day.
        clock.move_to(dt.datetime.combine(posted.ends_on, dt.time(16, 50), dt.UTC))
        opened_by_secret(client, case)
        assert 'name="words"' in client.get(address).content.decode()
        clock.shift(SHOWN_FOR + dt.timedelta(seconds=1))
        sent_too_late(client, case)
        opened_by_secret(client, case)
        assert client.get(status).headers["Location"] == address
        assert 'name="words"' not in client.get(address).content.decode()
        assert LATE in client.get(status).content.decode(), "on the page of the request, to be copied"
        opened_by_secret(client, case)
        sent = {"words": LATE, "token": uuid.uuid4()}
        assert LATE in client.post(address, sent).content.decode(), "and sent again it comes back"
        assert not Objection.objects.exists()


def test_an_objection_to_one_request_is_never_shown_for_another(
    committee_scene: Scene, client: Client
) -> None:
    status, address = reverse("cases_intake:status"), reverse("decision:page")
    with time_machine.travel(NOON, tick=False) as clock:
        case = posted_list(committee_scene).lines.get().resolution.case
        other = factories.working_case(committee_scene.world)
        opened_by_secret(client, case)
        clock.shift(SHOWN_FOR + dt.timedelta(seconds=1))
        sent_too_late(client, case)
        opened_by_secret(client, other)
        assert LATE not in client.get(status).content.decode()
        opened_by_secret(client, case)
        assert LATE not in client.get(address).content.decode(), "whoever comes third reads nothing"
