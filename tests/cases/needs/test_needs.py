"""Needs are gathered by theme and place, told once a month or at once, and acknowledged (S1.27, S1.28)."""

from __future__ import annotations

import datetime as dt
import random
import uuid
from collections import Counter

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from cases.errors import GuardFailed, NotAllowed
from cases.models import Case
from cases.needs.domain import gathering, telling
from cases.needs.models import Digest, Need, NeedSource
from portal.accounts.roles import Role
from portal.audit.models import AuditEntry
from portal.organizations.models import Organization, ServiceArea
from portal.outbox.models import OutboxMessage
from portal.search.models import SearchedQuery
from portal.vocabulary import ProblemType
from tests.accounts.factories import officer
from tests.announcements.attackers import most
from tests.cases import factories
from tests.cases.desk.conftest import Login, soup
from tests.cases.factories import CANARIES, World
from tests.cases.needs.conftest import IN_OCTOBER, NOW, OCTOBER, OURS, THEIRS
from tests.helpers import assert_same_queries
from tests.keyed import assert_pages_by_key

pytestmark = pytest.mark.django_db
PAGE = reverse("needs:page")


def requests(count: int, problem: ProblemType = ProblemType.DISASTER, place: str = OURS, **values) -> None:
    with time_machine.travel(IN_OCTOBER, tick=False):
        for _ in range(count):
            factories.CaseFactory(problem=problem, subdistrict_code=place, **values)


def note(world: World, **values) -> Need:
    given = {
        "actor": world.center.officer,
        "token": uuid.uuid4(),
        "source": NeedSource.FIELD,
        "theme": ProblemType.DISASTER,
        "subdistrict": OURS,
        "words": "ขาดน้ำดื่มสะอาดทั้งหมู่บ้าน",
    }
    return telling.note(**(given | values))


def lines(digest: Digest) -> dict[tuple[str, str], int | None]:
    return {(line.theme, line.subdistrict_code): line.number for line in digest.lines.all()}


# Gathering ---------------------------------------------------------------------------------------------------------


def test_requests_are_counted_by_theme_and_place(areas: World) -> None:
    requests(2)
    requests(1, ProblemType.DISEASE)
    requests(1, place=THEIRS)
    begin, end = telling.bounds_of(OCTOBER)
    found = gathering.requests([OURS], begin, end, for_others=False)
    assert found == {("disaster", OURS): 2, ("disease", OURS): 1}
    assert gathering.requests([OURS], end, end + dt.timedelta(days=30), for_others=False) == {}


def test_others_are_told_neither_of_crisis_nor_of_whoever_hides_from_them(areas: World) -> None:
    """Who asked that the local administration learns nothing is not even a number there (privacy 16)."""
    requests(3)
    requests(2, ProblemType.VIOLENCE)
    requests(1, avoid_local=True)
    begin, end = telling.bounds_of(OCTOBER)
    assert gathering.requests([OURS], begin, end, for_others=True) == {("disaster", OURS): 3}
    assert sum(gathering.requests([OURS], begin, end, for_others=False).values()) == 6


def test_what_was_no_request_is_no_need(areas: World) -> None:
    requests(3)
    case = Case.objects.first()
    Case.objects.filter(pk=case.pk).update(closure_reason="spam")
    begin, end = telling.bounds_of(OCTOBER)
    assert gathering.requests([OURS], begin, end, for_others=False) == {("disaster", OURS): 2}


@pytest.mark.parametrize("seed", range(40))
def test_a_solver_finds_no_small_number_in_a_digest(seed: int) -> None:
    dice = random.Random(seed)
    counted: Counter[gathering.Place] = Counter()
    for _ in range(dice.randint(1, 50)):
        counted[dice.choice(("disaster", "disease", "other")), dice.choice((OURS, THEIRS, "810103"))] += 1
    shown = gathering.shown_to_others(counted)
    sums = {("", ""): sum(counted.values())}
    for (theme, code), number in counted.items():
        sums[theme, code] = number
        sums[theme, ""] = sums.get((theme, ""), 0) + number
        sums["", code] = sums.get(("", code), 0) + number
    cells = {key: gathering._cell(key, number) for key, number in sums.items()}
    hidden = {cells[key].key for key, number in shown.items() if number is None}
    for key, number in sums.items():
        assert shown[key] in (None, number)
        if 0 < number < 5:
            largest = most(list(cells.values()), hidden, cells[key].key)
            assert shown[key] is None
            assert largest is None or largest >= 5


def test_vain_searches_count_when_several_looked(db: None) -> None:
    monday = dt.date(2026, 11, 2)
    for query, times, results in (("ซ่อมหลังคา", 4, 0), ("ชื่อคนคนเดียว", 2, 0), ("เบี้ยยังชีพ", 90, 7)):
        SearchedQuery.objects.create(week=monday, query=query, times=times, results=results)
    assert gathering.vain_searches(monday, monday) == [("ซ่อมหลังคา", 4)]


# Telling -----------------------------------------------------------------------------------------------------------


def test_every_local_administration_is_told_of_its_own_area(areas: World, now: None) -> None:
    requests(6)
    requests(7, place=THEIRS)
    assert telling.send_digests(actor=areas.center.officer, month=OCTOBER, message="โปรดพิจารณา") == 2
    ours = Digest.objects.get(organization=areas.local.organization)
    assert lines(ours)["disaster", OURS] == 6
    assert lines(ours)["", ""] == 6
    assert not [code for _theme, code in lines(ours) if code == THEIRS]
    assert ours.message == "โปรดพิจารณา"


def test_a_small_number_is_told_to_nobody(areas: World, now: None) -> None:
    requests(6)
    requests(2, ProblemType.DISEASE)
    telling.send_digests(actor=areas.center.officer, month=OCTOBER)
    found = lines(Digest.objects.get(organization=areas.local.organization))
    assert found["disease", OURS] is None
    assert found["disaster", OURS] is None or found["", ""] is None


def test_who_serves_no_subdistrict_on_record_is_told_of_its_district(world: World, now: None) -> None:
    """Nothing on record is no reason to say that nobody asked."""
    requests(6)
    assert telling.send_digests(actor=world.center.officer, month=OCTOBER) == 2
    assert lines(Digest.objects.get(organization=world.local.organization))["disaster", OURS] == 6


def test_a_digest_is_sent_once_and_stays_as_it_was(areas: World, now: None) -> None:
    requests(6)
    telling.send_digests(actor=areas.center.officer, month=OCTOBER)
    requests(1)
    assert telling.send_digests(actor=areas.center.officer, month=OCTOBER) == 0
    assert lines(Digest.objects.get(organization=areas.local.organization))["disaster", OURS] == 6
    assert OutboxMessage.objects.filter(template="needs_digest").count() == 2


def test_the_mail_says_nothing_but_that_there_is_something(areas: World, now: None) -> None:
    requests(6)
    telling.send_digests(actor=areas.center.officer, month=OCTOBER, message="ความลับ")
    note(areas, is_urgent=True, words="ความลับ")
    for message in OutboxMessage.objects.filter(template__startswith="needs_"):
        assert set(message.context) == {"link", "body_name"}
        assert "ความลับ" not in str(message.context)


def test_only_a_month_that_is_over_is_told(areas: World, now: None) -> None:
    with pytest.raises(GuardFailed) as caught:
        telling.send_digests(actor=areas.center.officer, month=dt.date(2026, 11, 1))
    assert caught.value.field == "month"
    with pytest.raises(GuardFailed):
        telling.send_digests(actor=areas.center.officer, month=OCTOBER, message="ก" * 1001)
    assert not Digest.objects.exists()


def test_only_the_center_tells(areas: World, now: None) -> None:
    for actor in (areas.local.officer, areas.lead.officer, officer(areas.center.organization, Role.VIEWER)):
        with pytest.raises(NotAllowed):
            telling.send_digests(actor=actor, month=OCTOBER)
        with pytest.raises(NotAllowed):
            note(areas, actor=actor)


def test_an_urgent_need_is_told_at_once(areas: World, now: None) -> None:
    need = note(areas, is_urgent=True)
    assert need.told == areas.local.organization
    assert OutboxMessage.objects.filter(template="needs_urgent").count() == 1
    assert note(areas).told is None


def test_what_the_center_noted_goes_with_the_digest_of_its_month(
    areas: World, at_local: Client, login: Login, now: None
) -> None:
    """S1.28: each once, to whoever serves the place; what was told at once, and what is of a crisis, not again."""
    with time_machine.travel(IN_OCTOBER, tick=False):
        told = note(areas, words="หมู่ 4 ขาดน้ำดื่ม", households=40)
        note(areas, words="แจ้งทันทีไปแล้ว", is_urgent=True)
        note(areas, words="เด็กถูกทำร้ายที่บ้านสามหลัง", theme=ProblemType.VIOLENCE)
        note(areas, words="ของตำบลอื่น", subdistrict=THEIRS)
    telling.send_digests(actor=areas.center.officer, month=OCTOBER)
    digest = Digest.objects.get(organization=areas.local.organization)
    assert [need.pk for need in digest.needs.all()] == [told.pk]
    text = soup(at_local.get(reverse("needs:digest", kwargs={"pk": digest.pk}))).get_text(" ", strip=True)
    assert "หมู่ 4 ขาดน้ำดื่ม" in text and "ประมาณ 40 ครัวเรือน" in text
    assert not [words for words in ("แจ้งทันทีไปแล้ว", "เด็กถูกทำร้าย", "ของตำบลอื่น") if words in text]
    with time_machine.travel(IN_OCTOBER, tick=False):
        note(areas, words="บันทึกช้าไป")
    assert digest.needs.count() == 1, "what was told stays as it was"


def test_of_several_who_serve_a_subdistrict_the_one_that_is_named_is_told(
    areas: World, at_center: Client, now: None
) -> None:
    ServiceArea.objects.create(organization=areas.other_local.organization, subdistrict_code=OURS)
    with pytest.raises(GuardFailed, match=areas.other_local.organization.display_name) as caught:
        note(areas, is_urgent=True)
    assert caught.value.field == "to"
    assert (
        note(areas, is_urgent=True, to=areas.other_local.organization).told == areas.other_local.organization
    )
    with pytest.raises(GuardFailed):
        note(areas, is_urgent=True, to=areas.center.organization)
    given = {
        "theme": "disaster",
        "source": "field",
        "subdistrict": OURS,
        "words": "ขาดเรือ",
        "is_urgent": "on",
        "token": str(uuid.uuid4()),
    }
    asked = soup(at_center.post(reverse("needs:note"), given))
    assert "ขาดเรือ" in asked.get_text() and asked.select_one(".error-summary a")["href"] == "#id_to"
    answer = at_center.post(reverse("needs:note"), given | {"to": areas.local.organization.pk}, follow=True)
    assert areas.local.organization.display_name in answer.content.decode()


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"theme": ProblemType.VIOLENCE, "is_urgent": True}, "is_urgent"),
        ({"to": True}, "to"),
    ],
)
def test_what_would_not_be_done_as_chosen_is_asked_about(areas: World, given: dict, field: str) -> None:
    """A need of a crisis becomes a request; and a choice that counts with urgency alone is not dropped in silence."""
    given = given | ({"to": areas.local.organization} if "to" in given else {})
    with pytest.raises(GuardFailed) as caught:
        note(areas, **given)
    assert caught.value.field == field
    assert not Need.objects.exists()


def test_who_has_no_mail_address_sees_in_the_rail_what_waits(areas: World, login: Login, now: None) -> None:
    Organization.objects.filter(pk=areas.local.organization.pk).update(email="")
    note(areas, is_urgent=True)
    telling.send_digests(actor=areas.center.officer, month=OCTOBER)
    for body, waits in ((areas.local, "2"), (areas.center, ""), (areas.other_local, "1")):
        page = soup(login(body.officer).get(reverse("desk:worklist")))
        entry = next(a for a in page.select("nav a") if "สำรวจและความต้องการ" in a.get_text())
        assert [word for word in entry.get_text(" ", strip=True).split() if word.isdecimal()] == (
            [waits] if waits else []
        )


def test_a_second_click_meets_the_same_need(areas: World, now: None) -> None:
    token = uuid.uuid4()
    assert note(areas, token=token, is_urgent=True) == note(areas, token=token, is_urgent=True)
    assert OutboxMessage.objects.filter(template="needs_urgent").count() == 1


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"words": "  "}, "words"),
        ({"words": "ก" * 1001}, "words"),
        ({"subdistrict": "999999"}, "subdistrict"),
        ({"subdistrict": "810103", "is_urgent": True}, "subdistrict"),
    ],
)
def test_a_need_that_cannot_be_is_not_kept(areas: World, given: dict, field: str) -> None:
    with pytest.raises(GuardFailed) as caught:
        note(areas, **given)
    assert caught.value.field == field
    assert not Need.objects.exists()


def test_its_local_administration_acknowledges_and_no_other(areas: World, now: None) -> None:
    telling.send_digests(actor=areas.center.officer, month=OCTOBER)
    digest = Digest.objects.get(organization=areas.local.organization)
    need = note(areas, is_urgent=True)
    for what in (digest, need):
        for actor in (areas.other_local.officer, areas.center.officer, areas.lead.officer):
            with pytest.raises(NotAllowed):
                telling.acknowledge(actor=actor, what=what)
        assert telling.acknowledge(actor=areas.local.officer, what=what)
        assert not telling.acknowledge(actor=areas.local.supervisor, what=what)
        what.refresh_from_db()
        assert (what.acknowledged_at, what.acknowledged_by) == (NOW, areas.local.officer.person)
    assert AuditEntry.objects.filter(action="needs.acknowledged").count() == 2


# Pages -------------------------------------------------------------------------------------------------------------


def test_the_center_sends_by_one_form(areas: World, at_center: Client, now: None) -> None:
    requests(6)
    answer = at_center.post(reverse("needs:send"), {"month": "2026-10-01", "message": ""}, follow=True)
    assert "แจ้งแล้ว 2 แห่ง" in answer.content.decode()
    assert len(soup(answer).select(".case-block a")) == 2


def test_the_center_notes_by_one_form(areas: World, at_center: Client, now: None) -> None:
    given = {
        "theme": "disaster",
        "source": "field",
        "subdistrict": OURS,
        "words": "ขาดเรือ",
        "is_urgent": "on",
        "token": str(uuid.uuid4()),
    }
    answer = at_center.post(reverse("needs:note"), given, follow=True)
    assert "และแจ้ง" in answer.content.decode()
    wrong = at_center.post(
        reverse("needs:note"), given | {"subdistrict": "810103", "token": str(uuid.uuid4())}
    )
    assert "ไม่พบ อปท." in wrong.content.decode()
    assert "ขาดเรือ" in wrong.content.decode()


def test_a_local_administration_reads_and_acknowledges(areas: World, at_local: Client, now: None) -> None:
    requests(6)
    telling.send_digests(actor=areas.center.officer, month=OCTOBER)
    note(areas, is_urgent=True)
    page = soup(at_local.get(PAGE))
    links = [link["href"] for link in page.select(".case-block a")]
    assert len(links) == 2
    for link in links:
        form = soup(at_local.get(link)).select_one("form[action*=acknowledge]")
        answer = at_local.post(form["action"], follow=True)
        assert "บันทึกการรับทราบของหน่วยงานแล้ว" in answer.content.decode()
        assert not soup(answer).select("form[action*=acknowledge]")


def test_what_was_told_to_another_is_not_found(
    areas: World, at_local: Client, login: Login, now: None
) -> None:
    telling.send_digests(actor=areas.center.officer, month=OCTOBER)
    foreign = Digest.objects.get(organization=areas.other_local.organization)
    need = note(areas, is_urgent=True, subdistrict=THEIRS)
    for client in (at_local, login(areas.lead.officer)):
        for url in (
            reverse("needs:digest", kwargs={"pk": foreign.pk}),
            reverse("needs:urgent", kwargs={"pk": need.pk}),
        ):
            assert client.get(url).status_code == 404
        for what, pk in (("digest", foreign.pk), ("urgent", need.pk)):
            url = reverse("needs:acknowledge", kwargs={"what": what, "pk": pk})
            assert client.post(url).status_code == 404
    ours = Digest.objects.get(organization=areas.local.organization)
    unknown = reverse("needs:acknowledge", kwargs={"what": "other", "pk": ours.pk})
    assert at_local.post(unknown).status_code == 404
    assert at_local.get(reverse("needs:send")).status_code == 404
    assert at_local.get(reverse("needs:note")).status_code == 404


def test_no_page_says_anything_of_anybody(
    areas: World, at_center: Client, at_local: Client, now: None
) -> None:
    requests(6)
    telling.send_digests(actor=areas.center.officer, month=OCTOBER)
    digest = Digest.objects.get(organization=areas.local.organization)
    pages = [at_center.get(PAGE), at_local.get(PAGE)]
    pages.append(at_local.get(reverse("needs:digest", kwargs={"pk": digest.pk})))
    for page in pages:
        text = page.content.decode()
        assert not [canary for canary in CANARIES if canary in text]


def test_the_page_costs_the_same_however_much_there_is(areas: World, at_center: Client, now: None) -> None:
    requests(1)
    note(areas, is_urgent=True)
    at_center.get(PAGE)

    def more() -> None:
        requests(2)
        for _ in range(2):
            note(areas, is_urgent=True)

    assert_same_queries(lambda: at_center.get(PAGE), more)


def test_people_who_have_no_part_in_it_find_nothing(areas: World, login: Login) -> None:
    for person in (areas.hospital.officer, officer(areas.center.organization, Role.CONTENT_EDITOR)):
        assert login(person).get(PAGE).status_code == 404


def test_digests_page_by_key(areas: World, now: None, login: Login, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cases.needs.desk.views.PAGE_SIZE", 1)
    to, center = areas.local.organization, areas.center
    for month in (8, 9, 10):
        Digest.objects.create(
            organization=to,
            sender=center.organization,
            sent_by=center.officer.person,
            month=dt.date(2026, month, 1),
            sent_at=NOW,
        )
    told = assert_pages_by_key(login(areas.local.officer), PAGE, Digest, rows=".desk-page section li:has(a)")
    assert ["ตุลาคม" in told[0], "สิงหาคม" in told[2]] == [True, True]
