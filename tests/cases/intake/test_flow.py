"""The table of pages, node by node: where each answer leads, and that every page can be reached."""

from __future__ import annotations

from typing import Any

import pytest

from cases.intake import flow
from cases.intake.flow import CHECK, FIRST, PAGE_NUMBERS, STEPS, Progress, walk
from portal.organizations.models import ServiceArea
from tests.accounts.factories import OrganizationFactory
from tests.cases.factories import SUBDISTRICT, World
from tests.cases.intake.conftest import ABROAD, ANSWERS, LANGUAGE, ME, OTHER


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
        ("problem", {}, "whom"),
        ("whom", {"whom": {"danger": "yes"}}, "place"),
        ("whom", {"whom": {"danger": "unsure"}}, "place"),
        ("place", {"place": ABROAD}, "story"),
        ("place", {"place": {"subdistrict": SUBDISTRICT}}, "story"),
        ("story", {"story": {"has_files": False}}, "contact"),
        ("story", {"story": {"has_files": True}}, "files"),
        ("files", {}, "contact"),
        ("contact", {}, CHECK),
    ],
)
def test_where_an_answer_leads(slug: str, answers: dict[str, dict[str, Any]], following: str) -> None:
    assert STEPS[slug].next(answers) == following


@pytest.mark.parametrize("problem", ["disaster", "violence", "unsure"])
@pytest.mark.parametrize(
    "whom", [ME, OTHER, {**ME, "danger": "yes"}, {**ME, **LANGUAGE}], ids=["me", "other", "danger", "foreign"]
)
@pytest.mark.parametrize("place", [ANSWERS["place"], ABROAD], ids=["here", "abroad"])
def test_a_request_has_seven_pages_with_check_and_confirmation(
    district: World, problem: str, whom: dict[str, str], place: dict[str, str]
) -> None:
    """At most nine for a flood, seven for a crisis, whatever is answered; photos are a page of their own (issue 12)."""
    slugs = ("problem", "whom", "place", "story", "contact")
    answers = {"problem": {"problem": problem}, "whom": whom, "place": place}
    journey = walk(kept(*slugs, **answers, story={"story": "น้ำท่วม", "has_files": ""}))
    assert journey.is_complete
    confirmation = 1
    assert len(journey.path) + confirmation == 7


def test_the_number_moves_with_every_page_and_the_total_is_that_of_the_chosen_way(district: World) -> None:
    plain = walk(kept(*ROAD, "story", "contact", story={"has_files": ""}))
    assert [plain.progress(slug) for slug in plain.path] == [Progress(number, 6) for number in range(1, 7)]
    photos = walk(kept(*ROAD, *REST))
    assert [photos.progress(slug) for slug in photos.path] == [Progress(number, 7) for number in range(1, 8)]


def test_before_the_photos_are_announced_nobody_is_told_of_their_page(district: World) -> None:
    assert walk({}).progress("problem") == Progress(1, 6)
    assert walk(kept(*ROAD)).progress("story") == Progress(4, 6)
    beside = walk(kept(*ROAD, "story", "contact", story={"has_files": ""}))
    assert beside.progress("files") == Progress(5, 7)


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


def test_sections_rise_without_a_gap() -> None:
    sections = [step.section for step in STEPS.values()]
    assert sections == sorted(sections)
    assert set(sections) == set(range(1, sections[-1] + 1))


def test_questions_are_unique() -> None:
    questions = [str(step.question) for step in STEPS.values()]
    assert len(set(questions)) == len(questions)


def test_an_empty_draft_begins_at_the_beginning() -> None:
    journey = walk({})
    assert (journey.path, journey.here, journey.is_complete) == ((FIRST,), FIRST, False)


def test_a_draft_stops_at_the_first_page_without_a_valid_answer() -> None:
    journey = walk(kept("problem", "whom", "place", whom={"danger": "perhaps"}))
    assert journey.here == "whom"
    assert set(journey.answers) == {"problem"}


def test_answers_behind_a_gap_do_not_count() -> None:
    journey = walk(kept("problem", "place", "story", "contact"))
    assert journey.here == "whom"
    assert not journey.may_open("story")
    assert not journey.may_open(CHECK)


ROAD = ("problem", "whom", "place")
REST = ("story", "files", "contact")


def test_a_whole_request_is_complete(district: World) -> None:
    journey = walk(kept(*ROAD, *REST))
    assert journey.is_complete
    assert journey.path == (*ROAD, *REST, CHECK)
    assert journey.before("story") == "place"
    assert journey.before(FIRST) is None


def test_another_place_asks_again_who_serves_it(district: World) -> None:
    local = {"place": {**ANSWERS["place"], "local": str(district.local.organization.pk)}}
    assert walk(kept(*ROAD, *REST, **local)).is_complete
    district.local.organization.areas.all().delete()
    assert walk(kept(*ROAD, *REST, **local)).answers["place"]["local"] == ""
    for _number in range(2):
        ServiceArea.objects.create(organization=OrganizationFactory(), subdistrict_code=SUBDISTRICT)
    assert walk(kept(*ROAD, *REST, **local)).here == "place"


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
    assert walk(kept(*ROAD, *REST, whom={"whom": "other", "relation": ""})).here == "whom"
    assert walk(kept(*ROAD, *REST, whom=OTHER)).is_complete


def test_answers_off_the_path_are_not_part_of_the_request(district: World) -> None:
    """Neither files that were taken back, nor what the pages of an older release kept."""
    older = {"danger": {"danger": ["yes"]}, "local": {"local": ["unsure"]}, "call": {}}
    journey = walk(kept(*ROAD, *REST, story={"has_files": ""}) | older)
    assert journey.is_complete
    assert set(journey.answers) == {*ROAD, "story", "contact"}


def test_a_draft_of_an_older_release_is_asked_what_is_new_and_keeps_the_rest(district: World) -> None:
    older = kept("problem", "whom", whom={"danger": ""}) | {"danger": {"danger": ["no"]}}
    journey = walk(older)
    assert journey.here == "whom"
    assert journey.answers["problem"]["problem"] == "disaster"


def test_a_person_abroad_is_not_asked_for_a_subdistrict(district: World) -> None:
    journey = walk(kept("problem", "whom", "place", *REST, place={**ABROAD, "local": ""}))
    assert journey.is_complete
    assert journey.answers["place"]["local"] == ""


def test_a_page_is_built_with_the_answers_before_it_only(district: World) -> None:
    journey = walk(kept(*ROAD, *REST))
    assert set(journey.answers_before("place")) == {"problem", "whom"}


def test_walking_a_draft_costs_the_same_few_queries(district: World, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(2):
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
    for others in ({changed: {}}, {"place": ABROAD}, {"problem": {"problem": "violence"}}):
        draft = kept(*ROAD, *REST, **others)
        fresh, again = walk(draft), walk(draft, known)
        assert (again.path, again.answers, again.here) == (fresh.path, fresh.answers, fresh.here)


def test_a_page_known_before_sees_the_answers_of_now(district: World) -> None:
    known = walk(kept(*ROAD, *REST))
    again = walk(kept(*ROAD, *REST, contact={"contact_way": "email"}), known)
    assert all(form.answers is again.answers for form in again.forms.values())
