"""The lists of every organization follow each act, and are what the case itself would say (issue 9, points 1 and 2)."""

from __future__ import annotations

import datetime as dt
from itertools import product
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.core.management import call_command
from django.utils import timezone

from cases.desk.tabs import counts, in_words
from cases.domain import catching_up, closure, lists, screening, store, terms, verifying, working
from cases.domain.queries import counting, worklists
from cases.domain.queries.searching import search
from cases.machine.vocabulary import Scope, Verb
from cases.models import Case, CaseKey, CaseTerm, ListedCase, ListName, SeenCase
from cases.models.listed_case import NEVER, haste_of, hastes_of
from cases.tasks import keep_lists
from cases.vocabulary import Severity
from portal.accounts.roles import Role
from portal.actors import Officer
from portal.vocabulary import ProblemType
from tests.accounts.factories import officer
from tests.cases import factories
from tests.cases.factories import World
from tests.sealing.helpers import own_keys

pytestmark = pytest.mark.django_db


@pytest.fixture(name="world")
def _world() -> World:
    return factories.world()


STATES = {
    "received": factories.received_case,
    "crisis": factories.crisis_case,
    "screened": factories.screened_case,
    "sent": lambda world: factories.pending_referral(world).case,
    "working": factories.working_case,
    "working crisis": factories.working_crisis_case,
    "followed": factories.followed_case,
    "closing": factories.closing_case,
    "closed": factories.closed_case,
}


def lengths(actor: Officer, now: dt.datetime) -> dict[str, int]:
    return worklists.lengths(list(ListName), actor, now)


def rows(case: Case) -> dict[tuple[int, str], tuple[object, ...]]:
    return {
        (row.organization_id, row.list): (row.haste, row.due_at, row.stands_from, row.asked_by_id, row.scope)
        for row in ListedCase.objects.filter(case=case)
    }


@pytest.mark.parametrize("name", STATES)
def test_what_the_acts_left_is_what_the_case_says(world: World, name: str) -> None:
    """Every act kept the table; making it again from how the case stands changes nothing."""
    case = Case.objects.get(pk=STATES[name](world).pk)
    kept = rows(case)
    assert verifying.faults_of(case) == []
    lists.rebuild()
    assert rows(case) == kept


def test_a_list_that_is_not_as_its_case_stands_is_found(world: World) -> None:
    case = factories.received_case(world)
    ListedCase.objects.filter(case=case, list=ListName.FRESH).delete()
    ListedCase.objects.filter(case=case, list=ListName.TODAY).update(haste=0)
    faults = " ".join(verifying.faults_of(Case.objects.get(pk=case.pk)))
    assert "is missing" in faults
    assert "is not as the case stands" in faults


def test_a_closed_case_stands_with_those_who_may_read_it_and_in_no_list_of_work(world: World) -> None:
    case = factories.closed_case(world)
    assert set(ListedCase.objects.filter(case=case).values_list("list", flat=True)) == {ListName.ALL}
    assert {row.due_at for row in ListedCase.objects.filter(case=case)} == {NEVER}


def test_who_may_only_know_of_a_case_has_it_in_no_list(world: World) -> None:
    """The center coordinates: a summary is not enough to be listed."""
    case = factories.working_case(world)
    center = ListedCase.objects.filter(case=case, organization=world.center.organization)
    assert not center.exists()
    assert Case.objects.known_to(world.center.officer).filter(pk=case.pk).exists()


def test_lists_grant_nothing(world: World) -> None:
    """An entry that should not be there shows no case: what is read goes through the one door (privacy 1)."""
    case = factories.working_case(world)
    stray = ListedCase.objects.get(case=case, list=ListName.HANDS)
    stray.pk, stray.organization = None, world.other_local.organization
    stray.save()
    assert not Case.objects.visible_to(world.other_local.officer).exists()


def test_danger_and_severity_are_one_number() -> None:
    order = [
        haste_of(danger=danger, severity=severity)
        for danger in (True, False)
        for severity in ("emergency", "urgent", "normal")
    ]
    assert order == sorted(order)
    assert hastes_of(Severity.URGENT) == (order[1], order[4])


def test_entries_follow_the_facts(world: World) -> None:
    case = factories.screened_case(world)
    screening.reclassify_case(
        case=case,
        actor=world.center.officer,
        problem=ProblemType(case.problem),
        severity=Severity.EMERGENCY,
        note="น้ำขึ้นเร็ว",
    )
    assert set(ListedCase.objects.filter(case=case).values_list("haste", flat=True)) == {3}


def test_who_takes_no_part_has_it_in_no_list_and_no_count(world: World) -> None:
    case = factories.working_case(world)
    working.recuse(case=case, actor=world.local.officer, note="เป็นญาติ")
    now = timezone.now()
    assert sum(lengths(world.local.officer, now).values()) == 0
    assert not worklists.in_list(ListName.HANDS, world.local.officer, now).exists()
    assert lengths(world.local.supervisor, now)["hands"] == 1


def test_an_approval_stands_with_those_who_may_decide_and_not_with_who_asked(world: World) -> None:
    case = factories.closing_case(world)
    now = timezone.now()
    assert lengths(world.local.officer, now)["approve"] == 0
    assert lengths(world.local.supervisor, now)["approve"] == 1
    deputy = officer(world.local.organization, Role.LAO_CHIEF_ADMINISTRATOR)
    assert lengths(deputy, now)["approve"] == 1
    asked = case.approvals.get()
    type(asked).objects.filter(pk=asked.pk).update(requester=deputy.person)
    lists.rebuild()
    assert lengths(deputy, now)["approve"] == 0
    assert lengths(world.local.supervisor, now)["approve"] == 1


def test_people_without_case_work_have_no_lists(world: World) -> None:
    factories.received_case(world)
    editor = officer(world.center.organization, Role.CONTENT_EDITOR)
    assert sum(lengths(editor, timezone.now()).values()) == 0
    assert not worklists.everything(editor).exists()


def test_a_refusal_takes_the_entries_back_with_everything_else(world: World) -> None:
    """One transaction: what is not done is not listed."""
    case = factories.closing_case(world)
    before = rows(case)
    with pytest.raises(Exception):  # noqa: B017, PT011 - whichever of the typed errors the machine answers
        closure.approve(approval=case.approvals.get(), actor=world.other_local.supervisor)
    assert rows(case) == before


def test_cases_that_are_older_than_their_lists_get_them(world: World) -> None:
    case = factories.working_case(world)
    kept, words = rows(case), set(CaseTerm.objects.filter(case=case).values_list("term", flat=True))
    ListedCase.objects.all().delete()
    CaseTerm.objects.all().delete()
    assert keep_lists.func() == 1
    assert rows(case) == kept
    assert set(CaseTerm.objects.filter(case=case).values_list("term", flat=True)) == words
    # Once they are there, the task only looks for what nobody can answer.
    assert keep_lists.func() == 0


def test_older_cases_are_listed_although_others_are_already(world: World) -> None:
    """After an upgrade somebody may have worked before the lists were made."""
    older, other, acted_on = (factories.working_case(world) for _ in range(3))
    kept = {case.pk: rows(case) for case in (older, other, acted_on)}
    ListedCase.objects.filter(case__in=[older, other]).delete()
    assert keep_lists.func() == 2
    assert {case.pk: rows(case) for case in (older, other, acted_on)} == kept
    ListedCase.objects.filter(case=other).delete()
    assert catching_up.list_older_cases() == 1
    assert rows(other) == kept[other.pk]


def test_the_command_makes_both_again(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    case = factories.received_case(world)
    ListedCase.objects.filter(case=case).delete()
    call_command("rebuild_lists")
    assert ListedCase.objects.filter(case=case).exists()
    assert capsys.readouterr().out == (
        "terms of 1 cases\nlists of 1 cases\n"
        "digests of 0 households of surveys\ndigests of 0 households that need help first\n"
    )


def test_what_was_seen_is_forgotten_when_the_case_is_closed(world: World) -> None:
    case = factories.closing_case(world)
    SeenCase.objects.create(
        case=case, organization=world.local.organization, person=world.local.officer.person, version=1
    )
    closure.approve(approval=case.approvals.get(), actor=world.local.supervisor)
    assert not SeenCase.objects.exists()


def test_the_last_act_of_another_is_what_came_back(world: World) -> None:
    case = Case.objects.get(pk=factories.screened_case(world).pk)
    standing = store.load(case)
    center = world.center.organization.pk

    def lists_after(last: lists.Last) -> set[str]:
        return {entry.list for entry in lists.places_of(standing, last) if entry.organization == center}

    assert ListName.BACK in lists_after(lists.Last(Verb.RETURN, world.local.organization.pk))
    assert ListName.BACK not in lists_after(lists.Last(Verb.RETURN, center))
    assert ListName.FRESH in lists_after(lists.Last(Verb.SCREEN, center))


def test_the_summary_of_a_restricted_case_is_listed_without_problem_and_place(world: World) -> None:
    """The center's list of what nobody can answer has filters, and no filter may tell what may not be known."""
    case = factories.working_crisis_case(world)
    entry = lists.Entry(world.center.organization.pk, ListName.NOBODY, Scope.SUMMARY)
    row = lists._told(lists._row(Case.objects.get(pk=case.pk), entry), Case.objects.get(pk=case.pk))
    assert (row.problem, row.place) == ("", "")


class TestTerms:
    """Terms are numbers that only the server's key makes, and go with the words that they were made of."""

    def test_they_follow_the_words(self, world: World) -> None:
        case = factories.working_case(world)
        before = set(CaseTerm.objects.filter(case=case).values_list("term", flat=True))
        case.reporter.name = "คนใหม่ใจดี"
        case.reporter.save()
        case.affected_people.all().delete()
        terms.keep(case)
        after = set(CaseTerm.objects.filter(case=case).values_list("term", flat=True))
        assert terms.number_of(terms.Kind.PIECE, "คะน") in before - after
        assert terms.number_of(terms.Kind.PIECE, "คนใ") in after - before

    def test_nothing_but_the_reference_is_left_of_an_anonymized_case(self, world: World) -> None:
        case = factories.closed_case(world)
        case.anonymized = True
        terms.keep(case)
        halves = {terms.number_of(terms.Kind.HALF, half) for half in case.reference.split("-")}
        assert set(CaseTerm.objects.filter(case=case).values_list("term", flat=True)) == halves

    def test_another_key_makes_other_numbers_and_the_command_makes_them_all(
        self, world: World, settings: Any, tmp_path: Path
    ) -> None:
        case = factories.working_case(world)
        one = terms.number_of(terms.Kind.WORD, "น้ำท่วม")
        assert search(world.local.officer, "คะนารี").cases == (case.pk,)
        settings.SECRET_KEY = "another"  # noqa: S105 - of a test; it is not the key for finding
        assert terms.number_of(terms.Kind.WORD, "น้ำท่วม") == one
        own_keys(settings, tmp_path / "keys")
        assert terms.number_of(terms.Kind.WORD, "น้ำท่วม") != one
        assert search(world.local.officer, "คะนารี").cases == ()

    def test_an_older_installation_gets_terms_and_keys_from_the_worker(self, world: World) -> None:
        cases = [factories.working_case(world) for _one in range(2)]

        def rows() -> list[set[tuple[int, object]]]:
            return [
                set(CaseTerm.objects.values_list("case", "term")),
                set(CaseKey.objects.values_list("case", "key")),
            ]

        before = rows()
        assert all(before)
        CaseTerm.objects.all().delete()
        CaseKey.objects.all().delete()
        assert catching_up.oldest_is_unfindable()
        # A run that was stopped: the newest is done, and the oldest still says that something is left.
        assert catching_up.make_findable(Case.objects.filter(pk=cases[1].pk)) == 1
        assert keep_lists.func() == 1
        assert not catching_up.oldest_is_unfindable()
        assert rows() == before

    def test_a_long_story_has_a_bounded_number_of_them(self, world: World) -> None:
        words = " ".join(f"word{number}" for number in range(900))
        case = factories.received_case(world, narrative=words)
        assert CaseTerm.objects.filter(case=case).count() < terms.MOST_WORDS + 60


def test_counting_ends_where_nobody_needs_the_number(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A center that holds 58,000 cases reads "2,000+", and no page waits for the rest (issue 9, Scale and speed)."""
    monkeypatch.setattr(counting, "MOST_COUNTED", 2)
    for _each in range(5):
        factories.received_case(world)
    # What was composed before asks for more.
    worklists._composed.cache_clear()
    found = counts(world.center.officer, timezone.now())
    worklists._composed.cache_clear()
    assert found["fresh"] == 3
    assert (in_words(3), in_words(2), in_words(0)) == ("2+", "2", "0")


def test_a_statement_composed_for_one_reader_counts_for_every_other_reader(world: World) -> None:
    """Whose list it is, who decides, who takes no part and what time it is: nothing of the first reader stays in it."""
    for make in STATES.values():
        make(world)
    recused, given = factories.working_case(world), factories.working_case(world)
    recused.recused.add(world.local.officer.person)
    given.duties.running().update(person=world.local.officer.person)
    readers = [
        person
        for body in (world.center, world.local, world.lead, world.hospital)
        for person in (body.officer, body.supervisor)
    ]
    names = [*ListName, worklists.MINE]
    seen = set()
    for days in (0, 40):
        now = timezone.now() + dt.timedelta(days=days)
        for reader in readers:
            found = worklists.lengths(
                names, reader, now, beside={"cases": counting.composed(Case.objects.all())}
            )
            assert found.pop("cases") == Case.objects.count()
            assert found == {name: worklists.in_list(name, reader, now).count() for name in names}
            for name, ordered in product(names, (worklists.BY_HASTE, worklists.BY_ARRIVAL)):
                page = worklists.first_page(name, reader, now, ordered=ordered, size=2)
                rows = worklists.in_list(name, reader, now)
                plain = worklists.slice_of(rows, reader, ordered=ordered, size=2, place=None, before=False)
                assert page == plain
                assert [row.reference for row in page.rows] == [row.reference for row in plain.rows]
            seen.add(tuple(found.values()))
    assert len(seen) > len(readers), "readers and days differ, or this shows nothing"


def test_where_nothing_can_be_found_nothing_is_asked(world: World, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert counting.counted({"none": counting.composed(Case.objects.none())}) == {"none": 0}


def test_composing_a_list_again_costs_nothing(world: World) -> None:
    """A page of the desk composes only what differs from the last page's (issue 9, Scale and speed)."""
    with patch.object(worklists, "composed", wraps=counting.composed) as composing:
        worklists._composed.cache_clear()
        for _each in range(3):
            lengths(world.center.officer, timezone.now())
    assert composing.call_count == len(ListName)
