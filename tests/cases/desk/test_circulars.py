"""The inbox of circulars at the desk: each organization its own, acknowledged by who may, passed on by a district (S1.22, S2.11)."""

from __future__ import annotations

import uuid
from datetime import date

import pytest
from django.urls import reverse
from django.utils import translation

from legal_library.circulating.sending import announce, circulate, relay
from legal_library.editing.withdrawing import withdraw
from legal_library.models import Circulation, DocumentPage, Receipt
from legal_library.vocabulary import Secrecy
from portal.accounts.functions import Function
from portal.actors import Officer, System
from portal.organizations.vocabulary import OrganizationType
from tests.accounts.factories import OrganizationFactory, officer
from tests.cases.desk.conftest import Login, soup
from tests.legal_library.factories import RESTRICTIONS, LetterFactory, LibraryIndexFactory, restrict
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


def test_who_may_not_speak_for_a_district_passes_nothing_on_and_what_is_kept_is_thai(
    world, letter, login: Login
) -> None:
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
    receipt = row.receipts.get()
    reader = login(officer(district.organization, functions=[Function.VIEW]))
    assert at("circular_relay", receipt) not in reader.get(at("circular", receipt)).content.decode()
    assert reader.post(at("circular_relay", receipt), {"message": "", "due_on": ""}).status_code == 404
    with pytest.raises(PermissionError):
        relay(receipt=receipt, officer=officer(district.organization, functions=[Function.VIEW]))
    with translation.override("en"):
        assert relay(receipt=receipt, officer=district).addressed_to == "อปท. ในเขตของที่ว่าการอำเภอ"


def hide(letter: DocumentPage, way: str) -> None:
    if way == "secret":
        DocumentPage.objects.filter(pk=letter.pk).update(secrecy=Secrecy.CONFIDENTIAL)
    else:
        restrict(letter, way)


@pytest.mark.parametrize("way", ["secret", *RESTRICTIONS])
def test_what_became_hidden_is_named_nowhere(sent, letter, world, login: Login, way: str) -> None:
    hide(letter, way)
    client = login(world.local.officer)
    for address in (reverse("desk:circulars"), at("circular", sent)):
        html = client.get(address).content.decode()
        assert "เอกสารที่ไม่เผยแพร่แล้ว" in html
        for told in ("แนวทาง OSCC", "ข้อความถึงผู้รับ", letter.url, letter.reference or "แนวทาง OSCC"):
            assert told not in html
    client.post(at("circular_acknowledge", sent))
    sent.refresh_from_db()
    assert sent.acknowledged_at, "that it was received is true all the same"


def test_what_was_withdrawn_is_named_and_marked_and_never_late(sent, letter, world, login: Login) -> None:
    Circulation.objects.update(due_on=date(2026, 1, 5))
    client = login(world.local.officer)
    late = ".status--danger"
    assert soup(client.get(at("circular", sent))).select_one(late)
    withdraw(page=letter, reason="ออกซ้ำ")
    for address, said in (
        (reverse("desk:circulars"), "ถอนออกจากคลังแล้ว"),
        (at("circular", sent), "ศูนย์ถอนเอกสารนี้ออกจากคลังแล้ว"),
    ):
        page = soup(client.get(address))
        assert "แนวทาง OSCC" in page.get_text() and said in page.get_text()
        assert not page.select_one(late)


@pytest.fixture
def passing_on(world, letter):
    """An officer of a district, and the receipt of a circular that came there."""
    district = officer(
        OrganizationFactory(
            type=OrganizationType.DISTRICT_OFFICE,
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
    return district, row.receipts.get()


def test_what_became_secret_is_not_passed_on(passing_on, letter, login: Login) -> None:
    district, receipt = passing_on
    client = login(district)
    hide(letter, "secret")
    assert at("circular_relay", receipt) not in client.get(at("circular", receipt)).content.decode()
    assert client.get(at("circular_relay", receipt)).status_code == 404
    assert client.post(at("circular_relay", receipt), {"message": "ขอแจ้ง"}).status_code == 404
    assert not Circulation.objects.filter(relays=receipt).exists()


def test_a_second_press_passes_nothing_on_and_shows_what_was_passed_on(passing_on, login: Login) -> None:
    district, receipt = passing_on
    client = login(district)
    for _press in range(2):
        answer = client.post(at("circular_relay", receipt), {"message": "ขอแจ้ง"})
        assert (answer.status_code, answer["Location"]) == (302, at("circular", receipt))
    assert Circulation.objects.filter(relays=receipt).count() == 1


def announcers(world) -> tuple[Officer, Officer]:
    """The department, and the office for local administration of the district's province."""
    nowhere = {"district_code": ""}
    department = OrganizationFactory(
        type=OrganizationType.DLA, name_th="สถ.ทดสอบ", province_code="", **nowhere
    )
    province = OrganizationFactory(
        type=OrganizationType.PROVINCIAL_LOCAL_OFFICE,
        name_th="สถจ.ทดสอบ",
        province_code=world.local.organization.province_code,
        **nowhere,
    )
    return (
        officer(department, functions=[Function.REPORTING]),
        officer(province, functions=[Function.REPORTING]),
    )


def test_the_department_announces_and_the_provincial_office_announces_further(
    world, letter, login: Login
) -> None:
    """S2.53: from the desk, without a right to publish; the department sees down to the last who has it."""
    department, province = announcers(world)
    client = login(department)
    assert reverse("desk:circular_choose") in client.get(reverse("desk:circulars")).content.decode()
    found = soup(client.get(reverse("desk:circular_choose"), {"q": "แนวทาง oscc"}))
    way = found.select_one(f"a[href='{reverse('desk:circular_announce', args=[letter.pk])}']")["href"]
    page = soup(client.get(way))
    assert "ส่งถึง 1 แห่ง" in page.get_text()
    values = {"message": "ถือปฏิบัติ", "due_on": "", "token": page.find("input", {"name": "token"})["value"]}
    for _twice in range(2):
        assert client.post(way, values).status_code == 302
    row = Circulation.objects.get()
    assert (row.sender, row.addressed_to) == (
        department.organization,
        "สำนักงานส่งเสริมการปกครองท้องถิ่นทุกจังหวัด",
    )
    receipt = row.receipts.get(organization=province.organization)
    assert (
        login(province).post(at("circular_relay", receipt), {"message": "", "due_on": ""}).status_code == 302
    )
    assert Receipt.objects.filter(organization=world.local.organization).count() == 1
    text = soup(client.get(reverse("desk:circular_sent", args=[row.pk]))).get_text()
    assert province.organization.display_name in text and world.local.organization.display_name in text
    assert "แนวทาง OSCC" in soup(client.get(reverse("desk:circular_choose"))).get_text()


def test_an_office_without_people_gets_a_letter_and_its_receipt_is_written_down(
    world, letter, login: Login
) -> None:
    """S2.53, S1.22: where nobody signs in the sender prints, and writes down what comes back."""
    department, province = announcers(world)
    bare = OrganizationFactory(
        type=OrganizationType.PROVINCIAL_LOCAL_OFFICE, name_th="สถจ.ไม่มีคน", district_code=""
    )
    row = announce(document=letter, officer=department, token=uuid.uuid4(), message="ข้อความที่เล่าเรื่อง")
    receipt, other = row.receipts.get(organization=bare), row.receipts.get(organization=province.organization)
    client, page = login(department), reverse("desk:circular_sent", args=[row.pk])
    paper = reverse("desk:circular_sent_letter", args=[row.pk, receipt.pk])
    assert [a["href"] for a in soup(client.get(page)).select("a[href$='.pdf']")] == [paper]
    assert client.get(paper).content.startswith(b"%PDF")
    wrong = client.post(page, {"receipt": receipt.pk, "received_on": "1/1/2700", "receiver_words": "ก"})
    assert wrong.status_code == 200 and soup(wrong).select_one("option[selected]")["value"] == str(receipt.pk)
    values = {"receipt": receipt.pk, "received_on": "1/1/2569", "receiver_words": "นายก ก"}
    assert client.post(page, values).status_code == 302
    receipt.refresh_from_db()
    assert receipt.receiver_words == "นายก ก" and client.post(page, values).status_code == 404
    foreign = [page, paper, reverse("desk:circular_sent_letter", args=[row.pk, other.pk])]
    assert [login(province).get(one).status_code for one in foreign] == [404] * 3
    assert login(province).post(page, values | {"receipt": other.pk}).status_code == 404
    hide(letter, "secret")
    assert "ข้อความที่เล่าเรื่อง" not in client.get(page).content.decode()
    assert client.get(paper).status_code == 404


def test_who_announces_nothing_finds_no_page_for_it(world, letter, login: Login) -> None:
    department, province = announcers(world)
    mute = officer(department.organization, functions=[Function.VIEW])
    row = announce(document=letter, officer=department, token=uuid.uuid4())
    pages = [
        reverse("desk:circular_choose"),
        reverse("desk:circular_announce", args=[letter.pk]),
        reverse("desk:circular_sent", args=[row.pk]),
    ]
    for reader in (mute, world.center.supervisor, world.local.supervisor):
        client = login(reader)
        assert [client.get(page).status_code for page in pages] == [404] * 3
        with pytest.raises(PermissionError):
            announce(document=letter, officer=reader, token=uuid.uuid4())
    assert login(province).get(pages[2]).status_code == 404, "what another sent"


@pytest.mark.parametrize("way", ["secret", *RESTRICTIONS])
def test_what_is_not_public_is_neither_found_nor_sent_round(world, letter, login: Login, way: str) -> None:
    department, _province = announcers(world)
    client = login(department)
    row = announce(document=letter, officer=department, token=uuid.uuid4())
    hide(letter, way)
    assert client.get(reverse("desk:circular_announce", args=[letter.pk])).status_code == 404
    for page in (
        client.get(reverse("desk:circular_choose"), {"q": "แนวทาง"}),
        client.get(reverse("desk:circular_sent", args=[row.pk])),
    ):
        assert "แนวทาง OSCC" not in page.content.decode()
