"""What stands beside a case or a referral tells at a glance how it is: the right words in the right tone."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from cases.desk.statuses import case_status, case_statuses, severity_status, waiting_status
from cases.machine.vocabulary import Stage, Verb, WaitingState
from cases.models import Case, Referral
from cases.vocabulary import ClosureReason, Confidentiality, Severity
from tests.cases import factories
from tests.cases.desk.conftest import Login, soup
from tests.cases.factories import World

WORK = reverse("desk:worklist")
SENT = reverse("desk:sent")


def marks(client: Client, url: str, where: str) -> list[tuple[str, set[str]]]:
    """The statuses of a page: words, and the classes that draw their mark."""
    found = soup(client.get(url)).select(f"{where} .status")
    return [(mark.get_text(" ", strip=True), set(mark["class"])) for mark in found]


# --- the tones ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("severity", "tone"), [(Severity.NORMAL, None), (Severity.URGENT, "warn"), (Severity.EMERGENCY, "danger")]
)
def test_only_haste_is_marked_and_an_emergency_most(severity: Severity, tone: str | None) -> None:
    found = severity_status(severity.value)
    assert (found and (found.text, found.tone)) == (tone and (severity.label, tone))


@pytest.mark.parametrize(
    ("state", "tone"),
    [
        (WaitingState.SENT, "info"),
        (WaitingState.ACCEPTED, "ok"),
        (WaitingState.RETURNED, "warn"),
        (WaitingState.RECALLED, "off"),
        (WaitingState.FORWARDED_ON, "ok"),
        (WaitingState.DONE, "ok"),
        (WaitingState.NOTED, "ok"),
    ],
)
def test_a_referral_that_came_back_asks_for_attention(state: WaitingState, tone: str) -> None:
    found = waiting_status(state)
    assert (found.text, found.tone) == (state.label, tone)


@pytest.mark.parametrize("state", WaitingState)
def test_no_state_of_what_waits_is_without_a_tone(state: WaitingState) -> None:
    assert waiting_status(state).tone


@pytest.mark.parametrize("state", Stage)
def test_a_case_is_quiet_only_when_it_is_closed(state: Stage) -> None:
    case = Case(stage=state, closure_reason=ClosureReason.choices[0][0])
    found = case_status(case)
    assert found.text == state.label
    assert (found.tone, found.note) == (
        ("off", ClosureReason.choices[0][1]) if state == Stage.CLOSED else ("info", "")
    )


@pytest.mark.parametrize(("secrecy", "tones"), [("normal", ["info"]), ("restricted", ["info", "crisis"])])
def test_a_restricted_case_says_that_reading_it_is_recorded(secrecy: str, tones: list[str]) -> None:
    case = Case(stage=Stage.RECEIVED, confidentiality=Confidentiality(secrecy))
    assert [status.tone for status in case_statuses(case)] == tones


# --- on the pages -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("severity", "shown"),
    [
        (Severity.NORMAL, []),
        (Severity.URGENT, [("เร่งด่วน", {"status", "status--warn"})]),
        (Severity.EMERGENCY, [("ฉุกเฉิน", {"status", "status--danger"})]),
    ],
)
def test_a_row_of_the_list_shows_the_severity(
    world: World, at_center: Client, severity: Severity, shown: list[tuple[str, set[str]]]
) -> None:
    case = factories.received_case(world)
    Case.objects.filter(pk=case.pk).update(severity=severity)
    assert marks(at_center, WORK, ".case-row") == shown


def test_what_was_sent_and_returned_stands_out(world: World, at_center: Client) -> None:
    referral = factories.pending_referral(world)
    assert marks(at_center, SENT, "td") == [("ส่งแล้ว รอรับ", {"status", "status--info"})]
    Referral.objects.filter(pk=referral.pk).update(state=WaitingState.RETURNED)
    assert marks(at_center, SENT, "td") == [("ส่งคืน", {"status", "status--warn"})]


def test_the_case_page_says_why_a_case_was_closed(world: World, login: Login) -> None:
    case = factories.closed_case(world)
    page = reverse("desk:case", args=[case.reference])
    words = f"{case.get_stage_display()} {case.get_closure_reason_display()}"
    assert marks(login(world.local.officer), page, ".page-title") == [(words, {"status", "status--off"})]


def test_the_page_of_a_restricted_case_says_that_it_is_recorded(world: World, at_center: Client) -> None:
    case = factories.crisis_case(world)
    found = marks(at_center, reverse("desk:case", args=[case.reference]), ".page-title")
    assert found[1:] == [("ปกปิด: การเปิดอ่านถูกบันทึก", {"status", "status--crisis"})]


def test_who_comes_too_late_reads_that_the_case_is_closed_and_why(world: World, login: Login) -> None:
    case = factories.closed_case(world)
    address = reverse("desk:act", kwargs={"reference": case.reference, "verb": Verb.RECORD_HELP})
    words = f"{case.get_stage_display()} {case.get_closure_reason_display()}"
    assert marks(login(world.local.officer), address, ".column") == [(words, {"status", "status--off"})]
