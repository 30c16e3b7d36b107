"""The committee's pages: for whom they exist, what they take, what they refuse in words."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import URLPattern, reverse

from cases.committee.desk import urls
from cases.committee.domain import agenda, freezing
from cases.committee.models import FrozenAgenda, HelpCommittee, Meeting, Member
from cases.committee.vocabulary import MemberRole, Variant
from portal.web.access import Rule
from tests.cases.committee.factories import (
    CHAIR,
    NAMES,
    START,
    Scene,
    committee_for,
    member,
    planned,
    submitted,
)
from tests.cases.desk.conftest import Login
from tests.cases.factories import CANARIES, CANARY_STORY, World
from tests.helpers import assert_same_queries
from tests.keyed import assert_pages_by_key
from tests.letters.pdf import squeezed, text_of

PATTERNS: list[URLPattern] = urls.urlpatterns
NOW = "2026-11-27T03:00:00Z"


def address(pattern: URLPattern, scene: Scene) -> str:
    """Return an address that leads to something of the scene."""
    own: dict[str, Any] = {"year": 2570, "number": 1, "member": scene.members[1].pk}
    if "pk" in pattern.pattern.converters:
        own["pk"] = row_of(str(pattern.name), scene)
    return reverse(
        f"committee:{pattern.name}", kwargs={name: own[name] for name in pattern.pattern.converters}
    )


def row_of(name: str, scene: Scene) -> int:
    if name == "end_term":
        return scene.chair.pk
    if name.startswith("frozen"):
        return FrozenAgenda.objects.get(meeting__committee=scene.committee).pk
    return Meeting.objects.get(committee=scene.committee).pk


@pytest.fixture
def held(committee_scene: Scene) -> Scene:
    """The scene with a planned meeting, a case on its agenda, and the agenda frozen in full."""
    meeting = planned(committee_scene)
    submitted(committee_scene)
    agenda.add_ready(actor=committee_scene.secretary, meeting=meeting)
    freezing.freeze(actor=committee_scene.secretary, meeting=meeting, variant=Variant.FULL)
    return committee_scene


def text(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser").get_text(" ", strip=True)


def strangers(scene: Scene) -> list[Any]:
    world = scene.world
    return [
        *(
            world.other_local.officer,
            world.other_local.supervisor,
            world.center.officer,
            world.center.supervisor,
        ),
        *(world.lead.officer, world.local.officer),
    ]


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda one: str(one.name))
def test_a_foreign_committee_does_not_exist(held: Scene, login: Login, pattern: URLPattern) -> None:
    """Another local administration, the center, a lead agency, and who works there but does not keep it."""
    url = address(pattern, held)
    for stranger in strangers(held):
        client = login(stranger)
        for method in ("get", "post"):
            response = getattr(client, method)(url)
            may_be = (
                {404} if stranger.organization != held.world.other_local.organization else {200, 302, 404}
            )
            assert response.status_code in may_be | {405}, (stranger.role, method)
            body = response.content.decode("utf-8", "replace")
            assert not [canary for canary in (CHAIR, *CANARIES) if canary in body]
            assert (
                "อบต.หนึ่ง" not in response.content.decode()
                or stranger.organization == held.world.local.organization
            )


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda one: str(one.name))
def test_every_address_is_for_staff(pattern: URLPattern) -> None:
    assert pattern.callback.access_rule is Rule.STAFF


def test_rows_of_another_committee_are_404(held: Scene, login: Login) -> None:
    """The other administration has a committee of its own, and still finds nothing of this one."""
    committee_for(held.world.other_local.officer)
    client = login(held.world.other_local.officer)
    for pattern in PATTERNS:
        if "pk" in pattern.pattern.converters:
            assert client.get(address(pattern, held)).status_code in {404, 405}, pattern.name
            assert client.post(address(pattern, held)).status_code in {404, 405}, pattern.name


def test_the_head_reads_and_does_not_write(held: Scene, login: Login) -> None:
    client = login(held.world.local.supervisor)
    assert CHAIR in text(client, reverse("committee:page"))
    assert "1/2570" in text(client, reverse("committee:meetings"))
    assert "เพิ่มกรรมการ" not in text(client, reverse("committee:page"))
    assert client.get(reverse("committee:appoint")).status_code == 404


def test_who_keeps_it_finds_one_entry_in_the_rail(held: Scene, login: Login) -> None:
    for reader, has in (
        (held.secretary, True),
        (held.world.local.supervisor, True),
        (held.world.local.officer, False),
    ):
        page = BeautifulSoup(login(reader).get(reverse("desk:register")).content, "html.parser")
        links = page.select(f'.rail a[href="{reverse("committee:page")}"]')
        assert len(links) == has, reader.role


@time_machine.travel(NOW, tick=False)
def test_a_committee_begins_on_its_page(world: World, login: Login) -> None:
    client = login(world.local.officer)
    assert "เริ่มบันทึกคณะกรรมการ" in text(client, reverse("committee:page"))
    client.post(
        reverse("committee:rules"),
        {
            "name": "คณะกรรมการ",
            "quorum": "half",
            "quorum_source": "คำสั่ง 9/2569",
            "posting_days": "15",
            "posting_counts": "working",
            "second_within_days": "14",
        },
    )
    assert HelpCommittee.objects.get().organization == world.local.organization
    form = {
        "name": "นายก ประธาน",
        "role": "chair",
        "order_number": "๙/๒๕๖๙",
        "ordered_on": "1 ต.ค. 2569",
        "starts_on": "๑/๑๐/๒๕๖๙",
        "ends_on": "",
    }
    client.post(reverse("committee:appoint"), form)
    assert "กรรมการ 1 คน ต้องมาประชุมอย่างน้อย 1 คน" in text(client, reverse("committee:page"))
    before = text(client, reverse("committee:page") + "?on=30/9/2569")
    assert "ไม่มีกรรมการในวาระวันนั้น" in before


@time_machine.travel(NOW, tick=False)
def test_the_thirtieth_of_february_is_refused_in_words_and_comes_back(held: Scene, login: Login) -> None:
    client = login(held.secretary)
    response = client.post(
        reverse("committee:plan"), {"starts_at": "30/2/2570 09:30", "place": "ศาลากลางบ้าน"}
    )
    page = response.content.decode()
    assert response.status_code == 200
    assert "เดือนนี้ไม่มีวันที่ดังกรอก" in page
    assert "30/2/2570 09:30" in page
    assert "ศาลากลางบ้าน" in page
    assert Meeting.objects.count() == 1
    end = client.post(
        reverse("committee:end_term", args=[held.chair.pk]), {"ends_on": "30 ก.พ. 2570", "because": "ลาออก"}
    )
    assert "เดือนนี้ไม่มีวันที่ดังกรอก" in end.content.decode()
    assert Member.objects.get(pk=held.chair.pk).ends_on is None
    looked = client.get(reverse("committee:page") + "?on=30/2/2570")
    assert "เดือนนี้ไม่มีวันที่ดังกรอก" in looked.content.decode()


@time_machine.travel(NOW, tick=False)
def test_what_the_domain_refuses_stands_at_its_field(held: Scene, login: Login) -> None:
    response = login(held.secretary).post(
        reverse("committee:plan"), {"starts_at": "1/11/2569 09:30", "place": "ศาลา"}
    )
    page = BeautifulSoup(response.content, "html.parser")
    assert "ผ่านไปแล้ว" in page.select_one("#id_starts_at_error").get_text()


def test_lists_cost_the_same_however_many(held: Scene, login: Login) -> None:
    client = login(held.secretary)
    numbers = iter(range(100))

    def grow() -> None:
        for _ in range(3):
            name = f"นายเพิ่ม คนที่{'กขคงจฉ'[next(numbers)]}"
            member(held.secretary, held.committee, name, MemberRole.MEMBER)
            planned(held)

    assert_same_queries(
        lambda: [client.get(reverse("committee:page")), client.get(reverse("committee:meetings"))], grow
    )


def test_a_ready_case_is_added_frozen_read_and_printed(
    committee_scene: Scene, login: Login, tmp_path: Path
) -> None:
    scene = committee_scene
    meeting = planned(scene)
    case = submitted(scene)
    client = login(scene.secretary)
    here = reverse("committee:meeting", args=[meeting.pk])
    assert "เพิ่มเรื่องที่พร้อมทั้งหมด (1)" in " ".join(text(client, here).split())
    client.post(reverse("committee:agenda_add", args=[meeting.pk]))
    assert case.reference in text(client, here)
    client.post(reverse("committee:freeze", args=[meeting.pk]), {"variant": "full"})
    found = FrozenAgenda.objects.get()
    page = text(client, reverse("committee:frozen", args=[found.pk]))
    assert CANARY_STORY in page
    assert "ตรงกับที่ตรึงไว้" in page
    paper = client.get(reverse("committee:frozen_file", args=[found.pk]))
    assert paper["Content-Type"] == "application/pdf"
    words = squeezed(text_of(paper.content, tmp_path))
    assert case.reference in words
    assert "เสนอให้ช่วย๒,๐๐๐บาท" in words
    client.post(reverse("committee:agenda_remove", args=[meeting.pk, 1]))
    assert "ระเบียบวาระเปลี่ยนไปหลังจากตรึงฉบับล่าสุด" in text(client, here)


def test_a_meeting_costs_the_same_however_many_cases(held: Scene, login: Login) -> None:
    client = login(held.secretary)
    meeting = Meeting.objects.get()

    def grow() -> None:
        for _ in range(2):
            submitted(held)
        agenda.add_ready(actor=held.secretary, meeting=meeting)

    assert_same_queries(lambda: client.get(reverse("committee:meeting", args=[meeting.pk])), grow)


def test_members_out_of_their_term_page_by_key(
    committee_scene: Scene, login: Login, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cases.committee.desk.composition.FORMER_A_PAGE", 1)
    scene = committee_scene
    for name in NAMES[:3]:
        member(
            scene.secretary,
            scene.committee,
            f"{name} เดิม",
            MemberRole.MEMBER,
            ends_on=START + dt.timedelta(30),
        )
    address, rows = reverse("committee:page"), "section[aria-labelledby=former] tbody tr"
    assert_pages_by_key(login(scene.secretary), address, Member, rows=rows)
