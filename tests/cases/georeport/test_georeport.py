"""Programs of partners report general needs by Open311 GeoReport v2, as its public clients speak it (issue 12 point 9)."""

from __future__ import annotations

import datetime as dt
import io

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from cases.domain import screening
from cases.georeport.domain import keys, placing, receiving
from cases.georeport.models import PartnerKey, PartnerRequest
from cases.georeport.outside import views
from cases.models import Case
from cases.vocabulary import Channel, Confidentiality, Severity
from portal.audit.models import AuditEntry
from portal.organizations.models import AreaShape
from portal.throttle.models import Tally
from portal.vocabulary import CRISIS_PROBLEMS, ProblemType
from tests.cases import factories
from tests.cases.factories import CANARIES, SUBDISTRICT, World
from tests.cases.georeport.conftest import ADDRESS, MAIL, NAME, PHONE, REPORT, WORDS, Program

pytestmark = pytest.mark.django_db


def test_a_client_finds_the_services_reports_and_follows(program: Program, world: World) -> None:
    """The whole way of a public client: services, definition, POST, GET by the number that it was given."""
    status, services = program.get("services")
    assert status == 200
    [flood] = [one for one in services if one["service_code"] == "disaster"]
    fields = {"service_code", "service_name", "description", "metadata", "type", "keywords", "group"}
    assert set(flood) == fields
    assert (flood["service_name"], flood["type"], str(flood["metadata"]).lower()) == (
        "สาธารณภัย",
        "realtime",
        "true",
    )
    status, definition = program.get("services/disaster")
    assert status == 200
    subdistrict, moo = definition["attributes"]
    assert (subdistrict["code"], subdistrict["datatype"], moo["code"]) == (
        "subdistrict",
        "singlevaluelist",
        "moo",
    )
    assert SUBDISTRICT in {value["key"] for value in subdistrict["values"]}

    status, [kept] = program.post(REPORT)
    assert status == 201
    assert set(kept) == {"service_request_id", "service_notice", "account_id"}
    assert "191" in kept["service_notice"]
    case = Case.objects.get()
    assert (case.problem, case.channel, case.subdistrict_code) == (
        "disaster",
        Channel.MOBILE_APP,
        SUBDISTRICT,
    )
    assert (case.moo, case.place_detail, case.holder) == ("4", ADDRESS, world.center.organization)
    assert WORDS in case.narrative
    assert "https://photos.example.org/flood.jpg" in case.narrative
    assert (case.reporter.name, case.reporter.phone, case.reporter.email) == (NAME, PHONE, MAIL)
    assert case.reporter.may_email is None, "silence means no (privacy 7)"

    number = kept["service_request_id"]
    for status, rows in (
        program.get(f"requests/{number}"),
        program.get("requests", service_request_id=f"{number},0000000000000000"),
        program.get("requests", service_request_id=f"\x00,{number},๑"),
    ):
        assert status == 200
        [row] = rows
        assert (row["service_request_id"], row["status"], row["service_code"]) == (number, "open", "disaster")
        assert row["requested_datetime"].endswith("Z")


def test_what_everybody_may_ask_names_no_person_no_place_no_words_and_no_code_of_the_citizen(
    program: Program, world: World
) -> None:
    _status, [kept] = program.post(REPORT)
    number, case = kept["service_request_id"], Case.objects.get()
    told = str([kept, program.get(f"requests/{number}"), program.get("requests", service_request_id=number)])
    leaks = (NAME, "คะนารี", PHONE, MAIL, WORDS, "ปากน้ำ", case.reference, *CANARIES)
    assert [leak for leak in leaks if leak in told] == []
    factories.CaseFactory()
    assert program.get(f"requests/{case.reference}")[0] == 404, "a reference is no number of a report"
    assert program.get("requests")[0] == 400, "nobody lists what others reported"


def test_a_crisis_is_neither_listed_nor_taken(program: Program) -> None:
    """Privacy: a program of somebody else is no place to tell of it."""
    listed = {one["service_code"] for one in program.get("services")[1]}
    assert not listed & {*map(str, CRISIS_PROBLEMS), "unsure"}
    for problem in (*CRISIS_PROBLEMS, ProblemType.UNSURE):
        assert program.get(f"services/{problem}")[0] == 404
        status, [error] = program.post(REPORT | {"service_code": problem.value})
        assert (status, str(error["code"])) == (404, "404")
    assert not Case.objects.exists()


def test_words_of_danger_make_it_a_careful_one_and_its_number_tells_nothing_of_it(
    in_json: Program, world: World
) -> None:
    _status, [kept] = in_json.post(REPORT | {"service_code": "other", "description": "โดนผัวตีทุกคืน ช่วยด้วย"})
    case = Case.objects.get()
    assert (case.problem, case.confidentiality) == (ProblemType.UNSURE, Confidentiality.RESTRICTED)
    before = in_json.get(f"requests/{kept['service_request_id']}")
    assert before[1][0]["service_code"] == "other"
    Case.objects.filter(pk=case.pk).update(stage="closed", closed_at=timezone.now() + dt.timedelta(days=1))
    assert in_json.get(f"requests/{kept['service_request_id']}") == before


def test_a_closed_request_says_so_and_since_when(in_json: Program, world: World) -> None:
    _status, [kept] = in_json.post(REPORT)
    at = timezone.now() + dt.timedelta(days=1)
    Case.objects.update(stage="closed", closed_at=at)
    [row] = in_json.get(f"requests/{kept['service_request_id']}")[1]
    assert row["status"] == "closed"
    assert row["updated_datetime"] == at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def test_the_same_report_comes_once_and_another_key_is_another_report(in_json: Program, world: World) -> None:
    """R03: the answer got lost, the program sends again."""
    first = in_json.post(REPORT)
    assert in_json.post(REPORT) == first
    assert Case.objects.count() == 1
    other = Program("json", keys.give(actor=world.center.supervisor, partner="อีกแอป")[1])
    assert other.post(REPORT)[1] != first[1]
    assert in_json.post(REPORT | {"description": WORDS + " อีกหลัง"})[1] != first[1]
    with time_machine.travel(timezone.now() + receiving.AGAIN_WITHIN + dt.timedelta(hours=1)):
        assert in_json.post(REPORT)[1] != first[1], "a day later it is a new flood"
    assert Case.objects.count() == 4


def test_a_program_may_say_itself_which_report_it_is(in_json: Program) -> None:
    first = in_json.post(REPORT, headers={"Idempotency-Key": "one"})
    again = in_json.post(REPORT | {"description": "พิมพ์แก้คำ"}, headers={"Idempotency-Key": "one"})
    other = in_json.post(REPORT, headers={"Idempotency-Key": "two"})
    assert again == first
    assert other[1] != first[1]


def test_two_copies_at_one_moment_are_one_request(in_json: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    first = in_json.post(REPORT)
    known, asked = receiving._known, []

    def late(key: PartnerKey, fingerprint: str) -> PartnerRequest | None:
        asked.append(fingerprint)
        return None if len(asked) == 1 else known(key, fingerprint)

    monkeypatch.setattr(receiving, "_known", late)
    assert in_json.post(REPORT) == first
    assert Case.objects.count() == PartnerRequest.objects.count() == 1


def test_a_conflict_that_is_no_second_copy_is_not_hidden(
    in_json: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_json.post(REPORT)
    row = PartnerRequest.objects.get()
    monkeypatch.setattr(receiving, "_known", lambda key, fingerprint: None)
    report = receiving.Report(service="disaster", subdistrict=SUBDISTRICT, words=WORDS)
    with pytest.raises(IntegrityError), transaction.atomic():
        receiving.receive(key=row.key, report=report, fingerprint=row.fingerprint)


@pytest.mark.parametrize(
    ("change", "status", "says"),
    [
        ({"api_key": "klang_wrong"}, 403, "api_key"),
        ({"api_key": ""}, 403, "api_key"),
        ({"service_code": ""}, 400, "service_code"),
        ({"service_code": "potholes"}, 404, "service_code"),
        ({"description": " "}, 400, "description"),
        ({"description": "ย" * 9_001}, 400, "description"),
        ({"address_string": "ที่ไหนสักแห่ง", "attribute[moo]": ""}, 400, "subdistrict"),
        ({"lat": "north", "long": "1"}, 400, "lat"),
        ({"lat": "nan", "long": "nan"}, 400, "lat"),
        ({"media_url": "javascript:alert(1)"}, 400, "media_url"),
        ({"jurisdiction_id": "chicago.gov"}, 404, "jurisdiction_id"),
        ({f"field{number}": "x" for number in range(60)}, 400, "fields"),
    ],
)
def test_what_cannot_be_taken_is_refused_in_the_words_of_the_specification(
    in_json: Program, change: dict[str, str], status: int, says: str
) -> None:
    got, errors = in_json.post(REPORT | change)
    assert got == status
    assert errors[0]["code"] == status
    assert says in errors[0]["description"]
    assert not Case.objects.exists()


def test_a_file_is_refused_and_not_lost_in_silence(in_json: Program) -> None:
    status, [error] = in_json.post(REPORT | {"media": io.BytesIO(b"picture")})
    assert (status, "media_url" in error["description"]) == (400, True)
    assert not Case.objects.exists()


def test_an_address_that_is_no_mail_and_any_telephone_are_kept_as_words(in_json: Program) -> None:
    in_json.post(REPORT | {"email": "kanari at example", "phone": "โทรหาป้าข้างบ้าน"})
    reporter = Case.objects.get().reporter
    assert (reporter.email, reporter.email_words, reporter.phone) == (
        "",
        "kanari at example",
        "โทรหาป้าข้างบ้าน",
    )


def test_a_position_on_the_map_is_enough_and_one_beyond_it_is_not(in_json: Program) -> None:
    """Most public clients send lat and long and nothing else; a hole and the neighbor are outside."""
    hole = [[98.94, 8.04], [98.96, 8.04], [98.96, 8.06], [98.94, 8.06]]
    square = [[98.9, 8.0], [99.0, 8.0], [99.0, 8.1], [98.9, 8.1]]
    AreaShape.objects.create(area_code="8101", rings=[square], credit="ทดสอบ")
    AreaShape.objects.create(area_code=SUBDISTRICT, rings=[square, hole], credit="ทดสอบ")
    assert placing.at(8.02, 98.91) == SUBDISTRICT
    assert placing.at(8.05, 98.95) == placing.at(8.2, 98.95) == placing.at(8.05, 99.2) == ""
    bare = {"service_code": "disaster", "description": WORDS}
    assert in_json.post(bare | {"lat": "8.02", "long": "98.91"})[0] == 201
    assert Case.objects.get().place_detail == "8.02000, 98.91000"
    assert in_json.post(bare | {"lat": "8.05", "long": "99.2"})[0] == 400
    assert in_json.post(bare | {"attribute[subdistrict]": SUBDISTRICT})[0] == 201


def test_a_key_that_was_taken_back_or_is_over_takes_nothing(in_json: Program, world: World) -> None:
    key = PartnerKey.objects.get()
    with time_machine.travel(key.expires_at + dt.timedelta(seconds=1)):
        assert in_json.post(REPORT)[0] == 403
    assert keys.revoke(actor=world.center.supervisor, key=key)
    assert not keys.revoke(actor=world.center.supervisor, key=key)
    assert in_json.post(REPORT)[0] == 403
    assert {"georeport.key_given", "georeport.key_revoked"} <= set(
        AuditEntry.objects.values_list("action", flat=True)
    )


def test_a_key_in_the_address_is_not_read_and_stands_nowhere(in_json: Program, key: str) -> None:
    response = in_json.client.post(f"/open311/v2/requests.json?api_key={key}", REPORT)
    assert response.status_code == 403
    assert key not in str(list(PartnerKey.objects.values()))


def test_questions_reports_and_wrong_keys_are_bounded(
    in_json: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "POSTS_PER_KEY", 1)
    assert in_json.post(REPORT)[0] == 201
    status, errors = in_json.post(REPORT)
    assert (status, errors[0]["code"]) == (429, 429)
    monkeypatch.setattr(views, "WRONG_KEYS_PER_ADDRESS", 1)
    wrong = [in_json.post(REPORT | {"api_key": "klang_x"})[0] for _ in range(2)]
    assert wrong == [403, 429]
    Tally.objects.all().delete()
    monkeypatch.setattr(views, "READS_PER_ADDRESS", 1)
    assert [in_json.get("services")[0] for _ in range(2)] == [200, 429]


def test_the_discovery_document_leads_to_the_interface(program: Program) -> None:
    response = program.client.get(f"/open311/discovery.{program.form}")
    found = program.read(response) if program.form == "json" else None
    text = response.content.decode()
    assert "http://wiki.open311.org/GeoReport_v2" in text
    assert "/open311/v2" in text
    if found:
        assert found["endpoints"][0]["formats"] == ["text/xml", "application/json"]
    else:
        assert "<formats><format>text/xml</format><format>application/json</format></formats>" in text


def test_severity_and_story_are_screened_like_any_other_request(in_json: Program, world: World) -> None:
    in_json.post(REPORT)
    case = screening.screen_case(
        case=Case.objects.get(),
        actor=world.center.officer,
        problem=ProblemType.DISASTER,
        severity=Severity.NORMAL,
    )
    assert case.stage == "screened"
