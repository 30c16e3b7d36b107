"""Facts are completed and corrected by clicking; nothing is lost, and only what one changed is written."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from cases.domain import identity
from cases.machine.vocabulary import DutyKind, Verb
from cases.models import AffectedPerson, Case, CaseEvent
from cases.vocabulary import AgeBand
from portal.thai.dates import bangkok_today
from tests.cases import factories
from tests.cases.desk.conftest import Login, soup
from tests.cases.desk.test_case_page import picture
from tests.cases.desk.test_verbs import act_url, date, errors
from tests.cases.factories import CANARY_PHONE, World


def filled(client: Client, case: Case, verb: Verb, at: str = "") -> dict[str, Any]:
    """What a browser would send back untouched."""
    form = soup(client.get(at or act_url(case, verb))).select_one("form.form")
    data = {box["name"]: box.get("value", "") for box in form.select("input[type=hidden], input[type=text]")}
    data |= {
        box["name"]: box.get("value", "") for box in form.select("input[type=email], input[type=number]")
    }
    data |= {box["name"]: "on" for box in form.select("input[type=checkbox][checked]")}
    data |= {box["name"]: box.get_text().lstrip("\n") for box in form.select("textarea")}
    for menu in form.select("select"):
        chosen = menu.select_one("option[selected]")
        data[menu["name"]] = chosen["value"] if chosen else ""
    data.pop("csrfmiddlewaretoken", None)
    return data


def event_of(case: Case, verb: Verb) -> CaseEvent:
    return case.events.get(verb=verb)


# --- people and place -----------------------------------------------------------------------------------------------


def test_a_correction_keeps_the_old_value_in_the_history(world: World, at_local: Client) -> None:
    case = factories.working_case(world)
    old = case.affected_people.get().phone
    data = filled(at_local, case, Verb.CORRECT_FACTS) | {"phone": "081-234-5678", "note": "แม่โทรมาบอก"}
    assert at_local.post(act_url(case, Verb.CORRECT_FACTS), data).status_code == 302
    assert case.affected_people.get().phone == "081-234-5678"
    note = event_of(case, Verb.CORRECT_FACTS).note.text
    assert f"{old or '–'} → 081-234-5678" in note
    assert note.endswith("แม่โทรมาบอก")


def test_the_age_group_follows_the_age(world: World, at_local: Client) -> None:
    case = factories.working_case(world)
    data = filled(at_local, case, Verb.CORRECT_FACTS) | {"age": "๗๑"}
    at_local.post(act_url(case, Verb.CORRECT_FACTS), data)
    person = case.affected_people.get()
    assert (person.age, person.age_band) == (71, AgeBand.AGE_60_UP)


def test_what_somebody_else_corrected_meanwhile_stays(world: World, at_local: Client) -> None:
    """Privacy 5: only what this officer changed is written."""
    case = factories.working_case(world)
    data = filled(at_local, case, Verb.CORRECT_FACTS) | {"village": "บ้านใหม่"}
    person = case.affected_people.get()
    person.nationality = "เมียนมา"
    person.save()
    assert at_local.post(act_url(case, Verb.CORRECT_FACTS), data).status_code == 302
    assert case.affected_people.get().nationality == "เมียนมา"
    assert Case.objects.get(pk=case.pk).village == "บ้านใหม่"


def test_a_form_sent_back_untouched_changes_nothing_and_says_so(world: World, at_local: Client) -> None:
    case = factories.working_case(world)
    response = at_local.post(act_url(case, Verb.CORRECT_FACTS), filled(at_local, case, Verb.CORRECT_FACTS))
    assert "ยังไม่มีอะไรเปลี่ยน" in errors(response)
    assert not case.events.filter(verb=Verb.CORRECT_FACTS).exists()


def test_who_only_does_a_part_corrects_nothing(world: World, login: Login) -> None:
    case = factories.pending_referral(world).case
    assert login(world.local.officer).get(act_url(case, Verb.CORRECT_FACTS)).status_code == 409


# --- several people -------------------------------------------------------------------------------------------------


def with_two(world: World) -> Case:
    """A family of which two were named."""
    case = factories.working_case(world)
    AffectedPerson.objects.create(case=case, name="เด็กชายรอง", age=5, age_band=AgeBand.UNDER_10)
    return case


def second(case: Case) -> AffectedPerson:
    return case.affected_people.order_by("pk")[1]


def about(case: Case, person: object) -> str:
    return f"{act_url(case, Verb.CORRECT_FACTS)}?person={person}"


def test_every_person_of_the_case_is_corrected_and_it_is_said_who(world: World, at_local: Client) -> None:
    """S2.31, S2.35: the second of them is often whom it is about."""
    case = with_two(world)
    page = soup(at_local.get(act_url(case, Verb.CORRECT_FACTS)))
    links = {link.get_text(): link["href"] for link in page.select("nav .tags a")}
    assert len(links) == 3
    data = filled(at_local, case, Verb.CORRECT_FACTS, links["เด็กชายรอง"]) | {
        "age": "6",
        "phone": "089-111-2222",
    }
    assert data["name"] == "เด็กชายรอง"
    assert at_local.post(act_url(case, Verb.CORRECT_FACTS), data).status_code == 302
    assert (second(case).age, second(case).phone) == (6, "089-111-2222")
    first = case.affected_people.order_by("pk")[0]
    assert first.phone != "089-111-2222"
    assert event_of(case, Verb.CORRECT_FACTS).note.text.startswith("เด็กชายรอง:")


def test_another_person_is_added_once_however_often_the_page_is_sent(world: World, at_local: Client) -> None:
    case = factories.working_case(world)
    data = filled(at_local, case, Verb.CORRECT_FACTS, about(case, "new"))
    assert data["name"] == ""
    data |= {"name": "ยายละม่อม", "age": "๗๒", "note": "อยู่บ้านเดียวกัน"}
    for _twice in range(2):
        assert at_local.post(act_url(case, Verb.CORRECT_FACTS), data).status_code == 302
    added = second(case)
    assert case.affected_people.count() == 2
    assert (added.name, added.age_band) == ("ยายละม่อม", AgeBand.AGE_60_UP)
    assert "เพิ่มผู้ประสบปัญหาอีกคน" in event_of(case, Verb.CORRECT_FACTS).note.text
    page = at_local.get(reverse("desk:case", args=[case.reference])).content.decode()
    assert "ยายละม่อม" in page


def test_somebody_of_another_case_is_neither_shown_nor_changed(world: World, at_local: Client) -> None:
    """Privacy 4."""
    case, foreign = factories.working_case(world), factories.received_case(world)
    stranger = foreign.affected_people.get()
    shown = filled(at_local, case, Verb.CORRECT_FACTS, about(case, stranger.pk))
    assert shown["person"] == str(case.affected_people.get().pk)
    response = at_local.post(
        act_url(case, Verb.CORRECT_FACTS), shown | {"person": str(stranger.pk), "name": "คนอื่น"}
    )
    assert errors(response)
    stranger.refresh_from_db()
    assert stranger.name != "คนอื่น"
    assert not case.events.filter(verb=Verb.CORRECT_FACTS).exists()


@pytest.mark.parametrize("typed", ["nonsense", "-1", "9" * 20])
def test_no_words_in_the_address_are_an_error(world: World, at_local: Client, typed: str) -> None:
    assert at_local.get(about(factories.working_case(world), typed)).status_code == 200


# --- birth date -----------------------------------------------------------------------------------------------------


def born(case: Case, day: dt.date) -> AffectedPerson:
    person = case.affected_people.get()
    person.birth_date, person.age_band = day, AgeBand.of(bangkok_today().year - day.year)
    person.save()
    return person


def test_a_birth_date_is_corrected_and_the_age_group_follows(world: World, at_local: Client) -> None:
    case = factories.working_case(world)
    person = born(case, dt.date(1950, 5, 1))
    data = filled(at_local, case, Verb.CORRECT_FACTS)
    assert (data["birth_date_day"], data["birth_date_year"]) == ("1", "2493")
    assert "ยังไม่มีอะไรเปลี่ยน" in errors(at_local.post(act_url(case, Verb.CORRECT_FACTS), data))
    year = bangkok_today().year - 12 + 543
    data |= {"birth_date_day": "๒", "birth_date_month": "ม.ค.", "birth_date_year": str(year)}
    assert at_local.post(act_url(case, Verb.CORRECT_FACTS), data).status_code == 302
    person.refresh_from_db()
    assert person.birth_date == dt.date(year - 543, 1, 2)
    assert person.age_band == AgeBand.AGE_10_14
    assert "1 พ.ค. 2493" in event_of(case, Verb.CORRECT_FACTS).note.text


def test_an_age_that_is_told_later_counts_more_than_an_old_birth_date(world: World, at_local: Client) -> None:
    case = factories.working_case(world)
    person = born(case, dt.date(1950, 5, 1))
    data = filled(at_local, case, Verb.CORRECT_FACTS) | {"age": "15"}
    assert at_local.post(act_url(case, Verb.CORRECT_FACTS), data).status_code == 302
    person.refresh_from_db()
    assert (person.age, person.age_band, person.birth_date) == (15, AgeBand.AGE_15_17, None)
    assert "1 พ.ค. 2493 → –" in event_of(case, Verb.CORRECT_FACTS).note.text


def test_an_age_that_fits_the_birth_date_leaves_it(world: World, at_local: Client) -> None:
    case = factories.working_case(world)
    today = bangkok_today()
    person = born(case, dt.date(today.year - 30, 1, 1))
    data = filled(at_local, case, Verb.CORRECT_FACTS) | {"age": "30"}
    assert at_local.post(act_url(case, Verb.CORRECT_FACTS), data).status_code == 302
    person.refresh_from_db()
    assert person.birth_date == dt.date(today.year - 30, 1, 1)


def test_nobody_is_born_tomorrow(world: World, at_local: Client) -> None:
    case = factories.working_case(world)
    tomorrow = bangkok_today() + dt.timedelta(days=1)
    data = filled(at_local, case, Verb.CORRECT_FACTS) | date("birth_date", tomorrow)
    assert "อนาคต" in errors(at_local.post(act_url(case, Verb.CORRECT_FACTS), data))
    assert case.affected_people.get().birth_date is None


# --- contact --------------------------------------------------------------------------------------------------------


def test_the_contact_changes_after_an_identity_check(world: World, at_local: Client) -> None:
    case = factories.working_case(world)
    data = filled(at_local, case, Verb.CHANGE_CONTACT) | {"phone": "089-000-0000"}
    refused = at_local.post(act_url(case, Verb.CHANGE_CONTACT), data)
    assert errors(refused)
    case.reporter.refresh_from_db()
    assert case.reporter.phone == CANARY_PHONE
    done = at_local.post(act_url(case, Verb.CHANGE_CONTACT), data | {"identified": "โทรกลับเบอร์เดิมแล้ว"})
    assert done.status_code == 302, errors(done)
    case.reporter.refresh_from_db()
    assert case.reporter.phone == "089-000-0000"
    assert CANARY_PHONE in event_of(case, Verb.CHANGE_CONTACT).note.text


# --- the secret -----------------------------------------------------------------------------------------------------


def test_a_lost_secret_is_replaced_and_shown_once(world: World, at_local: Client) -> None:
    case = factories.working_case(world)
    before = case.secret_hash
    data = filled(at_local, case, Verb.REPLACE_SECRET) | {"identified": "ดูบัตรที่เคาน์เตอร์"}
    page = at_local.post(act_url(case, Verb.REPLACE_SECRET), data)
    secret = soup(page).select(".codes dd [aria-hidden]")[1].get_text()
    case.refresh_from_db()
    assert case.secret_hash != before
    assert identity.is_secret_of(secret=secret, secret_hash=case.secret_hash)
    assert secret not in event_of(case, Verb.REPLACE_SECRET).note.text
    assert "no-store" in page["Cache-Control"]
    assert secret not in at_local.get(act_url(case, Verb.REPLACE_SECRET)).content.decode()


def test_pressed_twice_it_is_one_new_secret(world: World, at_local: Client) -> None:
    case = factories.working_case(world)
    data = filled(at_local, case, Verb.REPLACE_SECRET) | {"identified": "ดูบัตรที่เคาน์เตอร์"}
    first, second = (at_local.post(act_url(case, Verb.REPLACE_SECRET), data) for _ in range(2))
    assert (
        soup(first).select(".codes dd [aria-hidden]")[1] == soup(second).select(".codes dd [aria-hidden]")[1]
    )
    assert event_of(case, Verb.REPLACE_SECRET)


def test_without_an_identity_check_the_old_secret_stays(world: World, at_local: Client) -> None:
    case = factories.working_case(world)
    response = at_local.post(act_url(case, Verb.REPLACE_SECRET), filled(at_local, case, Verb.REPLACE_SECRET))
    assert errors(response)
    assert Case.objects.get(pk=case.pk).secret_hash == case.secret_hash


# --- files ----------------------------------------------------------------------------------------------------------


def test_an_officer_adds_a_file_at_any_time(world: World, at_local: Client) -> None:
    case = factories.followed_case(world)
    response = at_local.post(act_url(case, Verb.ADD_FILE), {"file": picture(), "note": "หลังคาซ่อมแล้ว"})
    assert response.status_code == 302, errors(response)
    assert case.files.get().uploaded_by == world.local.officer.person
    assert not case.duties.running().filter(kind=DutyKind.READ).exists()


@pytest.mark.parametrize("content", [b"", b"MZ\x90\x00 not a picture"])
def test_what_is_no_picture_is_refused_in_words(world: World, at_local: Client, content: bytes) -> None:
    case = factories.working_case(world)
    wrong = SimpleUploadedFile("ภาพ.png", content, "image/png")
    response = at_local.post(act_url(case, Verb.ADD_FILE), {"file": wrong})
    assert errors(response)
    assert not case.files.exists()
