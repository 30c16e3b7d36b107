"""Taking a request down at the counter: one page, one case, and two numbers to give to the person (S1.05)."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.desk.entry.forms import EntryForm
from cases.desk.entry.views import ENTRY_KEY
from cases.domain.identity import is_secret_of
from cases.machine.vocabulary import DutyKind
from cases.models import Case
from cases.vocabulary import Channel, Confidentiality, Relation, Severity
from portal.accounts.roles import Role
from portal.thai.dates import bangkok_datetime
from tests.accounts.factories import officer
from tests.cases.desk.conftest import Login, soup
from tests.cases.factories import World

NEW, DONE = reverse("desk:new"), reverse("desk:new_done")


def data(**values: Any) -> dict[str, Any]:
    return {
        "token": str(uuid.uuid4()),
        "channel": "direct_phone",
        "problem": "disaster",
        "narrative": "น้ำเข้าบ้าน ยายออกไม่ได้",
        "place": "ต.ปากน้ำ อ.เมืองกระบี่ จ.กระบี่",
        "reporter_name": "สมหญิง",
        "relation": "neighbor",
        "phone": "081 234 5678",
        "affected_name": "ยายแดง",
        "age": "๗๘",
        "consent": "given",
    } | values


def errors(response: HttpResponse) -> dict[str, str]:
    return {link["href"]: link.get_text() for link in soup(response).select(".error-summary a")}


def test_a_call_becomes_a_case_of_our_body(world: World, at_local: Client) -> None:
    assert at_local.post(NEW, data()).url == DONE
    case = Case.objects.get()
    assert (case.holder, case.received_by) == (world.local.organization, world.local.organization)
    assert (case.channel, case.created_by) == (Channel.DIRECT_PHONE, world.local.officer.person)
    assert (case.province_code, case.district_code, case.subdistrict_code) == ("81", "8101", "810101")
    person = case.affected_people.get()
    assert (person.name, person.age, person.is_reporter) == ("ยายแดง", 78, False)
    assert (case.reporter.name, case.reporter.relation) == ("สมหญิง", Relation.NEIGHBOR)


def test_whoever_asks_for_themselves_is_written_once(world: World, at_local: Client) -> None:
    at_local.post(NEW, data(relation="self", affected_name=""))
    person = Case.objects.get().affected_people.get()
    assert (person.name, person.is_reporter) == ("สมหญิง", True)


def test_sent_twice_it_is_one_case(world: World, at_local: Client) -> None:
    """R03: a double click or a reload makes no second request."""
    same = data()
    at_local.post(NEW, same)
    at_local.post(NEW, same)
    assert Case.objects.count() == 1


def test_reference_and_secret_are_shown_to_the_officer_only_and_for_a_while(
    world: World, at_local: Client, login: Login
) -> None:
    at_local.post(NEW, data())
    case = Case.objects.get()
    reference, secret = [
        code.get_text() for code in soup(at_local.get(DONE)).select(".codes dd [aria-hidden]")
    ]
    assert reference == case.reference
    assert is_secret_of(secret=secret, secret_hash=case.secret_hash)
    assert secret not in str(dict(at_local.session))
    assert login(world.local.supervisor).get(DONE).status_code == 302
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=31), tick=False):
        assert at_local.get(DONE).status_code == 302
    assert ENTRY_KEY not in at_local.session


def test_without_an_entry_there_is_nothing_to_show(world: World, at_local: Client) -> None:
    assert at_local.get(DONE).url == reverse("desk:worklist")


def test_danger_makes_it_an_emergency(world: World, at_local: Client) -> None:
    at_local.post(NEW, data(danger_now="on"))
    assert Case.objects.get().severity == Severity.EMERGENCY


def test_a_crisis_is_restricted_from_the_first_second(world: World, at_local: Client) -> None:
    at_local.post(NEW, data(problem="violence"))
    assert Case.objects.get().confidentiality == Confidentiality.RESTRICTED


def test_a_letter_of_yesterday_counts_from_yesterday(world: World, at_local: Client) -> None:
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    day = {
        "received_on_day": yesterday.day,
        "received_on_month": yesterday.month,
        "received_on_year": yesterday.year + 543,
    }
    at_local.post(NEW, data(channel="letter", **day))
    assert timezone.localdate(Case.objects.get().received_at) == yesterday


@pytest.fixture
def nine() -> Iterator[None]:
    """It is nine in the morning of a Thursday."""
    with time_machine.travel(dt.datetime(2026, 11, 26, 2, tzinfo=dt.UTC), tick=False):
        yield


def boxes(day: dt.date) -> dict[str, object]:
    return {
        "received_on_day": day.day,
        "received_on_month": day.month,
        "received_on_year": day.year + 543,
    }


def test_the_hours_of_a_crisis_count_from_the_hour_it_was_told(
    nine: None, world: World, at_local: Client
) -> None:
    """A call at two in the night, taken down at nine: the 24 hours began at two (S2.40)."""
    today = timezone.localdate()
    at_local.post(NEW, data(problem="violence", received_time="๐๒.๐๐ น."))
    case = Case.objects.get()
    assert timezone.localtime(case.received_at) == bangkok_datetime(today, dt.time(2))
    due = case.duties.filter(kind=DutyKind.FORWARD).get().due_at
    assert due == case.received_at + dt.timedelta(hours=24)


def test_of_a_crisis_of_another_day_the_hour_is_asked(nine: None, world: World, at_local: Client) -> None:
    yesterday = boxes(timezone.localdate() - dt.timedelta(days=1))
    assert "#id_received_time" in errors(at_local.post(NEW, data(problem="violence", **yesterday)))
    assert not Case.objects.exists()
    at_local.post(NEW, data(problem="violence", **yesterday, received_time="22:00"))
    assert Case.objects.get().received_at == dt.datetime(2026, 11, 25, 15, tzinfo=dt.UTC)


def test_an_hour_that_has_not_come_or_is_none_is_refused(nine: None, world: World, at_local: Client) -> None:
    for wrong in ("23:00", "25:00", "เที่ยง"):
        assert "#id_received_time" in errors(at_local.post(NEW, data(received_time=wrong)))
    assert not Case.objects.exists()


def test_a_day_that_has_not_come_is_refused(world: World, at_local: Client) -> None:
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    day = {
        "received_on_day": tomorrow.day,
        "received_on_month": tomorrow.month,
        "received_on_year": tomorrow.year + 543,
    }
    assert "#id_received_on-group" in errors(at_local.post(NEW, data(**day)))
    assert not Case.objects.exists()


def test_what_is_missing_is_listed_and_the_rest_is_kept(world: World, at_local: Client) -> None:
    response = at_local.post(NEW, data(narrative=" ", place="", problem=""))
    assert set(errors(response)) == {"#id_problem", "#id_narrative", "#id_place"}
    page = soup(response)
    assert page.title.get_text().startswith("ข้อผิดพลาด: ")
    assert page.find(id="id_reporter_name")["value"] == "สมหญิง"
    assert page.find("input", {"name": "token"})["value"]


def test_self_service_channels_are_not_offered(world: World) -> None:
    channels = {value for value, _label in EntryForm(actor=world.local.officer).fields["channel"].choices}
    assert not channels & {Channel.WEB, Channel.MOBILE_APP}
    assert {Channel.WALK_IN, Channel.HOTLINE_1300, Channel.LETTER} <= channels


def test_a_forged_channel_is_refused(world: World, at_local: Client) -> None:
    assert "#id_channel" in errors(at_local.post(NEW, data(channel="web")))


def test_a_place_in_another_province(world: World, at_local: Client) -> None:
    at_local.post(NEW, data(place="ต.ตลาดใหญ่ อ.เมืองภูเก็ต จ.ภูเก็ต"))
    assert Case.objects.get().province_code == "83"


@pytest.mark.parametrize(
    ("written", "codes", "detail"),
    [
        ("ต.ตลาดใหญ่อ.เมืองจ.ภูเก็ต 83000", ("83", "8301", "830101"), "หลังวัด"),
        ("แขวงสีลม เขตบางรัก กทม.", ("10", "1004", "100402"), "หลังวัด"),
        ("ต. อ่าวนาง", ("81", "8101", "810116"), "หลังวัด"),
        ("12/3 ม.4 ต.อ่าวนาง อ.เมืองกระบี่", ("81", "8101", "810116"), "หลังวัด 12/3 ม.4 ต.อ่าวนาง อ.เมืองกระบี่"),
        ("ต.ไม่มีจริง อ.คลองท่อม", ("81", "8104", ""), "หลังวัด ต.ไม่มีจริง อ.คลองท่อม"),
        ("จ.โคราช", ("30", "", ""), "หลังวัด จ.โคราช"),
        ("แถวสะพานใหม่", ("81", "8101", ""), "หลังวัด แถวสะพานใหม่"),
    ],
)
def test_a_place_that_cannot_be_read_is_kept_as_words_and_never_blocks(
    world: World, at_local: Client, written: str, codes: tuple[str, str, str], detail: str
) -> None:
    """Issue 7, "Fields take what people write": such a place was refused before."""
    response = at_local.post(NEW, data(place=written, place_detail="หลังวัด"))
    assert response.url == DONE
    case = Case.objects.get()
    assert (case.province_code, case.district_code, case.subdistrict_code) == codes
    assert case.place_detail == detail
    assert detail in at_local.get(reverse("desk:case", args=[case.reference])).content.decode()


def test_an_organization_without_a_place_writes_words_that_cannot_be_read(world: World, login: Login) -> None:
    world.lead.organization.province_code = world.lead.organization.district_code = ""
    world.lead.organization.save()
    client = login(world.lead.officer)
    assert client.post(NEW, data(place="ชายแดนฝั่งโน้น")).url == DONE
    case = Case.objects.get()
    assert (case.province_code, case.place_detail) == ("", "ชายแดนฝั่งโน้น")
    assert client.get(reverse("desk:case", args=[case.reference])).status_code == 200
    assert client.get(reverse("desk:worklist"), {"list": "all"}).status_code == 200


@pytest.mark.parametrize(
    ("told", "years", "shown"),
    [
        ("แรกเกิด", 0, "แรกเกิด"),
        ("3 เดือน", 0, "3 เดือน"),
        ("หกสิบกว่า", 60, "หกสิบกว่า (ประมาณ 60 ปี)"),
        ("๖๐ กว่า", 60, "๖๐ กว่า"),
        ("คนแก่", None, "คนแก่"),
        ("๗๘", 78, "ประมาณ 78 ปี"),
    ],
)
def test_an_age_is_shown_as_it_was_told(
    world: World, at_local: Client, told: str, years: int | None, shown: str
) -> None:
    at_local.post(NEW, data(age=told))
    case = Case.objects.get()
    assert case.affected_people.get().age == years
    page = soup(at_local.get(reverse("desk:case", args=[case.reference])))
    assert shown in {value.get_text(strip=True) for value in page.find_all("dd")}


def test_an_impossible_age_is_kept_as_it_was_told_and_counts_as_none(world: World, at_local: Client) -> None:
    """Docs/decisions/0009: it was refused before."""
    at_local.post(NEW, data(age="780"))
    case = Case.objects.get()
    assert case.affected_people.get().age is None
    page = soup(at_local.get(reverse("desk:case", args=[case.reference])))
    assert "ตามที่เขียน: 780" in {value.get_text(strip=True) for value in page.find_all("dd")}


def test_an_age_is_no_place_for_a_story(world: World, at_local: Client) -> None:
    assert "#id_age" in errors(at_local.post(NEW, data(age="7" * 61)))


SHORT_STORIES = ["ช่วยด้วย", "น้ำท่วม", "สามีตีฉันทุกคืน", "ถูกไล่ออกจากบ้าน", "หิว", "ๆ"]


@pytest.mark.parametrize("story", SHORT_STORIES)
def test_a_short_story_is_a_story(world: World, at_local: Client, story: str) -> None:
    assert at_local.post(NEW, data(narrative=story)).url == DONE
    assert Case.objects.get().narrative == story


def test_two_numbers_with_a_remark_stay_as_they_were_told(world: World, at_local: Client) -> None:
    told = "081-234-5678 หรือ 075-611234 (ลูกสาว)"
    at_local.post(NEW, data(phone=told))
    assert Case.objects.get().reporter.phone == told


@pytest.mark.parametrize("told", ["โทรหาแม่", "08123", "ไม่มี"])
def test_words_in_the_place_of_a_number_are_no_hindrance(world: World, at_local: Client, told: str) -> None:
    at_local.post(NEW, data(phone=told))
    case = Case.objects.get()
    page = soup(at_local.get(reverse("desk:case", args=[case.reference])))
    assert f"ตามที่เขียน: {told}" in {value.get_text(strip=True) for value in page.find_all("dd")}
    assert not page.select("dd a[href^='tel:']")


def test_roles_without_case_work_take_nothing_down(world: World, login: Login) -> None:
    client = login(officer(world.local.organization, Role.PROVINCE_ADMIN))
    assert client.get(NEW).status_code == 302
    assert client.post(NEW, data()).status_code == 302
    assert not Case.objects.exists()
