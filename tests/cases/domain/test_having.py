"""The newest cases with all of some terms: the same from whichever list they are walked."""

from __future__ import annotations

import random
from collections.abc import Iterable

import pytest
from django.db.models import Exists, OuterRef

from cases.domain.queries import having
from cases.domain.queries.having import Reaches, newest_having, reaches
from cases.domain.queries.worklists import everything
from cases.machine.vocabulary import Scope
from cases.models import Case, CaseTerm, ListedCase
from portal.actors import Officer
from tests.cases import factories
from tests.cases.factories import World
from tests.helpers import assert_same_queries

CASES = 14
TERMS = {101: 0.9, 102: 0.5, 103: 0.3, 104: 0.1, -(2**62): 0.5, 106: 0.0}
"""Which share of the cases has each."""


def many(world: World) -> None:
    """Make cases of two offices with terms at random; some of what the center may open shows it no story, or is its officer's own."""
    dice = random.Random(9)  # noqa: S311 - invented data
    for number in range(CASES):
        (factories.working_case if number % 3 else factories.received_case)(world)
    cases = list(Case.objects.all())
    CaseTerm.objects.bulk_create(
        CaseTerm(case=case, term=term)
        for case in cases
        for term, share in TERMS.items()
        if dice.random() < share
    )
    entries = ListedCase.objects.filter(organization=world.center.organization)
    entries.filter(case__in=dice.sample(cases, 4)).update(scope=Scope.PART)
    own = entries.filter(list="all").latest("case").case
    own.recused.add(world.center.officer.person)


def plainly(actor: Officer, terms: Iterable[int], *, most: int, story: bool) -> list[int]:
    """Return what is promised, without a thought of what it costs."""
    rows = everything(actor)
    if story:
        rows = rows.filter(scope__gte=Scope.REFERRAL)
    for term in terms:
        rows = rows.filter(Exists(CaseTerm.objects.filter(term=term, case=OuterRef("case"))))
    return list(rows.order_by("-case_id").values_list("case_id", flat=True)[:most])


@pytest.mark.parametrize("looked_at", [1, 3])
def test_what_is_walked_changes_nothing(
    world: World, looked_at: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(having, "LOOKED_AT", looked_at)
    monkeypatch.setattr(having, "FEW_ENTRIES", looked_at)
    many(world)
    dice = random.Random(looked_at)  # noqa: S311 - which terms
    walked, found = set(), set()
    for actor in (
        world.center.officer,
        world.center.supervisor,
        world.local.officer,
        world.other_local.officer,
    ):
        for _ in range(25):
            terms = dice.sample(sorted(TERMS), dice.randrange(1, 4))
            story, most = dice.random() < 0.5, dice.choice([2, 50])
            rare = reaches(actor, sorted(TERMS))
            got = newest_having(actor, terms, rare, most=most, story=story)
            assert got == plainly(actor, terms, most=most, story=story)
            if ordered := rare.rarest_first(terms):
                walked.add(rare.office <= rare.terms[ordered[0]])
            found.add(len(got))
    assert {0, 1, 2} <= found, "or this shows nothing"
    assert walked == {True, False}, "each list is walked for once"


def test_the_rarest_comes_first_and_a_term_that_no_case_has_ends_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(having, "LOOKED_AT", 5)
    many(world)
    rare = reaches(world.center.officer, TERMS)
    assert rare.rarest_first([101, 103, 102]) == [103, 102, 101]
    assert rare.rarest_first([101, 106]) == []
    assert rare.rarest_first([]) == []
    assert Reaches().rarest_first(()) == []


def test_an_office_with_few_entries_is_walked_however_new_they_are(world: World) -> None:
    many(world)
    rare = reaches(world.center.officer, TERMS)
    assert rare.office == (
        False,
        ListedCase.objects.filter(organization=world.center.organization, list="all").count(),
    )
    assert rare.terms[106] < rare.terms[104] < rare.office


def test_an_office_with_nothing_finds_nothing(world: World) -> None:
    many(world)
    nobody = world.hospital.officer
    assert newest_having(nobody, [101], reaches(nobody, [101]), most=9) == []


def test_it_asks_as_often_for_one_as_for_many(world: World) -> None:
    def look() -> None:
        actor = world.center.officer
        newest_having(actor, [101, 102], reaches(actor, [101, 102]), most=9)

    many(world)
    assert_same_queries(look, lambda: [factories.received_case(world) for _ in range(3)])
