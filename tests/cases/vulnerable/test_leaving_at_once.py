"""A household leaves at the moment at which somebody writes of it: nothing that names it stays.

Real threads with a connection each, on the database of the settings.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event as Signal
from typing import Any

import pytest
from django.db import connections, transaction
from django.utils import timezone

from cases.errors import CaseError, GuardFailed
from cases.events.domain.declaring import Declaration, declare
from cases.events.vocabulary import EventKind
from cases.vulnerable.domain import accounting
from cases.vulnerable.domain.keeping import enter, remove
from cases.vulnerable.models import Account, Home, Mark, MarkWords
from cases.vulnerable.starter import load_needs
from cases.vulnerable.vocabulary import EntryWay, RemovalReason, Source, Status
from portal.organizations.models import ServiceArea
from tests.cases.domain.test_concurrency import district  # noqa: F401 - fixture
from tests.cases.events.conftest import OURS
from tests.cases.factories import World
from tests.cases.vulnerable.conftest import agreed, details

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

WHILE = 1.0
"""Seconds for which the first transaction stays open after its act, so that the second meets its locks."""


def one_in_the_other(first: Callable[[], Any], second: Callable[[], Any]) -> list[Any]:
    """Run the first act, and the second one before what the first wrote is committed; returns results and case errors."""
    acted, waits = Signal(), Signal()

    def ends_late() -> Any:
        try:
            with transaction.atomic():
                done = first()
                acted.set()
                waits.wait(WHILE)
            return done
        finally:
            acted.set()
            connections.close_all()

    def comes_between() -> Any:
        acted.wait(30)
        try:
            return second()
        except CaseError as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        return [one.result(60) for one in (pool.submit(ends_late), pool.submit(comes_between))]


@pytest.fixture
def home(district: World) -> Home:  # noqa: F811
    load_needs()
    for body in (district.center, district.local):
        body.organization.province_code, body.organization.district_code = "81", "8101"
        body.organization.save()
    ServiceArea.objects.create(organization=district.local.organization, subdistrict_code=OURS)
    return enter(actor=district.local.officer, details=details(), agreed=agreed(), token=uuid.uuid4())


def test_words_of_the_same_moment_go_too(district: World, home: Home) -> None:  # noqa: F811
    head, actor = district.center.supervisor, district.local.officer
    declaration = Declaration(
        kind=EventKind.FLOOD,
        name="น้ำท่วม",
        reason="ฝนตกหนัก",
        starts_at=timezone.now() - dt.timedelta(hours=6),
        subdistricts=[OURS],
        duty_officer=head.person,
        advice="ย้ายขึ้นที่สูง",
    )
    event = declare(actor=head, declaration=declaration, token=uuid.uuid4())
    accounting.open_rows(event)
    row = Account.objects.select_related("event").get()

    def marks() -> Mark:
        return accounting.mark(
            actor=actor,
            account=row,
            status=Status.NEEDS,
            source=Source.CALL,
            token=uuid.uuid4(),
            said_by="ลูกสาวคะนารี",
            text="ยาคะนารีหมด",
        )

    mark, removed = one_in_the_other(
        marks, lambda: remove(actor=actor, home=home.pk, reason=RemovalReason.WITHDRAWN)
    )
    assert removed is True
    assert Mark.objects.get() == mark
    assert not MarkWords.objects.exists()
    row.refresh_from_db()
    assert (row.home, row.status) == (None, Status.NEEDS)


def test_a_list_of_the_same_moment_brings_nobody_back(district: World, home: Home) -> None:  # noqa: F811
    actor = district.local.officer

    def enters() -> Home:
        given = details(name=home.name)
        return enter(actor=actor, details=given, agreed=agreed(), token=uuid.uuid4(), way=EntryWay.IMPORT)

    removed, refused = one_in_the_other(
        lambda: remove(actor=actor, home=home.pk, reason=RemovalReason.WITHDRAWN), enters
    )
    assert removed is True
    assert isinstance(refused, GuardFailed)
    assert refused.field == "agreed_on"
    assert not Home.objects.exists()
