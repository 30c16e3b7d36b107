"""The inbox of circulars at the desk: each organization its own, acknowledged by who may, passed on by a district (S1.22, S2.11)."""

from __future__ import annotations

import pytest
from django.urls import reverse

from legal_library.circulating.sending import circulate
from legal_library.models import Circulation, Receipt
from portal.accounts.functions import Function
from portal.actors import System
from portal.organizations.vocabulary import OrganizationType
from tests.accounts.factories import OrganizationFactory, officer
from tests.cases.desk.conftest import Login, soup
from tests.legal_library.factories import LetterFactory, LibraryIndexFactory
from tests.pages.factories import make_site


@pytest.fixture
def letter(db):
    return LetterFactory(parent=LibraryIndexFactory(parent=make_site()), slug="letter", title="แนวทาง OSCC")


@pytest.fixture
def sent(world, letter):
    """A circular to the local administration of the small district."""
    row = circulate(
        document=letter,
        sender=world.center.organization,
        organizations=[world.local.organization],
        addressed_to="ทดสอบ",
        actor=System(),
        message="ข้อความถึงผู้รับ",
    )
    return row.receipts.get()


def at(name: str, receipt: Receipt) -> str:
    return reverse(f"desk:{name}", kwargs={"pk": receipt.pk})


def test_the_inbox_and_the_rail_say_what_waits(sent, world, login: Login) -> None:
    page = soup(login(world.local.officer).get(reverse("desk:circulars")))
    assert "แนวทาง OSCC" in page.select_one("tbody").get_text()
    entry = page.select_one(f"a[href='{reverse('desk:circulars')}'][aria-current]")
    assert "1" in entry.get_text()


def test_an_officer_reads_understands_and_acknowledges(sent, world, login: Login) -> None:
    client = login(world.local.officer)
    assert "ข้อความถึงผู้รับ" in soup(client.get(at("circular", sent))).get_text()
    client.post(at("circular_understand", sent))
    client.post(at("circular_acknowledge", sent))
    page = soup(client.get(at("circular", sent)))
    assert "รับทราบแล้ว" in page.get_text()
    assert not page.select(f"form[action='{at('circular_acknowledge', sent)}']")
    assert not page.select(f"form[action='{at('circular_understand', sent)}']")
    sent.refresh_from_db()
    assert sent.acknowledged_by.user == world.local.officer.person


@pytest.mark.parametrize("name", ["circular", "circular_relay"])
def test_another_organization_finds_nothing(sent, world, login: Login, name: str) -> None:
    assert login(world.other_local.officer).get(at(name, sent)).status_code == 404
    assert (
        "แนวทาง OSCC" not in login(world.other_local.officer).get(reverse("desk:circulars")).content.decode()
    )


@pytest.mark.parametrize("name", ["circular_acknowledge", "circular_understand"])
def test_another_organization_answers_nothing(sent, world, login: Login, name: str) -> None:
    assert login(world.other_local.officer).post(at(name, sent)).status_code == 404
    sent.refresh_from_db()
    assert sent.acknowledged_at is None and not sent.understandings.exists()


def test_who_only_reads_reports_sees_it_and_cannot_acknowledge(sent, world, login: Login) -> None:
    reader = login(officer(world.local.organization, functions=[Function.VIEW]))
    page = soup(reader.get(at("circular", sent)))
    assert not page.select(f"form[action='{at('circular_acknowledge', sent)}']")
    assert reader.post(at("circular_acknowledge", sent)).status_code == 404


def test_a_district_passes_it_on_and_sees_who_has_it(world, letter, login: Login) -> None:
    district = officer(
        OrganizationFactory(
            type=OrganizationType.DISTRICT_OFFICE,
            name_th="ที่ว่าการอำเภอ",
            province_code=world.local.organization.province_code,
            district_code=world.local.organization.district_code,
        )
    )
    row = circulate(
        document=letter,
        sender=world.center.organization,
        organizations=[district.organization],
        addressed_to="อำเภอ",
        actor=System(),
    )
    receipt, client = row.receipts.get(), login(district)
    assert world.local.organization.display_name in soup(client.get(at("circular_relay", receipt))).get_text()
    assert (
        client.post(at("circular_relay", receipt), {"message": "ขอแจ้ง", "due_on": "1/1/2540"}).status_code
        == 200
    )
    assert client.post(at("circular_relay", receipt), {"message": "ขอแจ้ง", "due_on": ""}).status_code == 302
    assert Circulation.objects.get(relays=receipt).message == "ขอแจ้ง"
    assert world.local.organization.display_name in soup(client.get(at("circular", receipt))).get_text()
    assert client.get(at("circular_relay", receipt)).status_code == 404
