"""The question pages over HTTP: kept answers, the way forward and back, what happens when the draft is gone."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.intake.draft import IDLE, IDLE_SENSITIVE, KEY
from cases.intake.flow import STEPS
from portal.organizations.models import ServiceArea
from portal.vocabulary import ProblemType
from tests.accounts.factories import OrganizationFactory
from tests.cases.factories import SUBDISTRICT, World
from tests.cases.intake.conftest import ABROAD, ANSWERS, ME, NAME, OTHER, STORY, Walker, errors_of, text_of
from tests.helpers import count_queries

START = "/request/"


def test_the_start_page_sets_no_cookie_and_may_be_cached(client: Client, db: None) -> None:
    response = client.get(reverse("cases_intake:start"))
    assert response.status_code == 200
    assert not response.cookies
    assert "public" in response["Cache-Control"]
    assert b"csrfmiddlewaretoken" not in response.content
    for number in ("191", "1300", "1669"):
        assert f'href="tel:{number}"'.encode() in response.content


@pytest.mark.parametrize("problem", list(ProblemType))
def test_a_guide_page_preselects_its_kind(client: Client, db: None, problem: ProblemType) -> None:
    start = client.get(START, {"kind": problem.value}).content.decode()
    link = re.search(r'href="([^"]*problem/[^"]*)"', start)
    assert link is not None
    page = client.get(link[1]).content.decode()
    assert re.search(rf'value="{problem.value}"[^>]*checked', page)


@pytest.mark.parametrize("problem", list(ProblemType))
def test_the_start_names_the_kind_unless_the_reader_is_not_sure(
    client: Client, db: None, problem: ProblemType
) -> None:
    start = client.get(START, {"kind": problem.value}).content.decode()
    named = f"คุณกำลังขอความช่วยเหลือเรื่อง “{problem.label}”" in start
    assert named is (problem is not ProblemType.UNSURE)


def test_an_unknown_kind_is_ignored(client: Client, db: None) -> None:
    page = client.get(reverse("cases_intake:step", args=["problem"]), {"kind": '"><script>x</script>'})
    assert page.status_code == 200
    assert b"checked" not in page.content
    assert b"<script>x" not in page.content


def test_only_the_first_answer_opens_a_session(client: Client, district: World) -> None:
    page = client.get(reverse("cases_intake:step", args=["problem"]))
    assert "sessionid" not in page.cookies
    answer = Walker(client).post("problem", problem="disaster")
    cookie = answer.cookies["sessionid"]
    assert cookie["max-age"] == ""
    assert cookie["httponly"]


def test_a_whole_request_is_answered_page_by_page(walker: Walker) -> None:
    walker.walk()
    assert walker.visited == ["problem", "whom", "place", "story", "files", "contact"]


def test_a_crisis_explains_the_exit_before_anything_else(walker: Walker) -> None:
    walker.walk(until="whom", problem={"problem": "violence"})
    words = text_of(walker.get("whom"))
    assert words.index("ออกจากหน้านี้ได้ทันที") < words.index("ตอนนี้มีใครกำลังตกอยู่ในอันตรายหรือไม่")
    assert words.index("ตอนนี้มีใครกำลังตกอยู่ในอันตรายหรือไม่") < words.index("คุณขอความช่วยเหลือให้ใคร")
    walker.post("problem", problem="disaster")
    assert "ออกจากหน้านี้ได้ทันที" not in text_of(walker.get("whom"))


CALL_FIRST = "การโทรเร็วกว่ามาก"


def test_whoever_is_in_danger_is_told_to_call_before_going_on(walker: Walker) -> None:
    """Danger has its numbers beside the question, and the page after it begins with them (privacy 10)."""
    walker.fill(until="whom", problem={"problem": "violence"})
    assert 'href="tel:191"' in walker.get("whom").content.decode().partition("<main")[2]
    answer = walker.post("whom", **{**ME, "danger": "yes"})
    assert answer["Location"] == walker.url("place")
    page = walker.get("place")
    words = text_of(page)
    assert words.index(CALL_FIRST) < words.index("พิมพ์เท่าที่รู้")
    assert 'href="tel:191"' in page.content.decode().partition("<main")[2]
    walker.post("whom", **ME)
    assert CALL_FIRST not in text_of(walker.get("place"))


def test_danger_that_is_told_while_checking_leads_to_the_numbers_too(walker: Walker) -> None:
    walker.fill()
    answer = walker.post("whom", **{**ANSWERS["whom"], "danger": "yes"})
    assert answer["Location"] == reverse("cases_intake:check")
    assert CALL_FIRST in text_of(walker.get("check"))


def test_a_page_shows_the_answer_that_was_kept(walker: Walker) -> None:
    walker.fill(until="contact", whom={**ANSWERS["whom"], "age": "๔๔"})
    assert STORY in walker.get("story").content.decode()
    assert 'value="๔๔"' in walker.get("whom").content.decode()
    assert re.search(rf'value="{SUBDISTRICT}"[^>]*checked', walker.get("place").content.decode())
    assert re.search(r'value="female"[^>]*checked', walker.get("whom").content.decode())


def test_a_birth_date_comes_back_in_its_three_boxes(walker: Walker) -> None:
    date = {"birth_date_day": "27", "birth_date_month": "มี.ค.", "birth_date_year": "2530"}
    walker.fill(until="place", whom={**ME, **date})
    page = walker.get("whom").content.decode()
    assert all(f'value="{part}"' in page for part in date.values())


def test_the_back_link_leads_to_the_page_before(walker: Walker) -> None:
    walker.fill(until="contact")
    assert f'class="back-link" href="{walker.url("files")}"' in walker.get("contact").content.decode()
    assert f'class="back-link" href="{START}"' in walker.get("problem").content.decode()


def test_progress_is_told_in_words(walker: Walker) -> None:
    walker.fill(until="story")
    assert "ขั้นที่ 4 จาก 6" in text_of(walker.get("story"))
    walker.post("story", story=STORY, has_files="on")
    assert "ขั้นที่ 5 จาก 7" in text_of(walker.get("files"))
    walker.fill()
    assert "ขั้นที่ 7 จาก 7" in text_of(walker.get("check"))


@pytest.mark.parametrize("slug", ["place", "story", "contact"])
def test_nobody_jumps_ahead(walker: Walker, slug: str) -> None:
    walker.post("problem", problem="violence")
    for response in (walker.get(slug), walker.post(slug, **ANSWERS[slug])):
        assert response.status_code == 302
        assert response["Location"] == walker.url("whom")
    assert slug not in walker.client.session[KEY]["kept"]


def test_the_check_page_sends_nobody_past_an_open_question(walker: Walker) -> None:
    walker.fill(until="contact")
    response = walker.client.get(reverse("cases_intake:check"))
    assert response["Location"] == walker.url("contact")


def test_an_unknown_page_is_not_found(walker: Walker) -> None:
    assert walker.get("nothing").status_code == 404


@pytest.mark.parametrize("slug", [slug for slug in STEPS if slug != "files"])
def test_errors_link_to_their_fields_and_the_title_says_so(walker: Walker, slug: str) -> None:
    bad: dict[str, dict[str, Any]] = {
        "whom": {**OTHER, "age": "9" * 61, "interpreter": "other"},
        "place": {"subdistrict": SUBDISTRICT, "spot": "ก" * 201},
    }
    walker.fill(until=slug)
    response = walker.post(slug, **bad.get(slug, {}))
    page = response.content.decode()
    assert response.status_code == 200
    assert errors_of(response)
    assert "<title>ข้อผิดพลาด: " in page
    targets = re.findall(r'class="error-summary".*?</div>', page, re.DOTALL)[0]
    links = re.findall(r'href="#([^"]+)"', targets)
    assert links
    for target in links:
        assert f'id="{target}"' in page
    assert "aria-invalid" in page


def test_a_page_with_an_error_keeps_what_was_typed_and_the_draft_as_it_was(walker: Walker) -> None:
    walker.fill(until="contact")
    response = walker.post("contact", name=NAME, phone="08", email="nok@")
    page = response.content.decode()
    for typed in (NAME, "08", "nok@"):
        assert f'value="{typed}"' in page
    assert "contact" not in walker.client.session[KEY]["kept"]


def test_the_question_about_words_is_answered_with_its_button_alone(walker: Walker) -> None:
    """Without JavaScript: what the page holds, sent as it is, leads on (docs/decisions/0009)."""
    walker.fill(until="contact")
    page = BeautifulSoup(walker.post("contact", name=NAME, phone="โทรหาแม่", email="").content, "html.parser")
    form = page.select_one("main form.form")
    assert form.select_one("button[type=submit]").get_text(strip=True) == "ส่งต่อไปตามที่เขียน"
    boxes = form.select("input[name]:not([type=radio]):not([type=checkbox])")
    values = {box["name"]: box.get("value", "") for box in boxes}
    response = walker.client.post(walker.url("contact"), values)
    assert response["Location"] == walker.url("check")
    assert "ส่งต่อไปตามที่เขียน" not in walker.get("contact").content.decode()
    assert "ตามที่เขียน: โทรหาแม่" in text_of(walker.get("check"))


def test_what_was_typed_is_shown_inert(walker: Walker) -> None:
    walker.fill(until="contact")
    nasty = '"><script>alert(1)</script><svg onload=x>'
    page = walker.post("contact", name=nasty, phone="").content.decode()
    assert "<script>alert" not in page
    assert "<svg onload" not in page
    assert "&lt;script&gt;alert" in page


def test_a_story_of_ten_thousand_characters_is_kept_and_a_longer_one_comes_back(walker: Walker) -> None:
    walker.fill(until="story")
    long = "ก" * 10_001
    response = walker.post("story", story=long)
    assert "ยาวเกินไป 1 ตัวอักษร" in errors_of(response)
    assert long in response.content.decode()
    assert walker.post("story", story=long[:-1]).status_code == 302


def test_a_changed_answer_leads_straight_back_to_the_check_page(walker: Walker) -> None:
    walker.fill()
    assert walker.post("story", story="เรื่องใหม่")["Location"] == reverse("cases_intake:check")
    page = walker.get("whom").content.decode()
    assert "กลับไปตรวจคำตอบ" in page
    assert f'class="back-link" href="{reverse("cases_intake:check")}"' in page


def test_a_change_that_opens_new_questions_asks_only_them(walker: Walker) -> None:
    walker.fill(contact={"name": NAME, "other_way": "ผ่านผู้ใหญ่บ้าน"})
    response = walker.post("problem", problem="violence")
    assert response["Location"] == walker.url("contact")
    assert walker.post("contact", **ANSWERS["contact"])["Location"] == reverse("cases_intake:check")


def test_the_page_of_the_place_asks_on_itself_what_somebody_abroad_must_tell(walker: Walker) -> None:
    walker.fill()
    response = walker.post("place", subdistrict="abroad")
    assert response.status_code == 200
    assert "กรอกชื่อประเทศ" in errors_of(response)
    assert walker.post("place", **ABROAD)["Location"] == reverse("cases_intake:check")
    assert "โตเกียว, ญี่ปุ่น" in text_of(walker.get("check"))


def test_the_language_can_be_changed_on_the_way(walker: Walker) -> None:
    walker.fill(until="story")
    page = walker.client.get("/en" + walker.url("story"))
    assert page.status_code == 200
    assert '<html lang="en"' in page.content.decode()
    assert f'class="back-link" href="/en{walker.url("place")}"' in page.content.decode()


def test_without_a_draft_a_page_says_so_and_leads_to_the_beginning(client: Client, district: World) -> None:
    response = client.get(reverse("cases_intake:step", args=["story"]))
    assert response.status_code == 200
    assert "ไม่มีคำตอบที่เก็บไว้" in text_of(response)
    assert reverse("cases_intake:step", args=["problem"]) in response.content.decode()


def test_an_answer_that_comes_too_late_is_shown_so_that_it_can_be_copied(
    client: Client, district: World
) -> None:
    url = reverse("cases_intake:step", args=["story"])
    response = client.post(
        url, {"token": "7d1c0f8e-0000-4000-8000-000000000000", "story": f"{STORY}\nบรรทัดสอง"}
    )
    words = text_of(response)
    assert "คำขอนี้ยังไม่ได้ถูกส่ง" in words
    assert STORY in words
    assert "7d1c0f8e" not in words


@pytest.mark.parametrize(("problem", "limit"), [("disaster", IDLE), ("violence", IDLE_SENSITIVE)])
def test_a_draft_that_was_left_alone_is_gone(walker: Walker, problem: str, limit: timedelta) -> None:
    walker.fill(until="whom", problem={"problem": problem})
    with time_machine.travel(timezone.now() + limit - timedelta(minutes=1)):
        assert walker.get("whom").status_code == 200
        assert "ใครต้องการความช่วยเหลือ" in text_of(walker.get("whom"))
    with time_machine.travel(timezone.now() + limit + timedelta(minutes=1)):
        assert "ไม่มีคำตอบที่เก็บไว้" in text_of(walker.get("whom"))
    assert KEY not in walker.client.session


def test_an_old_tab_of_another_draft_changes_nothing(walker: Walker) -> None:
    walker.fill(until="contact")
    response = walker.client.post(
        walker.url("story"), {"token": "7d1c0f8e-0000-4000-8000-000000000000", "story": "อื่น"}
    )
    assert response["Location"] == walker.url("contact")
    assert walker.client.session[KEY]["kept"]["story"]["story"] == [STORY]


def test_two_visitors_do_not_see_each_other(walker: Walker) -> None:
    walker.fill(until="contact")
    other = Client()
    assert STORY not in other.get(walker.url("story")).content.decode()


def test_giving_up_leaves_nothing(walker: Walker) -> None:
    walker.fill(until="contact")
    walker.client.get(reverse("cases_intake:discard"))
    assert KEY in walker.client.session, "asking deletes nothing"
    walker.client.post(reverse("cases_intake:discard"))
    assert KEY not in walker.client.session


def test_a_member_of_staff_who_tries_the_form_stays_signed_in_as_before(
    walker: Walker, district: World
) -> None:
    walker.client.force_login(
        district.center.officer.person, backend="django.contrib.auth.backends.ModelBackend"
    )
    answer = walker.post("problem", problem="disaster")
    assert answer.cookies["sessionid"]["max-age"] != ""


def test_pages_cost_the_same_queries_however_many_bodies_serve_the_place(
    walker: Walker, district: World
) -> None:
    walker.fill(until="check")
    slugs = ("place", "story", "contact")
    walker.get("place")
    before = [count_queries(lambda slug=slug: walker.get(slug)) for slug in slugs]
    for _number in range(3):
        ServiceArea.objects.create(organization=OrganizationFactory(), subdistrict_code=SUBDISTRICT)
    assert [count_queries(lambda slug=slug: walker.get(slug)) for slug in slugs] == before
