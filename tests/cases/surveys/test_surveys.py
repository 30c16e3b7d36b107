"""A survey asks, takes one answer a household by three ways, sums up, is reported, and forgets names (S1.02, S1.09)."""

from __future__ import annotations

import datetime as dt
import io
import uuid
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from cases.domain.recognition import digested
from cases.errors import GuardFailed, NotAllowed
from cases.models import KeyKind
from cases.surveys.domain import answering, importing, keeping, summary
from cases.surveys.domain.answering import Home, home_key, read_answer
from cases.surveys.domain.keeping import Asked
from cases.surveys.forms import questions_of
from cases.surveys.models import Answer, EntryWay, Household, Question, QuestionKind, Survey
from cases.surveys.public import views as public
from cases.surveys.tasks import erase_old_households
from portal.actors import Citizen, System
from portal.audit.models import AuditEntry
from portal.organizations.areas import districts
from portal.vocabulary import ProblemType
from tests.cases import factories
from tests.cases.desk.conftest import Login, soup
from tests.cases.domain.test_erasing import dump
from tests.cases.factories import World
from tests.helpers import assert_same_queries
from tests.keyed import assert_pages_by_key
from tests.sealing.helpers import another_key_for_finding, own_keys

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 26, 4, 0, tzinfo=dt.UTC)
OURS, OTHER = "810101", "810116"
NAME, PHONE = "คะนารี สำรวจทอง", "081-770-0131"
QUESTIONS = (
    Asked(words="บ้านเสียหายหรือไม่", is_required=True, theme=ProblemType.DISASTER),
    Asked(words="ต้องการอะไรก่อน", kind=QuestionKind.CHOICE, choices=("น้ำ", "อาหาร", "เรือ")),
    Asked(words="มีเด็กกี่คน", kind=QuestionKind.NUMBER),
    Asked(words="เล่าเพิ่มเติม", kind=QuestionKind.TEXT),
)


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(NOW, tick=False):
        yield


def make(world: World, **values) -> Survey:
    given = {
        "actor": world.local.officer,
        "title": "สำรวจหลังน้ำลด",
        "purpose": "เพื่อจัดลำดับการช่วยเหลือ",
        "first": dt.date(2026, 11, 1),
        "last": dt.date(2026, 11, 30),
        "subdistricts": [OURS],
        "questions": QUESTIONS,
    }
    return keeping.make(**(given | values))


@pytest.fixture
def survey(world: World) -> Survey:
    """A survey of the first local administration that people answer by themselves too."""
    return make(world, is_public=True)


def say(world: World, survey: Survey, house: str = "12/4", said: dict | None = None, **values) -> Household:
    home = {"subdistrict": OURS, "house": house, "moo": "3", "name": NAME, "phone": PHONE, "members": 4}
    home |= {name: values.pop(name) for name in list(values) if name in home}
    given = {
        "survey": survey,
        "actor": world.local.officer,
        "token": uuid.uuid4(),
        "home": Home(**home),
        "answers": {1: "yes", 2: "เรือ", 3: "2", 4: "น้ำเข้าบ้าน"} if said is None else said,
    }
    return answering.answer(**(given | values))


# Making ------------------------------------------------------------------------------------------------------------


def test_questions_are_data(survey: Survey) -> None:
    assert [(q.number, q.kind) for q in survey.questions.all()] == [
        (1, "yes_no"),
        (2, "choice"),
        (3, "number"),
        (4, "text"),
    ]
    assert survey.questions.get(number=2).choices == ["น้ำ", "อาหาร", "เรือ"]
    assert survey.keep_until == dt.date(2027, 11, 30)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"title": " "}, "title"),
        ({"purpose": ""}, "title"),
        ({"last": dt.date(2026, 10, 31)}, "last"),
        ({"keep_until": dt.date(2026, 11, 29)}, "keep_until"),
        ({"keep_until": dt.date(2029, 12, 31)}, "keep_until"),
        ({"subdistricts": []}, "subdistricts"),
        ({"subdistricts": ["999999"]}, "subdistricts"),
        ({"questions": []}, "questions"),
        ({"questions": [Asked(words="ก")] * 41}, "questions"),
        ({"questions": [Asked(words=" ")]}, "questions"),
        ({"questions": [Asked(words="ก", kind=QuestionKind.CHOICE, choices=("ข", "ข"))]}, "questions"),
    ],
)
def test_a_survey_that_cannot_be_is_not_made(world: World, given: dict, field: str) -> None:
    with pytest.raises(GuardFailed) as caught:
        make(world, **given)
    assert caught.value.field == field
    assert not Survey.objects.exists()


def test_only_local_administrations_and_centers_ask(world: World) -> None:
    assert make(world, actor=world.center.officer).organization == world.center.organization
    for actor in (world.lead.officer, world.hospital.officer):
        with pytest.raises(NotAllowed):
            make(world, actor=actor)


def test_questions_are_written_one_on_a_line() -> None:
    found = questions_of("*บ้านเสียหาย | ใช่ | สาธารณภัย\n\nมีเด็กกี่คน | จำนวน\nอะไรก่อน | เลือก | น้ำ, เรือ\nอื่น ๆ")
    assert found[0] == Asked(words="บ้านเสียหาย", is_required=True, theme=ProblemType.DISASTER)
    assert found[1] == Asked(words="มีเด็กกี่คน", kind=QuestionKind.NUMBER)
    assert found[2] == Asked(words="อะไรก่อน", kind=QuestionKind.CHOICE, choices=("น้ำ", " เรือ"))
    assert found[3] == Asked(words="อื่น ๆ")


def test_a_theme_that_is_none_is_named_with_those_that_are() -> None:
    """Without its theme a "yes" would be missing among the needs, and nobody would know (S1.27)."""
    with pytest.raises(ValidationError, match="ภัยพิบัติ") as caught:
        questions_of("*บ้านเสียหายหรือไม่ | ใช่ | ภัยพิบัติ")
    assert "สาธารณภัย" in str(caught.value)


def test_an_organization_of_a_whole_province_asks_in_any_of_its_subdistricts(
    world: World, login: Login
) -> None:
    center = world.center.organization
    center.district_code = ""
    center.save()
    page = soup(login(world.center.officer).get(reverse("surveys:make")))
    codes = {box["value"] for box in page.select("input[name=subdistricts]")}
    assert {code[:4] for code in codes} == {one.code for one in districts(center.province_code)}


# Answering ---------------------------------------------------------------------------------------------------------


def test_one_household_answers_once_whoever_opens_the_door(world: World, survey: Survey) -> None:
    say(world, survey, "12/4")
    for house, moo in (("บ้านเลขที่ 12/4", "3"), ("๑๒/๔", "ม.3"), ("12/4", "๓")):
        with pytest.raises(GuardFailed) as caught:
            say(world, survey, house, moo=moo, name="คนอื่น", phone="")
        assert caught.value.field == "house"
    say(world, survey, "12/5")
    say(world, survey, "12/4", moo="4")
    assert survey.households.count() == 3


def test_without_a_house_number_name_and_telephone_tell_a_household(world: World, survey: Survey) -> None:
    say(world, survey, "")
    with pytest.raises(GuardFailed):
        say(world, survey, "", name="ชื่ออื่น", phone="0817700131")
    say(world, survey, "", name="สมศรี ใจดี", phone="")
    with pytest.raises(GuardFailed) as caught:
        say(world, survey, "", name="", phone="")
    assert caught.value.field == "house"


def test_the_same_form_twice_is_one_answer(world: World, survey: Survey) -> None:
    token = uuid.uuid4()
    assert say(world, survey, token=token) == say(world, survey, token=token)
    assert Answer.objects.count() == 4


def test_answers_are_read_by_the_kind_of_their_question(world: World, survey: Survey) -> None:
    home = say(world, survey, said={1: "ไม่ใช่", 3: "๑๒"})
    assert dict(home.answers.values_list("question__number", "words")) == {1: "no", 3: ""}
    assert home.answers.get(question__number=3).number == 12


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({}, "q1"),
        ({1: "อาจจะ"}, "q1"),
        ({1: "yes", 2: "รถ"}, "q2"),
        ({1: "yes", 3: "สอง"}, "q3"),
        ({1: "yes", 3: "-1"}, "q3"),
        ({1: "yes", 3: "1000001"}, "q3"),
        ({1: "yes", 4: "ก" * 1001}, "q4"),
    ],
)
def test_an_answer_that_is_none_is_refused_and_nothing_kept(
    world: World,
    survey: Survey,
    said: dict,
    field: str,
) -> None:
    with pytest.raises(GuardFailed) as caught:
        say(world, survey, said=said)
    assert caught.value.field == field
    assert not Household.objects.exists()


def test_an_answer_that_nobody_has_to_give_is_none(survey: Survey) -> None:
    assert read_answer(survey.questions.get(number=4), "  ") is None


def test_a_place_outside_of_the_survey_is_refused(world: World, survey: Survey) -> None:
    with pytest.raises(GuardFailed) as caught:
        say(world, survey, subdistrict=OTHER)
    assert caught.value.field == "subdistrict"


def test_answers_are_taken_from_the_first_day_to_the_last(world: World, survey: Survey) -> None:
    for moment, takes in (
        ("2026-10-31T16:59:00Z", False),
        ("2026-10-31T17:00:00Z", True),
        ("2026-11-30T16:59:00Z", True),
        ("2026-11-30T17:00:00Z", False),
    ):
        with time_machine.travel(moment, tick=False):
            if takes:
                say(world, survey, house=f"{survey.households.count() + 1}")
            else:
                with pytest.raises(GuardFailed):
                    say(world, survey, house="99")
    keeping.end(actor=world.local.officer, survey=survey)
    survey.refresh_from_db()
    with pytest.raises(GuardFailed):
        say(world, survey, house="98")


def test_who_may_answer(world: World, survey: Survey) -> None:
    say(world, survey, actor=Citizen(), way=EntryWay.PUBLIC)
    with pytest.raises(NotAllowed):
        say(world, survey, house="2", actor=world.other_local.officer)
    closed = make(world)
    with pytest.raises(NotAllowed):
        say(world, closed, actor=Citizen())
    with pytest.raises(NotAllowed):
        say(world, closed, actor=System())


def test_the_register_is_asked_for_the_same_house_and_telephone(world: World, survey: Survey) -> None:
    """Only cases that the officer may see are told of; the key is the one by which the register knows a house."""
    values = {"place_detail": "บ้านเลขที่ 12/4 หมู่ 3", "moo": "3", "subdistrict_code": OURS}
    reporter = {"name": "คนอื่น ทั้งนั้น", "phone": "089-000-0001"}
    ours = factories.CaseFactory(actor=world.local.officer, reporter=reporter, **values)
    factories.received_case(world, reporter=reporter, **values)
    _kind, key = digested(KeyKind.HOME, home_key(Home(subdistrict=OURS, house="12/4", moo="3")))
    assert key in ours.keys.values_list("key", flat=True)
    home = say(world, survey, phone="")
    assert list(answering.in_register(home, world.local.officer)) == [ours]
    by_phone = say(world, survey, house="77", phone="0890000001")
    assert list(answering.in_register(by_phone, world.local.officer)) == [ours]
    assert not answering.in_register(say(world, survey, house="78", phone=""), world.local.officer)


# A list ------------------------------------------------------------------------------------------------------------


def sheet(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / "list.csv"
    path.write_text("\n".join(lines), encoding="utf-8-sig")
    return path


def test_a_list_is_taken_in_once(world: World, survey: Survey, tmp_path: Path) -> None:
    path = sheet(
        tmp_path,
        "ชื่อ,บ้านเลขที่,หมู่ที่,ตำบล,โทรศัพท์,จำนวนสมาชิก,บ้านเสียหายหรือไม่,ข้อ 3",
        f"{NAME},12/4,3,ปากน้ำ,{PHONE},4,ใช่,2",
        "สมศรี ใจดี,12/5,3,,,๓,ไม่ใช่,",
        "สมชาย ใจดี,12/5,3,,,,ใช่,",
        "สมปอง ใจดี,12/6,3,,,,อาจจะ,",
        "สมหมาย ใจดี,12/7,3,ที่อื่น,,,ใช่,",
    )
    taken = importing.take(survey=survey, actor=world.local.officer, path=path)
    assert (taken.made, taken.existing) == (2, 0)
    assert [line for line, _reason in taken.refused] == [4, 5, 6]
    first = next(home for home in survey.households.all() if home.house == "12/4")
    assert (first.way, first.members, first.subdistrict_code) == (EntryWay.IMPORT, 4, OURS)
    assert first.answers.get(question__number=3).number == 2
    again = importing.take(survey=survey, actor=world.local.officer, path=path)
    assert (again.made, again.existing, len(again.refused)) == (0, 2, 3)


def test_a_list_is_as_long_as_one_request_can_take(
    world: World, survey: Survey, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "MOST_ROWS", 1)
    path = sheet(tmp_path, "ชื่อ,บ้านเลขที่,ข้อ 1", "ก ข,1,ใช่", "ค ง,2,ใช่")
    with pytest.raises(GuardFailed) as caught:
        importing.take(survey=survey, actor=world.local.officer, path=path)
    assert caught.value.field == "file"
    assert not survey.households.exists()


def test_a_list_without_a_house_is_no_list(world: World, survey: Survey, tmp_path: Path) -> None:
    with pytest.raises(GuardFailed):
        importing.take(survey=survey, actor=world.local.officer, path=sheet(tmp_path, "สี,ขนาด", "แดง,1"))


# Summing up --------------------------------------------------------------------------------------------------------


def fill(world: World, survey: Survey, yes: int, no: int) -> None:
    start = survey.households.count()
    for place in range(yes + no):
        said = {1: "yes" if place < yes else "no", 2: "น้ำ", 3: "2"}
        say(world, survey, house=str(start + place + 1), said=said)


def test_the_summary_counts_every_answer(world: World, survey: Survey) -> None:
    fill(world, survey, yes=3, no=1)
    damaged, first, children, words = summary.results(survey)
    assert (damaged.answered, dict(damaged.counts)) == (4, {"yes": 3, "no": 1})
    assert dict(first.counts) == {"น้ำ": 4, "อาหาร": 0, "เรือ": 0}
    assert (children.total, children.mean) == (8, 2.0)
    assert (words.answered, words.total) == (0, None)
    assert summary.households_by_place(survey) == {OURS: 4}
    assert summary.who_needs(survey).count() == 3


def test_the_center_reads_no_small_number(world: World, survey: Survey) -> None:
    """Three of nine said yes: neither that nor the six from which it would follow is told."""
    fill(world, survey, yes=3, no=6)
    damaged, first, _children, _words = summary.results(survey, for_others=True)
    assert damaged.answered == 9
    assert dict(damaged.counts) == {"yes": None, "no": None}
    assert first.counts["น้ำ"] == 9


def test_below_five_answers_nothing_is_told(world: World, survey: Survey) -> None:
    fill(world, survey, yes=2, no=1)
    damaged, _first, children, _words = summary.results(survey, for_others=True)
    assert (damaged.answered, children.answered, children.total) == (None, None, None)


def test_a_result_is_reported_when_it_is_over(world: World, survey: Survey) -> None:
    with pytest.raises(GuardFailed):
        keeping.report(actor=world.local.officer, survey=survey)
    with pytest.raises(NotAllowed):
        keeping.report(actor=world.other_local.officer, survey=survey)
    keeping.end(actor=world.local.officer, survey=survey)
    assert keeping.report(actor=world.local.officer, survey=survey)
    assert not keeping.report(actor=world.local.officer, survey=survey)
    assert list(keeping.reported_to(world.center.officer)) == [survey]
    assert not keeping.reported_to(world.other_local.officer)


# Forgetting --------------------------------------------------------------------------------------------------------


def test_names_are_erased_when_their_time_is_over(world: World, survey: Survey) -> None:
    say(world, survey)
    with time_machine.travel(dt.datetime(2027, 11, 30, 5, tzinfo=dt.UTC), tick=False):
        assert erase_old_households.func() == 0
    with time_machine.travel(dt.datetime(2027, 12, 1, 5, tzinfo=dt.UTC), tick=False):
        assert erase_old_households.func() == 1
        assert erase_old_households.func() == 0
    home = Household.objects.get()
    kept = " ".join(
        str(value) for value in [*Household.objects.values_list().get(), *Answer.objects.values_list()]
    )
    for words in (NAME, PHONE, "12/4", "น้ำเข้าบ้าน"):
        assert words not in kept
    assert home.subdistrict_code == OURS
    assert dict(summary.results(survey)[0].counts) == {"yes": 1, "no": 0}
    assert not summary.who_needs(survey)


def test_no_trace_of_a_line_of_a_list_stays_by_which_a_guess_is_proved(
    world: World, survey: Survey, tmp_path: Path
) -> None:
    """The token of a line is made of its words, so it goes with them."""
    path = sheet(tmp_path, "ชื่อ,บ้านเลขที่,ข้อ 1", f"{NAME},12/4,ใช่")
    importing.take(survey=survey, actor=world.local.officer, path=path)
    before = survey.households.get()
    with time_machine.travel(dt.datetime(2027, 12, 1, 5, tzinfo=dt.UTC), tick=False):
        erase_old_households.func()
    after = survey.households.get()
    assert after.token != before.token
    assert after.key != before.key


# Pages -------------------------------------------------------------------------------------------------------------


def url(name: str, survey: Survey, **more) -> str:
    return reverse(f"surveys:{name}", kwargs={"pk": survey.pk, **more})


def entry(**values) -> dict:
    given = {"subdistrict": OURS, "house": "12/4", "moo": "3", "name": NAME, "q1": "yes", "q3": "2"}
    return given | {"token": str(uuid.uuid4())} | values


def test_a_survey_is_made_by_one_form(world: World, at_local: Client) -> None:
    given = {
        "title": "สำรวจ",
        "purpose": "เพื่อช่วย",
        "first_day": "1",
        "first_month": "11",
        "first_year": "2569",
        "last_day": "30",
        "last_month": "11",
        "last_year": "2569",
        "subdistricts": [OURS],
        "questions": "บ้านเสียหาย | ใช่ | สาธารณภัย",
        "is_public": "on",
        "token": soup(at_local.get(reverse("surveys:make"))).select_one("input[name=token]")["value"],
    }
    answer = at_local.post(reverse("surveys:make"), given, follow=True)
    made = Survey.objects.get()
    at_local.post(reverse("surveys:make"), given)
    assert made == Survey.objects.get(), "a second click makes no second survey"
    assert made.questions.count() == 1
    assert answer.redirect_chain[-1][0] == url("survey", made)
    assert "/survey/" in answer.content.decode()
    wrong = at_local.post(reverse("surveys:make"), given | {"questions": "ก | ผิด"})
    assert "ไม่ใช่ชนิดคำตอบ" in wrong.content.decode()
    assert Survey.objects.count() == 1


def test_an_officer_enters_house_after_house(world: World, survey: Survey, at_local: Client) -> None:
    case = factories.CaseFactory(
        actor=world.local.officer, place_detail="บ้านเลขที่ 12/4 หมู่ 3", moo="3", subdistrict_code=OURS
    )
    answer = at_local.post(url("enter", survey), entry(), follow=True)
    assert case.reference in answer.content.decode()
    twice = at_local.post(url("enter", survey), entry(name="คนอื่น"))
    assert "บ้านนี้ตอบแบบสำรวจนี้แล้ว" in twice.content.decode()
    assert "คนอื่น" in twice.content.decode()
    assert survey.households.get().way == EntryWay.OFFICER


def test_people_answer_by_themselves(world: World, survey: Survey, client: Client) -> None:
    page = reverse("survey", kwargs={"pk": survey.pk})
    first = client.get(page)
    assert survey.purpose in first.content.decode()
    assert "no-store" in first["Cache-Control"]
    token = soup(first).select_one("input[name=token]")["value"]
    answer = client.post(page, entry(token=token), follow=True)
    assert "ขอบคุณ" in answer.content.decode()
    assert client.post(page, entry(token=token)).status_code == 302
    home = survey.households.get()
    assert (home.way, home.entered_by) == (EntryWay.PUBLIC, None)
    assert NAME not in client.get(page).content.decode()


def test_a_survey_for_officers_is_not_found_by_others(world: World, client: Client) -> None:
    inside = make(world)
    for name in ("survey", "survey_thanks"):
        assert client.get(reverse(name, kwargs={"pk": inside.pk})).status_code == 404


def test_answers_from_one_address_are_counted(
    survey: Survey, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(public, "PER_ADDRESS", 1)
    page = reverse("survey", kwargs={"pk": survey.pk})
    assert client.post(page, entry(house="1")).status_code == 302
    assert client.post(page, entry(house="2")).status_code == 429
    assert survey.households.count() == 1


def test_who_has_to_wait_keeps_what_was_written(
    survey: Survey, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(public, "PER_ADDRESS", 0)
    answer = client.post(reverse("survey", kwargs={"pk": survey.pk}), entry(q4="รอเรืออยู่"))
    assert answer.status_code == 429
    assert answer["Retry-After"]
    assert "มากเกินไป" in soup(answer).select_one(".error-summary").get_text()
    assert soup(answer).select_one("textarea[name=q4]").get_text(strip=True) == "รอเรืออยู่"


def test_what_people_write_is_bounded(survey: Survey, client: Client) -> None:
    page = reverse("survey", kwargs={"pk": survey.pk})
    for field, longest in (("name", 200), ("house", 60), ("moo", 20), ("phone", 40), ("q4", 1000)):
        assert client.post(page, entry(**{field: "ก" * (longest + 1)})).status_code == 200
        assert client.post(page, entry(**{field: "ก\x00"})).status_code == 200
    assert not survey.households.exists()


def test_a_page_of_a_survey_stands_in_no_search_engine(survey: Survey, client: Client) -> None:
    for name in ("survey", "survey_thanks"):
        answer = client.get(reverse(name, kwargs={"pk": survey.pk}))
        assert answer["X-Robots-Tag"] == "noindex, nofollow"
        assert answer["Referrer-Policy"] == "no-referrer"


def test_a_closed_survey_takes_nothing(world: World, survey: Survey, client: Client) -> None:
    keeping.end(actor=world.local.officer, survey=survey)
    page = reverse("survey", kwargs={"pk": survey.pk})
    assert "ไม่เปิดรับคำตอบแล้ว" in client.post(page, entry()).content.decode()
    assert not survey.households.exists()


def test_a_list_is_taken_in_by_the_page(world: World, survey: Survey, at_local: Client) -> None:
    content = "ชื่อ,บ้านเลขที่,ข้อ 1\nก ข,1,ใช่\nค ง,1,ใช่\n".encode("utf-8-sig")
    answer = at_local.post(url("list", survey), {"file": SimpleUploadedFile("a.csv", content)})
    text = soup(answer).select_one("[role=status]").get_text(" ", strip=True)
    assert "รับแล้ว 1 แถว" in text
    assert "ไม่รับ 1 แถว" in text
    for name, body in (("a.exe", b"MZ"), ("a.xlsx", b"no workbook")):
        answer = at_local.post(url("list", survey), {"file": SimpleUploadedFile(name, body)})
        assert "ข้อผิดพลาด" in soup(answer).title.get_text()


def test_the_committee_gets_names_with_a_reason_on_record(
    world: World, survey: Survey, at_local: Client
) -> None:
    say(world, survey)
    say(world, survey, house="9", name="คนที่ไม่ต้องการ", said={1: "no"})
    assert at_local.post(url("committee", survey), {"reason": ""}).status_code == 200
    answer = at_local.post(url("committee", survey), {"reason": "ประชุมครั้งที่ 3"})
    rows = list(load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True))
    assert [row[1] for row in rows[1:]] == [NAME]
    assert rows[1][7] == "สาธารณภัย"
    assert AuditEntry.objects.get(action="surveys.export").purpose == "ประชุมครั้งที่ 3"


def test_the_committees_list_follows_the_way_through_the_villages(
    world: World, survey: Survey, at_local: Client
) -> None:
    for moo, house in (("10", "1"), ("3", "12/20"), ("3", "12/3"), ("", "5"), ("3", "9")):
        say(world, survey, house=house, moo=moo)
    answer = at_local.post(url("committee", survey), {"reason": "ประชุมครั้งที่ 3"})
    rows = list(load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True))
    assert [str(row[2]) for row in rows[1:]] == ["9", "12/3", "12/20", "1", "5"]
    assert [row[0] for row in rows[1:]] == [1, 2, 3, 4, 5]


def test_a_result_is_ended_and_reported_by_two_buttons(
    world: World,
    survey: Survey,
    at_local: Client,
    at_center: Client,
) -> None:
    fill(world, survey, yes=6, no=5)
    assert at_center.get(url("reported", survey)).status_code == 404
    for _ in range(2):
        form = soup(at_local.get(url("survey", survey))).select_one(".desk-page form")
        at_local.post(form["action"])
    survey.refresh_from_db()
    assert survey.reported_at == NOW
    page = at_center.get(url("reported", survey)).content.decode()
    assert survey.purpose in page
    assert NAME not in page
    assert at_center.get(url("survey", survey)).status_code == 404


def test_another_organizations_survey_is_not_found(world: World, survey: Survey, login: Login) -> None:
    say(world, survey)
    for person in (world.other_local.officer, world.center.officer, world.lead.officer):
        client = login(person)
        for name in ("survey", "enter", "list", "committee", "reported"):
            assert client.get(url(name, survey)).status_code == 404
        assert client.post(url("act", survey, what="end")).status_code == 404
    assert login(world.lead.officer).get(reverse("surveys:listing")).status_code == 404


def test_pages_cost_the_same_however_many_answered(world: World, survey: Survey, at_local: Client) -> None:
    fill(world, survey, yes=1, no=1)
    at_local.get(url("survey", survey))
    assert_same_queries(lambda: at_local.get(url("survey", survey)), lambda: fill(world, survey, yes=3, no=3))
    assert_same_queries(lambda: at_local.get(reverse("surveys:listing")), lambda: make(world))


def test_the_words_of_a_question_belong_to_it(survey: Survey) -> None:
    assert str(Question.objects.get(survey=survey, number=1)) == "1. บ้านเสียหายหรือไม่"


def test_no_table_holds_who_answered_or_what_was_said_in_clear(world: World) -> None:
    """Decision 0012: names, numbers, houses and free words are sealed, and the house is known again by a digest."""
    survey = make(world)
    said = "คะนารีนอนบนหลังคา"
    home = Home(subdistrict=OURS, house="77/12", moo="4", name=NAME, phone=PHONE)
    kept = answering.answer(
        survey=survey,
        actor=world.local.officer,
        token=uuid.uuid4(),
        home=home,
        answers={1: "yes", 4: said},
    )
    text = dump()
    for secret in (NAME, PHONE, "77/12", said):
        assert secret not in text
    again = Household.objects.get(pk=kept.pk)
    assert (again.name, again.phone, again.house) == (NAME, PHONE, "77/12")
    assert kept.answers.get(question__number=4).said == said
    with pytest.raises(GuardFailed, match="ตอบแบบสำรวจนี้แล้ว"):
        answering.answer(
            survey=survey, actor=world.local.officer, token=uuid.uuid4(), home=home, answers={1: "no"}
        )


def test_with_another_key_for_finding_a_house_still_answers_once(
    world: World, survey: Survey, settings: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = own_keys(settings, tmp_path / "keys")
    kept, nameless = say(world, survey), say(world, survey, house="")
    erased = say(world, survey, house="20")
    Household.objects.filter(pk=erased.pk).update(key=f"erased:{erased.pk}", erased_at=NOW)
    another_key_for_finding(file)
    call_command("rebuild_lists")
    assert "digests of 2 households of surveys" in capsys.readouterr().out
    for house in ("12/4", ""):
        with pytest.raises(GuardFailed, match="ตอบแบบสำรวจนี้แล้ว"):
            say(world, survey, house=house)
    keys = dict(Household.objects.values_list("pk", "key"))
    assert keys[kept.pk] != kept.key and keys[nameless.pk] != nameless.key
    assert keys[erased.pk] == f"erased:{erased.pk}"


def test_surveys_page_by_key(world: World, login: Login, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cases.surveys.desk.views.PAGE_SIZE", 1)
    for number in range(3):
        make(world, title=f"สำรวจครั้งที่ {number}")
    address = reverse("surveys:listing")
    assert_pages_by_key(login(world.local.officer), address, Survey, rows=".desk-page ul.plain-list li")


def test_the_center_reads_no_small_sum_either(world: World, survey: Survey) -> None:
    """Many answered, but what they gave together is what one household said."""
    for place in range(9):
        say(world, survey, house=str(place + 1), said={1: "yes", 2: "น้ำ", 3: "2" if place == 0 else "0"})
    children = summary.results(survey, for_others=True)[2]
    assert (children.total, children.mean) == (None, None)
    assert summary.results(survey)[2].total == 2, "whose own office knows its households"
    say(world, survey, house="10", said={1: "yes", 2: "น้ำ", 3: "40"})
    assert summary.results(survey, for_others=True)[2].total is None, "two households gave something"


def test_nothing_at_all_is_no_small_sum(world: World, survey: Survey) -> None:
    for place in range(9):
        say(world, survey, house=str(place + 1), said={1: "yes", 2: "น้ำ", 3: "0"})
    children = summary.results(survey, for_others=True)[2]
    assert (children.total, children.mean) == (0, 0.0)
