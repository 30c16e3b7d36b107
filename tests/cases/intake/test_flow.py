"""The table of pages, node by node: where each answer leads, and that every page can be reached."""

from __future__ import annotations

from typing import Any

import pytest

from cases.intake import flow
from cases.intake.flow import CHECK, FIRST, PAGE_NUMBERS, STEPS, TOTAL, walk
from tests.cases.factories import SUBDISTRICT, World
from tests.cases.intake.conftest import ANSWERS, OTHER

ONE, TWO = [("1", "อบต.หนึ่ง")], [("1", "อบต.หนึ่ง"), ("2", "ทต.สอง")]


def raw(slug: str, **replaced: Any) -> dict[str, list[str]]:
    """Return the usual answer of a page in the shape that a draft keeps."""
    values = {**ANSWERS[slug], **replaced}
    return {
        name: value if isinstance(value, list) else [value]
        for name, value in values.items()
        if name != "action"
    }


def kept(*slugs: str, **replaced: dict[str, Any]) -> dict[str, dict[str, list[str]]]:
    """Return a draft with the usual answers of some pages."""
    return {slug: raw(slug, **replaced.get(slug, {})) for slug in slugs}


@pytest.mark.parametrize(
    ("slug", "answers", "following"),
    [
        ("problem", {}, "danger"),
        ("danger", {"danger": {"danger": "yes"}}, "call"),
        ("danger", {"danger": {"danger": "no"}}, "whom"),
        ("danger", {"danger": {"danger": "unsure"}}, "whom"),
        ("call", {}, "whom"),
        ("whom", {"whom": {"needs": []}}, "place"),
        ("whom", {"whom": {"needs": ["disability"]}}, "place"),
        ("whom", {"whom": {"needs": ["disability", "foreign"]}}, "language"),
        ("language", {}, "place"),
        ("place", {"place": {"subdistrict": "abroad", "local_administrations": []}}, "country"),
        ("place", {"place": {"subdistrict": SUBDISTRICT, "local_administrations": []}}, "story"),
        ("place", {"place": {"subdistrict": SUBDISTRICT, "local_administrations": ONE}}, "story"),
        ("place", {"place": {"subdistrict": SUBDISTRICT, "local_administrations": TWO}}, "local"),
        ("country", {}, "story"),
        ("local", {}, "story"),
        ("story", {"story": {"has_files": False}}, "contact"),
        ("story", {"story": {"has_files": True}}, "files"),
        ("files", {}, "contact"),
        ("contact", {}, CHECK),
    ],
)
def test_where_an_answer_leads(slug: str, answers: dict[str, dict[str, Any]], following: str) -> None:
    assert STEPS[slug].next(answers) == following


@pytest.mark.parametrize("problem", ["disaster", "violence"])
@pytest.mark.parametrize("whom", [{"whom": "me"}, OTHER])
def test_a_request_has_seven_pages_where_one_administration_serves_the_place(
    district: World, problem: str, whom: dict[str, str]
) -> None:
    """At most nine for a flood, seven for a crisis (issue 12); the check page counts."""
    district.other_local.organization.areas.all().delete()
    slugs = ("problem", "danger", "whom", "place", "story", "contact")
    journey = walk(
        kept(*slugs, problem={"problem": problem}, whom=whom, story={"story": "น้ำท่วม", "has_files": ""})
    )
    assert journey.is_complete
    assert len(journey.path) == TOTAL == 7


def test_every_route_leads_to_a_page_and_every_page_can_be_reached() -> None:
    targets = {slug for step in STEPS.values() for _condition, slug in step.routes}
    assert targets <= set(STEPS) | {CHECK}
    assert targets | {FIRST} == set(STEPS) | {CHECK}


def test_every_page_has_a_way_on_whatever_was_answered() -> None:
    for step in STEPS.values():
        assert step.routes[-1][0] is flow.always, step.slug


def test_routes_only_lead_forward_so_that_nobody_goes_round() -> None:
    numbers = {**PAGE_NUMBERS, CHECK: len(PAGE_NUMBERS) + 1}
    for step in STEPS.values():
        assert all(numbers[slug] > numbers[step.slug] for _condition, slug in step.routes), step.slug


def test_sections_rise_and_the_check_page_is_the_last() -> None:
    sections = [step.section for step in STEPS.values()]
    assert sections == sorted(sections)
    assert set(sections) == set(range(1, TOTAL))


def test_questions_are_unique() -> None:
    questions = [str(step.question) for step in STEPS.values()]
    assert len(set(questions)) == len(questions)


def test_an_empty_draft_begins_at_the_beginning() -> None:
    journey = walk({})
    assert (journey.path, journey.here, journey.is_complete) == ((FIRST,), FIRST, False)


def test_a_draft_stops_at_the_first_page_without_a_valid_answer() -> None:
    journey = walk(kept("problem", "danger", "whom", danger={"danger": "perhaps"}))
    assert journey.here == "danger"
    assert set(journey.answers) == {"problem"}


def test_answers_behind_a_gap_do_not_count() -> None:
    journey = walk(kept("problem", "whom", "story", "contact"))
    assert journey.here == "danger"
    assert not journey.may_open("story")
    assert not journey.may_open(CHECK)


ROAD = ("problem", "danger", "whom", "place", "local")
REST = ("story", "files", "contact")


def test_a_whole_request_is_complete(district: World) -> None:
    journey = walk(kept(*ROAD, *REST))
    assert journey.is_complete
    assert journey.path == (*ROAD, *REST, CHECK)
    assert journey.before("story") == "local"
    assert journey.before(FIRST) is None


def test_another_place_asks_again_who_serves_it(district: World) -> None:
    journey = walk(kept(*ROAD, *REST, local={"local": str(district.local.organization.pk)}))
    assert journey.is_complete
    district.local.organization.areas.all().delete()
    assert "local" not in walk(kept(*ROAD, *REST)).path


def test_files_stand_beside_the_story(district: World) -> None:
    journey = walk(kept(*ROAD, "story", "contact", story={"story": "น้ำท่วม", "has_files": ""}))
    assert journey.is_complete
    assert "files" not in journey.path
    assert journey.may_open("files")
    assert journey.before("files") == "story"
    assert not walk(kept(*ROAD)).may_open("files")


def test_a_crisis_asks_again_for_a_contact_that_general_help_did_without(district: World) -> None:
    contact = {"contact": {"phone": "", "email": "", "other_way": "ผ่านผู้ใหญ่บ้าน", "contact_way": "visit"}}
    assert walk(kept(*ROAD, *REST, **contact)).is_complete
    journey = walk(kept(*ROAD, *REST, problem={"problem": "violence"}, **contact))
    assert journey.here == "contact"


def test_changing_to_somebody_else_asks_what_was_left_out(district: World) -> None:
    assert walk(kept(*ROAD, *REST, whom={"whom": "other"})).here == "whom"
    assert walk(kept(*ROAD, *REST, whom=OTHER)).is_complete


def test_answers_off_the_path_are_not_part_of_the_request(district: World) -> None:
    journey = walk(kept(*ROAD, *REST, "language", "country"))
    assert journey.is_complete
    assert not {"language", "country"} & set(journey.answers)


def test_a_person_abroad_is_not_asked_for_a_subdistrict(district: World) -> None:
    slugs = ("problem", "danger", "whom", "place", "country", *REST)
    journey = walk(kept(*slugs, place={"subdistrict": "abroad"}))
    assert journey.is_complete
    assert "local" not in journey.path


def test_a_page_is_built_with_the_answers_before_it_only(district: World) -> None:
    journey = walk(kept(*ROAD, *REST))
    assert set(journey.answers_before("place")) == {"problem", "danger", "whom"}


def test_walking_a_draft_costs_the_same_few_queries(district: World, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(3):
        walk(kept(*ROAD, *REST))


def test_pages_that_are_as_they_were_are_not_judged_again(
    district: World, django_assert_num_queries: Any
) -> None:
    known = walk(kept(*ROAD, *REST))
    with django_assert_num_queries(0):
        again = walk(kept(*ROAD, *REST), known)
    assert (again.path, again.answers, again.here) == (known.path, known.answers, known.here)


@pytest.mark.parametrize("changed", [*ROAD, *REST])
def test_a_changed_answer_is_judged_as_if_nothing_were_known(district: World, changed: str) -> None:
    known = walk(kept(*ROAD, *REST))
    for others in ({changed: {}}, {"place": {"subdistrict": "abroad"}}, {"problem": {"problem": "violence"}}):
        draft = kept(*ROAD, *REST, **others)
        fresh, again = walk(draft), walk(draft, known)
        assert (again.path, again.answers, again.here) == (fresh.path, fresh.answers, fresh.here)


def test_a_page_known_before_sees_the_answers_of_now(district: World) -> None:
    known = walk(kept(*ROAD, *REST))
    again = walk(kept(*ROAD, *REST, contact={"contact_way": "email"}), known)
    assert all(form.answers is again.answers for form in again.forms.values())
