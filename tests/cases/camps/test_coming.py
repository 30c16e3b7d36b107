"""Families come, move and leave whole; the count at the door follows and never disagrees (issue 14, point 8; S1.06)."""

from __future__ import annotations

import uuid

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st

from cases.camps.domain import coming
from cases.camps.domain.counting import families_to_add, named_in
from cases.camps.models import Family, FamilyMove
from cases.camps.vocabulary import Leaving
from cases.errors import GuardFailed, NotAllowed
from cases.events.domain import sheltering
from cases.events.domain.sheltering import Inside, inside_of
from cases.events.models import Event, Shelter, ShelterMove
from tests.cases.camps.conftest import Takes
from tests.cases.factories import World


def inside(shelter: Shelter) -> tuple[int, int]:
    found = inside_of([shelter])[shelter.pk]
    return found.people, found.families


def doors(actor, event: Event, shelter: Shelter, people: int, families: int) -> None:
    sheltering.move(
        actor=actor, event=event, shelter=shelter, people=people, families=families, token=uuid.uuid4()
    )


@given(st.integers(0, 60), st.integers(0, 60), st.integers(1, 60))
def test_naming_whom_the_door_counted_leaves_no_family_without_people(people, families, named) -> None:
    families = min(people, families)
    more = families_to_add(Inside(people, families), named)
    if named > people:
        assert more is None
        return
    left = Inside(people - named, families + more - 1)
    assert 0 <= left.families <= left.people or left == Inside(0, 0)


@pytest.mark.django_db
def test_a_family_comes_moves_whole_and_leaves_and_the_door_follows(
    takes: Takes, shelters: list[Shelter], areas: World
) -> None:
    school, temple = shelters
    actor, token = areas.center.officer, uuid.uuid4()
    family = takes(token=token)
    assert takes(token=token).pk == family.pk  # A form sent twice is one family.
    assert family.number == 1 and inside(school) == (5, 1)

    token = uuid.uuid4()
    for _ in range(2):
        coming.move(actor=areas.local.officer, family=family, target=temple, token=token)
    family.refresh_from_db()
    assert family.shelter == temple and inside(school) == (0, 0) and inside(temple) == (5, 1)

    coming.count_again(actor=actor, family=family, ages=(1, 2, 2, 1), token=uuid.uuid4())
    family.refresh_from_db()
    assert inside(temple) == (6, 1)
    coming.count_again(actor=actor, family=family, ages=(1, 0, 1, 0), token=uuid.uuid4())
    family.refresh_from_db()
    assert inside(temple) == (2, 1)

    coming.leave(actor=actor, family=family, leaving=Leaving.HOME, token=uuid.uuid4())
    family.refresh_from_db()
    assert family.shelter is None and inside(temple) == (0, 0)
    with pytest.raises(GuardFailed):
        coming.leave(actor=actor, family=family, leaving=Leaving.HOME, token=uuid.uuid4())
    coming.move(actor=actor, family=family, target=school, token=uuid.uuid4())
    assert inside(school) == (2, 1)
    assert [one.kind for one in family.moves.order_by("pk")] == [
        *("arrived", "moved", "counted", "counted", "left", "arrived")
    ]


@pytest.mark.django_db
def test_whom_the_door_counted_is_named_and_not_counted_again(
    takes: Takes, event: Event, shelters: list[Shelter], areas: World
) -> None:
    school, actor = shelters[0], areas.center.officer
    doors(actor, event, school, 12, 2)
    takes(is_counted=True)
    assert inside(school) == (12, 2)
    takes(is_counted=True, name="นายอื่น ไกล", phone="", ages=(0, 0, 6, 0))
    assert inside(school) == (12, 2)  # One person is left whom nobody named.
    with pytest.raises(GuardFailed) as refused:
        takes(is_counted=True, name="นายเกิน จำนวน", phone="")
    assert refused.value.field == "is_counted"


@pytest.mark.django_db
def test_a_family_with_a_name_does_not_leave_as_a_number(
    takes: Takes, event: Event, shelters: list[Shelter], areas: World
) -> None:
    school, actor = shelters[0], areas.center.officer
    family = takes()
    doors(actor, event, school, 3, 1)
    for people, families in ((-4, -1), (-3, -2), (-8, -2)):
        with pytest.raises(GuardFailed):
            doors(actor, event, school, people, families)
    doors(actor, event, school, -3, -1)
    coming.leave(actor=actor, family=family, leaving=Leaving.UNKNOWN, token=uuid.uuid4())
    assert inside(school) == (0, 0) and named_in([school.pk])[school.pk] == Inside()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "again",
    [
        {"name": "คะนารี ลับสุด", "phone": ""},
        {"name": "น.ส. คะนารี ลับสุด", "phone": ""},
        {"name": "นางคณารี ลับสุด", "phone": ""},
        {"name": "นางคะนารีลับสุด", "phone": ""},
        {"name": "ตาของบ้าน", "phone": "๐๘๑ ๗๗๐ ๔๔๗๑"},
    ],
)
def test_the_same_family_at_two_shelters_is_shown_and_refused_by_a_person_only(
    takes: Takes, shelters: list[Shelter], again: dict[str, str]
) -> None:
    first = takes()
    with pytest.raises(coming.AlikeFoundError) as found:
        takes(shelter=shelters[1], **again)
    assert [one.number for one in found.value.families] == [first.number]
    assert Family.objects.count() == 1 and inside(shelters[1]) == (0, 0)
    second = takes(shelter=shelters[1], seen=frozenset({first.number}), **again)
    assert second.number == 2 and inside(shelters[1]) == (5, 1)


@pytest.mark.django_db
def test_other_families_are_not_shown_as_the_same(takes: Takes, shelters: list[Shelter]) -> None:
    takes()
    takes(name="นางคะนารี ไม่ลับ", phone="089-123-4471", others="")
    takes(name="นายสมชาย", phone="", others="")
    takes(name="นายประเสริฐ", phone="", others="")
    assert Family.objects.count() == 4


@pytest.mark.django_db
def test_what_cannot_be_is_refused_and_nothing_is_written(
    takes: Takes, event: Event, shelters: list[Shelter], areas: World
) -> None:
    for values, field in (
        ({"name": " "}, "name"),
        ({"ages": (0, 0, 0, 0)}, "adults"),
        ({"ages": (0, 0, 100, 0)}, "adults"),
        ({"note": "ก" * 501}, "note"),
    ):
        with pytest.raises(GuardFailed) as refused:
            takes(**values)
        assert refused.value.field == field
    with pytest.raises(NotAllowed):
        takes(actor=areas.hospital.officer)
    assert not Family.objects.exists() and not ShelterMove.objects.exists()
    family = takes()
    with pytest.raises(NotAllowed):
        coming.move(actor=areas.hospital.officer, family=family, target=shelters[1], token=uuid.uuid4())
    with pytest.raises(GuardFailed):
        coming.move(actor=areas.center.officer, family=family, target=shelters[0], token=uuid.uuid4())
    stale = Family.objects.select_related("event", "shelter").get(pk=family.pk)
    coming.move(actor=areas.center.officer, family=family, target=shelters[1], token=uuid.uuid4())
    with pytest.raises(GuardFailed):
        coming.leave(actor=areas.center.officer, family=stale, leaving=Leaving.HOME, token=uuid.uuid4())
    for change in (
        lambda: FamilyMove.objects.update(people=1),
        lambda: FamilyMove.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


@pytest.mark.django_db
def test_after_the_event_nobody_comes_and_the_last_one_leaves(
    takes: Takes, event: Event, shelters: list[Shelter], areas: World
) -> None:
    family = takes()
    event.ended_at, event.ended_by = event.declared_at, areas.center.supervisor.person
    event.ending = "น้ำลด"
    event.save()
    family = Family.objects.select_related("event", "shelter").get(pk=family.pk)
    with pytest.raises(GuardFailed):
        takes(name="นายมา ทีหลัง", phone="")
    with pytest.raises(GuardFailed):
        coming.move(actor=areas.center.officer, family=family, target=shelters[1], token=uuid.uuid4())
    coming.leave(actor=areas.center.officer, family=family, leaving=Leaving.HOME, token=uuid.uuid4())
    assert inside(shelters[0]) == (0, 0)
