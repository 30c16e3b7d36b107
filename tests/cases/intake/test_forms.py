"""Each page's form with good and bad input."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils.datastructures import MultiValueDict
from django.utils.translation import override

from cases.intake.flow import STEPS
from cases.intake.forms.base import StepForm
from cases.intake.forms.contact import CrisisContact, crisis_contact
from tests.cases.factories import SUBDISTRICT, World
from tests.cases.intake.conftest import ANSWERS

GENERAL = {"problem": {"problem": "disaster"}}
CRISIS = {"problem": {"problem": "violence"}}
OTHER = {"whom": {"whom": "other"}}
BOTH_WAYS = {"contact": {"phone": "081-234-5678", "email": "a@example.org"}}


def form(slug: str, answers: dict[str, Any] | None = None, **values: Any) -> StepForm:
    """Return a page's form bound to values."""
    data = MultiValueDict(
        {name: value if isinstance(value, list) else [value] for name, value in values.items()}
    )
    return STEPS[slug].form(data=data, answers=answers or {})


def codes(bound: StepForm) -> dict[str, list[str]]:
    """Return the codes of a form's errors by field."""
    return {name: [error.code for error in found.as_data()] for name, found in bound.errors.items()}


def words(bound: StepForm) -> dict[str, str]:
    """Return a valid form's lines for the check page."""
    assert bound.is_valid(), bound.errors
    return {str(row.label): str(row.value) for row in bound.rows()}


@pytest.mark.parametrize(
    "slug", ["problem", "danger", "whom", "relation", "consent", "province", "story", "contact"]
)
def test_an_empty_page_says_what_to_do_in_thai(slug: str) -> None:
    bound = form(slug)
    assert not bound.is_valid()
    for messages in bound.errors.values():
        for message in messages:
            assert any("ก" <= letter <= "๙" for letter in message), message
            assert "field is required" not in message


@pytest.mark.parametrize(
    ("slug", "name", "value"),
    [
        ("problem", "problem", "weather"),
        ("problem", "problem", "<script>alert(1)</script>"),
        ("danger", "danger", "maybe"),
        ("whom", "whom", "everybody"),
        ("relation", "relation", "self"),
        ("consent", "knows", "x"),
        ("person", "sex", "x"),
        ("person", "needs", ["disability", "x"]),
        ("language", "papers", "x"),
        ("language", "interpreter", "klingon"),
        ("province", "province", "99"),
        ("reach", "times", ["midnight"]),
    ],
)
def test_a_choice_that_was_not_offered_is_refused(slug: str, name: str, value: Any) -> None:
    bound = form(slug, GENERAL | BOTH_WAYS, **{**ANSWERS[slug], name: value})
    assert name in bound.errors


def test_every_problem_is_offered_with_a_hint_and_crises_come_first() -> None:
    page = form("problem")
    groups = page.groups
    assert [option.data["value"] for option in groups[0].options] == [
        "violence", "unready_pregnancy", "human_trafficking", "child_labor",
    ]  # fmt: skip
    offered = [option.data["value"] for group in groups for option in group.options]
    assert set(offered) == set(page.hints)
    assert len(offered) == len(set(offered)) == 10


def test_the_extra_fields_of_a_post_are_not_kept() -> None:
    bound = form("problem", problem="disaster", state="closed", holder="1", is_staff="on")
    assert bound.is_valid()
    assert bound.raw() == {"problem": ["disaster"]}


def test_a_repeated_field_counts_once() -> None:
    bound = form("danger", danger=["no", "yes"])
    assert bound.is_valid()
    assert bound.cleaned_data == {"danger": "yes"}


def test_age_and_birth_date_may_both_be_missing() -> None:
    assert words(form("age")) == {"อายุ": "ไม่ได้ระบุ"}


def test_age_that_contradicts_the_birth_date(time_machine: Any) -> None:
    time_machine.move_to("2026-11-22 12:00+07:00")
    date = {"birth_date_day": "27", "birth_date_month": "3", "birth_date_year": "2530"}
    assert form("age", age="39", **date).is_valid()
    assert form("age", age="40", **date).is_valid()
    assert codes(form("age", age="20", **date)) == {"age": ["mismatch"]}


def test_a_birth_of_which_the_year_is_known_is_told_and_gives_the_age(time_machine: Any) -> None:
    time_machine.move_to("2026-11-22 12:00+07:00")
    bound = form("age", birth_date_day="", birth_date_month="", birth_date_year="2553")
    assert words(bound) == {"อายุ": "เกิด 2553"}
    assert bound.years() == 15
    both = form("age", birth_date_day="ต้น", birth_date_month="ปี", birth_date_year="2553", age="16")
    assert words(both) == {"อายุ": "เกิด ต้น ปี 2553 · 16 ปี"}
    assert both.years() == 16


def test_a_birth_date_is_shown_in_the_calendar_of_the_reader(time_machine: Any) -> None:
    time_machine.move_to("2026-11-22 12:00+07:00")
    bound = form("age", birth_date_day="27", birth_date_month="3", birth_date_year="2530")
    assert words(bound) == {"วันเกิด": "27 มีนาคม 2530 (39 ปี)"}
    with override("en"):
        assert "27 March 1987" in str(bound.rows()[0].value)


def test_the_name_of_the_other_person_is_asked_only_for_others() -> None:
    assert "affected_name" not in form("person", GENERAL).fields
    bound = form("person", OTHER, affected_name="ป้าแดง", sex="female", needs=["disability"])
    assert words(bound) == {
        "ชื่อคนที่ต้องการความช่วยเหลือ": "ป้าแดง",
        "เพศ": "หญิง",
        "เรื่องที่ควรรู้": "เป็นคนพิการ",
    }


def test_nothing_about_the_person_is_obligatory() -> None:
    assert form("person", OTHER).is_valid()
    assert form("language").is_valid()
    assert form("address").is_valid()


def test_another_language_must_be_named() -> None:
    assert codes(form("language", interpreter="other")) == {"other_language": ["required"]}
    bound = form("language", interpreter="other", other_language="มอแกน")
    assert words(bound)["ล่าม"] == "มอแกน"


def test_districts_are_those_of_the_province() -> None:
    offered = dict(form("district", {"province": {"province": "81"}}).fields["district"].choices)
    assert offered["8101"] == "เมืองกระบี่"
    assert all(code.startswith("81") for code in offered if code)
    assert "district" in form("district", {"province": {"province": "80"}}, district="8101").errors


def test_places_are_in_the_alphabet_of_the_reader() -> None:
    thai = [str(name) for _code, name in form("province").fields["province"].choices]
    assert thai.index("เชียงใหม่") < thai.index("ตรัง") < thai.index("อุบลราชธานี")
    with override("en"):
        english = [str(name) for _code, name in form("province").fields["province"].choices][1:]
    assert english == sorted(english)
    assert "Krabi" in english


def test_a_subdistrict_brings_the_local_administrations_that_serve_it(district: World) -> None:
    bound = form("subdistrict", {"district": {"district": "8101"}}, subdistrict=SUBDISTRICT)
    assert bound.is_valid()
    found = dict(bound.cleaned_data["local_administrations"])
    assert set(found) == {str(body.organization.pk) for body in (district.local, district.other_local)}


def test_local_administrations_are_offered_with_two_ways_out(district: World) -> None:
    bodies = [("7", "อบต.หนึ่ง"), ("8", "ทต.สอง")]
    page = form("local", {"subdistrict": {"local_administrations": bodies}})
    assert [value for value, _words in page.fields["local"].choices] == ["7", "8", "unsure", "conflict"]
    assert not form("local", {"subdistrict": {"local_administrations": bodies}}, local="9").is_valid()


def test_a_country_is_needed_for_somebody_abroad() -> None:
    assert codes(form("country")) == {"country": ["required"]}
    assert words(form("country", country="ญี่ปุ่น", city="โอซากา")) == {"อยู่ต่างประเทศที่": "โอซากา, ญี่ปุ่น"}


@pytest.mark.parametrize("answers", [GENERAL, CRISIS])
def test_a_name_and_one_way_to_answer_are_enough(answers: dict[str, Any]) -> None:
    assert form("contact", answers, name="นก", phone="๐๘๑-๒๓๔-๕๖๗๘").is_valid()
    assert form("contact", answers, name="นก", email="nok@example.org").is_valid()
    assert codes(form("contact", answers, name="นก")) == {"phone": ["no_way"]}
    assert codes(form("contact", answers, phone="081-234-5678")) == {"name": ["required"]}


@pytest.mark.parametrize("answers", [GENERAL, CRISIS])
@pytest.mark.parametrize(
    "unread",
    [{"phone": "08"}, {"phone": "โทรหาแม่"}, {"email": "nok@"}, {"phone": "08", "email": "นก ณ จุด คอม"}],
)
def test_words_that_are_the_only_way_to_a_person_are_asked_about_once(
    answers: dict[str, Any], unread: dict[str, str]
) -> None:
    first = form("contact", answers, name="นก", **unread)
    assert codes(first) == {name: ["unread"] for name in unread}
    assert first.asks_again
    again = form("contact", answers, **{name: first[name].value() for name in ("name", *unread, "asked")})
    assert again.is_valid(), again.errors
    assert not again.asks_again
    shown = words(again)
    assert all(f"ตามที่เขียน: {text}" in shown.values() for text in unread.values())


@pytest.mark.parametrize(
    "other", [{"email": "nok@example.org"}, {"phone": "081-234-5678"}, {"other_way": "ผ่านผู้ใหญ่บ้าน"}]
)
def test_with_another_way_to_the_person_nobody_is_asked(other: dict[str, str]) -> None:
    assert form("contact", GENERAL, **{"name": "นก", "phone": "08", "email": "nok@", **other}).is_valid()


def test_who_was_asked_must_still_give_a_way() -> None:
    assert codes(form("contact", GENERAL, name="นก", asked="on")) == {"phone": ["no_way"]}


def test_a_message_through_somebody_else_is_offered_for_general_help_only() -> None:
    assert form("contact", GENERAL, name="นก", other_way="ผ่านผู้ใหญ่บ้าน").is_valid()
    crisis = form("contact", CRISIS, name="นก", other_way="ผ่านสามี")
    assert "other_way" not in crisis.fields
    assert not crisis.is_valid()


def test_the_guideline_of_the_source_can_be_made_strict(settings: Any) -> None:
    settings.KLANG = {**settings.KLANG, "CRISIS_CONTACT": "email"}
    assert codes(form("contact", CRISIS, name="นก", phone="081-234-5678")) == {"email": ["required"]}
    assert form("contact", CRISIS, name="นก", email="nok@example.org").is_valid()
    assert form("contact", GENERAL, name="นก", phone="081-234-5678").is_valid()
    assert form("contact", CRISIS, name="นก", email="nok@", asked="on").is_valid()


def test_tips_without_a_name_can_be_allowed(settings: Any) -> None:
    settings.KLANG = {**settings.KLANG, "CRISIS_CONTACT": "anonymous"}
    assert form("contact", CRISIS).is_valid()
    assert not form("contact", GENERAL).is_valid()


def test_a_wrong_setting_is_told_at_once(settings: Any) -> None:
    settings.KLANG = {**settings.KLANG, "CRISIS_CONTACT": "whatever"}
    with pytest.raises(ValueError, match="whatever"):
        crisis_contact()


def test_without_a_setting_a_phone_may_stand_for_the_mail_address(settings: Any) -> None:
    settings.KLANG = {key: value for key, value in settings.KLANG.items() if key != "CRISIS_CONTACT"}
    assert crisis_contact() is CrisisContact.PHONE_OR_EMAIL


def test_safe_contact_asks_only_about_the_ways_that_were_given() -> None:
    by_phone = form("reach", {"contact": {"phone": "081-234-5678", "email": ""}})
    assert set(by_phone.fields) == {"contact_way", "times", "times_note", "may_leave_message", "may_identify"}
    by_mail = form("reach", {"contact": {"phone": "", "email": "a@example.org"}})
    assert set(by_mail.fields) == {"contact_way", "times", "times_note", "may_email"}
    assert [value for value, _words in by_mail.fields["contact_way"].choices] == ["email", "none"]


def test_safe_contact_offers_no_way_that_words_do_not_allow() -> None:
    by_words = form("reach", {"contact": {"phone": "โทรหาแม่", "email": "", "email_words": "nok@"}})
    assert [value for value, _words in by_words.fields["contact_way"].choices] == ["phone", "email", "none"]
    assert "may_email" not in by_words.fields


def test_safe_contact_is_never_assumed() -> None:
    bound = form("reach", BOTH_WAYS, contact_way="phone")
    assert set(bound.errors) == {"may_leave_message", "may_identify", "may_email"}


def test_not_to_be_contacted_is_an_answer() -> None:
    assert form("reach", {"contact": {}}, contact_way="none").is_valid()


def test_a_story_keeps_its_lines_and_shows_no_control_characters() -> None:
    bound = form("story", story="บรรทัดหนึ่ง\r\n\x00\x1bบรรทัดสอง")
    assert words(bound) == {"เกิดอะไรขึ้น": "บรรทัดหนึ่ง\nบรรทัดสอง"}


def test_a_story_of_blanks_is_no_story() -> None:
    assert codes(form("story", story=" \n\u200b\t ".replace("\u200b", ""))) == {"story": ["required"]}


@pytest.mark.parametrize("slug", [slug for slug in STEPS if slug not in ("district", "subdistrict", "local")])
def test_what_was_typed_comes_back_as_it_was_typed(slug: str) -> None:
    values = {name: value for name, value in ANSWERS[slug].items() if name != "action"}
    answers = GENERAL | OTHER | BOTH_WAYS
    bound = form(slug, answers, **values)
    known = {name: [value] if isinstance(value, str) else value for name, value in values.items()}
    assert bound.raw() == known
