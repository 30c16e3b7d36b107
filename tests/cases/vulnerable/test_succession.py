"""The register of an organization that ends goes on with who takes its place, house by house, once each (S1.02, S1.34)."""

from __future__ import annotations

import pytest
from django.utils import timezone

from cases.events.models import Event
from cases.vulnerable.domain import succession
from cases.vulnerable.domain.rights import homes_of
from cases.vulnerable.models import Account, Home, Removal
from cases.vulnerable.vocabulary import RemovalReason
from portal.audit.models import AuditEntry
from portal.organizations.domain import ending
from portal.organizations.models import Organization, ServiceArea
from tests.cases.domain.test_succession import end
from tests.cases.events.conftest import OURS, Declare
from tests.cases.factories import World
from tests.cases.vulnerable.conftest import Enter, days_ago
from tests.cases.vulnerable.test_accounting import row_of

pytestmark = pytest.mark.django_db


def serves(organization: Organization) -> None:
    ServiceArea.objects.create(organization=organization, subdistrict_code=OURS)


def test_the_successor_keeps_it_and_the_end_says_so_before(home: Home, areas: World):
    said = ending.report(areas.local.organization)
    assert any("ครัวเรือนที่ต้องช่วยก่อน 1 ครัวเรือน" in one for one in said)
    assert not homes_of(areas.other_local.officer).exists()
    end(areas.local.organization, areas.other_local.organization)
    assert list(homes_of(areas.other_local.officer)) == [home]
    entry = AuditEntry.objects.get(action="first.succeeded")
    assert entry.data == {"homes": 1, "to": areas.other_local.organization.pk}


def test_without_a_successor_the_center_keeps_it(home: Home, areas: World):
    end(areas.local.organization)
    assert list(homes_of(areas.center.officer)) == [home]


def test_who_has_no_register_leaves_none(areas: World):
    assert not succession.report(areas.hospital.organization)
    end(areas.hospital.organization, areas.local.organization)
    assert not AuditEntry.objects.filter(action="first.succeeded").exists()


@pytest.mark.parametrize(("ours", "theirs"), [(1, 9), (9, 1), (4, 4)])
def test_a_house_in_both_registers_stays_once_by_the_newer_agreement(
    enters: Enter, areas: World, ours: int, theirs: int
):
    serves(areas.other_local.organization)
    enters(on=days_ago(ours))
    enters(actor=areas.other_local.officer, on=days_ago(theirs))
    end(areas.local.organization, areas.other_local.organization)
    left = Home.objects.get()
    assert (left.organization, left.agreed_on) == (
        areas.other_local.organization,
        days_ago(min(ours, theirs)),
    )
    assert [one.reason for one in Removal.objects.all()] == [RemovalReason.MISTAKE]


def test_rows_of_running_events_go_along_and_those_that_are_over_lead_to_nobody(
    home: Home, declared: Declare, areas: World
):
    over = declared()
    before = row_of(home)
    Event.objects.filter(pk=over.pk).update(ended_at=timezone.now(), ended_by=over.declared_by, ending="น้ำลด")
    running = declared(name="น้ำท่วมอีกรอบ", subdistricts=[OURS])
    end(areas.local.organization, areas.other_local.organization)
    before.refresh_from_db()
    assert (before.home, before.organization) == (None, areas.local.organization)
    row = Account.objects.get(home=home, event=running)
    assert row.organization == areas.other_local.organization


def test_the_register_is_never_kept_by_who_is_gone(home: Home, areas: World):
    """Successors are followed to their end, whichever ends first."""
    end(areas.other_local.organization, areas.hospital.organization)
    end(areas.local.organization, areas.other_local.organization)
    home.refresh_from_db()
    assert home.organization == areas.hospital.organization
