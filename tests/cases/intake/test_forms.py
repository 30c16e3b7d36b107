"""Each page's form with good and bad input (S2.32, S2.42)."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils.datastructures import MultiValueDict
from django.utils.translation import override

from cases.intake.flow import STEPS
from cases.intake.forms.base import StepForm
from cases.intake.forms.contact import CrisisContact, crisis_contact
from tests.cases.factories import SUBDISTRICT, World
from tests.cases.intake.conftest import ABROAD, ANSWERS, ME, OTHER

GENERAL = {"problem": {"problem": "disaster"}}
CRISIS = {"problem": {"problem": "violence"}}
REACHED = {"name": "นก", "phone": "081-234-5678", "email": "a@example.org"}


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


@pytest.mark.parametrize("slug", ["problem", "whom", "place", "story", "contact"])
def test_an_empty_page_says_what_to_do_in_thai(slug: str, district: World) -> None:
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
        ("whom", "danger", "maybe"),
        ("whom", "whom", "everybody"),
        ("whom", "relation", "self"),
        ("whom", "knows", "x"),
        ("whom", "sex", "x"),
        ("whom", "needs", ["disability", "x"]),
        ("whom", "papers", "x"),
        ("whom", "interpreter", "klingon"),
        ("place", "subdistrict", "800101"),
        ("place", "local", "9"),
        ("place", "province", "99"),
        ("contact", "times", ["midnight"]),
        ("contact", "contact_way", "pigeon"),
    ],
)
def test_a_choice_that_was_not_offered_is_refused(slug: str, name: str, value: Any, district: World) -> None:
    usual = {**ANSWERS[slug], **(OTHER if name in ("relation", "knows") else {})}
    bound = form(slug, GENERAL, **{**usual, name: value})
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
    bound = form("problem", problem=["disaster", "violence"])
    assert bound.is_valid()
    assert bound.cleaned_data == {"problem": "violence"}


def person(**values: Any) -> StepForm:
    """Return the page about the person, bound for somebody who asks for themselves."""
    return form("whom", GENERAL, **{**ME, **values})


def test_age_and_birth_date_may_both_be_missing() -> None:
    assert words(person())["อายุ"] == "ไม่ได้ระบุ"


def test_age_that_contradicts_the_birth_date(time_machine: Any) -> None:
    time_machine.move_to("2026-11-22 12:00+07:00")
    date = {"birth_date_day": "27", "birth_date_month": "3", "birth_date_year": "2530"}
    assert person(age="39", **date).is_valid()
    assert person(age="40", **date).is_valid()
    assert codes(person(age="20", **date)) == {"age": ["mismatch"]}


def test_a_birth_of_which_the_year_is_known_is_told_and_gives_the_age(time_machine: Any) -> None:
    time_machine.move_to("2026-11-22 12:00+07:00")
    bound = person(birth_date_day="", birth_date_month="", birth_date_year="2553")
    assert words(bound)["อายุ"] == "เกิด 2553"
    assert bound.years() == 15
    both = person(birth_date_day="ต้น", birth_date_month="ปี", birth_date_year="2553", age="16")
    assert words(both)["อายุ"] == "เกิด ต้น ปี 2553 · 16 ปี"
    assert both.years() == 16


def test_a_birth_date_is_shown_in_the_calendar_of_the_reader(time_machine: Any) -> None:
    time_machine.move_to("2026-11-22 12:00+07:00")
    bound = person(birth_date_day="27", birth_date_month="3", birth_date_year="2530")
    assert words(bound)["วันเกิด"] == "27 มีนาคม 2530 (39 ปี)"
    with override("en"):
        assert "27 March 1987" in {str(row.value)[:13] for row in bound.rows()}


def test_what_is_asked_about_others_is_told_of_others_only() -> None:
    told = {"affected_name": "ป้าแดง", "may_tell": "on", "sex": "female", "needs": ["disability"]}
    assert words(form("whom", **{**OTHER, **told, "knows": "agrees"})) == {
        "อันตรายในขณะนี้": "ไม่มี ตอนนี้ปลอดภัย",
        "ขอความช่วยเหลือให้": "คนอื่น",
        "คุณเป็น": "เพื่อนบ้านหรือคนรู้จัก",
        "ชื่อคนที่ต้องการความช่วยเหลือ": "ป้าแดง",
        "คนที่ต้องการความช่วยเหลือรู้เรื่องนี้": "รู้ และยินยอม",
        "บอกได้ว่าคุณเป็นคนแจ้ง": "บอกได้",
        "อายุ": "ไม่ได้ระบุ",
        "เพศ": "หญิง",
        "เรื่องที่ควรรู้": "เป็นคนพิการ",
    }
    mine = form("whom", **{**OTHER, **told, "whom": "me"})
    assert "ป้าแดง" not in words(mine).values()
    assert (mine.cleaned_data["affected_name"], mine.cleaned_data["may_tell"]) == ("", False)


def test_what_others_know_must_be_said_and_silence_hides_who_reported() -> None:
    assert codes(form("whom", danger="no", whom="other")) == {"relation": ["required"], "knows": ["required"]}
    assert words(form("whom", **OTHER))["บอกได้ว่าคุณเป็นคนแจ้ง"] == "อย่าบอก"


def test_a_slip_in_what_is_asked_about_others_stops_nobody_who_asks_for_themselves() -> None:
    assert form("whom", **ME, affected_name="ก" * 151, relation="x").is_valid()


def test_few_questions_stand_open_and_the_others_open_where_they_hold_something() -> None:
    assert [field.name for field in form("whom").open_fields][-1] == "age"
    closed = STEPS["whom"].form().drawn_folds[0]
    assert (closed.is_open, [field.name for field in closed.fields]) == (
        False,
        ["birth_date", "sex", "needs"],
    )
    untouched = {"birth_date_day": "", "birth_date_month": "", "birth_date_year": "", "sex": ""}
    assert not form("whom", **ME, **untouched).drawn_folds[0].is_open
    assert form("whom", **ME, **(untouched | {"birth_date_year": "2530"})).drawn_folds[0].is_open
    assert form("whom", **ME, sex="female").drawn_folds[0].is_open
    assert form("whom", **ME, sex="x").drawn_folds[0].is_open
    foreign = form("whom", **ME, nationality="เมียนมา").drawn_folds
    assert [fold.is_open for fold in foreign] == [False, True]


def test_nothing_about_the_person_is_obligatory() -> None:
    assert person().is_valid()


def test_another_language_must_be_named() -> None:
    assert codes(person(interpreter="other")) == {"other_language": ["required"]}
    assert words(person(interpreter="other", other_language="มอแกน"))["ล่าม"] == "มอแกน"


def test_what_a_foreigner_was_not_asked_is_not_told() -> None:
    assert "ล่าม" not in words(person())
    told = words(person(nationality="เมียนมา"))
    assert (told["สัญชาติ"], told["เอกสารประจำตัว"], told["ล่าม"]) == ("เมียนมา", "ไม่ได้ระบุ", "ไม่ต้องการล่าม")


def offered(page: StepForm, name: str) -> list[str]:
    return [value for value, _words in page.fields[name].choices]


def test_the_subdistricts_of_the_home_district_are_a_tap_away(district: World) -> None:
    found = offered(form("place"), "subdistrict")
    assert found[-2:] == ["elsewhere", "abroad"]
    assert SUBDISTRICT in found
    assert all(code.startswith("8101") for code in found[:-2])


def test_without_a_home_district_any_place_is_written(db: None) -> None:
    assert offered(form("place"), "subdistrict") == ["elsewhere", "abroad"]


@pytest.mark.parametrize(
    ("written", "code", "rest"),
    [
        ("อ่าวนาง เมืองกระบี่ กระบี่", "810116", ""),
        ("ต.อ่าวนาง", "810116", ""),
        ("ต. อ่าวนาง", "810116", ""),
        ("ตำบล อ่าวนาง", "810116", ""),
        ("บ้านช่องพลี อ่าวนาง", "810116", "บ้านช่องพลี อ่าวนาง"),
        ("ต.ปากน้ำอ.เมืองจ.ระนอง 85000", "850105", ""),
        ("ข้างวัดใหม่ ต.อ่าวนาง อ.เมือง จ.กระบี่", "810116", "ข้างวัดใหม่ ต.อ่าวนาง อ.เมือง จ.กระบี่"),
    ],
)
def test_another_place_is_read_as_people_write_it(
    district: World, written: str, code: str, rest: str
) -> None:
    for tapped in ({"subdistrict": "elsewhere"}, {}):
        bound = form("place", **tapped, elsewhere=written)
        assert bound.is_valid(), bound.errors
        assert (bound.cleaned_data["code"], bound.cleaned_data["elsewhere"]) == (code, rest)


def test_a_place_that_cannot_be_read_is_asked_about_once_and_kept_as_words(district: World) -> None:
    first = form("place", subdistrict="elsewhere", elsewhere="บ้านเหนือ จ.ระนอง")
    assert codes(first) == {"elsewhere": ["unread"]}
    assert (first.asks_again, first.shows_province) == (True, True)
    assert not STEPS["place"].form().shows_province
    again = form("place", subdistrict="elsewhere", elsewhere="บ้านเหนือ จ.ระนอง", asked="on")
    assert again.is_valid(), again.errors
    assert (again.cleaned_data["code"], again.cleaned_data["elsewhere"]) == ("85", "บ้านเหนือ จ.ระนอง")


def test_words_without_a_province_need_one(district: World) -> None:
    words = {"subdistrict": "elsewhere", "elsewhere": "บ้านเหนือโน้น", "asked": "on"}
    assert codes(form("place", **words)) == {"province": ["required"]}
    bound = form("place", **words, province="85")
    assert bound.is_valid()
    assert bound.cleaned_data["code"] == "85"
    assert codes(form("place", subdistrict="elsewhere")) == {"elsewhere": ["required"]}
    assert codes(form("place")) == {"elsewhere": ["required"]}


def test_words_of_another_place_are_left_out_where_a_subdistrict_was_tapped(district: World) -> None:
    bound = form("place", CRISIS, subdistrict=SUBDISTRICT, elsewhere="ต.ปากน้ำ จ.ระนอง")
    assert bound.is_valid()
    assert (bound.cleaned_data["code"], bound.cleaned_data["elsewhere"]) == (SUBDISTRICT, "")
    landmark = form("place", CRISIS, subdistrict=SUBDISTRICT, elsewhere="หลังวัดแก้ว")
    assert landmark.is_valid()
    assert landmark.cleaned_data["elsewhere"] == "หลังวัดแก้ว"


def test_a_place_is_told_from_its_smallest_part(district: World) -> None:
    bound = form("place", CRISIS, subdistrict=SUBDISTRICT, moo="๔", village="บ้านทุ่ง", spot="12/3 หลังวัด")
    told = words(bound)["สถานที่"]
    assert told.startswith("12/3 หลังวัด หมู่ที่ ๔ บ้านทุ่ง ตำบล")
    assert told.endswith("จังหวัดกระบี่")
    typed = words(form("place", CRISIS, subdistrict="elsewhere", elsewhere="หมู่ ๔ ต. อ่าวนาง"))
    assert typed["สถานที่"] == "หมู่ที่ 4 ตำบลอ่าวนาง อำเภอเมืองกระบี่ จังหวัดกระบี่", "an address is not said twice"
    assert typed["ที่คุณพิมพ์"] == "หมู่ ๔ ต. อ่าวนาง"


def test_where_several_administrations_serve_a_place_the_page_asks_which(district: World) -> None:
    """On the same page, with the villages that each serves, and a way out (S1.13)."""
    district.local.organization.areas.update(villages=[1, 2, 3])
    pk, other = str(district.local.organization.pk), str(district.other_local.organization.pk)
    first = form("place", GENERAL, subdistrict=SUBDISTRICT)
    assert codes(first) == {"local": ["required"]}
    assert set(offered(first, "local")) == {pk, other, "unsure"}
    assert first.drawn_hints()[pk] == "หมู่ที่ 1-3"
    for answer in (pk, "unsure"):
        told = words(form("place", GENERAL, subdistrict=SUBDISTRICT, local=answer))
        assert told["หน่วยงานท้องถิ่น"]
    assert not STEPS["place"].form().shows_local


def test_the_village_decides_between_administrations_that_share_a_subdistrict(district: World) -> None:
    district.local.organization.areas.update(villages=[1, 2, 3])
    district.other_local.organization.areas.update(villages=[4, 5])
    for told in ({"moo": "๔"}, {"moo": "4"}):
        bound = form("place", GENERAL, subdistrict=SUBDISTRICT, **told)
        assert bound.is_valid(), bound.errors
        assert not bound.shows_local
    written = form("place", GENERAL, elsewhere="12/3 หมู่ ๔ ต. ปากน้ำ")
    assert written.is_valid(), written.errors
    assert (written.cleaned_data["code"], written.cleaned_data["moo"]) == (SUBDISTRICT, "4")


def test_nobody_is_asked_where_one_administration_serves_the_place(district: World) -> None:
    district.other_local.organization.areas.all().delete()
    bound = form("place", GENERAL, subdistrict=SUBDISTRICT)
    assert bound.is_valid(), bound.errors
    assert not bound.shows_local


def test_a_crisis_goes_to_its_lead_agency_so_nobody_is_asked_which(
    district: World, django_assert_num_queries: Any
) -> None:
    bound = form("place", CRISIS, subdistrict=SUBDISTRICT)
    with django_assert_num_queries(0):
        assert bound.is_valid(), bound.errors


def test_whoever_does_not_want_them_to_know_is_not_asked_which(district: World) -> None:
    bound = form("place", GENERAL, subdistrict=SUBDISTRICT, avoid_local="on")
    assert "ไม่อยากให้" in words(bound)["หน่วยงานท้องถิ่น"]
    assert not bound.shows_local


def test_places_are_in_the_alphabet_of_the_reader(district: World) -> None:
    thai = [str(name) for _code, name in form("place").fields["province"].choices]
    assert thai.index("เชียงใหม่") < thai.index("ตรัง") < thai.index("อุบลราชธานี")
    with override("en"):
        english = [str(name) for _code, name in form("place").fields["province"].choices][1:]
    assert english == sorted(english)
    assert "Krabi" in english


def test_a_country_and_a_home_are_needed_for_somebody_abroad(district: World) -> None:
    assert codes(form("place", subdistrict="abroad")) == {"country": ["required"], "home": ["required"]}
    assert words(form("place", **{**ABROAD, "city": "โอซากา"})) == {
        "อยู่ต่างประเทศที่": "โอซากา, ญี่ปุ่น",
        "จังหวัดของบ้านในประเทศไทย": "จังหวัดกระบี่",
    }


@pytest.mark.parametrize(
    ("home", "code", "rest"),
    [("จ.กระบี่", "81", ""), ("กระบี", "81", ""), ("อ.เมือง จ.ระนอง", "8501", "อ.เมือง จ.ระนอง")],
)
def test_the_home_of_somebody_abroad_is_read_as_people_write_it(
    district: World, home: str, code: str, rest: str
) -> None:
    bound = form("place", **{**ABROAD, "home": home})
    assert bound.is_valid(), bound.errors
    assert (bound.cleaned_data["code"], bound.cleaned_data["home"]) == (code, rest)


def test_a_home_that_cannot_be_read_is_chosen_from_the_list(district: World) -> None:
    first = form("place", **{**ABROAD, "home": "ทางเหนือโน้น"})
    assert codes(first) == {"home": ["required"]}
    assert first.shows_province
    assert form("place", **{**ABROAD, "home": "ทางเหนือโน้น", "province": "50"}).is_valid()


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


@pytest.mark.parametrize(
    ("given", "way"),
    [
        ({"phone": "081-234-5678", "email": "a@example.org"}, "phone"),
        ({"email": "a@example.org"}, "email"),
        ({"other_way": "ผ่านผู้ใหญ่บ้าน"}, "visit"),
    ],
)
def test_without_a_choice_the_first_way_that_was_given_is_used(given: dict[str, str], way: str) -> None:
    bound = form("contact", GENERAL, name="นก", **given)
    assert bound.is_valid()
    assert bound.cleaned_data["contact_way"] == way


@pytest.mark.parametrize("way", ["phone", "sms", "visit"])
def test_a_way_that_was_not_given_leads_nowhere(way: str) -> None:
    assert codes(form("contact", GENERAL, name="นก", email="a@example.org", contact_way=way)) == {
        "contact_way": ["not_given"]
    }


def test_a_message_cannot_be_sent_to_words() -> None:
    bound = form("contact", CRISIS, name="นก", phone="โทรหาแม่", email="a@example.org", contact_way="sms")
    assert codes(bound) == {"contact_way": ["not_given"]}


def test_nobody_else_is_visited_in_a_crisis() -> None:
    assert "visit" not in offered(form("contact", CRISIS), "contact_way")
    assert "visit" in offered(form("contact", GENERAL), "contact_way")


def test_silence_about_safe_contact_means_no() -> None:
    bound = form("contact", CRISIS, **REACHED)
    told = words(bound)
    assert (told["ฝากข้อความ"], told["บอกชื่อหน่วยงานกับคนอื่น"]) == ("อย่าฝาก", "อย่าบอก")
    assert told["ส่งเลขที่เรื่องทางอีเมล"] == "อย่าส่ง"
    assert not any(bound.cleaned_data[name] for name in ("may_leave_message", "may_identify", "may_email"))


def test_safe_contact_stands_open_where_the_matter_may_be_dangerous() -> None:
    for careful in (CRISIS, {"problem": {"problem": "unsure"}}):
        assert not form("contact", careful).drawn_folds
    general = STEPS["contact"].form(answers=GENERAL)
    assert [field.name for field in general.drawn_folds[0].fields] == list(general.of_safety)
    assert not general.drawn_folds[0].is_open


def test_not_to_be_contacted_is_an_answer() -> None:
    assert form("contact", GENERAL, **REACHED, contact_way="none").is_valid()


def test_a_story_keeps_its_lines_and_shows_no_control_characters() -> None:
    bound = form("story", story="บรรทัดหนึ่ง\r\n\x00\x1bบรรทัดสอง")
    assert words(bound) == {"เกิดอะไรขึ้น": "บรรทัดหนึ่ง\nบรรทัดสอง"}


def test_a_story_of_blanks_is_no_story() -> None:
    assert codes(form("story", story=" \n\u200b\t ".replace("\u200b", ""))) == {"story": ["required"]}


@pytest.mark.parametrize("slug", list(STEPS))
def test_what_was_typed_comes_back_as_it_was_typed(slug: str, district: World) -> None:
    values = {name: value for name, value in ANSWERS[slug].items() if name != "action"}
    bound = form(slug, GENERAL, **values)
    known = {name: [value] if isinstance(value, str) else value for name, value in values.items()}
    assert bound.raw() == known
