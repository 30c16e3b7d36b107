"""Who is in a shelter is the sum of who came and who left: never below none, never counted twice (issue 14, point 8)."""

from __future__ import annotations

import uuid

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from cases.errors import GuardFailed, NotAllowed
from cases.events.domain.sheltering import Inside, after, inside_of, move
from cases.events.models import Event, Shelter, ShelterMove
from portal.page_cache.changes import rooms_written_by
from portal.page_cache.rooms import Room
from tests.cases.desk.conftest import Login
from tests.cases.events.conftest import OURS
from tests.cases.factories import World


@given(
    st.lists(st.tuples(st.integers(-30, 30), st.integers(-10, 10)), max_size=60),
    st.none() | st.integers(0, 100),
)
def test_the_figure_is_the_sum_of_what_was_taken_and_never_below_none(moves, room_for) -> None:
    inside, taken = Inside(room_for=room_for), []
    for people, families in moves:
        if (found := after(inside, people, families)) is not None:
            inside = found
            taken.append((people, families))
        assert inside.people == sum(one for one, _two in taken)
        assert inside.families == sum(two for _one, two in taken)
        assert 0 <= inside.families <= inside.people
        assert inside.free is None or 0 <= inside.free <= (room_for or 0)


@pytest.fixture
def shelter(event: Event, areas: World) -> Shelter:
    return Shelter.objects.create(
        event=event,
        organization=areas.center.organization,
        name="โรงเรียน",
        subdistrict_code=OURS,
        room_for=100,
    )


@pytest.mark.django_db
def test_people_come_and_go_and_a_form_sent_twice_counts_once(
    event: Event, shelter: Shelter, areas: World
) -> None:
    actor, token = areas.center.officer, uuid.uuid4()
    for _ in range(2):
        move(actor=actor, event=event, shelter=shelter, people=12, families=3, token=token)
    move(actor=actor, event=event, shelter=shelter, people=-4, families=-1, token=uuid.uuid4())
    assert inside_of([shelter])[shelter.pk] == Inside(8, 2, 100)
    for people, families in ((-9, -1), (-1, -3), (0, 0), (2, -1)):
        with pytest.raises(GuardFailed):
            move(
                actor=actor,
                event=event,
                shelter=shelter,
                people=people,
                families=families,
                token=uuid.uuid4(),
            )
    with pytest.raises(NotAllowed):
        move(
            actor=areas.hospital.officer,
            event=event,
            shelter=shelter,
            people=1,
            families=1,
            token=uuid.uuid4(),
        )
    for change in (
        lambda: ShelterMove.objects.update(people=1),
        lambda: ShelterMove.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert inside_of([shelter])[shelter.pk] == Inside(8, 2, 100)


@pytest.mark.django_db
def test_the_door_is_a_page_and_everybody_reads_how_many_more_there_is_room_for(
    event: Event, shelter: Shelter, areas: World, login: Login, client: Client
) -> None:
    at_door = login(areas.center.officer)
    address = reverse("events:door", args=[event.slug, shelter.pk])
    assert at_door.post(address, {"way": "in", "people": "30", "families": "9"}).status_code == 302
    refused = at_door.post(address, {"way": "out", "people": "31", "families": "0"})
    assert "มากกว่าที่มีอยู่" in refused.content.decode()
    assert "รับได้อีก 70 คน" in client.get(reverse("event:page", args=[event.slug])).content.decode()
    assert rooms_written_by('INSERT INTO "events_sheltermove" ("x") VALUES (1)') == {Room.EVENTS}
    assert login(areas.local.officer).get(address).status_code == 404
    assert at_door.get(reverse("events:door", args=[event.slug, shelter.pk + 1])).status_code == 404
