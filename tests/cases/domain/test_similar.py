"""The same matter is found across organizations, and nobody learns more than they may know (S1.35)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from cases.domain import facts
from cases.domain.queries.similar import MOST, MOST_BY_PLACE, Similar, Standing, find_similar
from cases.domain.recognition import Traits, digested, keys_of, traits_of
from cases.models import SURE_KINDS, Case, CaseKey, KeyKind
from cases.vocabulary import Channel
from portal.actors import Officer
from portal.vocabulary import ProblemType
from tests.cases import factories
from tests.cases.factories import CaseFactory, World, submission

PHONE = "081-555-0199"
NAME = "นางสาวบุญมี ศรีอันดา"


@pytest.fixture
def world(db: None) -> World:
    return factories.world()


def people(values: dict[str, Any]) -> dict[str, Any]:
    """Return values in which nobody has a name or number that the test did not give."""
    nobody = {
        "reporter": {"name": "", "phone": "", "email": ""},
        "affected": {"name": "", "is_reporter": False},
    }
    return values | {who: empty | values.get(who, {}) for who, empty in nobody.items()}


def taken_down(by: Officer, **values: Any) -> Case:
    return CaseFactory(actor=by, **people(values))


def traits(**values: Any) -> Traits:
    return traits_of(submission(channel=Channel.DIRECT_PHONE, **people(values)))


def found(
    by: Officer, asked: Traits, *, later: dt.timedelta = dt.timedelta(), besides: Case | None = None
) -> list[Similar]:
    return find_similar(traits=asked, actor=by, now=timezone.now() + later, besides=besides)


def elsewhere(**values: Any) -> dict[str, Any]:
    """Of another place and problem, so that only the people are alike."""
    return {"problem": ProblemType.DISEASE, "district_code": "8102", "subdistrict_code": "810201"} | values


# --- what is the same ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written", ["081-555-0199", "๐๘๑ ๕๕๕ ๐๑๙๙", "+66815550199", "075-611111 หรือ 0815550199 (ลูกสาว)"]
)
def test_the_same_number_in_any_spelling_is_found(world: World, written: str) -> None:
    case = taken_down(world.local.officer, reporter={"phone": PHONE})
    [one] = found(world.local.officer, traits(reporter={"phone": written}, **elsewhere()))
    assert (one.case, one.why, one.standing) == (case, {KeyKind.PHONE}, Standing.READ)


def test_the_number_of_the_person_concerned_counts_too(world: World) -> None:
    case = taken_down(world.local.officer, affected={"phone": PHONE})
    assert [
        one.case for one in found(world.local.officer, traits(reporter={"phone": PHONE}, **elsewhere()))
    ] == [case]


@pytest.mark.parametrize("written", ["1300", "191", "ไม่มี", "", "0815550198", "0-0000-0000"])
def test_numbers_of_everybody_and_other_numbers_find_nothing(world: World, written: str) -> None:
    taken_down(world.local.officer, reporter={"phone": f"{PHONE}, 1300, 0-0000-0000"})
    assert found(world.local.officer, traits(reporter={"phone": written}, **elsewhere())) == []


def test_the_same_name_in_the_same_province_is_found(world: World) -> None:
    taken_down(world.local.officer, affected={"name": NAME})
    same = found(world.local.officer, traits(reporter={"name": "น.ส. บุญมี ศรีอันดา"}, **elsewhere()))
    assert [one.why for one in same] == [{KeyKind.NAME}]
    far = elsewhere(province_code="83", district_code="8301", subdistrict_code="830101")
    assert found(world.local.officer, traits(reporter={"name": NAME}, **far)) == []


def test_a_first_name_alone_is_nobody(world: World) -> None:
    taken_down(world.local.officer, affected={"name": "สมชาย"})
    assert found(world.local.officer, traits(affected={"name": "สมชาย"}, **elsewhere())) == []


def test_the_same_house_is_found(world: World) -> None:
    place = {"moo": "4", "place_detail": "12/3 หลังวัด"}
    taken_down(world.local.officer, **place)
    other = traits(problem=ProblemType.DISEASE, place_detail="บ้านเลขที่ ๑๒/๓ หมู่ที่ ๔")
    assert [one.why for one in found(world.local.officer, other)] == [{KeyKind.HOME}]
    assert found(world.local.officer, traits(problem=ProblemType.DISEASE, place_detail="12/3 ม.5")) == []


def test_place_problem_and_time_together_are_a_hint(world: World) -> None:
    taken_down(world.local.officer, problem=ProblemType.DISASTER)
    asked = traits(problem=ProblemType.DISASTER)
    [hint] = found(world.local.officer, asked)
    assert hint.why == frozenset()
    assert found(world.local.officer, asked, later=dt.timedelta(days=4)) == []
    assert found(world.local.officer, traits(problem=ProblemType.DISEASE)) == []


def test_a_flooded_village_is_no_hint(world: World) -> None:
    for _ in range(MOST_BY_PLACE + 2):
        taken_down(world.local.officer, problem=ProblemType.DISASTER)
    mine = taken_down(world.local.officer, problem=ProblemType.DISASTER, reporter={"phone": PHONE})
    rows = found(world.local.officer, traits(problem=ProblemType.DISASTER, reporter={"phone": PHONE}))
    assert rows[0].case == mine
    assert len(rows) == 1 + MOST_BY_PLACE


def test_never_more_than_a_page_shows_and_never_itself(world: World) -> None:
    cases = [taken_down(world.local.officer, reporter={"phone": PHONE}) for _ in range(MOST + 3)]
    rows = found(world.local.officer, traits(reporter={"phone": PHONE}), besides=cases[-1])
    assert len(rows) == MOST
    assert cases[-1] not in [one.case for one in rows]


def test_the_work_does_not_grow_with_the_cases(world: World, django_assert_max_num_queries: Any) -> None:
    for _ in range(3):
        taken_down(world.local.officer, reporter={"phone": PHONE, "name": NAME}, place_detail="12/3")
    with django_assert_max_num_queries(11):
        found(world.local.officer, traits(reporter={"phone": PHONE, "name": NAME}, place_detail="12/3"))


def test_what_ended_long_ago_is_no_longer_the_same(world: World) -> None:
    case = factories.closed_case(world)
    asked = traits(reporter={"phone": factories.CANARY_PHONE}, **elsewhere())
    assert [one.case for one in found(world.local.officer, asked)] == [case]
    assert found(world.local.officer, asked, later=dt.timedelta(days=400)) == []


# --- who may know ----------------------------------------------------------------------------------------------------


def test_another_organization_learns_that_there_is_something_and_no_more(world: World) -> None:
    taken_down(world.local.officer, reporter={"phone": PHONE})
    [one] = found(world.other_local.officer, traits(reporter={"phone": PHONE}))
    assert one.standing is Standing.ELSEWHERE


def test_the_center_knows_how_a_case_of_its_administrations_stands(world: World) -> None:
    case = taken_down(world.local.officer, reporter={"phone": PHONE})
    assert not Case.objects.visible_to(world.center.officer).filter(pk=case.pk).exists()
    assert Case.objects.known_to(world.center.officer).filter(pk=case.pk).exists()
    [one] = found(world.center.officer, traits(reporter={"phone": PHONE}))
    assert one.standing is Standing.KNOWN


def test_of_a_restricted_case_nobody_learns_who_may_not_read_it(world: World) -> None:
    case = taken_down(world.local.officer, problem=ProblemType.VIOLENCE, reporter={"phone": PHONE})
    asked = traits(problem=ProblemType.VIOLENCE, reporter={"phone": PHONE})
    assert [one.case for one in found(world.local.officer, asked)] == [case]
    for body in (world.center, world.other_local, world.lead, world.hospital):
        assert found(body.officer, asked) == []


def test_of_anothers_case_nobody_learns_by_place_and_time(world: World) -> None:
    taken_down(world.local.officer, problem=ProblemType.DISASTER)
    assert found(world.other_local.officer, traits(problem=ProblemType.DISASTER)) == []


def test_an_organization_that_was_left_out_learns_nothing(world: World) -> None:
    case = taken_down(world.local.officer, reporter={"phone": PHONE})
    Case.objects.filter(pk=case.pk).update(excluded=[world.other_local.organization.pk])
    assert found(world.other_local.officer, traits(reporter={"phone": PHONE})) == []


def test_whoever_stepped_back_is_shown_nothing(world: World) -> None:
    case = taken_down(world.local.officer, reporter={"phone": PHONE})
    case.recused.add(world.local.officer.person)
    asked = traits(reporter={"phone": PHONE})
    assert found(world.local.officer, asked) == []
    assert [one.case for one in found(world.local.supervisor, asked)] == [case]


# --- help for the same cause -----------------------------------------------------------------------------------------


def test_help_for_the_same_cause_is_told_also_of_others(world: World) -> None:
    case = factories.followed_case(world, by=world.local)
    asked = {"reporter": {"phone": factories.CANARY_PHONE}}
    for by in (world.local.officer, world.other_local.officer):
        assert [one.helped for one in found(by, traits(problem=ProblemType(case.problem), **asked))] == [True]
    other = traits(problem=ProblemType.DISEASE, **asked)
    assert [one.helped for one in found(world.local.officer, other)] == [False]


# --- the keys are kept right ------------------------------------------------------------------------------------------


def test_what_is_corrected_is_found_by_the_new_value_only(world: World) -> None:
    case = taken_down(world.local.officer, reporter={"phone": PHONE}, affected={"name": NAME})
    facts.change_contact(
        case=case, actor=world.local.officer, contact={"phone": "089-111-2222"}, identified="โทรกลับเบอร์เดิม"
    )
    facts.correct_facts(
        case=case,
        actor=world.local.officer,
        person=case.affected_people.get(),
        about_person={"name": "บุญมา ศรีอันดา"},
        place={"place_detail": "9/9 หลังวัด"},
    )
    kept = set(CaseKey.objects.filter(kind__in=SURE_KINDS).values_list("kind", "key"))
    wanted = {("phone", "0891112222"), ("name", "บุญมาศรีอันดา"), ("home", "810101//9/9")}
    assert kept == {digested(KeyKind(kind), key) for kind, key in wanted}
    assert not any("0891112222" in key or "810101" in key for _kind, key in kept), (
        "nothing stands there in clear"
    )


def test_a_house_without_a_subdistrict_is_no_house() -> None:
    assert keys_of(phones=[], names=[], subdistrict="", moo="4", detail="12/3") == frozenset()
