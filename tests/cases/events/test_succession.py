"""An organization that ends in the middle of an event leaves it to nobody but who takes its place (issue 14, point 1)."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from cases.events.domain import declaring, succession
from cases.events.domain.rights import events_of, leads, may_tell
from cases.events.models import Event, EventOrganization
from portal.audit.models import AuditEntry
from portal.organizations.domain import closing
from portal.thai.dates import bangkok_today
from tests.cases import factories
from tests.cases.desk.conftest import Login
from tests.cases.events.conftest import NOW, OURS, Declare
from tests.cases.factories import World


def close(world: World, who, successor) -> None:
    closing.close(
        organization=who.organization,
        on=bangkok_today(),
        successor=successor.organization if successor else None,
        actor=world.center.supervisor,
    )


@pytest.mark.django_db
def test_who_takes_the_place_of_a_local_administration_works_in_its_events(
    event: Event, areas: World
) -> None:
    event.parties.get_or_create(organization=areas.local.organization)
    assert not may_tell(areas.other_local.officer, event)
    assert succession.report(areas.local.organization)
    close(areas, areas.local, areas.other_local)
    assert may_tell(areas.other_local.officer, event)
    assert event in events_of(areas.other_local.officer)
    assert AuditEntry.objects.filter(action="event.succeeded", subject=event.slug).count() == 1
    assert not succession.report(areas.hospital.organization)


@pytest.mark.django_db
def test_an_event_whose_organization_ended_can_be_closed_by_who_takes_its_place(
    declared: Declare, areas: World, now
) -> None:
    event = declared(actor=areas.local.supervisor, subdistricts=[OURS])
    close(areas, areas.local, areas.other_local)
    event.refresh_from_db()
    assert leads(areas.other_local.supervisor, event)
    now.move_to(NOW + dt.timedelta(hours=1))
    declaring.close(actor=areas.other_local.supervisor, event=event, ended_at=NOW, reason="น้ำลด")
    assert not event.parties.filter(organization=areas.other_local.organization).exists()


@pytest.mark.django_db
def test_without_a_successor_the_center_of_the_district_goes_on(declared: Declare, areas: World) -> None:
    event = declared(actor=areas.local.supervisor, subdistricts=[OURS])
    close(areas, areas.local, None)
    event.refresh_from_db()
    assert leads(areas.center.supervisor, event)


@pytest.mark.django_db
def test_an_event_that_is_over_stays_with_who_declared_it(declared: Declare, areas: World, now) -> None:
    event = declared(actor=areas.local.supervisor, subdistricts=[OURS])
    now.move_to(NOW + dt.timedelta(hours=1))
    declaring.close(actor=areas.local.supervisor, event=event, ended_at=NOW, reason="น้ำลด")
    assert not succession.report(areas.local.organization)
    parties = EventOrganization.objects.count()
    close(areas, areas.local, areas.other_local)
    event.refresh_from_db()
    assert event.organization == areas.local.organization
    assert EventOrganization.objects.count() == parties


@pytest.mark.django_db
def test_everything_that_was_left_open_can_be_reached(
    event: Event, areas: World, login: Login, now, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cases.events.desk.members.PAGE_SIZE", 2)
    cases = [factories.CaseFactory(subdistrict_code=OURS) for _each in range(5)]
    now.move_to(NOW + dt.timedelta(hours=1))
    declaring.close(
        actor=areas.center.supervisor, event=event, ended_at=NOW + dt.timedelta(hours=1), reason="น้ำลด"
    )
    client = login(areas.center.officer)
    address = reverse("events:cases", args=[event.slug])
    assert f"{address}?left=1" in client.get(address).content.decode()
    seen, following = set(), f"{address}?left=1"
    for _page in range(3):
        response = client.get(following)
        page = response.content.decode()
        seen |= {case.reference for case in cases if case.reference in page}
        following = response.context["page"].after
        if not following:
            break
        assert "left=1" in following
    assert seen == {case.reference for case in cases}
