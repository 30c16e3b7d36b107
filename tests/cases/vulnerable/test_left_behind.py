"""What stays of a household with those who do not keep it any more, and of one that left: number and figure, no words."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.events.models import Event
from cases.vulnerable.domain import accounting, keeping
from cases.vulnerable.domain.requesting import make_case
from cases.vulnerable.models import Account, Home, Mark, MarkWords
from cases.vulnerable.vocabulary import RemovalReason, Status
from portal.accounts.models import KeptForm
from portal.letters.models import PrintOrder
from tests.cases.desk.conftest import Login
from tests.cases.events.conftest import NOW, OURS, THEIRS, Declare
from tests.cases.factories import World
from tests.cases.vulnerable.conftest import NAME, details
from tests.cases.vulnerable.test_accounting import row_of, seen, sums

pytestmark = pytest.mark.django_db

MOVED = {"subdistrict": THEIRS, "place_detail": "777 ริมคลองใหม่", "moo": "9"}


def ended(event: Event) -> None:
    Event.objects.filter(pk=event.pk).update(
        ended_at=timezone.now(), ended_by=event.declared_by, ending="น้ำลด"
    )


def kept_form(areas: World, path: str) -> KeptForm:
    return KeptForm.objects.create(
        owner=areas.local.officer.person,
        path=path,
        content="ยาคะนารีหมด",
        expires_at=timezone.now() + dt.timedelta(hours=1),
    )


def test_who_kept_a_household_in_an_event_that_is_over_does_not_see_where_it_lives_now(
    home: Home, declared: Declare, areas: World, login: Login
) -> None:
    over = declared()
    actor = areas.local.officer
    seen(actor, row_of(home), Status.NEEDS, said_by="ลูกสาว", text="ยาหมด")
    make_case(actor=actor, account=row_of(home))
    ended(over)
    running = declared(name="น้ำท่วมอีกรอบ", subdistricts=[OURS, THEIRS])
    now_row = Account.objects.get(home=home, event=running)
    drawn = PrintOrder.objects.create(
        asked_by=actor.person,
        organization=actor.organization,
        kind="first",
        subject=f"{over.pk}:call:0",
        asked_at=NOW,
        expires_at=NOW + dt.timedelta(days=7),
    )
    keeping.change(actor=areas.center.officer, home=home, details=details(**MOVED))
    at = login(actor)
    for address in (
        reverse("first:account", args=[over.slug, 1]),
        reverse("first:event", args=[over.slug]) + "?status=all",
    ):
        page = at.get(address)
        assert page.status_code == 200
        assert not [one for one in (NAME, "ริมคลองใหม่", "ยาหมด") if one in page.content.decode()]
    left = Account.objects.get(event=over)
    assert (left.home, left.case, left.number, left.status) == (None, None, 1, Status.NEEDS)
    assert sums(over) == [0, 1, 0, 0]
    assert Mark.objects.filter(account=left).count() == 1
    assert not MarkWords.objects.exists()
    assert not PrintOrder.objects.filter(pk=drawn.pk).exists()
    now_row.refresh_from_db()
    assert (now_row.home, now_row.organization) == (home, areas.other_local.organization)


def test_who_stays_with_their_organization_keeps_what_was(
    home: Home, declared: Declare, areas: World
) -> None:
    over = declared()
    seen(areas.local.officer, row_of(home), Status.NEEDS, text="ยาหมด")
    ended(over)
    keeping.change(actor=areas.local.officer, home=home, details=details(place_detail="99"))
    assert row_of(home).event == over
    assert MarkWords.objects.exists()


def test_what_was_typed_of_a_row_without_a_session_goes_with_the_household(
    home: Home, event: Event, areas: World
) -> None:
    row = reverse("first:account", args=[event.slug, 1])
    gone = [kept_form(areas, row), kept_form(areas, f"/en{row}")]
    stays = [kept_form(areas, row.replace("/1/", "/11/")), kept_form(areas, "/desk/first/new/")]
    keeping.remove(actor=areas.local.officer, home=home.pk, reason=RemovalReason.WITHDRAWN)
    assert set(KeptForm.objects.all()) == set(stays)
    assert len(gone) == 2


def test_words_that_stayed_behind_go_when_an_event_names_nobody(
    home: Home, event: Event, areas: World, now
) -> None:
    """Words of a mark that was written while its household left, of before rows were held."""
    mark = seen(areas.local.officer, row_of(home), Status.NEEDS, text="ยาหมด")
    Account.objects.update(home=None)
    ended(event)
    now.move_to(NOW + dt.timedelta(days=90))
    assert accounting.forget_old() == 1
    assert accounting.forget_old() == 0
    assert not MarkWords.objects.filter(mark=mark).exists()
