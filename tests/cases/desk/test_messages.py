"""Mail that did not leave stands in a list, for the head of the center alone (issue 7; R05, R29; privacy 7)."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import time_machine
from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.desk.messages.rows import KINDS
from portal.accounts.functions import Function
from portal.accounts.roles import PROPOSED, Role
from portal.audit.models import AuditEntry
from portal.organizations.vocabulary import OrganizationType
from portal.outbox.channel import pause
from portal.outbox.failures import Kind
from portal.outbox.models import MessageState, OutboxMessage
from portal.outbox.rules import tends_mail
from portal.outbox.services import enqueue
from tests.accounts.factories import OrganizationFactory, officer
from tests.cases import factories
from tests.cases.desk.conftest import Login, soup
from tests.cases.factories import World
from tests.helpers import assert_same_queries

LIST = reverse("desk:messages")
NOW = dt.datetime(2026, 11, 22, 3, 0, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _frozen():  # noqa: ANN202
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def at_head(world: World, login: Login) -> Client:
    """The browser of the center's head."""
    return login(world.center.supervisor)


def message(number: int = 1, **changes: object) -> OutboxMessage:
    row = enqueue(
        template="case_news",
        to=f"kanari-canary{number}@example.org",
        context={"reference": f"REFN-{number:04}", "link": "https://klang.example/track/"},
        dedup_key=f"k{number}",
    )
    changes = {"state": MessageState.STUCK, "error_kind": Kind.ADDRESS, "attempts": 3, **changes}
    OutboxMessage.objects.filter(pk=row.pk).update(**changes)
    row.refresh_from_db()
    return row


def shown(client: Client, url: str = LIST) -> list[list[str]]:
    page = soup(client.get(url))
    return [
        [cell.get_text(" ", strip=True) for cell in row.find_all(["th", "td"])]
        for row in page.select("tbody tr")
    ]


def test_the_list_says_what_a_person_needs_to_act(world: World, at_head: Client) -> None:
    message(1)
    body = message(2, organization=world.local.organization, template="case_referred", error_kind=Kind.BUSY)
    first, second = shown(at_head)
    assert first[:3] == ["REFN-0001", "แจ้งผู้แจ้งว่ามีความคืบหน้า", "ผู้แจ้ง"]
    assert "ระบบหยุดส่งแล้ว" in first[3]
    assert "ที่อยู่อีเมลใช้ไม่ได้" in first[3]
    assert "ลองแล้ว 3 ครั้ง" in first[3]
    assert "2569" in first[4]
    assert second[2].startswith(body.organization.display_name)


def test_no_address_and_no_content_stands_in_it(world: World, at_head: Client) -> None:
    message(1, last_error="SMTPRecipientsRefused")
    case = factories.working_case(world)
    message(2, context={"reference": case.reference, "link": "https://klang.example/secret-link/"})
    page = at_head.get(LIST).content.decode()
    for secret in (
        *factories.CANARIES,
        "kanari-canary1@example.org",
        "@example.org",
        "secret-link",
        "SMTPRecipients",
    ):
        assert secret not in page
    assert case.reference in page
    assert case.reference not in str(soup(at_head.get(LIST)).title)


@pytest.mark.parametrize(
    ("changes", "stands"),
    [
        ({"state": MessageState.STUCK, "error_kind": Kind.CONTENT}, True),
        ({"state": MessageState.STUCK, "error_kind": Kind.NONE}, True),
        ({"state": MessageState.WAITING, "error_kind": Kind.BUSY}, True),
        (
            {
                "state": MessageState.WAITING,
                "error_kind": Kind.NONE,
                "waiting_since": NOW - dt.timedelta(minutes=61),
            },
            True,
        ),
        (
            {
                "state": MessageState.WAITING,
                "error_kind": Kind.NONE,
                "waiting_since": NOW - dt.timedelta(minutes=59),
            },
            False,
        ),
        ({"state": MessageState.SENT, "error_kind": Kind.NONE}, False),
        ({"state": MessageState.SETTLED, "error_kind": Kind.ADDRESS}, False),
    ],
)
def test_what_failed_or_waits_for_long_stands_in_the_list(
    at_head: Client, changes: dict[str, object], stands: bool
) -> None:
    message(1, **changes)
    assert bool(shown(at_head)) is stands
    count = soup(at_head.get(LIST)).select_one(f'.rail a[href="{LIST}"] .count')
    assert count is not None
    assert count.get_text() == str(int(stands))


@pytest.mark.parametrize(
    ("state", "words", "tone"),
    [(MessageState.STUCK, "ระบบหยุดส่งแล้ว", "danger"), (MessageState.WAITING, "รอส่ง", "warn")],
)
def test_what_the_system_gave_up_stands_out_from_what_it_still_tries(
    at_head: Client, state: MessageState, words: str, tone: str
) -> None:
    message(1, state=state)
    mark = soup(at_head.get(LIST)).select_one("td .status")
    assert (mark.get_text(strip=True), mark["class"]) == (words, ["status", f"status--{tone}"])


def test_trying_again_gives_all_tries_back_and_is_recorded(world: World, at_head: Client) -> None:
    row = message(1, refusals=9, interruptions=4, waiting_since=NOW - dt.timedelta(days=3))
    answer = at_head.post(reverse("desk:message", args=[row.pk]), {"do": "again"}, follow=True)
    assert "ส่งข้อความนี้อีกครั้งทันที" in answer.content.decode()
    row.refresh_from_db()
    assert (row.state, row.refusals, row.interruptions) == (MessageState.WAITING, 0, 0)
    assert row.waiting_since == row.next_attempt_at == NOW
    entry = AuditEntry.objects.get(action="message.retry")
    assert (entry.user, entry.subject, entry.data) == (
        world.center.supervisor.person,
        "REFN-0001",
        {"template": "case_news"},
    )


def test_telling_by_other_means_takes_it_off_the_list_for_good(at_head: Client) -> None:
    row = message(1, state=MessageState.WAITING)
    at_head.post(reverse("desk:message", args=[row.pk]), {"do": "settle"})
    row.refresh_from_db()
    assert row.state == MessageState.SETTLED
    assert shown(at_head) == []
    assert not OutboxMessage.objects.due(timezone.now() + dt.timedelta(days=9)).exists()
    assert AuditEntry.objects.filter(action="message.settle", subject="REFN-0001").count() == 1


def test_all_can_be_tried_again_at_once(at_head: Client) -> None:
    for number in range(3):
        message(number)
    message(9, state=MessageState.SENT, error_kind=Kind.NONE)
    answer = at_head.post(reverse("desk:messages_retry"), follow=True)
    assert "3 ข้อความ" in answer.content.decode()
    assert OutboxMessage.objects.filter(state=MessageState.WAITING).count() == 3
    assert AuditEntry.objects.filter(action="message.retry").count() == 3


@pytest.mark.parametrize(
    "changes",
    [
        {"state": MessageState.SENT, "error_kind": Kind.NONE},
        {"state": MessageState.SETTLED},
        {"state": MessageState.WAITING, "claimed_until": NOW + dt.timedelta(minutes=1)},
        {"state": MessageState.WAITING, "error_kind": Kind.NONE},
    ],
    ids=["sent", "settled", "in hand", "not failed"],
)
@pytest.mark.parametrize("verb", ["again", "settle"])
def test_what_is_no_longer_stuck_cannot_be_acted_upon(
    at_head: Client, changes: dict[str, object], verb: str
) -> None:
    """Two heads at once, an old tab, or a worker that is sending it this moment: the second is told."""
    row = message(1, **changes)
    before = OutboxMessage.objects.values().get()
    answer = at_head.post(reverse("desk:message", args=[row.pk]), {"do": verb}, follow=True)
    assert "โปรดดูรายการอีกครั้ง" in answer.content.decode()
    assert OutboxMessage.objects.values().get() == before
    assert not AuditEntry.objects.filter(action__startswith="message.").exists()


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("kind", [OrganizationType.CENTER, OrganizationType.TAO, OrganizationType.DLA])
def test_only_the_head_of_the_center_sees_or_touches_it(
    db: None, login: Login, role: Role, kind: OrganizationType
) -> None:
    row = message(1)
    actor = officer(OrganizationFactory(type=kind), role)
    allowed = kind == OrganizationType.CENTER and bool(PROPOSED[role] & {Function.SUPERVISE, Function.DEPUTY})
    assert tends_mail(actor) is allowed
    client = login(actor)
    assert client.get(LIST).status_code == (200 if allowed else 404)
    for url in (reverse("desk:message", args=[row.pk]), reverse("desk:messages_retry")):
        assert client.get(url).status_code == (405)
        assert client.post(url, {"do": "again"}).status_code == (302 if allowed else 404)
    if not allowed:
        row.refresh_from_db()
        assert row.state == MessageState.STUCK
        assert LIST not in client.get(reverse("desk:worklist")).content.decode()


def test_a_message_that_is_none_is_not_found(at_head: Client) -> None:
    assert at_head.post(reverse("desk:message", args=[999_999]), {"do": "again"}).status_code == 404


def test_a_case_is_linked_only_for_who_may_open_it(world: World, at_head: Client) -> None:
    mine = factories.received_case(world)
    theirs = factories.working_case(world)
    OutboxMessage.objects.all().delete()
    message(1, context={"reference": mine.reference})
    message(2, context={"reference": theirs.reference})
    page = soup(at_head.get(LIST))
    links = [link["href"] for link in page.select("tbody th a")]
    assert links == [reverse("desk:case", args=[mine.reference])]


def test_a_dead_mail_server_is_told_on_top(at_head: Client) -> None:
    assert "เครื่องส่งอีเมลขัดข้อง" not in at_head.get(LIST).content.decode()
    pause(ConnectionRefusedError("10.0.0.9 refused"), NOW)
    page = at_head.get(LIST).content.decode()
    assert "เครื่องส่งอีเมลขัดข้อง" in page
    assert "10.0.0.9" not in page


def test_it_speaks_english_too(world: World, login: Login) -> None:
    message(1)
    client = login(world.center.supervisor)
    page = client.get("/en" + LIST).content.decode()
    for words in ("E-mail not delivered", "Given up", "The e-mail address does not work", "Tried 3 times"):
        assert words in page


def test_the_list_makes_the_same_number_of_queries_however_long(world: World, at_head: Client) -> None:
    message(1, organization=world.local.organization)
    assert_same_queries(
        lambda: at_head.get(LIST),
        lambda: [message(number, organization=OrganizationFactory()) for number in (2, 3)],
    )


def test_every_template_has_words_for_the_list() -> None:
    folder = Path(django_settings.BASE_DIR, "templates", "outbox")
    templates = {path.name.removesuffix("_subject.txt") for path in folder.glob("*_subject.txt")}
    assert templates
    assert templates == set(KINDS)
