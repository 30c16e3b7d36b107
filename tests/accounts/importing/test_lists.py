"""Names come in by a list: tried first, every refusal with its reason, and twice is once (S2.59)."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from portal.accounts.actors import actor_for
from portal.accounts.domain.activating import is_current
from portal.accounts.functions import Function
from portal.accounts.importing.rows import MOST_ROWS, read_rows
from portal.accounts.importing.taking import Status, take
from portal.accounts.models import Activation, Appointment, User
from portal.accounts.roles import Role
from portal.actors import Officer
from portal.audit.models import AuditEntry
from portal.letters.drawing.apart import PaperCostlyError
from portal.organizations.importing.reading import ImportFileError
from portal.organizations.models import Organization
from portal.organizations.vocabulary import OrganizationType
from portal.web.downloads import xlsx_bytes
from tests.accounts.factories import AppointmentFactory, OrganizationFactory, UserFactory, officer

pytestmark = pytest.mark.django_db

HEADER = ["ลำดับ", "ชื่อ-สกุล", "หน่วยงาน", "ตำแหน่ง", "หน้าที่", "โทรศัพท์", "คำสั่งที่", "ลงวันที่"]
SOMYING = [
    "1",
    "นางสาวสมหญิง ใจดี",
    "อบต.หนึ่ง",
    "นักพัฒนาชุมชน",
    "รับแจ้งเหตุ, รายงานผล",
    "075-123456",
    "๑๒/๒๕๖๙",
    "20 พ.ย. 2569",
]
SOMCHAI = ["2", "นายสมชาย ดีใจ", "อบต.สอง", "ปลัด อปท.", "", "", "", ""]


@pytest.fixture
def province() -> Officer:
    there = OrganizationFactory(type=OrganizationType.PROVINCIAL_LOCAL_OFFICE, name_th="สถจ.ทดสอบ")
    return officer(there, Role.PROVINCE_ADMIN)


@pytest.fixture(autouse=True)
def offices() -> list[Organization]:
    return [
        OrganizationFactory(name_th=f"องค์การบริหารส่วนตำบล{name}", short_name=f"อบต.{name}")
        for name in ("หนึ่ง", "สอง")
    ]


def csv(*rows: list[str], header: list[str] = HEADER) -> SimpleUploadedFile:
    lines = [",".join(f'"{cell}"' for cell in row) for row in (header, *rows)]
    return SimpleUploadedFile("list.csv", "\r\n".join(lines).encode("utf-8-sig"))


def tried(actor: Officer, *rows: list[str], header: list[str] = HEADER, is_dry: bool = False):
    found, _unknown = read_rows(csv(*rows, header=header))
    return take(found, actor=actor, is_dry=is_dry)


def one(actor: Officer, **cells: str):
    """Take one row; `cells` replace those of Somying by our column names."""
    base = {"name": "นางสาวสมหญิง ใจดี", "organization": "อบต.หนึ่ง", "functions": "รับแจ้งเหตุ"}
    return take(
        [(2, {name: cell for name, cell in (base | cells).items() if cell})], actor=actor, is_dry=False
    )[0]


def test_a_list_makes_accounts_and_appointments(province, offices):
    outcomes = tried(province, SOMYING, SOMCHAI)
    assert [(each.line, each.status) for each in outcomes] == [(2, Status.CREATED), (3, Status.CREATED)]
    somying = Appointment.objects.get(organization=offices[0])
    assert somying.user.display_name == "นางสาวสมหญิง ใจดี"
    assert {row.function for row in somying.functions.all()} == {"intake", "reporting"}
    assert (somying.order_no, somying.ordered_on.isoformat()) == ("๑๒/๒๕๖๙", "2026-11-20")
    assert not somying.user.has_usable_password()
    assert actor_for(Appointment.objects.get(organization=offices[1]).user).supervises


def test_a_dry_run_says_the_same_and_writes_nothing(province):
    before = (User.objects.count(), Appointment.objects.count(), AuditEntry.objects.count())
    wet = tried(province, SOMYING, SOMCHAI, ["3", "ใครก็ไม่รู้", "อบต.ไม่มี", "", "", "", "", ""], is_dry=True)
    assert (User.objects.count(), Appointment.objects.count(), AuditEntry.objects.count()) == before
    dry = tried(province, SOMYING, SOMCHAI, ["3", "ใครก็ไม่รู้", "อบต.ไม่มี", "", "", "", "", ""])
    assert [(a.line, a.status, a.reason) for a in wet] == [(a.line, a.status, a.reason) for a in dry]


def test_taken_over_twice_it_changes_nothing(province):
    tried(province, SOMYING, SOMCHAI)
    before = (User.objects.count(), Appointment.objects.count(), AuditEntry.objects.count())
    assert {each.status for each in tried(province, SOMYING, SOMCHAI)} == {Status.UNCHANGED}
    assert (User.objects.count(), Appointment.objects.count(), AuditEntry.objects.count()) == before


def test_the_same_person_twice_in_a_list_is_one(province, offices):
    outcomes = tried(province, SOMYING, ["9", "น.ส.สมหญิง  ใจดี", *SOMYING[2:]])
    assert [each.status for each in outcomes] == [Status.CREATED, Status.UNCHANGED]
    assert Appointment.objects.filter(organization=offices[0]).count() == 1


def test_another_function_in_a_later_list_is_a_change(province):
    one(province)
    assert one(province, functions="รับแจ้งเหตุ; ติดตามกรณีแจ้งเตือน").status == Status.CHANGED
    functions = {
        row.function for row in Appointment.objects.exclude(user=province.person).get().functions.all()
    }
    assert functions == {"intake", "alarms"}


def test_a_second_list_takes_over_what_was_corrected(province):
    """S2.59: telephone, mail, number and day of the order, position and last day."""
    one(province, phone="075-123456", order_no="๑๒/๒๕๖๙", ordered_on="20 พ.ย. 2569", last="30 ก.ย. 2599")
    outcome = one(
        province,
        phone="075-654321",
        email="somying@example.org",
        position="รองหัวหน้าหน่วยงาน",
        order_no="๑๓/๒๕๖๙",
        ordered_on="21 พ.ย. 2569",
        last="30 ก.ย. 2600",
    )
    assert outcome.status == Status.CHANGED
    for words in ("คำสั่งที่", "ลงวันที่", "ตำแหน่ง", "ถึงวันที่", "อีเมล, โทรศัพท์"):
        assert words in outcome.reason
    held = Appointment.objects.get(pk=outcome.appointment.pk)
    assert (held.order_no, held.ordered_on.isoformat(), held.role, held.valid_until.isoformat()) == (
        "๑๓/๒๕๖๙",
        "2026-11-21",
        Role.DEPUTY_HEAD,
        "2057-09-30",
    )
    assert (held.user.email, held.user.phone) == ("somying@example.org", "0-7565-4321")
    assert {row.function for row in held.functions.all()} == {"intake"}
    kinds = set(AuditEntry.objects.values_list("action", flat=True))
    assert {"account.order_completed", "account.changed", "account.appointment_ended"} <= kinds
    before = AuditEntry.objects.count()
    assert (
        one(province, phone="075-654321", order_no="๑๓/๒๕๖๙", last="30 ก.ย. 2600").status == Status.UNCHANGED
    )
    assert AuditEntry.objects.count() == before


def test_what_a_second_list_leaves_empty_stays(province):
    one(province, phone="075-123456", email="somying@example.org", order_no="๑๒/๒๕๖๙", last="30 ก.ย. 2599")
    outcome = one(province)
    assert (outcome.status, outcome.reason) == (Status.UNCHANGED, "")
    held = Appointment.objects.get(pk=outcome.appointment.pk)
    assert (held.order_no, held.user.phone, held.user.email) == (
        "๑๒/๒๕๖๙",
        "0-7512-3456",
        "somying@example.org",
    )
    assert held.valid_until is not None


def test_a_mail_address_is_changed_by_a_list_only_where_the_page_would(province, mailoutbox):
    """Whoever works elsewhere too could lose their account to it; an old address is told."""
    made = one(province, email="somying@example.org").appointment
    AppointmentFactory(
        user=made.user, organization=OrganizationFactory(province_code="92", district_code="9201")
    )
    outcome = one(province, email="thief@example.org", order_no="๑๓/๒๕๖๙")
    assert outcome.status == Status.CHANGED
    assert "คำสั่งที่" in outcome.reason
    assert "ไม่แก้ อีเมล" in outcome.reason
    assert User.objects.get(pk=made.user_id).email == "somying@example.org"
    assert "thief" not in outcome.reason
    only = one(province, email="thief@example.org", order_no="๑๓/๒๕๖๙")
    assert only.status == Status.UNCHANGED
    assert "ไม่แก้ อีเมล" in only.reason


def test_a_list_neither_ends_an_order_at_once_nor_moves_its_beginning_nor_renames_an_account(province):
    made = one(province, username="somying.j", first="1 ม.ค. 2569").appointment
    outcome = one(province, username="other", first="1 ก.พ. 2569", last="30 ม.ค. 2569")
    assert outcome.status == Status.UNCHANGED
    for words in ("วันเริ่มของคำสั่ง", "วันสุดท้ายผ่านไปแล้ว", "somying.j"):
        assert words in outcome.reason
    held = Appointment.objects.get(pk=made.pk)
    assert (held.valid_from.isoformat(), held.valid_until) == ("2026-01-01", None)


def test_what_a_second_list_says_wrongly_is_refused_with_its_reason(province):
    one(province, phone="075-123456")
    for cells in ({"phone": "โทรหาฉัน"}, {"email": "somying@"}, {"ordered_on": "31 ก.พ. 2569"}):
        assert one(province, **cells).status == Status.REFUSED
    assert User.objects.get(display_name="นางสาวสมหญิง ใจดี").phone == "0-7512-3456"


def test_the_contact_of_a_known_account_comes_with_its_appointment(province):
    known = UserFactory(username="somying", display_name="สมหญิง ใจดี")
    outcome = one(province, username="somying", phone="075-123456")
    assert outcome.status == Status.APPOINTED
    assert "โทรศัพท์" in outcome.reason
    known.refresh_from_db()
    assert known.phone == "0-7512-3456"


def test_a_known_account_is_appointed_by_its_name(province):
    known = UserFactory(username="somying", display_name="สมหญิง ใจดี")
    outcome = one(province, username="somying")
    assert (outcome.status, outcome.appointment.user) == (Status.APPOINTED, known)


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"organization": ""}, "ไม่มีชื่อหน่วยงาน"),
        ({"organization": "อบต.ไกล"}, "ไม่พบหน่วยงาน"),
        ({"name": ""}, "ไม่มีชื่อ"),
        ({"functions": "ชงกาแฟ"}, "ไม่รู้จักหน้าที่"),
        ({"functions": "", "position": "นักพัฒนาชุมชน"}, "ไม่รู้ว่าทำหน้าที่ใด"),
        ({"functions": "", "position": "ผู้ดูแลระบบ"}, "ไม่รู้ว่าทำหน้าที่ใด"),
        ({"functions": "เผยแพร่เนื้อหา"}, "มอบหน้าที่นี้ไม่ได้"),
        ({"phone": "โทรหาฉัน"}, "หมายเลขโทรศัพท์"),
        ({"email": "somying@"}, "ผิดรูปแบบ"),
        ({"last": "31 ก.พ. 2570"}, "ถึงวันที่"),
        ({"first": "1 ม.ค. 2570", "last": "1 ม.ค. 2569"}, "วันสิ้นสุดต้องไม่อยู่ก่อนวันเริ่ม"),
        ({"username": "taken"}, "เป็นของคนอื่น"),
    ],
)
def test_a_refused_row_says_why_and_leaves_nothing(province, cells, words):
    OrganizationFactory(short_name="อบต.ไกล", province_code="92", district_code="9201")
    UserFactory(username="taken", display_name="คนอื่น")
    before = (User.objects.count(), Appointment.objects.count(), AuditEntry.objects.count())
    outcome = one(province, **cells)
    assert outcome.status == Status.REFUSED
    assert words in outcome.reason
    assert (User.objects.count(), Appointment.objects.count(), AuditEntry.objects.count()) == before


def test_a_refused_row_stops_no_other(province):
    outcomes = tried(province, ["0", "ใคร", "อบต.ไม่มี", "", "รับแจ้งเหตุ", "", "", ""], SOMYING)
    assert [each.status for each in outcomes] == [Status.REFUSED, Status.CREATED]


def test_a_name_that_several_offices_bear_is_not_guessed(province):
    OrganizationFactory(short_name="อบต.หนึ่ง", district_code="8102")
    assert "หลายหน่วยงาน" in one(province).reason


def test_a_head_need_not_name_the_own_office(offices):
    head = officer(offices[0], Role.LAO_CHIEF_ADMINISTRATOR)
    assert one(head, organization="").status == Status.CREATED
    refused = one(head, organization="อบต.สอง", name="คนอื่น ไกล")
    assert refused.status == Status.REFUSED
    # Nobody changes themselves, by a list neither.
    assert (
        one(head, organization="", name=head.person.display_name, functions="ดูแลผู้ใช้ระบบ").status
        == Status.REFUSED
    )


def test_first_and_last_names_in_columns_of_their_own_are_one_name(province):
    header = ["คำนำหน้า", "ชื่อ", "นามสกุล", "หน่วยงาน", "หน้าที่"]
    outcome = tried(province, ["นาง", "สมศรี", "มีสุข", "อบต.หนึ่ง", "รับแจ้งเหตุ"], header=header)[0]
    assert outcome.name == "นางสมศรี มีสุข"
    assert outcome.status == Status.CREATED


def test_excel_is_read_as_well():
    file = SimpleUploadedFile("list.xlsx", xlsx_bytes(HEADER, [SOMYING, SOMCHAI]))
    rows, unknown = read_rows(file)
    assert [cells["name"] for _line, cells in rows] == [SOMYING[1], SOMCHAI[1]]
    assert unknown == ["ลำดับ"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "ว่าง"),
        ("ก,ข\n1,2\n".encode(), "ชื่อ-สกุล"),
        (b"PK\x03\x04 not really", "XLSX"),
        (b"\x00\x01\x02", "อักษร"),
        (("ชื่อ-สกุล,หน่วยงาน\n" + "ก,ข\n" * (MOST_ROWS + 1)).encode(), "แบ่งไฟล์"),
        (b"x" * (2 * 1024 * 1024 + 1), "ใหญ่เกิน"),
    ],
)
def test_a_file_that_is_no_list_is_refused_in_words(content, words):
    with pytest.raises(ImportFileError, match=words):
        read_rows(SimpleUploadedFile("list", content))


# --- the page ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def desk(province: Officer) -> Client:
    browser = Client()
    browser.force_login(province.person, backend="django.contrib.auth.backends.ModelBackend")
    return browser


def signed(text: str) -> str:
    return re.search(r'name="tried" value="([^"]+)"', text)[1]


def test_from_file_to_letters(desk, province):
    text = desk.post(reverse("accounts:bring"), {"file": csv(SOMYING, SOMCHAI)}).content.decode()
    assert "ยังไม่ได้บันทึก" in text
    assert "บัญชีใหม่ 2" in text
    assert "ลำดับ" in text
    assert not User.objects.filter(display_name=SOMYING[1]).exists()
    done = desk.post(reverse("accounts:take_over"), {"tried": signed(text)}).content.decode()
    assert "นำเข้าแล้ว" in done
    assert User.objects.filter(display_name=SOMYING[1]).exists()
    answer = desk.post(reverse("accounts:letters"), {"tried": signed(done)})
    assert answer["Content-Type"] == "application/pdf"
    assert Activation.objects.filter(replaced_at=None).count() == 2


def test_what_was_tried_by_somebody_else_or_forged_is_not_taken(desk, offices):
    text = desk.post(reverse("accounts:bring"), {"file": csv(SOMYING)}).content.decode()
    head = officer(offices[0], Role.LAO_CHIEF_ADMINISTRATOR)
    other = Client()
    other.force_login(head.person, backend="django.contrib.auth.backends.ModelBackend")
    for value in (signed(text), "", "x"):
        answer = other.post(reverse("accounts:take_over"), {"tried": value})
        assert "เลือกไฟล์อีกครั้ง" in answer.content.decode()
        assert other.post(reverse("accounts:letters"), {"tried": value}).status_code == 404
    assert not User.objects.filter(display_name=SOMYING[1]).exists()


def test_nothing_to_do_offers_nothing_to_press(desk):
    text = desk.post(
        reverse("accounts:bring"), {"file": csv(["1", "ใคร", "อบต.ไม่มี", "", "รับแจ้งเหตุ", "", "", ""])}
    ).content.decode()
    assert "ไม่พบหน่วยงาน" in text
    assert reverse("accounts:take_over") not in text


def test_a_formula_is_a_text(desk):
    row = ["1", '=HYPERLINK(""http://x"")', "อบต.หนึ่ง", "", "รับแจ้งเหตุ", "", "", ""]
    text = desk.post(reverse("accounts:bring"), {"file": csv(row)}).content.decode()
    assert '<a href="http://x"' not in text


def test_whoever_administers_nothing_has_no_such_page(offices):
    browser = Client()
    person = AppointmentFactory(organization=offices[0], functions=[Function.WORK]).user
    browser.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    assert browser.get(reverse("accounts:bring")).status_code == 404
    assert browser.post(reverse("accounts:take_over"), {"tried": "x"}).status_code == 404


def test_whoever_stands_in_two_offices_gets_the_same_code_on_both_letters(desk, offices, monkeypatch):
    """A second code would end the first: of two letters one would be dead on arrival."""
    drawn: list = []

    def draw(*, issuer, given, address):
        drawn.extend(given)
        return b"%PDF-1.7"

    monkeypatch.setattr("portal.letters.kinds.codes.code_letters_pdf", draw)
    header = [*HEADER, "ชื่อผู้ใช้"]
    rows = [[*SOMYING, "somying.j"], [*SOMYING[:2], "อบต.สอง", *SOMYING[3:], "somying.j"], [*SOMCHAI, ""]]
    text = desk.post(reverse("accounts:bring"), {"file": csv(*rows, header=header)}).content.decode()
    done = desk.post(reverse("accounts:take_over"), {"tried": signed(text)}).content.decode()
    assert "2 คนยังไม่มีรหัสผ่าน" in done
    desk.post(reverse("accounts:letters"), {"tried": signed(done)})
    assert len(drawn) == 3
    codes = {
        organization: issued.code for organization, issued in drawn if issued.person.username == "somying.j"
    }
    assert set(codes) == set(offices)
    assert len(set(codes.values())) == 1
    assert all(is_current(issued.person, issued.code) for _organization, issued in drawn)


def test_a_long_list_is_printed_in_bundles_and_each_gives_out_its_own_codes(desk, offices, monkeypatch):
    """S2.59: 500 letters at once are minutes of drawing, in which nobody else's paper is drawn."""
    drawn: list = []

    def draw(*, issuer, given, address):
        drawn.append([issued.person.display_name for _organization, issued in given])
        return b"%PDF-1.7"

    monkeypatch.setattr("portal.letters.kinds.codes.code_letters_pdf", draw)
    monkeypatch.setattr("portal.accounts.desk.listing.LETTERS_AT_ONCE", 2)
    header = [*HEADER, "ชื่อผู้ใช้"]
    rows = [
        [*SOMYING, "somying.j"],
        [*SOMCHAI, "somchai.j"],
        # In a second office: both letters come in one bundle, because they bear one code.
        [*SOMYING[:2], "อบต.สอง", *SOMYING[3:], "somying.j"],
    ]
    text = desk.post(reverse("accounts:bring"), {"file": csv(*rows, header=header)}).content.decode()
    done = desk.post(reverse("accounts:take_over"), {"tried": signed(text)}).content.decode()
    bundles = re.findall(r'name="tried" value="([^"]+)"', done)
    assert len(bundles) == 2
    assert "ชุดที่ 1 จาก 2" in done
    desk.post(reverse("accounts:letters"), {"tried": bundles[0]})
    assert Activation.objects.filter(replaced_at=None).count() == 1
    desk.post(reverse("accounts:letters"), {"tried": bundles[1]})
    assert sorted(map(len, drawn)) == [1, 2]
    assert len({name for bundle in drawn for name in bundle}) == 2
    assert Activation.objects.filter(replaced_at=None).count() == 2


def test_who_goes_on_printing_another_day_brings_the_list_again(desk, offices, monkeypatch):
    """A bundle is offered for an hour: what is pressed later says so, and the same list offers it anew."""
    rows = csv([*SOMYING, "somying.j"], header=[*HEADER, "ชื่อผู้ใช้"])
    text = desk.post(reverse("accounts:bring"), {"file": rows}).content.decode()
    done = desk.post(reverse("accounts:take_over"), {"tried": signed(text)}).content.decode()
    (bundle,) = re.findall(r'name="tried" value="([^"]+)"', done)
    with monkeypatch.context() as later:
        later.setattr("portal.accounts.desk.listing.TRIED_FOR", -1)
        answer = desk.post(reverse("accounts:letters"), {"tried": bundle})
    assert answer.status_code == 200 and "นานเกินไป" in answer.content.decode()
    assert not Activation.objects.exists()
    rows = csv([*SOMYING, "somying.j"], header=[*HEADER, "ชื่อผู้ใช้"])
    again = desk.post(reverse("accounts:bring"), {"file": rows}).content.decode()
    (bundle,) = re.findall(r'name="tried" value="([^"]+)"', again)
    assert desk.post(reverse("accounts:letters"), {"tried": bundle})["Content-Type"] == "application/pdf"
    assert Activation.objects.filter(replaced_at=None).count() == 1


def test_no_code_is_given_out_whose_letter_cannot_be_drawn(desk, offices, monkeypatch):
    text = desk.post(reverse("accounts:bring"), {"file": csv(SOMYING)}).content.decode()
    done = desk.post(reverse("accounts:take_over"), {"tried": signed(text)}).content.decode()
    desk.post(reverse("accounts:letters"), {"tried": signed(done)})
    before = Activation.objects.get(replaced_at=None)

    def fails(**values):
        raise PaperCostlyError

    monkeypatch.setattr("portal.letters.kinds.codes.code_letters_pdf", fails)
    assert desk.post(reverse("accounts:letters"), {"tried": signed(done)}).status_code == 503
    assert Activation.objects.get() == before
    assert before.replaced_at is None, "the letter that was printed before goes on"
