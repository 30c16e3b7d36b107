"""The request takes what people write, and the officer reads it as it was written (issue 7)."""

from __future__ import annotations

from typing import Any

import pytest

from cases.intake.forms.contact import ContactForm
from cases.intake.forms.person import WhomForm
from cases.intake.forms.story import StoryForm
from cases.intake.forms.tracking import AnswerForm, ReopenForm
from cases.models import Case
from portal.outbox.models import OutboxMessage
from tests.cases.intake.conftest import ANSWERS, ME, Walker, text_of

SHORT_STORIES = ["ช่วยด้วย", "น้ำท่วม", "สามีตีฉันทุกคืน", "ถูกไล่ออกจากบ้าน", "หิว", "😭"]


@pytest.mark.parametrize("story", SHORT_STORIES)
def test_a_short_text_is_taken_wherever_a_text_is_asked(story: str) -> None:
    assert StoryForm({"story": story}).is_valid()
    assert ReopenForm({"words": story}).is_valid()
    assert AnswerForm({"words": story}).is_valid()


@pytest.mark.parametrize(
    ("told", "years", "row"),
    [
        ("แรกเกิด", 0, "แรกเกิด"),
        ("3 เดือน", 0, "3 เดือน"),
        ("ประมาณ 60", 60, "ประมาณ 60"),
        ("หกสิบกว่า", 60, "หกสิบกว่า"),
        ("จำไม่ได้", None, "จำไม่ได้"),
    ],
)
@pytest.mark.django_db
def test_an_age_in_words_goes_through_to_the_case(
    walker: Walker, told: str, years: int | None, row: str
) -> None:
    form = WhomForm({**ME, "age": told})
    assert form.is_valid()
    assert [str(line.value) for line in form.age_rows()] == [row]
    walker.fill(whom={**ME, "age": told})
    assert row in text_of(walker.get("check"))
    walker.send()
    person = Case.objects.get().affected_people.get()
    assert (person.age, person.age_words) == (years, told)


@pytest.mark.django_db
def test_two_numbers_with_a_remark_go_through_to_the_case(walker: Walker) -> None:
    told = "081-234-5678 หรือ 075-611234 (ลูกสาว)"
    contact: dict[str, Any] = {**ANSWERS["contact"], "phone": told}
    walker.fill(contact=contact)
    walker.send()
    reporter = Case.objects.get().reporter
    assert reporter.phone == told


@pytest.mark.parametrize("typed", ["08123", "โทรหาแม่", "081234567890123"])
def test_a_slip_of_the_finger_is_told_before_nobody_can_be_reached(typed: str) -> None:
    """Told once, and in the way of nobody (docs/decisions/0009)."""
    contact = {"name": "นก", "phone": typed, "email": ""}
    assert "phone" in ContactForm(contact, answers={"problem": {"problem": "disaster"}}).errors
    assert ContactForm({**contact, "asked": "on"}, answers={"problem": {"problem": "disaster"}}).is_valid()


@pytest.mark.django_db
def test_words_in_the_place_of_number_and_address_go_through_to_the_case(walker: Walker) -> None:
    contact = {
        **ANSWERS["contact"],
        "phone": "08123 หรือโทรหาแม่",
        "email": "nok ณ จุดคอม",
        "other_way": "ผ่านวัด",
    }
    walker.fill(contact=contact)
    walker.send()
    reporter = Case.objects.get().reporter
    assert reporter.phone == "08123 หรือโทรหาแม่"
    assert (reporter.email, reporter.email_words) == ("", "nok ณ จุดคอม")
    assert not reporter.may_email
    assert not any("nok" in message.to for message in OutboxMessage.objects.all())


@pytest.mark.parametrize(
    ("boxes", "years", "told"),
    [
        (("", "", "2530"), 38, "เกิด 2530"),
        (("31", "2", "2530"), 39, "เกิด 31 2 2530"),
        (("ปีมะโรง", "", ""), None, "เกิด ปีมะโรง"),
    ],
)
@pytest.mark.django_db
def test_a_birth_in_words_goes_through_to_the_case(
    walker: Walker, boxes: tuple[str, str, str], years: int | None, told: str, time_machine: Any
) -> None:
    time_machine.move_to("2026-11-22 12:00+07:00")
    parts = zip(("day", "month", "year"), boxes, strict=True)
    walker.fill(whom={**ME, **{f"birth_date_{part}": text for part, text in parts}})
    walker.send()
    person = Case.objects.get().affected_people.get()
    assert (person.birth_date, person.age, person.age_words) == (None, years, told)
