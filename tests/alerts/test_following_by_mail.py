"""Nobody is signed up by others, mails tell nothing, come at most once a day and end by one press (S1.24, S1.26)."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.alerts.domain import asking, ending, telling
from portal.alerts.models import Alert, Subscriber
from portal.outbox.failures import Kind
from portal.outbox.models import MessageState, OutboxMessage
from portal.web import following
from tests.alerts.conftest import MAIL, SECRET_WORDS, link_in

pytestmark = pytest.mark.django_db

DAY = 86_400
ASK = f"/alerts/new/?list=plain&q={SECRET_WORDS}"
FORM = {"email": MAIL, "agreed": "on"}


def ask(client: Client, sent) -> mail.EmailMessage | None:
    """Ask for a mail as a visitor does; return the mail that came."""
    response = client.post(ASK, FORM)
    assert (response.status_code, response["Location"]) == (302, reverse("alerts:sent"))
    messages = sent()
    assert len(messages) <= 1
    return messages[0] if messages else None


def follow(client: Client, sent) -> str:
    """Ask and confirm; return the address of the page of what is followed."""
    message = ask(client, sent)
    assert message is not None
    response = client.post(link_in(message, "/confirm/"))
    assert response.status_code == 302
    return response["Location"]


def test_a_link_in_a_mail_confirms_once_and_by_a_press_only(client, shelf, clock, sent):
    link = link_in(ask(client, sent), "/confirm/")
    assert client.get(link).status_code == 200
    assert not Alert.objects.confirmed().exists(), "a program that opens links confirms nothing"
    page = client.post(link)["Location"]
    assert client.get(page).status_code == 200
    assert client.get(link).status_code == 410
    assert client.post(link).status_code == 410


def test_a_link_that_is_too_old_confirms_nothing_and_the_address_goes(client, shelf, clock, sent):
    link = link_in(ask(client, sent), "/confirm/")
    clock.shift(2 * DAY + 1)
    assert client.post(link).status_code == 410
    assert ending.sweep() == 1
    assert not Subscriber.objects.exists()
    assert not OutboxMessage.objects.exists(), "what was written to the address goes with it"


def test_only_the_newest_link_confirms(client, shelf, clock, sent):
    first, second = (link_in(ask(client, sent), "/confirm/") for _time in range(2))
    assert client.post(first).status_code == 410
    assert client.post(second).status_code == 302


def test_neither_mail_nor_address_tells_what_is_followed(client, shelf, clock, sent):
    messages = [ask(client, sent)]
    page = client.post(link_in(messages[0], "/confirm/"))["Location"]
    clock.shift(60)
    shelf.put(f"เอกสารเรื่อง{SECRET_WORDS}")
    clock.shift(DAY)
    telling.tell()
    messages += sent()
    assert len(messages) == 2
    for message in messages:
        for told in (message.subject, message.body, page):
            assert SECRET_WORDS not in told
            assert MAIL not in told
    assert SECRET_WORDS in client.get(page).content.decode()


def test_news_are_told_once_a_day_and_only_those_since_the_last_mail(client, shelf, clock, sent):
    shelf.put("ก่อนติดตาม")
    page = follow(client, sent)
    clock.shift(3600)
    shelf.put("เรื่องแรก")
    assert (telling.tell(), sent()) == (0, []), "the day's mail goes in the morning"
    clock.shift(DAY)
    assert (telling.tell(), telling.tell()) == (1, 0)
    assert len(sent()) == 1
    html = client.get(page).content.decode()
    assert "เรื่องแรก" in html
    assert "ก่อนติดตาม" not in html
    clock.shift(DAY)
    assert (telling.tell(), sent()) == (0, []), "a day without news brings no mail"
    shelf.put("เรื่องที่สอง")
    clock.shift(DAY)
    assert telling.tell() == 1
    html = client.get(page).content.decode()
    assert "เรื่องที่สอง" in html
    assert "เรื่องแรก" not in html


def test_what_many_follow_is_looked_into_once(client, shelf, clock):
    followed = following.read("plain", "q=น้ำท่วม")
    for number in range(3):
        asking.ask(email=f"reader-{number}@example.org", followed=followed)
    Alert.objects.update(confirmed_at="2026-11-25T00:00:00Z", looked_until="2026-11-25T00:00:00Z")
    assert telling.tell() == 0
    assert shelf.asked == 1


def test_a_mail_program_ends_everything_by_one_post_and_the_address_is_erased(client, shelf, clock, sent):
    follow(client, sent)
    clock.shift(60)
    shelf.put("ใหม่")
    clock.shift(DAY)
    telling.tell()
    (message,) = sent()
    headers = message.extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = headers["List-Unsubscribe"].strip("<>").removeprefix("http://testserver")
    strict = Client(enforce_csrf_checks=True)
    assert strict.get(address).status_code == 200
    assert Subscriber.objects.exists(), "opening the link ends nothing"
    for _time in range(2):
        response = strict.post(address, {"List-Unsubscribe": "One-Click"})
        assert response.status_code == 200, "ending twice does no harm"
    assert not Subscriber.objects.exists()
    assert not Alert.objects.exists()
    assert not OutboxMessage.objects.exists()


def test_one_of_several_lists_is_ended_and_the_last_takes_the_address_along(client, shelf, clock):
    for words in ("น้ำท่วม", "ไฟป่า"):
        asking.ask(email=MAIL, followed=following.read("plain", f"q={words}"))
    Alert.objects.update(confirmed_at=timezone.now())
    first, second = Alert.objects.order_by("pk")
    page = reverse("alerts:page", args=[first.subscriber.token])
    client.post(page, {"alert": first.pk})
    assert list(Alert.objects.all()) == [second]
    assert client.post(page, {"alert": "๑x"}).status_code == 302
    client.post(page, {"alert": second.pk})
    assert not Subscriber.objects.exists()
    assert client.get(page).status_code == 404


def test_a_page_ends_no_alert_of_somebody_else(client, shelf, clock):
    for address in (MAIL, "other@example.org"):
        asking.ask(email=address, followed=following.read("plain", "q=น้ำท่วม"))
    mine, other = Alert.objects.order_by("pk")
    client.post(reverse("alerts:page", args=[mine.subscriber.token]), {"alert": other.pk})
    assert Alert.objects.count() == 2


def test_the_answer_is_the_same_whether_the_address_is_known_or_not(client, shelf, clock, sent):
    follow(client, sent)
    known, unknown = (
        client.post(ASK, {**FORM, "email": address}) for address in (MAIL, "nobody@example.org")
    )
    assert (known.status_code, known["Location"], known.content) == (
        unknown.status_code,
        unknown["Location"],
        unknown.content,
    )
    assert {message.to[0]: "/confirm/" in message.body for message in sent()} == {
        MAIL: False,
        "nobody@example.org": True,
    }


def test_a_mailbox_gets_few_mails_a_day_whoever_asks_and_the_page_does_not_tell(client, shelf, clock, sent):
    received = 0
    for number in range(8):
        client.post(f"/alerts/new/?list=plain&q=เรื่อง{number}", FORM, REMOTE_ADDR=f"192.0.2.{number}")
        received += len(sent())
    assert received == 5


def test_a_network_that_asks_without_end_is_slowed_down_and_keeps_what_it_typed(client, shelf, clock):
    for number in range(20):
        client.post(ASK, {**FORM, "email": f"reader-{number}@example.org"})
    response = client.post(ASK, FORM)
    assert response.status_code == 429
    assert MAIL in response.content.decode()
    assert Subscriber.objects.count() == 20


def test_an_address_follows_a_bounded_number_of_lists(shelf, clock, db):
    for number in range(asking.MOST_ALERTS + 2):
        asking.ask(email=MAIL, followed=following.read("plain", f"q={number}"))
    assert Alert.objects.count() == asking.MOST_ALERTS


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"email": MAIL}, "ทำเครื่องหมายยินยอม"),
        ({"agreed": "on"}, "พิมพ์อีเมลที่ต้องการรับ"),
        ({"email": "คะนารี", "agreed": "on"}, "อีเมลนี้ยังไม่ครบ"),
        ({"email": "a" * 250 + "@example.org", "agreed": "on"}, "อีเมลยาวเกินไป"),
    ],
)
def test_without_consent_or_address_nothing_is_kept_and_the_field_says_why(
    client, shelf, clock, values, said
):
    html = client.post(ASK, values).content.decode()
    assert said in html
    assert not Subscriber.objects.exists()


def test_thai_digits_and_capitals_are_the_same_address(client, shelf, clock, sent):
    client.post(ASK, {**FORM, "email": " Kanari๑@Example.org "})
    assert [message.to for message in sent()] == [["kanari1@example.org"]]


@pytest.mark.parametrize("query", ["list=plain&q=อันตราย", "list=nowhere&q=x", "list=plain", "", "list=%00"])
def test_what_cannot_be_followed_asks_for_no_address(client, shelf, clock, query):
    for response in (client.get(f"/alerts/new/?{query}"), client.post(f"/alerts/new/?{query}", FORM)):
        assert response.status_code == 404
        assert "อันตราย" not in response.content.decode()
    assert not Subscriber.objects.exists()


def test_an_address_that_no_mail_reaches_is_forgotten(client, shelf, clock, sent):
    follow(client, sent)
    OutboxMessage.objects.update(state=MessageState.STUCK, error_kind=Kind.ADDRESS)
    assert ending.sweep() == 1
    assert not Subscriber.objects.exists()


def test_pages_of_a_reader_are_kept_by_nobody_and_tell_no_other_site(client, shelf, clock, sent):
    page = follow(client, sent)
    response = client.get(page)
    assert "no-store" in response["Cache-Control"]
    assert response["Referrer-Policy"] == "no-referrer"
    assert "noindex" in response["X-Robots-Tag"]


@pytest.mark.parametrize("path", ["/alerts/%00/", "/alerts/a%00/stop/", "/alerts/confirm/%00/", "/alerts/ก/"])
def test_what_can_be_no_token_is_no_address(path: str, client) -> None:
    """PostgreSQL takes no NUL; it would be a broken page for anybody who types one."""
    assert client.get(path).status_code == 404
    assert client.post(path).status_code == 404


def test_who_confirms_while_the_late_are_swept_stays(client, shelf, clock, sent, monkeypatch) -> None:
    ask(client, sent)
    clock.shift(dt.timedelta(days=3))
    late = list(Alert.objects.filter(confirmed_at=None).values_list("pk", flat=True))
    assert late

    class Slow(list):
        """Somebody asks anew between looking and deleting."""

        def __init__(self, rows) -> None:
            super().__init__(rows)
            Alert.objects.update(confirm_until=timezone.now() + dt.timedelta(hours=1))

    monkeypatch.setattr("portal.alerts.domain.ending.list", Slow, raising=False)
    ending.sweep()
    assert Alert.objects.filter(pk__in=late).count() == len(late)


def test_no_mail_leads_to_a_list_that_cannot_be_followed_any_more(
    client, shelf, clock, sent, monkeypatch
) -> None:
    """What was followed became a matter of danger, or its filter names nothing: its page would show nothing of it."""
    page = follow(client, sent)
    clock.shift(60)
    shelf.put("ของทุกคน")
    clock.shift(DAY)
    monkeypatch.setattr(shelf, "read", lambda params: None)
    assert (telling.tell(), sent()) == (0, [])
    assert "ของทุกคน" not in client.get(page).content.decode()


def test_a_note_behind_a_plus_is_no_other_mailbox(client, shelf, clock, sent):
    """Servers deliver name+anything@ to name@ (RFC 5233): without this everybody's mailbox could be flooded."""
    received = 0
    for number in range(8):
        form = {**FORM, "email": f"Victim+{number}@example.org"}
        client.post(f"/alerts/new/?list=plain&q=เรื่อง{number}", form, REMOTE_ADDR=f"192.0.2.{number}")
        received += len(sent())
    assert received == 5


def test_a_network_asks_for_a_bounded_number_of_mails_a_day(client, shelf, clock, sent, monkeypatch):
    """Twenty in a quarter of an hour are nearly two thousand a day."""
    monkeypatch.setattr("portal.alerts.public.views.ASKED_PER_NETWORK", 1_000)
    monkeypatch.setattr("portal.alerts.public.views.ASKED_PER_NETWORK_A_DAY", 30)
    answers = [client.post(ASK, {**FORM, "email": f"reader-{number}@example.org"}) for number in range(32)]
    assert [one.status_code for one in answers[:30]] == [302] * 30
    assert {one.status_code for one in answers[30:]} == {429}
    assert answers[-1]["Retry-After"] == str(DAY)
    assert "พรุ่งนี้" in answers[-1].content.decode()
    assert "reader-31@example.org" in answers[-1].content.decode()
