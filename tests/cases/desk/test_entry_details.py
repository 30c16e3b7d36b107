"""Everything that the citizen's form can say can be taken down too; what nobody asked is no answer (S2.25, S2.26, S2.31)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from cases.models import Case, CaseFile, CaseNote
from cases.vocabulary import Consent, ConsentBy, ContactWay, IdentityPapers, Severity, Sex
from portal.organizations.models import ServiceArea
from tests.cases.desk.conftest import Login, soup
from tests.cases.desk.test_entry import DONE, NEW, data, errors
from tests.cases.factories import World, received_case
from tests.files.samples import picture

PLACES = reverse("desk:new_places")


def taken_down(client: Client, **values: Any) -> Case:
    response = client.post(NEW, data(is_new="1", **values))
    assert response.status_code == 302, errors(response)
    return Case.objects.latest("pk")


def test_what_nobody_asked_is_kept_as_that(world: World, at_local: Client) -> None:
    case = taken_down(at_local)
    person, reporter = case.affected_people.get(), case.reporter
    assert (person.sex, person.has_disability, person.is_married, person.needs_interpreter) == (
        "",
        None,
        None,
        None,
    )
    assert (reporter.may_leave_message, reporter.may_identify, reporter.may_email) == (None, None, None)
    assert (case.consent, case.consent_by) == (Consent.GIVEN, "")


@pytest.mark.parametrize(("told", "kept"), [("True", True), ("False", False), ("", None)])
def test_yes_no_and_not_asked_are_three_answers(world: World, at_local: Client, told: str, kept: Any) -> None:
    case = taken_down(at_local, has_disability=told, may_leave_message=told)
    assert (case.affected_people.get().has_disability, case.reporter.may_leave_message) == (kept, kept)


def test_all_that_the_citizens_form_says_can_be_taken_down(world: World, at_local: Client) -> None:
    case = taken_down(
        at_local,
        contact_way="visit",
        contact_time="หลังเลิกงาน",
        may_leave_message="False",
        may_identify="False",
        may_tell_affected="True",
        contact_note="อย่าโทรตอนสามีอยู่",
        email="somying@example.org",
        may_email="True",
        other_way="ผ่านผู้ใหญ่บ้าน",
        sex="female",
        birth_date_day="27",
        birth_date_month="มีนาคม",
        birth_date_year="2490",
        has_disability="True",
        is_married="True",
        is_destitute="True",
        affected_phone="075-611234",
        household_size="๕",
        nationality="เมียนมา",
        papers="pink_card",
        needs_interpreter="True",
        interpreter_language="พม่า",
        moo="4",
        village="บ้านช่องพลี",
        country="ญี่ปุ่น",
        city="โอซากะ",
        avoid_local="on",
        severity="urgent",
        consent_by="guardian",
        note="โทรถามผู้ใหญ่บ้านแล้ว",
    )
    person, reporter = case.affected_people.get(), case.reporter
    assert (reporter.contact_way, reporter.contact_time, reporter.other_way) == (
        ContactWay.VISIT,
        "หลังเลิกงาน",
        "ผ่านผู้ใหญ่บ้าน",
    )
    assert (reporter.may_leave_message, reporter.may_tell_affected, reporter.may_email) == (False, True, True)
    assert (reporter.email, reporter.contact_note) == ("somying@example.org", "อย่าโทรตอนสามีอยู่")
    assert (person.sex, person.birth_date, person.household_size) == (Sex.FEMALE, dt.date(1947, 3, 27), 5)
    assert (person.has_disability, person.is_married, person.is_destitute) == (True, True, True)
    assert (person.nationality, person.papers, person.phone) == (
        "เมียนมา",
        IdentityPapers.PINK_CARD,
        "075-611234",
    )
    assert (person.needs_interpreter, person.interpreter_language) == (True, "พม่า")
    assert (case.moo, case.village, case.country) == ("4", "บ้านช่องพลี", "โอซากะ, ญี่ปุ่น")
    assert (case.avoid_local, case.severity, case.consent_by) == (True, Severity.URGENT, ConsentBy.GUARDIAN)
    assert CaseNote.objects.get().text == "โทรถามผู้ใหญ่บ้านแล้ว"


def test_words_that_are_no_address_are_never_written_to(world: World, at_local: Client) -> None:
    reporter = taken_down(at_local, email="ลูกสาวมีเมล").reporter
    assert (reporter.email, reporter.email_words) == ("", "ลูกสาวมีเมล")


def test_a_household_has_several_people(world: World, at_local: Client) -> None:
    case = taken_down(
        at_local,
        household_size="3",
        other_1_name="หลานแดง",
        other_1_kinship="หลาน",
        other_1_age="3 เดือน",
        other_1_sex="male",
        other_3_name="ตาดำ",
        other_3_disability="True",
    )
    first, grandchild, husband = case.affected_people.all()
    assert (first.name, first.household_size, first.kinship) == ("ยายแดง", 3, "")
    assert (grandchild.name, grandchild.kinship, grandchild.age_words, grandchild.sex) == (
        "หลานแดง",
        "หลาน",
        "3 เดือน",
        Sex.MALE,
    )
    assert (husband.name, husband.has_disability, husband.is_reporter) == ("ตาดำ", True, False)
    page = at_local.get(reverse("desk:case", args=[case.reference])).content.decode()
    assert "หลานแดง" in page and "ตาดำ" in page


def test_an_impossible_story_in_a_further_age_is_refused_where_it_stands(
    world: World, at_local: Client
) -> None:
    response = at_local.post(NEW, data(other_2_name="ก", other_2_age="7" * 61))
    assert "#id_other_2_age" in errors(response)


def test_the_village_is_read_from_the_address(world: World, at_local: Client) -> None:
    assert taken_down(at_local, place_detail="12/3 หมู่ที่ ๔ หลังวัด").moo == "4"
    assert taken_down(at_local, place_detail="12/3 หมู่ที่ ๔", moo="7").moo == "7"


def test_a_file_comes_with_the_letter(world: World, at_local: Client) -> None:
    letter = SimpleUploadedFile("letter.jpg", picture(), "image/jpeg")
    case = taken_down(at_local, channel="letter", files=[letter])
    assert [file.content_type for file in case.files.all()] == ["image/jpeg"]


def test_a_file_that_is_none_keeps_the_form(world: World, at_local: Client) -> None:
    response = at_local.post(NEW, data(files=[SimpleUploadedFile("x.jpg", b"no picture", "image/jpeg")]))
    assert "#id_files" in errors(response)
    assert not Case.objects.exists() and not CaseFile.objects.exists()
    assert soup(response).find(id="id_narrative").get_text(strip=True)


# --- the place --------------------------------------------------------------------------------------------------------


def test_the_own_area_stands_there_already(world: World, at_local: Client) -> None:
    assert soup(at_local.get(NEW)).find(id="id_place")["value"] == "อ.เมืองกระบี่ จ.กระบี่"
    ServiceArea.objects.create(organization=world.local.organization, subdistrict_code="810116")
    assert soup(at_local.get(NEW)).find(id="id_place")["value"] == "ต.อ่าวนาง อ.เมืองกระบี่ จ.กระบี่"


def test_a_landmark_and_the_district_are_enough(world: World, at_local: Client) -> None:
    case = taken_down(at_local, place="อ.คลองท่อม จ.กระบี่", place_detail="หน้าตลาดเก่า")
    assert (case.district_code, case.subdistrict_code, case.place_detail) == ("8104", "", "หน้าตลาดเก่า")


def test_a_district_alone_is_no_place_to_go_to(world: World, at_local: Client) -> None:
    assert "#id_place" in errors(at_local.post(NEW, data(place="อ.เมืองกระบี่ จ.กระบี่")))


def test_a_landmark_of_the_directory_is_kept_once(world: World, at_local: Client) -> None:
    case = taken_down(at_local, place="โรงพยาบาลกระบี่ ต.กระบี่ใหญ่ อ.เมืองกระบี่ จ.กระบี่")
    assert case.place_detail == "โรงพยาบาลกระบี่"
    assert case.subdistrict_code


def test_places_are_proposed_by_post_only(world: World, at_local: Client) -> None:
    """What somebody types as an address must not stand in a log."""
    assert at_local.get(PLACES, {"q": "อ่าวนาง"}).status_code == 405
    rows = at_local.post(PLACES, {"q": "ต. อ่าวนาง"}).json()["suggestions"]
    assert rows[0] == {"text": "ต.อ่าวนาง อ.เมืองกระบี่ จ.กระบี่", "note": "ตำบลหรือแขวง"}
    assert at_local.post(PLACES, {"q": ""}).json() == {"suggestions": []}
    assert at_local.post(PLACES, {"q": "ก" * 301}).json() == {"suggestions": []}


def test_strangers_are_proposed_nothing(world: World) -> None:
    assert Client().post(PLACES, {"q": "อ่าวนาง"}).status_code == 302


# --- the page ---------------------------------------------------------------------------------------------------------


def test_the_telephone_number_is_asked_first_and_the_rest_is_folded(world: World, at_local: Client) -> None:
    page = soup(at_local.get(NEW))
    first = page.select_one("form.entry").find_all(["input", "select", "textarea"])
    assert next(field for field in first if field.get("type") != "hidden").has_attr("autofocus")
    assert not page.select("form.entry details[open]")


def test_what_is_wrong_in_a_fold_opens_it(world: World, at_local: Client) -> None:
    page = soup(at_local.post(NEW, data(household_size="หลายคน", narrative="")))
    [opened] = page.select("form.entry details[open]")
    assert opened.find(id="id_household_size")


def test_the_channel_of_the_last_call_is_set(world: World, at_local: Client) -> None:
    taken_down(at_local, channel="hotline_1300")
    chosen = soup(at_local.get(NEW)).select_one("#id_channel option[selected]")
    assert chosen["value"] == "hotline_1300"


def test_another_request_of_the_same_caller(world: World, at_local: Client) -> None:
    case = taken_down(at_local, may_identify="False", village="บ้านช่องพลี")
    links = [link["href"] for link in soup(at_local.get(DONE)).select(".actions a")]
    again = next(link for link in links if "after=" in link)
    assert "081" not in again and case.reference in again
    page = soup(at_local.get(again))
    assert page.find(id="id_phone")["value"] == "081 234 5678"
    assert page.find(id="id_reporter_name")["value"] == "สมหญิง"
    assert page.find(id="id_village")["value"] == "บ้านช่องพลี"
    assert page.select_one("#id_may_identify option[selected]")["value"] == "False"
    assert not page.find(id="id_narrative").get_text(strip=True)
    assert not page.find(id="id_affected_name").get("value")


def test_the_caller_of_a_strange_case_is_nobody(world: World, at_local: Client) -> None:
    case = received_case(world)
    assert at_local.get(NEW, {"after": case.reference}).status_code == 404


def test_a_person_in_danger_is_sent_to_help_first(world: World, login: Login) -> None:
    """S2.41: the person by condition, the case to the lead agency."""
    client = login(world.center.officer)
    case = taken_down(client, problem="violence")
    assert reverse("desk:act", args=[case.reference, "refer_joint"]) in client.get(DONE).content.decode()
    taken_down(client)
    assert "refer_joint" not in client.get(DONE).content.decode()


def test_the_place_is_read_among_other_words_which_stay_as_typed(world: World, at_local: Client) -> None:
    written = "ต.อ่าวนาง อ.เมือง จ.กระบี่ หลังวัด ม.3 81180"
    case = taken_down(at_local, place=written)
    assert (case.subdistrict_code, case.moo, case.place_detail) == ("810116", "3", written)
    case = taken_down(at_local, place="81180 ใกล้สะพานไม้")
    assert case.district_code == world.local.organization.district_code
    assert case.place_detail == "81180 ใกล้สะพานไม้"
