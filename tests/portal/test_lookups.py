"""What begins with a word is found letter for letter, by an index, on both databases."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.models import Q
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.desk.letters.rows import readable_letters
from portal.letters.models import OutgoingLetter
from portal.organizations.models import Organization
from tests.cases import factories
from tests.organizations.factories import OrganizationFactory

pytestmark = pytest.mark.django_db
NAMES = ("อบต.อ่าวนาง", "อบต.อ่าวน้อย", "ABC-1", "abc-1", "ABC_1", "ABC%1", "A\\C", "ABC")


def found(beginning: str) -> set[str]:
    return set(Organization.objects.filter(short_name__begins=beginning).values_list("short_name", flat=True))


@pytest.fixture
def named() -> tuple[str, ...]:
    for name in NAMES:
        OrganizationFactory(short_name=name)
    return NAMES


@pytest.mark.parametrize(
    "beginning", ["", "ABC", "abc", "ABC-", "ABC_", "ABC%", "A\\", "อบต.อ่าวน", "อบต.อ่าวนา", "ก", "ABC-12"]
)
def test_it_finds_what_begins_so_and_nothing_else(named: tuple[str, ...], beginning: str) -> None:
    """No sign is a pattern, and large letters are not small ones: SQLite's LIKE takes them for the same."""
    expected = {name for name in (*named, "") if name.startswith(beginning)}
    assert found(beginning) & {*named} == expected & {*named}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    beginning=st.text(
        st.characters(codec="utf-8", exclude_characters="\x00", exclude_categories=["Cs"]), max_size=3
    )
)
def test_nothing_that_is_typed_breaks_it(named: tuple[str, ...], beginning: str) -> None:
    assert found(beginning) & {*named} == {name for name in named if name.startswith(beginning)}


def test_the_letters_of_a_case_are_found_by_an_index() -> None:
    """Every page of a case asks for them, and a letter is never thrown away."""
    world = factories.world()
    case = factories.screened_case(world)
    for reference in (case.reference, "ZZZZ-ZZZZ"):
        assert readable_letters(case, world.center.officer) == []
        asked = OutgoingLetter.objects.filter(~Q(occasion=""), occasion__begins=f"{reference}-")
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                # Empty tables are read through, and rightly so.
                cursor.execute("SET LOCAL enable_seqscan = off")
        plan = asked.explain()
        assert "letter_by_occasion" in plan, plan
