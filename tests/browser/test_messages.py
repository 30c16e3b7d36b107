"""The list of mail that did not leave, seen as its reader sees it (issue 7)."""

from __future__ import annotations

import os

from django.utils import timezone

from portal.organizations.models import Organization
from portal.outbox.channel import pause
from portal.outbox.failures import Kind
from portal.outbox.models import MessageState, OutboxMessage
from portal.outbox.services import enqueue
from tests.browser.test_pages import SIZES


@SIZES
def test_the_list_of_unsent_mail(visit, portal_open, size, monkeypatch):
    monkeypatch.setattr("portal.outbox.services._start_delivery", lambda: None)
    body = Organization.objects.first()
    for number, kind in enumerate(Kind.values[1:]):
        enqueue(
            template=("case_news", "case_referred")[number % 2],
            to=f"a{number}@example.org",
            context={"reference": f"K7M{number}-9QXF"},
            dedup_key=f"k{number}",
            organization=body if number % 2 else None,
        )
        state = MessageState.STUCK if number % 3 else MessageState.WAITING
        OutboxMessage.objects.filter(dedup_key=f"k{number}").update(
            state=state, error_kind=kind, attempts=number
        )
    pause(ConnectionRefusedError(), timezone.now())
    head = visit(size=size)
    head.open("/accounts/login/")
    head.answer(username="center-head", password=portal_open["center-head"])
    head.send()
    head.open("/desk/messages/")
    if folder := os.environ.get("KLANG_PICTURES"):
        head.page.screenshot(path=f"{folder}/messages-{size['width']}.png", full_page=True)
    head.open("/en/desk/messages/")
    assert head.page.locator("tbody tr").count() == len(Kind.values) - 1
    head.open("/desk/messages/")
    head.press("ติดต่อทางอื่นแล้ว")
    assert head.page.locator("tbody tr").count() == len(Kind.values) - 2
    head.press("ลองส่งทุกข้อความอีกครั้ง")
    assert "อีเมลทุกฉบับส่งแล้ว" in head.text() or head.page.locator("tbody tr").count()
