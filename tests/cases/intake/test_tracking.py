"""Following a request: both codes, nothing without them, and no more than the citizen may know (privacy 8, R26)."""

from __future__ import annotations

import hashlib
import re
import uuid
from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
import time_machine
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.domain import asking, identity, intake
from cases.domain.queries import tracking
from cases.intake.timeline import timeline
from cases.intake.views import tracking as view
from cases.machine.vocabulary import DutyKind, Stage, WaitingState
from cases.models import Case
from portal.thai import codes
from portal.thai.digits import to_thai
from portal.throttle.models import Tally
from portal.vocabulary import ProblemType
from tests.cases import factories
from tests.cases.factories import CANARIES, CaseFactory, World, submission
from tests.cases.intake.conftest import address, errors_of, text_of
from tests.cases.intake.test_leaving import NO_BUTTON


def track(client: Client, reference: str, secret: str) -> HttpResponse:
    return client.post(address("track"), {"reference": reference, "secret": secret})


def status(client: Client) -> HttpResponse:
    return client.get(address("status"))


def opened(client: Client, case: Case, secret: str) -> HttpResponse:
    """Give both codes and return the status page."""
    assert track(client, case.reference, secret)["Location"] == address("status")
    return status(client)


@pytest.fixture
def secret_of(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return the secret of any case that a factory made."""
    secrets: dict[int, str] = {}
    submit = intake.submit_case

    def remember(**values: Any) -> intake.Submitted:
        submitted = submit(**values)
        secrets[submitted.case.pk] = submitted.secret or ""
        return submitted

    monkeypatch.setattr(intake, "submit_case", remember)
    return lambda case: secrets[case.pk]


def test_the_right_codes_lead_to_the_status(client: Client, district: World, secret_of: Any) -> None:
    case = CaseFactory()
    words = text_of(opened(client, case, secret_of(case)))
    assert case.reference in words
    assert "ได้รับเรื่องแล้ว" in words
    assert district.center.organization.display_name in words


@pytest.mark.parametrize(
    "spell",
    [
        str.lower,
        lambda code: code.replace("-", ""),
        lambda code: code.replace("-", " "),
        lambda code: f"  {code} ",
        lambda code: code.replace("-", "–"),
        to_thai,
        lambda code: " ".join(code),
    ],
)
def test_codes_are_taken_however_they_are_typed(
    client: Client, district: World, secret_of: Any, spell: Any
) -> None:
    case = CaseFactory()
    response = track(client, spell(case.reference), spell(secret_of(case)))
    assert response.status_code == 302, errors_of(response)


def test_letters_that_look_alike_are_forgiven() -> None:
    assert codes.clean("b5s8") == codes.clean("8558")


def test_a_wrong_reference_and_a_wrong_secret_get_the_same_answer(
    client: Client, district: World, secret_of: Any
) -> None:
    case = CaseFactory()
    wrong = "CCCC-DDDD-FFFF-GGGG"
    answers = []
    for reference, secret in ((case.reference, wrong), ("CCCC-CCCC", secret_of(case)), ("CCCC-CCCC", wrong)):
        response = track(client, reference, secret)
        assert response.status_code == 200
        page = response.content.decode().replace(reference, "R").replace(secret, "S")
        answers.append(re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", page))
    assert answers[0] == answers[1] == answers[2]
    assert "ไม่พบเรื่องที่ตรงกับสองเลขนี้" in answers[0]
    assert status(client)["Location"] == address("track")


def test_a_wrong_reference_takes_as_many_queries_as_a_wrong_secret(
    client: Client, district: World, secret_of: Any
) -> None:
    from tests.helpers import count_queries

    case = CaseFactory()
    track(client, "CCCC-CCCC", "x")
    unknown = count_queries(lambda: track(client, "DDDD-DDDD", "CCCC-DDDD-FFFF-GGGG"))
    known = count_queries(lambda: track(client, case.reference, "CCCC-DDDD-FFFF-GGGG"))
    assert unknown == known


def test_a_crisis_case_does_not_show_that_it_exists(client: Client, district: World) -> None:
    case = factories.crisis_case(district)
    for reference in (case.reference, "CCCC-CCCC"):
        assert "ไม่พบเรื่อง" in errors_of(track(client, reference, "CCCC-DDDD-FFFF-GGGG"))


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({}, "กรอกเลขที่เรื่อง"),
        ({"reference": "K7M3-9QXF"}, "กรอกรหัสติดตาม"),
        ({"secret": "x"}, "กรอกเลขที่เรื่อง"),
        ({"reference": "K" * 41, "secret": "x"}, "ยาวเกินไป"),
        ({"reference": "K7M3-9QXF", "secret": "9" * 10_000}, "ยาวเกินไป"),
    ],
)
def test_empty_and_endless_codes_are_answered_in_thai(
    client: Client, db: None, values: dict[str, str], message: str
) -> None:
    response = client.post(address("track"), values)
    assert message in errors_of(response)
    assert "<title>ข้อผิดพลาด" in response.content.decode()


@pytest.mark.parametrize("nasty", ["' OR 1=1 --", "<script>alert(1)</script>", "\x00\x07", "%00", "🐘" * 10])
def test_hostile_codes_are_only_wrong_codes(client: Client, db: None, nasty: str) -> None:
    response = track(client, nasty, nasty)
    assert response.status_code == 200
    assert errors_of(response)
    assert "<script>alert" not in response.content.decode()


def test_what_was_typed_stays_on_the_page(client: Client, db: None) -> None:
    page = track(client, "k7m3 9qxf", "abcd").content.decode()
    assert 'value="k7m3 9qxf"' in page
    assert 'value="abcd"' in page


# --- guessing -------------------------------------------------------------------------------------------------------


def guess(reference: str, number: int = 0, secret: str = "x") -> HttpResponse:
    """Try a wrong pair from an address of its own."""
    client = Client(REMOTE_ADDR=f"10.0.{number // 250}.{number % 250 + 1}")
    return client.post(address("track"), {"reference": reference, "secret": secret})


def test_guessing_one_reference_is_slowed_from_every_address(
    client: Client, district: World, secret_of: Any
) -> None:
    case = CaseFactory()
    answers = [guess(case.reference, number).status_code for number in range(view.TRIES_PER_REFERENCE + 3)]
    assert answers == [200] * view.TRIES_PER_REFERENCE + [429] * 3
    response = guess(case.reference, 99)
    assert response["Retry-After"]
    assert "รอ 15 นาที" in errors_of(response)
    assert 'href="tel:1300"' in response.content.decode()
    assert case.reference in response.content.decode(), "what was typed stays on the page"


@pytest.mark.parametrize("wrong_before", [1, 10, 200])
def test_whoever_knows_a_reference_cannot_lock_its_owner_out(
    client: Client, district: World, secret_of: Any, wrong_before: int
) -> None:
    """However often others guess, from wherever they do: a right pair always passes (privacy 8)."""
    case = CaseFactory()
    for number in range(wrong_before):
        guess(case.reference, number)
    assert track(client, case.reference, secret_of(case))["Location"] == address("status")


def test_a_neighbor_behind_the_same_address_cannot_lock_anybody_out(
    client: Client, district: World, secret_of: Any
) -> None:
    """An evacuation center has one address; somebody there tries codes without end."""
    case, other = CaseFactory(), CaseFactory()
    for number in range(view.TRIES_PER_ADDRESS + 5):
        track(client, f"CCCC-CC{number % 7 + 3}{number % 6 + 4}", "x")
    assert track(client, "CCCC-CCCC", "x").status_code == 429
    for one in (case, other):
        assert track(Client(), one.reference, secret_of(one)).status_code == 302


def test_right_pairs_are_never_counted(client: Client, district: World, secret_of: Any) -> None:
    case = CaseFactory()
    for _number in range(view.TRIES_PER_ADDRESS + 5):
        assert track(client, case.reference, secret_of(case)).status_code == 302
    assert not Tally.objects.exists()


def test_walking_through_the_numbers_discloses_nothing(
    client: Client, district: World, secret_of: Any
) -> None:
    """R26: references that exist among those that do not; answers, walls and work are the same."""
    hidden = [CaseFactory().reference, factories.crisis_case(district).reference]
    alphabet = codes.ALPHABET
    numbers = [
        f"{a}{b}{a}{b}-{b}{a}{b}{a}"
        for a in alphabet[:12]
        for b in alphabet[12:]
        if f"{a}{b}" not in "".join(hidden)
    ][:70]
    answers: dict[str, tuple[int, str]] = {}
    for position, reference in enumerate([*numbers, *hidden]):
        response = guess(reference, position)
        page = response.content.decode().replace(reference, "R")
        answers[reference] = (
            response.status_code,
            re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", page),
        )
    assert len(set(answers.values())) == 1


def test_ten_thousand_numbers_cost_ten_thousand_short_looks(db: None) -> None:
    """Work, not time: one query that reads one number, one hash, and never the case itself."""
    from tests.helpers import count_queries

    for secret in ("x", "C" * 60):
        assert count_queries(lambda secret=secret: tracking.find(reference="CCCC-CCCC", secret=secret)) == 1
    hashes = []
    with mock.patch.object(
        identity, "hash_secret", side_effect=lambda secret: hashes.append(secret) or "0" * 64
    ):
        for number in range(10_000):
            with mock.patch.object(Case.objects, "filter") as query:
                query.return_value.values_list.return_value.first.return_value = None
                assert tracking.find(reference=f"CCCC-{number:04}", secret="guess") is None
    assert len(hashes) == 10_000


def test_a_wrong_secret_does_not_read_the_case(district: World) -> None:
    case = CaseFactory()
    with CaptureQueriesContext(connection) as captured:
        assert tracking.find(reference=case.reference, secret="CCCC-DDDD-FFFF-GGGG") is None
    sql = captured.captured_queries[0]["sql"]
    assert len(captured) == 1
    assert "narrative" not in sql
    assert "secret_hash" in sql


def test_guessing_from_one_address_is_stopped_for_every_reference(client: Client, district: World) -> None:
    with mock.patch.object(view, "TRIES_PER_ADDRESS", 3):
        for number in range(3):
            assert track(client, f"CCCC-CCC{number + 3}", "x").status_code == 200
        assert track(client, "CCCC-CCC9", "x").status_code == 429
        other = Client(REMOTE_ADDR="10.9.9.9")
        assert track(other, "CCCC-CCC9", "x").status_code == 200


def test_an_unknown_reference_runs_into_the_same_wall(client: Client, district: World) -> None:
    with mock.patch.object(view, "TRIES_PER_REFERENCE", 2):
        codes = [track(client, "CCCC-CCCC", "x").status_code for _number in range(3)]
    assert codes == [200, 200, 429]


def test_the_wall_opens_again(client: Client, district: World) -> None:
    case = CaseFactory()
    with mock.patch.object(view, "TRIES_PER_REFERENCE", 0):
        assert track(client, case.reference, "x").status_code == 429
    with time_machine.travel(timezone.now() + timedelta(seconds=view.WINDOW + 1)):
        assert track(client, case.reference, "x").status_code == 200


# --- what is shown, to whom, how long -------------------------------------------------------------------------------


def test_neither_code_is_ever_part_of_an_address(client: Client, district: World, secret_of: Any) -> None:
    case = CaseFactory()
    secret = secret_of(case)
    response = track(client, case.reference, secret)
    assert response["Location"] == address("status")
    page = status(client).content.decode()
    assert secret not in page
    for link in re.findall(r'(?:href|action|src)="([^"]*)"', page):
        assert case.reference not in link
    title = re.findall(r"<title>(.*?)</title>", page)[0]
    assert case.reference not in title
    by_link = client.get(address("track"), {"reference": case.reference, "secret": secret})
    assert by_link["Location"] == address("track")


def test_digits_open_the_pad_of_digits_and_older_secrets_with_letters_all_keys(
    client: Client, district: World
) -> None:
    """Issue 12, 1: new secrets are digits; those that were given before keep working on a telephone too."""
    case = CaseFactory()
    old = identity.lettered_secret_for(uuid.uuid4())
    Case.objects.filter(pk=case.pk).update(
        secret_hash=hashlib.sha256(b"tracking:" + old.encode()).hexdigest()
    )
    page = client.get(address("track")).content.decode()
    assert page.count('inputmode="numeric"') == 1
    assert f'href="{address("track")}?letters=1"' in page
    lettered = client.get(address("track"), {"letters": "1"}).content.decode()
    assert "inputmode" not in lettered
    assert f'action="{address("track")}?letters=1"' in lettered
    wrong = client.post(address("track") + "?letters=1", {"reference": case.reference, "secret": "x"})
    assert "inputmode" not in wrong.content.decode(), "the keys stay after a mistake"
    sent = client.post(address("track") + "?letters=1", {"reference": case.reference, "secret": old.lower()})
    assert sent["Location"] == address("status")
    both = client.get(address("track"), {"letters": "1", "secret": old})
    assert both["Location"] == address("track"), "a secret in an address does not stay there"


def test_the_status_is_never_stored(client: Client, district: World, secret_of: Any) -> None:
    case = CaseFactory()
    response = opened(client, case, secret_of(case))
    assert "no-store" in response["Cache-Control"]
    assert response["Referrer-Policy"] == "no-referrer"


def test_the_status_closes_by_itself(client: Client, district: World, secret_of: Any) -> None:
    case = CaseFactory()
    opened(client, case, secret_of(case))
    with time_machine.travel(timezone.now() + view.SHOWN_FOR + timedelta(seconds=1)):
        assert status(client)["Location"] == address("track")


def test_the_status_closes_when_asked(client: Client, district: World, secret_of: Any) -> None:
    case = CaseFactory()
    opened(client, case, secret_of(case))
    assert client.post(address("track_close"))["Location"] == address("track")
    assert status(client)["Location"] == address("track")


def test_a_replaced_secret_ends_an_open_page(client: Client, district: World, secret_of: Any) -> None:
    case = CaseFactory()
    opened(client, case, secret_of(case))
    Case.objects.filter(pk=case.pk).update(secret_hash=identity.hash_secret("AAAA-BBBB-CCCC-DDDD"))
    assert status(client)["Location"] == address("track")


def test_another_visitor_sees_nothing(client: Client, district: World, secret_of: Any) -> None:
    case = CaseFactory()
    opened(client, case, secret_of(case))
    assert status(Client())["Location"] == address("track")


@pytest.mark.parametrize("problem", [ProblemType.DISASTER, ProblemType.VIOLENCE])
def test_the_page_shows_nothing_that_was_told(
    client: Client, district: World, secret_of: Any, problem: ProblemType
) -> None:
    case = CaseFactory(problem=problem)
    page = opened(client, case, secret_of(case)).content.decode()
    for canary in CANARIES:
        assert canary not in page


def test_a_general_case_shows_each_step_the_holder_and_the_time(
    client: Client, district: World, secret_of: Any
) -> None:
    case = factories.working_case(district)
    response = opened(client, case, secret_of(case))
    words = text_of(response)
    for expected in (
        "ได้รับเรื่องแล้ว",
        "ส่งให้หน่วยงานที่รับผิดชอบแล้ว",
        "กำลังดำเนินการ",
        "ปิดแล้ว",
        "อบต.หนึ่ง",
        "ขั้นต่อไปภายใน",
    ):
        assert expected in words, expected
    assert response.content.decode().count('aria-current="step"') == 1


def test_a_restricted_case_shows_two_words_and_no_body(
    client: Client, district: World, secret_of: Any
) -> None:
    case = factories.crisis_case(district)
    response = opened(client, case, secret_of(case))
    words = text_of(response)
    assert "กำลังดำเนินการ" in words
    assert "ส่งให้หน่วยงาน" not in words
    for body in (district.lead, district.center):
        assert body.organization.name_th not in words
    assert "1300" in words
    assert NO_BUTTON in response.content.decode()


def test_the_steps_to_come_are_named_too(district: World) -> None:
    from cases.domain.queries.tracking import progress_of

    steps = timeline(progress_of(CaseFactory()), due=None)
    assert [step.state for step in steps] == ["current", "todo", "todo", "todo"]
    assert [step.is_current for step in steps] == [True, False, False, False]
    closed = timeline(progress_of(factories.closed_case(district)), due=None)
    assert closed[-1].state == "current"
    assert {step.state for step in closed[:-1]} == {"done"}
    assert {str(step.remark) for step in closed[:-1]} == {"เสร็จแล้ว"}
    assert [str(step.remark) for step in steps] == ["", "ยังไม่ถึง", "ยังไม่ถึง", "ยังไม่ถึง"]


def test_a_question_of_the_office_can_be_answered(client: Client, district: World, secret_of: Any) -> None:
    case = factories.working_case(district)
    asking.ask_reporter(case=case, actor=district.local.officer, question="บ้านหลังคารั่วกี่จุด")
    words = text_of(opened(client, case, secret_of(case)))
    assert "บ้านหลังคารั่วกี่จุด" in words
    assert "รอข้อมูลจากคุณ" in words
    assert "พิมพ์คำตอบ" in errors_of(client.post(address("answer"), {"words": " "}))
    assert client.post(address("answer"), {"words": "สามจุด"})["Location"] == address("status")
    asked = case.questions.get()
    assert (asked.state, asked.answer) == (WaitingState.ANSWERED, "สามจุด")
    assert case.duties.running().filter(kind=DutyKind.READ).exists(), "somebody has to read it"


def test_an_answer_that_comes_too_late_is_a_message_that_somebody_reads(
    client: Client, district: World, secret_of: Any
) -> None:
    case = factories.working_case(district)
    opened(client, case, secret_of(case))
    assert client.post(address("answer"), {"words": "มาช้าไป"})["Location"] == address("status")
    assert case.events.order_by("sequence").last().note.text == "มาช้าไป"
    assert case.duties.running().filter(kind=DutyKind.READ).exists()
    case.refresh_from_db()
    assert case.stage == Stage.WORKING


def test_a_closed_case_can_be_opened_again_within_thirty_days(
    client: Client, district: World, secret_of: Any
) -> None:
    case = factories.closed_case(district)
    assert "เรื่องยังไม่จบใช่ไหม" in text_of(opened(client, case, secret_of(case)))
    assert "บอกสั้น ๆ" in errors_of(client.post(address("reopen"), {"words": ""}))
    assert client.post(address("reopen"), {"words": "หลังคารั่วอีก"})["Location"] == address("status")
    case.refresh_from_db()
    assert case.stage == Stage.WORKING
    assert case.reopen_count == 1


def test_after_thirty_days_the_office_has_to_be_asked(
    client: Client, district: World, secret_of: Any
) -> None:
    case = factories.closed_case(district)
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        assert "เรื่องยังไม่จบใช่ไหม" not in text_of(opened(client, case, secret_of(case)))
        assert errors_of(client.post(address("reopen"), {"words": "ยังไม่จบ"}))
    case.refresh_from_db()
    assert case.stage == Stage.CLOSED


@pytest.mark.parametrize("name", ["answer", "reopen"])
def test_nobody_acts_on_a_case_without_its_codes(client: Client, district: World, name: str) -> None:
    assert client.post(address(name), {"words": "x"})["Location"] == address("track")
    assert client.get(address(name)).status_code == 405


def test_the_status_costs_the_same_queries_however_long_the_history_is(
    client: Client, district: World, secret_of: Any
) -> None:
    from tests.helpers import count_queries

    young, old = CaseFactory(), factories.closed_case(district)
    opened(client, young, secret_of(young))
    before = count_queries(lambda: status(client))
    opened(client, old, secret_of(old))
    # A closed case is asked whether it may be opened again, nothing else.
    assert count_queries(lambda: status(client)) <= before + 1


def test_a_submission_by_the_factory_is_what_the_page_hides() -> None:
    """The leak tests above would prove nothing if the canaries were not in the case."""
    text = str(submission())
    assert all(canary in text for canary in CANARIES[:4])
