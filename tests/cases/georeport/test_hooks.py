"""Partners' programs are told that a report stands otherwise: signed, once, nothing of anybody (S1.05; issue 12 point 9)."""

from __future__ import annotations

import base64
import contextlib
import datetime as dt
import hashlib
import hmac
import json
import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
import time_machine
from django.conf import settings as live
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.domain import notify
from cases.errors import GuardFailed, NotAllowed
from cases.georeport.domain import hooks, keys, receiving
from cases.georeport.models import PartnerHook, PartnerKey, PartnerRequest
from cases.models import Case
from portal.audit.models import AuditEntry
from portal.organizations.models import Organization
from portal.outbox.delivery import deliver
from portal.outbox.models import MessageState, OutboxMessage
from portal.web import reaching
from tests.cases.desk.conftest import Login, soup
from tests.cases.factories import SUBDISTRICT, World
from tests.cases.georeport.conftest import MAIL, NAME, PHONE, WORDS, move

pytestmark = pytest.mark.django_db
PAGE = reverse("partners:hooks")


class Listener:
    """A partner's program: keeps what came and answers as it is told."""

    def __init__(self) -> None:
        self.answers: list[int] = []
        self.came: list[tuple[dict[str, str], bytes]] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                outer.came.append(({name.lower(): value for name, value in self.headers.items()}, body))
                self.send_response(outer.answers.pop(0) if outer.answers else 204)
                self.send_header("Location", "http://127.0.0.1:9/")
                self.end_headers()

            def log_message(self, *args: Any) -> None:
                """Stay silent."""

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.host = f"127.0.0.1:{self.server.server_port}"
        threading.Thread(
            target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
        ).start()


@pytest.fixture
def listener(settings: Any) -> Iterator[Listener]:
    """A program on this machine, which the operator named."""
    one = Listener()
    settings.KLANG = {**live.KLANG, "HOOK_HOSTS": [one.host]}
    yield one
    one.server.shutdown()
    one.server.server_close()


@pytest.fixture
def row(key: str) -> PartnerRequest:
    """A report that came from the partner."""
    found = keys.find(key)
    assert found is not None
    report = receiving.Report(
        service="disaster",
        subdistrict=SUBDISTRICT,
        words=WORDS,
        name=NAME,
        phone=PHONE,
        email=MAIL,
        own_reference="T-17",
    )
    row = receiving.receive(key=found, report=report, fingerprint="x" * 64)
    deliver()
    return row


def set_up(world: World, listener: Listener) -> tuple[PartnerHook, str]:
    return hooks.set_up(
        actor=world.center.supervisor, partner="แอปทดสอบ", address=f"http://{listener.host}/news?of=klang#x"
    )


def test_a_program_is_told_signed_and_once(world: World, listener: Listener, row: PartnerRequest) -> None:
    hook, secret = set_up(world, listener)
    assert hooks.notice() == deliver() == 0, "that it was received, it was told at once"
    move("working")
    assert (hooks.notice(), hooks.notice()) == (1, 0)
    assert (deliver(), deliver()) == (1, 0)
    [(headers, body)] = listener.came
    data = json.loads(body)
    assert set(data) == {"type", "timestamp", "data"}
    assert data["data"] == {"id": row.number, "reference": "T-17", "state": "working"}
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    right = hmac.new(base64.b64decode(secret.removeprefix("whsec_")), signed, hashlib.sha256).digest()
    assert headers["webhook-signature"] == f"v1,{base64.b64encode(right).decode()}"
    assert abs(int(headers["webhook-timestamp"]) - timezone.now().timestamp()) < 60
    whole = json.dumps(headers) + body.decode()
    assert not [one for one in (WORDS, NAME, PHONE, MAIL, row.case.reference, SUBDISTRICT) if one in whole]
    hook.refresh_from_db()
    assert hook.answered_at is not None


def test_what_a_program_need_not_know_is_not_told(
    world: World, listener: Listener, row: PartnerRequest
) -> None:
    set_up(world, listener)
    move("screened")
    assert hooks.notice() == 0, "another stage, the same word"
    Case.objects.update(confidentiality="restricted")
    for stage in ("working", "closed"):
        move(stage)
        assert hooks.notice() == 0, "a careful request stays as it was sent (privacy 8)"
    assert deliver() == 0
    assert not listener.came


def test_a_report_that_becomes_careful_stays_at_the_word_that_was_told(
    world: World, listener: Listener, row: PartnerRequest, key: str
) -> None:
    """Privacy 8: a word that jumps back would tell the partner that it became careful."""
    set_up(world, listener)
    move("working")
    assert (hooks.notice(), deliver()) == (1, 1)
    Case.objects.update(confidentiality="restricted")
    for stage in ("received", "closed"):
        move(stage)
        assert hooks.notice() == deliver() == 0
    asked = Client(headers={"Authorization": f"Bearer {key}"}).get(
        reverse("partner_api:request", args=[row.number])
    )
    assert asked.json()["state"] == "working"
    Case.objects.update(confidentiality="normal")
    move("closed")
    assert hooks.notice() == deliver() == 1, "an ordinary one again goes on as one"
    assert [json.loads(body)["data"]["state"] for _headers, body in listener.came] == ["working", "closed"]


def test_what_waited_for_an_address_of_before_is_told_to_the_next(
    world: World, listener: Listener, row: PartnerRequest
) -> None:
    """R05: whoever moves their program, or makes a new secret, loses nothing; what arrived is not told again."""
    set_up(world, listener)
    for stage, ends in (("working", False), ("closed", True)):
        listener.answers = [503]
        move(stage)
        assert (hooks.notice(), deliver()) == (1, 0)
        if ends:
            hooks.end(actor=world.center.supervisor, hook=PartnerHook.objects.get(ended_at=None))
        set_up(world, listener)
        assert (hooks.notice(), deliver()) == (1, 1), stage
        assert json.loads(listener.came[-1][1])["data"]["state"] == stage
    set_up(world, listener)
    assert hooks.notice() == deliver() == 0


def test_an_address_that_stumbles_stops_nobody_else(
    world: World, listener: Listener, row: PartnerRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R05: a hook from before the address was judged, and an error that nobody foresaw."""
    hook, _secret = set_up(world, listener)
    move("working")
    assert hooks.notice() == 1
    PartnerHook.objects.update(address="https://hooks..partner.go.th/in")
    assert deliver() == 0
    hook.refresh_from_db()
    assert hook.failures == 1, "the address is left alone"
    PartnerHook.objects.update(address=f"http://{listener.host}/", paused_until=None)
    OutboxMessage.objects.update(next_attempt_at=timezone.now())
    move("closed")
    assert hooks.notice() == 1
    post, raised = reaching.post, []

    def first_fails(*args: Any) -> int:
        if not raised:
            raised.append(args)
            raise LookupError("unforeseen")
        return post(*args)

    monkeypatch.setattr(reaching, "post", first_fails)
    assert deliver() == 1
    bad = OutboxMessage.objects.get(way="webhook", state=MessageState.WAITING)
    assert (bad.refusals, bad.claim, bad.error_kind) == (1, None, "program")


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_program_that_answers_drop_by_drop_is_left_in_time(
    monkeypatch: pytest.MonkeyPatch, scheme: str
) -> None:
    """R05: each reading is in time and the whole never ends; the status line alone is no answer."""
    monkeypatch.setattr(reaching, "LONGEST_CALL", 0.3)
    begins = {"http": b"HTTP/1.1 200 OK\r\nX-Slow: ", "https": b"\x16\x03\x03\x40\x00\x02"}[scheme]
    is_over = threading.Event()
    server = socket.create_server(("127.0.0.1", 0))

    def drip() -> None:
        taken, _address = server.accept()
        with taken, contextlib.suppress(OSError):
            taken.sendall(begins)
            # An end of its own, so that a call without one ends in a failed test.
            ends = time.monotonic() + 4
            while not is_over.wait(0.02) and time.monotonic() < ends:
                taken.sendall(b"x")

    thread = threading.Thread(target=drip, daemon=True)
    thread.start()
    host = f"127.0.0.1:{server.getsockname()[1]}"
    begun = time.monotonic()
    with server, pytest.raises(reaching.UnreachableError):
        reaching.post(f"{scheme}://{host}/in", b"{}", {}, reaching.Bounds(inside=[host]))
    lasted = time.monotonic() - begun
    is_over.set()
    thread.join()
    assert lasted < 3


def test_an_address_that_is_away_is_left_alone_and_nothing_is_lost(
    world: World, listener: Listener, row: PartnerRequest
) -> None:
    """R05 for programs: the same message, with the same number, until it arrived."""
    hook, _secret = set_up(world, listener)
    listener.answers = [503, 302]
    start = timezone.now()
    with time_machine.travel(start, tick=False) as clock:
        move("working")
        hooks.notice()
        assert deliver() == 0
        move("closed")
        hooks.notice()
        assert deliver() == 0
        assert len(listener.came) == 1, "the second message waits: nobody answers there"
        hook.refresh_from_db()
        assert (hook.failures, hook.paused_until) == (1, start + hooks.PAUSES[0])
        clock.move_to(start + hooks.PAUSES[0])
        assert deliver() == 1, "a redirect is not followed, and is that one message's trouble"
        clock.move_to(start + dt.timedelta(hours=1))
        assert deliver() == 1
    told = [json.loads(body)["data"]["state"] for _headers, body in listener.came]
    assert sorted(told) == ["closed", "working", "working", "working"] or sorted(told) == [
        *("closed", "closed", "working", "working")
    ]
    by_state: dict[str, set[str]] = {}
    for headers, body in listener.came:
        by_state.setdefault(json.loads(body)["data"]["state"], set()).add(headers["webhook-id"])
    assert all(len(numbers) == 1 for numbers in by_state.values())
    assert not OutboxMessage.objects.exclude(state=MessageState.SENT).filter(way="webhook").exists()


def test_a_program_that_is_gone_is_told_nothing_any_more(
    world: World, listener: Listener, row: PartnerRequest
) -> None:
    hook, _secret = set_up(world, listener)
    listener.answers = [410]
    move("working")
    hooks.notice()
    deliver()
    hook.refresh_from_db()
    assert hook.ended_at is not None
    move("closed")
    assert hooks.notice() == 0


def test_mail_goes_on_while_programs_are_away(world: World, listener: Listener, row: PartnerRequest) -> None:
    set_up(world, listener)
    listener.server.shutdown()
    listener.server.server_close()
    move("working")
    hooks.notice()
    notify.tell_body(case=row.case, body=row.case.holder, template="case_message")
    OutboxMessage.objects.filter(template="case_message").update(state=MessageState.WAITING)
    assert deliver() == 1
    assert OutboxMessage.objects.get(way="webhook").state == MessageState.WAITING


@pytest.mark.parametrize(
    "address",
    [
        *("http://partner.example/", "https://partner.example:8443/", "ftp://partner.example/", "https:///x"),
        *("https://127.0.0.1/", "https://10.0.0.5/", "https://[::1]/", "https://169.254.169.254/latest/"),
        *("https://hooks..partner.example/in", f"https://{'a' * 64}.example/", "https://a b.example/"),
        *("https://user:pass@partner.example/", "https://ตัวอย่าง.example/", "https://a.example:x/", "x" * 501),
    ],
)
def test_an_address_that_leads_inside_is_refused(world: World, key: str, address: str) -> None:
    with pytest.raises(GuardFailed):
        hooks.set_up(actor=world.center.supervisor, partner="แอปทดสอบ", address=address)
    assert not PartnerHook.objects.exists()


@pytest.mark.parametrize("inside", ["127.0.0.1", "10.1.2.3", "::1", "fe80::1%eth0", "100.64.0.1"])
def test_a_name_that_means_a_machine_of_ours_is_not_called(
    monkeypatch: pytest.MonkeyPatch, inside: str
) -> None:
    """A name may mean a public machine today and an inner one tomorrow; one public address beside it does not help."""
    called: list[Any] = []
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, 443)) for one in ("93.184.216.34", inside)]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: found)
    monkeypatch.setattr(socket, "create_connection", lambda *args, **kwargs: called.append(args))
    with pytest.raises(reaching.UnreachableError):
        reaching.post("https://partner.example/news", b"{}", {})
    assert not called


def test_the_head_of_the_center_sets_it_up_and_ends_it(world: World, login: Login, key: str) -> None:
    head = login(world.center.supervisor)
    assert PAGE in head.get(reverse("partners:keys")).content.decode()
    refused = soup(head.post(PAGE, {"partner": "แอปทดสอบ", "address": "http://a.example/"}))
    assert refused.select_one(".error-summary")
    assert refused.select_one("input[name=address]")["value"] == "http://a.example/"
    made = soup(head.post(PAGE, {"partner": "แอปทดสอบ", "address": "https://a.example/news"}))
    secret = made.select_one("[role=status] code").get_text()
    assert secret.startswith("whsec_")
    first = PartnerHook.objects.get()
    assert first.secret == secret
    assert secret not in str(list(PartnerHook.objects.values())), "sealed"
    again = head.get(PAGE).content.decode()
    assert secret not in again
    assert "https://a.example/news" in again
    head.post(PAGE, {"partner": "แอปทดสอบ", "address": "https://b.example/"})
    [second] = PartnerHook.objects.filter(ended_at=None)
    assert second.address == "https://b.example/", "of one partner one address counts"
    head.post(reverse("partners:end_hook", args=[second.pk]))
    assert not PartnerHook.objects.filter(ended_at=None).exists()
    told = AuditEntry.objects.filter(action__startswith="georeport.hook").values_list("action", flat=True)
    assert sorted(told) == ["georeport.hook_ended", "georeport.hook_set", "georeport.hook_set"]


def test_nobody_else_sees_or_sets_it_up(world: World, login: Login, key: str) -> None:
    hook, _secret = hooks.set_up(
        actor=world.center.supervisor, partner="แอปทดสอบ", address="https://a.example/"
    )
    for actor in (world.center.officer, world.local.supervisor):
        browser = login(actor)
        assert browser.get(PAGE).status_code == browser.post(PAGE, {}).status_code == 404
        assert browser.post(reverse("partners:end_hook", args=[hook.pk])).status_code == 404
        with pytest.raises(NotAllowed):
            hooks.set_up(actor=actor, partner="แอปทดสอบ", address="https://a.example/")
        with pytest.raises(NotAllowed):
            hooks.end(actor=actor, hook=hook)
    with pytest.raises(GuardFailed):
        hooks.set_up(actor=world.center.supervisor, partner="ใครก็ไม่รู้", address="https://a.example/")


@pytest.mark.parametrize("why", ["taken back", "over"])
def test_who_has_no_key_any_more_is_told_nothing_more(
    why: str, world: World, listener: Listener, row: PartnerRequest, key: str
) -> None:
    set_up(world, listener)
    found = keys.find(key)
    assert found is not None
    if why == "taken back":
        keys.revoke(actor=world.center.supervisor, key=found)
    else:
        PartnerKey.objects.update(expires_at=timezone.now() - dt.timedelta(minutes=1))
    move("working")
    assert hooks.notice() == 0
    keys.give(actor=world.center.supervisor, partner="แอปทดสอบ")
    assert hooks.notice() == 1, "a new key catches up"


def test_the_keys_of_a_center_that_ended_open_nothing(world: World, key: str) -> None:
    assert keys.find(key) is not None
    Organization.objects.filter(pk=world.center.organization.pk).update(is_active=False)
    assert keys.find(key) is None
