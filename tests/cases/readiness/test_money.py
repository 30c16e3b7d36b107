"""A center's books: contributions, spending, mistakes, the public table, the request for support (S1.12)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cases.readiness.domain import money
from cases.readiness.domain.checks import NotOurUnitError
from cases.readiness.domain.money import Booked, account_of, book_contribution, book_spending
from cases.readiness.models import Contribution, ShownYear, Spending
from cases.readiness.vocabulary import SpendingKind
from portal.accounts.functions import Function
from portal.files import CheckedFile
from portal.files.scanning import EICAR
from portal.letters.issuing import withdraw_letter
from portal.letters.kinds.support import support_draft
from portal.letters.models import OutgoingLetter
from portal.letters.vocabulary import WithdrawalReason
from tests.accounts.factories import OrganizationFactory, officer
from tests.cases.desk.conftest import body_of, soup
from tests.cases.factories import World
from tests.cases.readiness.conftest import NOW, TODAY, Login, photo, picture
from tests.helpers import assert_same_queries

pytestmark = pytest.mark.django_db
BOOKS = reverse("readiness:money")
YEAR = 2570


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def head(world: World):
    return world.center.supervisor


def booked(amount: str = "5000", **values: object) -> Booked:
    return Booked(**{"on": TODAY, "amount": Decimal(amount), "document": "บร 12/2570"} | values)


def test_the_day_of_the_money_says_the_fiscal_year(world: World, head) -> None:
    september = booked(on=dt.date(2026, 9, 30), document="บร 1")
    october = booked(on=dt.date(2026, 10, 1), document="บร 2")
    years = [
        book_contribution(actor=head, giver=world.local.organization, booked=one).fiscal_year
        for one in (september, october)
    ]
    assert years == [2569, 2570]


def test_the_sums_of_a_year_leave_out_what_was_withdrawn_and_other_years(world: World, head) -> None:
    local = world.local.organization
    book_contribution(actor=head, giver=local, booked=booked("5000.25"))
    book_contribution(actor=head, giver=local, booked=booked("1000", document="บร 13"))
    book_contribution(actor=head, giver=local, booked=booked("7", on=dt.date(2026, 9, 1)))
    wrong = book_spending(actor=head, kind=SpendingKind.OFFICE, purpose="กระดาษ", booked=booked("400"))
    book_spending(actor=head, kind=SpendingKind.TRAVEL, purpose="น้ำมัน", booked=booked("600"))
    money.withdraw(row=wrong, actor=head, why="ลงซ้ำ")
    account = account_of(head.organization, YEAR)
    assert dict(account.given)[local] == Decimal("6000.25")
    assert dict(account.given)[world.other_local.organization] == 0
    assert account.spent == ((SpendingKind.TRAVEL, Decimal("600")),)
    assert (account.income, account.outgo, account.left) == (Decimal("6000.25"), 600, Decimal("5400.25"))
    wrong.refresh_from_db()
    assert (wrong.withdrawn_why, wrong.withdrawn_by) == ("ลงซ้ำ", head.person)


def test_a_giver_that_has_ended_keeps_what_it_gave(world: World, head) -> None:
    local = world.local.organization
    book_contribution(actor=head, giver=local, booked=booked())
    local.is_active = False
    local.save()
    assert dict(account_of(head.organization, YEAR).given)[local] == 5000


def test_the_same_document_twice_is_one_booking(world: World, head) -> None:
    local = world.local.organization
    first = book_contribution(actor=head, giver=local, booked=booked())
    assert book_contribution(actor=head, giver=local, booked=booked()) == first
    assert book_contribution(actor=head, giver=world.other_local.organization, booked=booked()) != first
    money.withdraw(row=first, actor=head, why="ผิด")
    assert book_contribution(actor=head, giver=local, booked=booked()) != first


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"on": TODAY + dt.timedelta(days=1)}, "on"),
        ({"on": dt.date(1484, 1, 1)}, "on"),
        ({"amount": Decimal(0)}, "amount"),
        ({"amount": Decimal(-5)}, "amount"),
        ({"document": " "}, "document"),
    ],
)
def test_what_cannot_be_booked_is_refused_with_its_field(world: World, head, values, field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        book_contribution(actor=head, giver=world.local.organization, booked=booked(**values))
    assert list(refused.value.message_dict) == [field]
    assert not Contribution.objects.exists()


def test_what_the_scanner_finds_is_not_kept(world: World, head, settings) -> None:
    settings.KLANG = {**settings.KLANG, "SCANNER": "portal.files.scanning.Trial"}
    with pytest.raises(ValidationError):
        book_contribution(
            actor=head, giver=world.local.organization, booked=booked(file=photo(EICAR, "application/pdf"))
        )
    assert not Contribution.objects.exists()


def test_only_who_keeps_the_books_of_a_center_books_and_only_from_its_area(world: World, head) -> None:
    local = world.local.organization
    reporter = officer(world.center.organization, functions=[Function.REPORTING])
    book_contribution(actor=reporter, giver=local, booked=booked())
    for actor in (world.center.officer, world.local.supervisor, world.hospital.supervisor):
        with pytest.raises(NotOurUnitError):
            book_contribution(actor=actor, giver=local, booked=booked("1"))
    far = OrganizationFactory(district_code="8102")
    for giver in (far, world.hospital.organization):
        with pytest.raises(NotOurUnitError):
            book_contribution(actor=head, giver=giver, booked=booked("1"))
    other = officer(OrganizationFactory(type="center", district_code="8102"), functions=[Function.SUPERVISE])
    with pytest.raises(NotOurUnitError):
        money.withdraw(row=Contribution.objects.get(), actor=other, why="x")
    assert Contribution.objects.valid().count() == 1


# --- pages of the desk --------------------------------------------------------------------------------------------------


def sent(what: str, **values: object) -> dict:
    return {f"{what}-{name}": value for name, value in ({"on": "19/11/2569"} | values).items()}


def test_the_head_books_a_contribution_with_its_document(world: World, head, login: Login) -> None:
    client = login(head)
    values = sent(
        "contribution",
        giver=world.local.organization.pk,
        amount="๑๒,๓๔๕.๕๐ บาท",
        document="บร ๑",
        file=SimpleUploadedFile("ใบเสร็จ.png", picture(), "image/png"),
    )
    answer = client.post(reverse("readiness:money_book", args=["contribution"]), values)
    assert answer.status_code == 302, soup(answer).get_text()
    row = Contribution.objects.get()
    assert (row.amount, row.on.isoformat()) == (Decimal("12345.50"), "2026-11-19")
    page = soup(client.get(BOOKS)).get_text(" ", strip=True)
    assert "12,345.50" in page and world.local.organization.name_th in page
    file = reverse("readiness:money_file", args=["contribution", row.pk])
    assert body_of(client.get(file)).startswith(b"\xff\xd8")
    for stranger in (world.local.officer, world.hospital.supervisor):
        assert login(stranger).get(file).status_code == 404


def test_what_is_wrong_comes_back_with_what_was_typed(world: World, head, login: Login) -> None:
    values = sent("spending", kind="office", purpose="คำที่พิมพ์", amount="ห้าร้อย", document="1")
    page = soup(login(head).post(reverse("readiness:money_book", args=["spending"]), values))
    assert page.select_one("details[open] [name=spending-purpose]")["value"] == "คำที่พิมพ์"
    assert not Spending.objects.exists()
    later = sent("spending", kind="office", purpose="ก", amount="5", document="1", on="19/11/2570")
    refused = login(head).post(reverse("readiness:money_book", args=["spending"]), later)
    assert "อนาคต" in soup(refused).get_text()


def test_a_mistake_is_withdrawn_with_its_reason_and_stays_readable(world: World, head, login: Login) -> None:
    row = book_spending(actor=head, kind=SpendingKind.OFFICE, purpose="กระดาษ", booked=booked("400"))
    client, address = login(head), reverse("readiness:money_withdraw", args=["spending", row.pk])
    assert client.post(address, {"why": " "}).status_code == 200
    assert client.post(address, {"why": "ลงผิดปี"}).status_code == 302
    assert "ลงผิดปี" in soup(client.get(BOOKS)).get_text()
    assert account_of(head.organization, YEAR).outgo == 0


def test_the_books_of_a_center_are_its_own(world: World, head, login: Login) -> None:
    row = book_spending(actor=head, kind=SpendingKind.OFFICE, purpose="ความลับ", booked=booked("400"))
    far = OrganizationFactory(type="center", district_code="8102", name_th="สถานที่กลางอื่น")
    other = officer(far, functions=[Function.SUPERVISE])
    assert "ความลับ" not in login(other).get(BOOKS).content.decode()
    assert login(other).get(reverse("readiness:money_withdraw", args=["spending", row.pk])).status_code == 404
    assert login(world.local.supervisor).get(BOOKS).status_code == 404
    reader = login(world.center.officer)
    assert not soup(reader.get(BOOKS)).select(".desk-page details form, .desk-page a[href*=withdraw]")
    assert reader.post(reverse("readiness:money_book", args=["spending"]), {}).status_code == 404
    assert reader.get(reverse("readiness:support")).status_code == 404
    for what in ("x", "contribution"):
        assert (
            login(head).get(reverse("readiness:money_withdraw", args=[what, row.pk + 99])).status_code == 404
        )
    assert login(head).post(reverse("readiness:money_book", args=["x"])).status_code == 404


def test_more_bookings_cost_no_more_queries(world: World, head, login: Login) -> None:
    client = login(head)

    def grow() -> None:
        for number in range(3):
            giver = OrganizationFactory()
            book_contribution(actor=head, giver=giver, booked=booked(document=f"บร {giver.pk}"))
            book_spending(
                actor=head,
                kind=SpendingKind.OTHER,
                purpose="ก",
                booked=booked(document=f"ฎ {giver.pk} {number}"),
            )

    assert_same_queries(lambda: client.get(BOOKS), grow)


# --- the public table ---------------------------------------------------------------------------------------------------


def test_the_public_sees_a_year_only_when_the_head_shows_it(world: World, head, login: Login, client) -> None:
    """S1.12: sums only, no document, no purpose, no name of a person."""
    book_contribution(actor=head, giver=world.local.organization, booked=booked("5000", document="บร ลับ"))
    book_spending(actor=head, kind=SpendingKind.TRAVEL, purpose="พานางลับ", booked=booked("600"))
    page, show = reverse("money:year", args=[YEAR]), reverse("readiness:money_show", args=[YEAR])
    assert client.get(page).status_code == 404
    assert str(YEAR) not in soup(client.get(reverse("money:years"))).select_one("main").get_text()
    assert login(world.center.officer).post(show, {"show": "yes"}).status_code == 404
    assert login(world.local.supervisor).post(show, {"show": "yes"}).status_code == 404
    for _again in range(2):
        assert login(head).post(show, {"show": "yes"}).status_code == 302
    assert ShownYear.objects.count() == 1
    text = soup(client.get(page)).select_one("main").get_text(" ", strip=True)
    assert "5,000.00" in text and "600.00" in text and "4,400.00" in text
    assert "ลับ" not in text and str(head.person) not in text and "สมมติ" not in text
    assert page in str(soup(client.get(reverse("money:years"))))
    table = client.get(reverse("money:data", args=[YEAR])).content.decode("utf-8-sig")
    assert "อบต.หนึ่ง,5000.00" in table and "ลับ" not in table
    login(head).post(show, {"show": "no"})
    assert client.get(page).status_code == 404
    assert client.get(reverse("money:data", args=[YEAR])).status_code == 404


def test_invented_money_says_so_to_everybody(world: World, head, login: Login, client) -> None:
    row = book_contribution(actor=head, giver=world.local.organization, booked=booked())
    Contribution.objects.filter(pk=row.pk).update(is_invented=True)
    money.show_year(actor=head, year=YEAR, is_shown=True)
    for answer in (client.get(reverse("money:year", args=[YEAR])), login(head).get(BOOKS)):
        assert "ข้อมูลสมมติ" in soup(answer).get_text()
    assert "ข้อมูลสมมติ" in client.get(reverse("money:data", args=[YEAR])).content.decode()


# --- asking for support -------------------------------------------------------------------------------------------------


def asking(world: World, **values: object) -> dict:
    return {"receiver": world.local.organization.pk, "year": YEAR, "purpose": "ค่าน้ำมันรถหน่วยเคลื่อนที่"} | values


def test_the_letter_asks_and_demands_nothing() -> None:
    draft = support_draft(
        center="สถานที่กลาง", addressee="นายก", year=YEAR, amount=Decimal("20000"), purpose=" ค่าน้ำมัน "
    )
    text = " ".join(draft.paragraphs)
    assert "อาจพิจารณา" in text and "จำนวน 20,000 บาท เพื่อค่าน้ำมัน" in text and "2570" in draft.subject
    open_amount = support_draft(center="ก", addressee="ข", year=YEAR, amount=None, purpose="ค")
    assert "ตามที่เห็นสมควร" in open_amount.paragraphs[1]


def test_the_request_is_seen_first_and_takes_one_number_only(
    world: World, head, login: Login, monkeypatch
) -> None:
    stamps = []
    monkeypatch.setattr(
        "cases.readiness.desk.money.letter_pdf", lambda letter, stamp: stamps.append(stamp) or b"%PDF"
    )
    client, address = login(head), reverse("readiness:support")
    assert client.post(address, asking(world, preview="yes"))["Content-Type"] == "application/pdf"
    assert stamps == ["ตัวอย่าง ยังไม่ออกเลข"] and not OutgoingLetter.objects.exists()
    for _again in range(2):
        assert client.post(address, asking(world, issue="yes", amount="20,000")).status_code == 302
    letter = OutgoingLetter.objects.get()
    assert letter.receiver == world.local.organization
    assert "นายก" in letter.addressee
    assert letter.subject in soup(client.get(reverse("desk:letters"))).get_text()
    assert client.post(address, asking(world, issue="yes", year=YEAR + 1)).status_code == 302
    assert OutgoingLetter.objects.count() == 2


def test_whoever_keeps_the_books_prints_the_request_without_working_on_cases(
    world: World, login: Login
) -> None:
    keeper = login(officer(world.center.organization, functions=[Function.REPORTING]))
    answer = keeper.post(
        reverse("readiness:support"), asking(world, issue="yes", amount="20,000"), follow=True
    )
    letter = OutgoingLetter.objects.get()
    address = reverse("readiness:support_file", args=[letter.pk])
    assert soup(answer).select_one(f"a[href='{address}']")
    assert keeper.get(address).content.startswith(b"%PDF")
    assert login(world.center.officer).get(address).status_code == 404
    assert login(world.local.supervisor).get(address).status_code == 404
    OutgoingLetter.objects.update(occasion="case.1")
    assert keeper.get(address).status_code == 404, "no other letter of the office"


@pytest.mark.parametrize("values", [{"receiver": 0}, {"year": 2500}, {"purpose": ""}, {"amount": "x"}])
def test_a_request_that_cannot_go_comes_back(world: World, head, login: Login, values: dict) -> None:
    answer = login(head).post(reverse("readiness:support"), asking(world, issue="yes") | values)
    assert answer.status_code == 200 and soup(answer).select(".field--error")
    assert not OutgoingLetter.objects.exists()


@pytest.mark.parametrize("amount", ["-500", "0", "1e6000", "9e999999999", "10000000000", "๙๙๙๙๙๙๙๙๙๙๙๙"])
@pytest.mark.parametrize("press", [{"issue": "yes"}, {"preview": "yes"}])
def test_nobody_is_asked_for_an_amount_that_cannot_be(
    amount: str, press: dict[str, str], world: World, login: Login, head
) -> None:
    """The letter is kept for good; a number that is short to write may be a gigabyte to print."""
    given = asking(world) | press | {"amount": amount}
    answer = login(head).post(reverse("readiness:support"), given)
    assert answer.status_code in (200, 422)
    assert answer.context["form"].errors["amount"]
    assert given["purpose"] in answer.content.decode()
    assert not OutgoingLetter.objects.exists()


@pytest.mark.parametrize("year", [3000, 99999])
def test_a_year_without_books_is_not_put_before_the_public(year: int, login: Login, head) -> None:
    answer = login(head).post(reverse("readiness:money_show", args=[year]), {"show": "yes"})
    assert answer.status_code == 404
    assert not ShownYear.objects.exists()


def test_a_receipt_that_comes_later_is_kept(world: World, head) -> None:
    given = {"actor": head, "giver": world.local.organization}
    row = book_contribution(**given, booked=booked())
    again = book_contribution(**given, booked=booked(file=photo(picture())))
    assert again == row
    row.refresh_from_db()
    assert row.file and row.file_name == "ป้าย.png"
    kept = row.file.name
    assert book_contribution(**given, booked=booked(file=photo(picture()))) == row
    assert book_contribution(**given, booked=booked()) == row
    other = CheckedFile(name="อื่น.png", content=picture(), content_type="image/png", extension="png")
    with pytest.raises(ValidationError) as caught:
        book_contribution(**given, booked=booked(file=other))
    assert "file" in caught.value.message_dict
    row.refresh_from_db()
    assert row.file.name == kept, "what is on record is not replaced"


@pytest.mark.parametrize("amount", ["บาท", ",", " , บาท "])
def test_an_amount_without_a_figure_is_asked_for_and_no_error(
    amount: str, world: World, login: Login, head
) -> None:
    client = login(head)
    for what, prefix in (("contribution", "contribution"), ("spending", "spending")):
        given = {f"{prefix}-amount": amount, f"{prefix}-document": "บร 1"}
        answer = client.post(reverse("readiness:money_book", args=[what]), given)
        assert answer.status_code == 200
        assert answer.context["form"].errors["amount"]
    for what in ("budget", "ceiling"):
        answer = client.post(reverse("readiness:budget_change", args=[what]), {f"{what}-amount": amount})
        assert answer.status_code == 200
        assert answer.context["form"].errors["amount"]
    assert (
        client.post(reverse("readiness:support"), asking(world, issue="yes", amount=amount)).status_code
        == 302
    )


def test_a_corrected_request_is_not_answered_with_the_letter_of_before(
    world: World, head, login: Login
) -> None:
    client, address = login(head), reverse("readiness:support")
    client.post(address, asking(world, issue="yes", amount="20,000"))
    first = OutgoingLetter.objects.get()
    corrected = asking(world, issue="yes", amount="30,000", purpose="ค่าซ่อมรถ")
    page = soup(client.post(address, corrected))
    said = page.select_one(".error-summary").get_text()
    assert first.number in said and "ยกเลิก" in said
    assert page.find(id="id_amount")["value"] == "30,000"
    assert "ค่าซ่อมรถ" in page.find(id="id_purpose").get_text()
    assert OutgoingLetter.objects.get() == first
    withdraw_letter(letter=first, actor=head, reason=WithdrawalReason.WRONG_CONTENT)
    for _twice in range(2):
        assert client.post(address, corrected).status_code == 302
    second = OutgoingLetter.objects.exclude(pk=first.pk).get()
    assert "30,000" in " ".join(second.letter.paragraphs)
