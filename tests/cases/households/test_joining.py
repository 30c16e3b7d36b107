"""Only a person joins and parts; nothing of a case is changed by it; what is told apart stays apart (S1.35)."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from cases.domain import screening
from cases.errors import GuardFailed, NotAllowed
from cases.households.domain import finding, joining
from cases.households.models import Household, KeptApart, LikelyPair, Member
from cases.households.vocabulary import ApartReason, LinkKind
from cases.machine.vocabulary import Verb
from cases.models import Case, CaseEvent, Duty
from cases.vocabulary import Severity
from portal.vocabulary import ProblemType
from tests.cases import factories
from tests.cases.desk.conftest import Login, soup
from tests.cases.factories import CANARIES, World

pytestmark = pytest.mark.django_db
PLACE = {"moo": "4", "place_detail": "12/3 ข้างวัดโพธิ์"}
KIND = LinkKind.SAME_HOUSEHOLD


def reported(name: str, **values) -> Case:
    phone = values.pop("phone", "")
    return factories.CaseFactory(
        **{
            "reporter": {"name": name, "phone": phone, "email": "", "may_email": None},
            "affected": {"name": name, "is_reporter": True},
            "problem": ProblemType.DISASTER,
            **PLACE,
            **values,
        }
    )


@pytest.fixture
def pair(world: World) -> tuple[Case, Case]:
    return reported("สมศรี ใจดี", phone="081-111-2222"), reported("น.ส.สมสี ใจดิ")


def standing(case: Case) -> tuple:
    fresh = Case.objects.get(pk=case.pk)
    duties = Duty.objects.filter(case=case).order_by("number")
    return (
        *(fresh.stage, fresh.severity, fresh.base, fresh.holder_id),
        *duties.values_list("kind", "started_at", "due_at", "ended_at"),
    )


def join(world: World, one: Case, other: Case) -> Household:
    return joining.join(one=one, other=other, actor=world.center.officer, kind=KIND)


def verbs(case: Case) -> list[str]:
    return list(CaseEvent.objects.filter(case=case).order_by("sequence").values_list("verb", flat=True))


# Joining and parting ---------------------------------------------------------------------------------------------------


def test_joining_changes_nothing_of_a_case_and_parting_gives_back_the_whole(world: World, pair) -> None:
    before = [standing(case) for case in pair]
    join(world, *pair)
    assert [standing(case) for case in pair] == before
    joining.part(case=pair[1], actor=world.center.officer)
    assert [standing(case) for case in pair] == before
    assert joining.household_of(pair[0]) is None
    assert joining.household_of(pair[1]) is None


def test_each_case_has_its_own_event_for_joining_and_for_parting(world: World, pair) -> None:
    join(world, *pair)
    joining.part(case=pair[0], actor=world.center.officer)
    for case in pair:
        assert verbs(case)[-2:] == [Verb.LINK_HOUSEHOLD, Verb.UNLINK_HOUSEHOLD]
        assert (
            CaseEvent.objects.filter(
                case=case, verb__in=verbs(case)[-2:], user=world.center.officer.person
            ).count()
            == 2
        )


def test_joining_twice_is_joining_once(world: World, pair) -> None:
    household = join(world, *pair)
    assert join(world, *pair) == household
    assert Member.objects.count() == 2
    assert verbs(pair[0]).count(Verb.LINK_HOUSEHOLD) == 1


def test_the_worst_case_leads_whichever_came_first(world: World, pair) -> None:
    household = join(world, *pair)
    assert joining.members_of(household, world.center.officer)[0] == pair[0]
    screening.screen_case(
        case=pair[1], actor=world.center.officer, problem=ProblemType.DISASTER, severity=Severity.EMERGENCY
    )
    assert joining.members_of(household, world.center.officer)[0] == pair[1]


def test_a_member_is_closed_by_its_own_act_alone(world: World, pair) -> None:
    join(world, *pair)
    screening.reject_case(case=pair[0], actor=world.center.officer, reason="spam")
    assert Case.objects.get(pk=pair[0].pk).is_closed
    assert not Case.objects.get(pk=pair[1].pk).is_closed


def test_a_third_joins_the_household_and_leaves_it_alone(world: World, pair) -> None:
    household = join(world, *pair)
    third = reported("มานพ ใจดี")
    assert join(world, third, pair[1]) == household
    joining.part(case=third, actor=world.center.officer)
    assert len(joining.members_of(household, world.center.officer)) == 2


def test_two_households_become_one_and_each_case_is_told_so_and_parted_whole(world: World, pair) -> None:
    """Reports of one house that were joined two by two; found by the drill: such a pair was asked for ever."""
    household = join(world, *pair)
    third, fourth = (reported(name) for name in ("มานพ ใจดี", "วิไล ทองคำ"))
    join(world, third, fourth)
    LikelyPair.objects.create(organization=world.center.organization, one=pair[1], other=fourth, score=400)
    before = [standing(case) for case in (*pair, third, fourth)]
    assert join(world, pair[0], third) == household
    members = joining.members_of(household, world.center.officer)
    assert {one.pk for one in members} == {one.pk for one in (*pair, third, fourth)}
    assert [standing(case) for case in (*pair, third, fourth)] == before
    assert not LikelyPair.objects.exists()
    assert [verbs(case).count(Verb.LINK_HOUSEHOLD) for case in (*pair, third, fourth)] == [2, 1, 2, 2]
    assert Member.objects.filter(ended_at__isnull=False).count() == 2
    joining.part(case=fourth, actor=world.center.officer)
    assert joining.household_of(fourth) is None
    assert len(joining.members_of(household, world.center.officer)) == 3


@pytest.mark.parametrize("became", ["closed", "restricted", "crisis"])
def test_two_households_become_one_where_a_member_takes_no_event_any_more(
    world: World, pair, became: str
) -> None:
    """Such a pair was refused whole, and asked for ever."""
    household = join(world, *pair)
    third, fourth = (reported(name) for name in ("มานพ ใจดี", "วิไล ทองคำ"))
    join(world, third, fourth)
    if became == "closed":
        screening.reject_case(case=fourth, actor=world.center.officer, reason="spam")
    values = {
        "restricted": {"confidentiality": "restricted"},
        "crisis": {"track": "crisis", "problem": "violence"},
    }
    if became in values:
        Case.objects.filter(pk=fourth.pk).update(**values[became])
    before = verbs(fourth)
    assert join(world, pair[0], third) == household
    assert joining.household_of(fourth) == household
    assert verbs(fourth) == before
    assert [verbs(case).count(Verb.LINK_HOUSEHOLD) for case in (*pair, third)] == [2, 1, 2]
    joining.part(case=fourth, actor=world.center.officer)
    assert joining.household_of(fourth) is None


def test_a_weaker_tie_between_two_households_makes_nobody_the_same_matter(world: World, pair) -> None:
    join(world, *pair)
    third, fourth = (reported(name) for name in ("มานพ ใจดี", "วิไล ทองคำ"))
    join(world, third, fourth)
    joining.join(one=pair[0], other=third, actor=world.center.officer, kind=LinkKind.SAME_HOUSEHOLD)
    now = Member.objects.filter(ended_at__isnull=True)
    assert set(now.filter(case__in=(third, fourth)).values_list("kind", flat=True)) == {
        LinkKind.SAME_HOUSEHOLD
    }


@pytest.mark.parametrize("values", [{"problem": ProblemType.VIOLENCE}, {"confidentiality": "restricted"}])
def test_crisis_and_restricted_cases_stand_alone(world: World, values) -> None:
    ordinary, careful = reported("สมศรี ใจดี"), reported("สมศรี ใจดี")
    Case.objects.filter(pk=careful.pk).update(**values, track="crisis" if "problem" in values else "general")
    with pytest.raises(GuardFailed):
        join(world, ordinary, careful)
    assert not Member.objects.exists()


def test_whoever_does_not_hold_both_joins_nothing(world: World, pair) -> None:
    theirs = factories.working_case(world)
    for actor in (world.center.officer, world.local.officer, world.other_local.officer):
        with pytest.raises(GuardFailed):
            joining.join(one=pair[0], other=theirs, actor=actor, kind=KIND)
    assert not Member.objects.exists()


# Two families at war ---------------------------------------------------------------------------------------------------


def test_two_families_at_odds_are_not_brought_together_by_the_way_of_a_third(world: World, pair) -> None:
    third = reported("อา สมศรี")
    actor = world.center.officer
    joining.keep_apart(one=pair[0], other=pair[1], actor=actor, why=ApartReason.AT_ODDS)
    with pytest.raises(GuardFailed):
        join(world, *pair)
    join(world, pair[0], third)
    with pytest.raises(GuardFailed, match=str(joining.AT_ODDS)):
        join(world, third, pair[1])
    assert joining.household_of(pair[1]) is None


def test_only_a_supervisor_takes_back_that_two_families_are_at_odds(world: World, pair) -> None:
    one, other = pair
    joining.keep_apart(one=one, other=other, actor=world.center.officer, why=ApartReason.AT_ODDS)
    with pytest.raises(NotAllowed):
        joining.lift(one=one, other=other, actor=world.center.officer)
    joining.lift(one=other, other=one, actor=world.center.supervisor)
    assert not KeptApart.objects.exists()
    join(world, one, other)


def test_who_stands_together_is_parted_before_it_is_told_apart(world: World, pair) -> None:
    join(world, *pair)
    with pytest.raises(GuardFailed):
        joining.keep_apart(one=pair[0], other=pair[1], actor=world.center.officer, why=ApartReason.OTHERS)


# Finding ---------------------------------------------------------------------------------------------------------------


def test_pairs_are_found_after_entry_and_nothing_is_joined_by_it(world: World, pair) -> None:
    reported("วิไล ทองคำ", moo="9", place_detail="77")
    assert finding.look() >= 1
    found = LikelyPair.objects.get()
    assert (found.one, found.other) == pair
    assert "like_name" in found.marks
    assert not Member.objects.exists()
    finding.look()
    assert LikelyPair.objects.count() == 1


def test_looking_again_finds_nothing_anew_when_nothing_came(
    world: World, pair, django_assert_num_queries
) -> None:
    finding.look()
    with django_assert_num_queries(2):
        assert finding.look() == 0


def test_a_pair_that_was_decided_is_not_asked_again(world: World, pair) -> None:
    finding.look()
    joining.keep_apart(one=pair[0], other=pair[1], actor=world.center.officer, why=ApartReason.OTHERS)
    assert not LikelyPair.objects.exists()
    assert finding.look_for(pair[0].pk) == 0


def test_a_pair_that_came_together_by_a_third_is_not_asked_any_more(world: World, pair) -> None:
    third = reported("สมศรี ใจดี", phone="081-111-2222")
    finding.look()
    assert LikelyPair.objects.count() == 3
    join(world, pair[0], pair[1])
    join(world, pair[1], third)
    assert not LikelyPair.objects.exists()
    LikelyPair.objects.create(
        organization=world.center.organization, one=pair[0], other=third, score=700, marks=[]
    )
    join(world, pair[0], third)
    assert not LikelyPair.objects.exists()


def test_a_pair_goes_when_one_of_it_closes_or_passes_on(world: World, pair, at_center: Client) -> None:
    """Found by the drill: such a pair stood for ever, was never shown, and took the place of one that could be judged."""
    finding.look()
    assert LikelyPair.objects.exists()
    address = reverse("households:waiting")
    screening.reject_case(case=pair[0], actor=world.center.officer, reason="spam")
    assert not finding.pairs_of(world.center.organization.pk).exists()
    assert pair[1].reference not in soup(at_center.get(address)).select_one("main").get_text()
    finding.look()
    assert not LikelyPair.objects.exists()


def test_restricted_cases_are_in_no_pair(world: World, pair) -> None:
    secret = reported("สมศรี ใจดี", phone="081-111-2222")
    Case.objects.filter(pk=secret.pk).update(confidentiality="restricted")
    finding.look()
    assert LikelyPair.objects.count() == 1


# Pages -----------------------------------------------------------------------------------------------------------------


def decide(client: Client, one: Case, other: Case, what: str):
    values = {"one": one.reference, "other": other.reference, "what": what, "here": one.reference}
    return client.post(reverse("households:decide"), values)


def test_a_pair_is_shown_with_its_reasons_and_decided_on_the_page(
    world: World, pair, at_center: Client
) -> None:
    finding.look()
    page = soup(at_center.get(reverse("households:waiting"))).get_text(" ")
    assert pair[0].reference in page
    assert "สมสี ใจดิ" in page
    assert "คล้ายกัน" in page
    decide(at_center, *pair, LinkKind.SAME_MATTER)
    page = soup(at_center.get(reverse("households:case", args=[pair[1].reference]))).get_text(" ")
    assert pair[0].reference in page
    at_center.post(reverse("households:part", args=[pair[1].reference]))
    assert joining.household_of(pair[0]) is None


def test_the_second_report_is_news_in_the_first_as_long_as_they_are_joined(
    world: World, pair, at_center: Client
) -> None:
    later = reported("สมศรี ใจดี", narrative="น้ำขึ้นถึงหลังคาแล้ว")
    url = reverse("households:case", args=[pair[0].reference])
    join(world, pair[0], later)
    assert (
        "น้ำขึ้นถึงหลังคาแล้ว" in soup(at_center.get(url)).select_one("[aria-labelledby=members-title]").get_text()
    )
    joining.part(case=later, actor=world.center.officer)
    assert (
        "น้ำขึ้นถึงหลังคาแล้ว"
        not in soup(at_center.get(url)).select_one("[aria-labelledby=members-title]").get_text()
    )


def test_another_organization_finds_neither_the_page_nor_a_word(world: World, pair, login: Login) -> None:
    """A member that passed on is theirs; what stayed here is no part of what they read (S1.35)."""
    secret = reported(factories.CANARY_NAME, phone=factories.CANARY_PHONE, narrative=factories.CANARY_STORY)
    theirs = factories.working_case(world, **PLACE)
    Member.objects.bulk_create(
        Member(household=household, case=case, kind=KIND, joined_by=world.center.officer.person)
        for household in [Household.objects.create(organization=world.center.organization)]
        for case in (secret, theirs)
    )
    theirs.narrative = "ของเขา"
    theirs.save()
    for person in (theirs.reporter, *theirs.affected_people.all()):
        person.name, person.phone = "เกษม", ""
        person.save()
    theirs.reporter.__class__.objects.filter(case=theirs).update(email="")
    client = login(world.local.officer)
    assert client.get(reverse("households:case", args=[secret.reference])).status_code == 404
    assert decide(client, theirs, secret, "household").status_code == 404
    shown = client.get(reverse("households:case", args=[theirs.reference])).content.decode()
    assert secret.reference not in shown
    for canary in CANARIES:
        assert canary not in shown.replace(factories.CaseFactory.__name__, "") or canary == "บ้านกรงทอง"


def test_a_wrong_choice_is_said_and_changes_nothing(world: World, pair, at_center: Client) -> None:
    assert decide(at_center, *pair, "merge").status_code == 302
    assert not Member.objects.exists()
    assert decide(at_center, pair[0], pair[0], "household").status_code == 404
