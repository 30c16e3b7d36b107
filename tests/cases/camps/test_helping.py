"""A helper's link shows the minimum, says here and done, ends by itself and at once when it is withdrawn (issue 14, point 8)."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.camps.domain import forgetting, helping
from cases.camps.domain.helping import Invited, Shift
from cases.camps.models import HelperLink, HelperWord
from cases.camps.vocabulary import Said
from cases.errors import GuardFailed, NotAllowed
from cases.events.models import Event, Shelter
from tests.cases.camps.conftest import SECRETS, Takes
from tests.cases.desk.conftest import Login
from tests.cases.domain.test_erasing import dump
from tests.cases.factories import World

pytestmark = pytest.mark.django_db
WHOM, TASK, CONTACT = "ทีมมูลนิธิคะนารี", "แจกอาหารเย็นที่โรงครัว", "ผู้ดูแลศูนย์ 075-611-111"


def shift(**values: object) -> Shift:
    now = timezone.now()
    given = {
        "whom": WHOM,
        "task": TASK,
        "contact": CONTACT,
        "starts_at": now,
        "ends_at": now + dt.timedelta(hours=8),
    }
    return Shift(**(given | values))


@pytest.fixture
def invited(event: Event, shelters: list[Shelter], areas: World) -> Invited:
    return helping.invite(
        actor=areas.local.officer, event=event, shelter=shelters[0], shift=shift(), token=uuid.uuid4()
    )


def path(invited: Invited) -> str:
    return "/" + invited.address.split("/", 3)[3]


def test_a_link_shows_where_when_what_and_whom_to_call_and_nobody_who_is_helped(
    invited: Invited, takes: Takes, client: Client
) -> None:
    takes()
    answer = client.get(path(invited))
    shown = answer.content.decode()
    assert all(words in shown for words in (TASK, CONTACT, "tel:", "โรงเรียน"))
    assert not any(words in shown for words in (*SECRETS, WHOM))
    assert "no-store" in answer["Cache-Control"] and answer["Referrer-Policy"] == "no-referrer"
    assert not HelperWord.objects.exists()


def test_here_and_done_are_said_once_each(invited: Invited, client: Client, now) -> None:
    for _ in range(2):
        client.post(path(invited), {"said": "here"})
    came = HelperWord.objects.get()
    now.shift(3600)
    assert client.post(path(invited), {"said": "done"}).status_code == 302
    client.post(path(invited), {"said": "nothing"})
    assert [one.said for one in invited.link.words.all()] == ["here", "done"]
    assert HelperWord.objects.get(said="here").at == came.at
    for change in (lambda: HelperWord.objects.update(said="done"), lambda: came.delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_it_ends_by_itself_with_the_event_and_at_once_when_withdrawn(
    invited: Invited, event: Event, areas: World, client: Client, now
) -> None:
    address = path(invited)
    assert client.get(address[:-6] + "AAAA-/").status_code == 404
    now.shift(9 * 3600)
    assert client.get(address).status_code == 200
    now.shift(2 * 3600)
    closed = client.get(address)
    assert closed.status_code == 410 and TASK not in closed.content.decode()
    now.shift(-10 * 3600)
    with pytest.raises(NotAllowed):
        helping.withdraw(actor=areas.hospital.officer, link=invited.link)
    helping.withdraw(actor=areas.center.officer, link=invited.link)
    for answer in (client.get(address), client.post(address, {"said": "here"})):
        assert answer.status_code == 410 and TASK not in answer.content.decode()
    with pytest.raises(GuardFailed):
        helping.say(link=invited.link, said=Said.HERE)
    assert not HelperWord.objects.exists()


def test_many_helpers_behind_one_address_open_their_links_and_guessing_has_a_wall(
    invited: Invited, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cases.camps.outside.views.TRIES_PER_ADDRESS", 3)
    address = path(invited)
    assert [client.get(address).status_code for _each in range(5)] == [200] * 5
    guesses = [address[:-6] + f"{letters}-/" for letters in ("AAAA", "BBBB", "CCCC", "DDDD", "FFFF")]
    assert [client.get(guess).status_code for guess in guesses] == [404, 404, 404, 429, 429]
    assert client.post(guesses[0], {"said": "here"}).status_code == 429
    assert client.get(address).status_code == 200, "whoever has a link is kept out by nobody's guessing"


def test_what_cannot_be_makes_no_link(event: Event, shelters: list[Shelter], areas: World) -> None:
    now, actor = timezone.now(), areas.center.officer
    for values, field in (
        ({"task": " "}, "task"),
        ({"whom": ""}, "whom"),
        ({"contact": ""}, "contact"),
        ({"ends_at": now + dt.timedelta(hours=25)}, "ends_at"),
        ({"ends_at": now}, "ends_at"),
        ({"starts_at": now - dt.timedelta(hours=3), "ends_at": now - dt.timedelta(hours=1)}, "starts_at"),
    ):
        with pytest.raises(GuardFailed) as refused:
            helping.invite(
                actor=actor, event=event, shelter=shelters[0], shift=shift(**values), token=uuid.uuid4()
            )
        assert refused.value.field == field
    with pytest.raises(NotAllowed):
        helping.invite(
            actor=areas.hospital.officer,
            event=event,
            shelter=shelters[0],
            shift=shift(),
            token=uuid.uuid4(),
        )
    assert not HelperLink.objects.exists()


def test_neither_secret_nor_name_lies_open_and_the_name_goes_with_the_event(
    invited: Invited, event: Event
) -> None:
    secret = invited.address.rstrip("/").rsplit("/", 1)[1]
    lying = dump()
    assert WHOM not in lying and secret not in lying and secret.replace("-", "") not in lying
    event.ended_at, event.ended_by, event.ending = event.declared_at, event.declared_by, "น้ำลด"
    event.save()
    HelperLink.objects.filter(pk=invited.link.pk).update(expires_at=event.ended_at + dt.timedelta(days=400))
    assert helping.why_closed(helping.find_link(secret))
    import time_machine

    with time_machine.travel(event.ended_at + dt.timedelta(days=91), tick=False):
        forgetting.forget_old()
    assert HelperLink.objects.get().whom == ""


def test_the_desk_makes_it_sees_who_is_here_and_takes_it_back(
    login: Login, event: Event, shelters: list[Shelter], areas: World, client: Client
) -> None:
    desk = login(areas.center.officer)

    def at(name: str, **names: object) -> str:
        return reverse(f"camps:{name}", kwargs={"event": event.slug, **names})

    made = desk.post(
        at("invite"),
        {
            "shelter": shelters[0].pk,
            "whom": WHOM,
            "task": TASK,
            "contact": CONTACT,
            "starts_at": "26/11/2569 11:00",
            "ends_at": "26/11/2569 18:00",
        },
    )
    shown = made.content.decode()
    assert HelperLink.objects.exists(), shown[-6000:]
    address = shown.split('value="http', 1)[1].split('"', 1)[0]
    client.post("/" + address.split("/", 3)[3], {"said": "here"})
    # To be scanned from a paper: the code stands within the page, because its address is the secret.
    assert "<svg" in shown and TASK in shown
    listed = desk.get(at("helpers")).content.decode()
    assert WHOM in listed and "มาถึงแล้ว" in listed and address not in listed
    link = HelperLink.objects.get()
    stranger = login(areas.other_local.officer)
    assert stranger.get(at("helpers")).status_code == stranger.get(at("invite")).status_code == 404
    assert stranger.post(at("withdraw", pk=link.pk)).status_code == 404
    desk = login(areas.center.officer)
    desk.post(at("withdraw", pk=link.pk))
    assert client.get("/" + address.split("/", 3)[3]).status_code == 410
