"""Account administration at the desk: each office its own people, nobody any case (S2.02, S2.54, S2.60, S2.61)."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from portal.accounts.actors import actor_for
from portal.accounts.functions import Function
from portal.accounts.models import Activation, Appointment, User
from portal.accounts.roles import Role
from portal.actors import Officer
from portal.audit.models import AuditEntry
from portal.organizations.models import Organization
from portal.organizations.vocabulary import OrganizationType
from tests.accounts.factories import AppointmentFactory, OrganizationFactory, UserFactory, officer
from tests.cases import factories as cases
from tests.files import samples

pytestmark = pytest.mark.django_db


@pytest.fixture
def province() -> Officer:
    there = OrganizationFactory(type=OrganizationType.PROVINCIAL_LOCAL_OFFICE, name_th="สถจ.ทดสอบ")
    return officer(there, Role.PROVINCE_ADMIN)


@pytest.fixture
def local() -> Organization:
    return OrganizationFactory(name_th="องค์การบริหารส่วนตำบลหนึ่ง")


@pytest.fixture
def foreign() -> Organization:
    return OrganizationFactory(name_th="องค์การบริหารส่วนตำบลไกล", province_code="92", district_code="9201")


def at(actor: Officer) -> Client:
    browser = Client()
    browser.force_login(actor.person, backend="django.contrib.auth.backends.ModelBackend")
    return browser


@pytest.fixture
def desk(province: Officer) -> Client:
    return at(province)


def page(browser: Client, name: str, **kwargs: int) -> str:
    response = browser.get(reverse(f"accounts:{name}", kwargs=kwargs))
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def typed(**values: object) -> dict[str, object]:
    return {
        "name": "นางสาวสมหญิง ใจดี",
        "phone": "075-123456",
        "email": "somying@example.org",
        "role": Role.LAO_OFFICER.value,
        "functions": ["intake", "reporting"],
        "order_no": "๑๒/๒๕๖๙",
        "ordered_on_day": "20/11/2569",
        "first_day": "21/11/2569",
        "last_day": "",
    } | values


def send(browser: Client, organization: Organization, **values: object):
    url = reverse("accounts:appoint", kwargs={"organization": organization.pk})
    return browser.post(url, typed(**values))


def complete(browser: Client, one: Appointment, **values: object):
    """Send the form of an order; `values` replace what is stored."""
    sent = {"role": str(one.role), "order_no": one.order_no, "ordered_on_day": ""} | values
    return browser.post(reverse("accounts:complete", kwargs={"pk": one.pk}), sent)


# --- the table of gaps ---------------------------------------------------------------------------------------------------


def test_the_province_sees_which_office_lacks_whom(desk, local, foreign):
    other = OrganizationFactory(name_th="องค์การบริหารส่วนตำบลครบ")
    AppointmentFactory(
        organization=other,
        user__phone="075-1",
        order_no="๑/๒๕๖๙",
        functions=[Function.SUPERVISE, Function.DEPUTY, Function.REPORTING, Function.ALARMS],
    )
    one = OrganizationFactory(name_th="องค์การบริหารส่วนตำบลขาด")
    AppointmentFactory(organization=one, functions=[Function.INTAKE, Function.DEPUTY])
    text = page(desk, "people")
    rows = dict(re.findall(r'<th scope="row"><a [^>]+>([^<]+)</a></th>(.*?)</tr>', text, re.S))
    assert "ยังไม่มีผู้ได้รับแต่งตั้ง" in rows[local.display_name]
    assert "ครบ" in rows[other.display_name]
    gaps = rows[one.display_name]
    for words in ("รายงานผล", "ติดตามกรณีแจ้งเตือน", "บังคับบัญชาและอนุมัติ", "ไม่มีหมายเลขโทรศัพท์"):
        assert words in gaps
    assert "รับแจ้งเหตุ" not in gaps
    assert "ปฏิบัติราชการแทน" not in gaps
    assert foreign.display_name not in text
    only = desk.get(reverse("accounts:people"), {"gaps": "1"}).content.decode()
    assert other.display_name not in only
    assert one.display_name in only


def test_an_appointment_that_is_over_or_to_come_fills_no_gap(desk, local):
    everything = [Function.SUPERVISE, Function.DEPUTY, Function.REPORTING, Function.ALARMS]
    AppointmentFactory(organization=local, valid_until=dt.date(2020, 12, 31), functions=everything)
    AppointmentFactory(organization=local, valid_from=dt.date(2999, 1, 1), functions=everything)
    assert "ยังไม่มีผู้ได้รับแต่งตั้ง" in page(desk, "office", organization=local.pk)


def test_whoever_works_without_a_known_order_is_a_gap_until_it_is_completed(desk, local):
    """S2.60: a number or a copy of it; a day alone leads to no order."""
    everything = [Function.SUPERVISE, Function.DEPUTY, Function.REPORTING, Function.ALARMS]
    one = AppointmentFactory(organization=local, functions=everything, user__phone="075-1")
    AppointmentFactory(organization=local, order_no="๑/๒๕๖๙")
    AppointmentFactory(organization=local, ordered_on=dt.date(2026, 1, 5))
    AppointmentFactory(organization=local, valid_until=dt.date(2020, 12, 31))
    gap = "ยังไม่มีคำสั่งแต่งตั้ง 2 คน"
    assert gap in page(desk, "people")
    assert local.display_name in desk.get(reverse("accounts:people"), {"gaps": "1"}).content.decode()
    assert page(desk, "office", organization=local.pk).count("ยังไม่มีเลขที่หรือไฟล์คำสั่ง") == 3
    complete(desk, one, order_no="๑๒/๒๕๖๙")
    assert "ยังไม่มีคำสั่งแต่งตั้ง 1 คน" in page(desk, "people")


def test_many_offices_cost_as_many_queries_as_one(desk, local, django_assert_max_num_queries):
    OrganizationFactory.create_batch(5)
    for one in Organization.objects.filter(type=OrganizationType.TAO):
        AppointmentFactory.create_batch(2, organization=one)
    with django_assert_max_num_queries(14):
        page(desk, "people")
    with django_assert_max_num_queries(20):
        page(desk, "office", organization=local.pk)
    AppointmentFactory.create_batch(6, organization=local)
    with django_assert_max_num_queries(20):
        page(desk, "office", organization=local.pk)


def test_a_head_comes_straight_to_the_own_people(local):
    head = officer(local, Role.LAO_CHIEF_ADMINISTRATOR)
    response = at(head).get(reverse("accounts:people"))
    assert response["Location"] == reverse("accounts:office", kwargs={"organization": local.pk})


# --- appointing ----------------------------------------------------------------------------------------------------------


def test_somebody_new_is_appointed_by_an_order_with_its_file(desk, local, province):
    file = SimpleUploadedFile("คำสั่ง.pdf", samples.pdf(), content_type="application/pdf")
    response = send(desk, local, order_file=file)
    made = Appointment.objects.get(organization=local)
    assert response["Location"] == reverse("accounts:appointment", kwargs={"pk": made.pk})
    assert (made.order_no, made.ordered_on, made.valid_from, made.valid_until) == (
        "๑๒/๒๕๖๙",
        dt.date(2026, 11, 20),
        dt.date(2026, 11, 21),
        None,
    )
    assert {row.function for row in made.functions.all()} == {"intake", "reporting"}
    assert made.user.display_name == "นางสาวสมหญิง ใจดี"
    assert not made.user.has_usable_password()
    with made.order_file.open() as kept:
        assert kept.read().startswith(b"%PDF")
    entry = AuditEntry.objects.get(action="account.appointed")
    assert (entry.user, entry.appointment) == (province.person, province.appointment)
    answer = desk.get(reverse("accounts:order", kwargs={"pk": made.pk}))
    assert answer["Content-Disposition"].startswith("attachment")
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert AuditEntry.objects.filter(action="account.order_read").count() == 1


def test_nothing_ticked_means_what_the_position_proposes(desk, local):
    send(desk, local, functions=[], role=Role.LAO_CHIEF_ADMINISTRATOR.value)
    assert actor_for(User.objects.get(display_name="นางสาวสมหญิง ใจดี")).supervises


def test_somebody_with_an_account_is_not_doubled(desk, local):
    known = UserFactory(username="somying", display_name="สมหญิง ใจดี")
    send(desk, local, username="Somying")
    assert Appointment.objects.get(organization=local).user == known
    assert send(desk, local, username="somying", name="สมชาย คนอื่น").status_code == 200
    assert Appointment.objects.filter(organization=local).count() == 1


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"name": ""}, "กรอกชื่อและนามสกุล"),
        ({"role": ""}, "เลือกตำแหน่ง"),
        ({"last_day": "1/1/2569"}, "วันสิ้นสุดต้องไม่อยู่ก่อนวันเริ่ม"),
        ({"functions": ["publish"]}, "publish"),
        ({"username": "มี ช่องว่าง"}, "ข้อผิดพลาด"),
        ({"phone": "โทรหาฉัน"}, "ข้อผิดพลาด"),
        ({"first_day": "31/2/2569"}, "ข้อผิดพลาด"),
    ],
)
def test_what_is_wrong_is_said_what_was_typed_stays_and_nothing_is_half_done(desk, local, values, words):
    users, entries = User.objects.count(), AuditEntry.objects.count()
    response = send(desk, local, **values)
    assert response.status_code == 200
    text = response.content.decode()
    assert words in text
    assert "somying@example.org" in text
    assert (User.objects.count(), AuditEntry.objects.count()) == (users, entries)
    assert not Appointment.objects.filter(organization=local).exists()


def test_a_file_that_is_none_is_refused_in_words(desk, local):
    file = SimpleUploadedFile("คำสั่ง.pdf", b"MZ no pdf at all", content_type="application/pdf")
    text = send(desk, local, order_file=file).content.decode()
    assert "รับเฉพาะไฟล์ภาพ" in text
    assert not Appointment.objects.filter(organization=local).exists()


def test_an_order_that_the_scanner_does_not_call_clean_is_not_kept(desk, local, settings):
    """ASVS 5.4.3: its row is written once and cannot wait for a verdict."""
    settings.KLANG = {**settings.KLANG, "SCANNER": "tests.files.test_cms_uploads.Suspicious"}
    file = SimpleUploadedFile("คำสั่ง.pdf", samples.pdf(), content_type="application/pdf")
    assert "พบสิ่งอันตรายในไฟล์นี้" in send(desk, local, order_file=file).content.decode()
    assert not Appointment.objects.filter(organization=local).exists()


def test_nobody_appoints_themselves(local):
    head = officer(local, Role.LAO_CHIEF_ADMINISTRATOR)
    response = send(at(head), local, username=head.person.username, name=head.person.display_name)
    assert "แต่งตั้งตัวเองไม่ได้" in response.content.decode()
    assert Appointment.objects.filter(user=head.person).count() == 1


# --- changing and ending -------------------------------------------------------------------------------------------------


def test_functions_are_changed(desk, local):
    one = AppointmentFactory(organization=local)
    response = desk.post(reverse("accounts:appointment", kwargs={"pk": one.pk}), {"functions": ["deputy"]})
    assert response.status_code == 302
    assert actor_for(one.user).supervises
    answer = desk.post(reverse("accounts:appointment", kwargs={"pk": one.pk}), {"functions": []})
    assert "เลือกหน้าที่อย่างน้อยหนึ่งอย่าง" in answer.content.decode()
    assert actor_for(one.user).supervises


def test_an_appointment_is_ended_and_the_last_one_is_told_what_follows(desk, local):
    one = AppointmentFactory(organization=local)
    assert "คนสุดท้าย" in page(desk, "appointment", pk=one.pk)
    AppointmentFactory(organization=local)
    assert "คนสุดท้าย" not in page(desk, "appointment", pk=one.pk)
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    url = reverse("accounts:end", kwargs={"pk": one.pk})
    assert desk.post(url, {"last_day": "1/1/2500"}).status_code == 200
    assert actor_for(one.user) is not None
    sent = f"{yesterday.day}/{yesterday.month}/{yesterday.year + 543}"
    assert desk.post(url, {"last_day": sent}).status_code == 302
    assert actor_for(one.user) is None
    assert "คำสั่งที่สิ้นสุดแล้ว" in page(desk, "office", organization=local.pk)


def test_an_order_that_has_not_begun_is_taken_back_and_one_that_has_is_not(desk, local):
    coming = AppointmentFactory(organization=local, valid_from=dt.date(2999, 1, 1))
    running = AppointmentFactory(organization=local)
    for one, expected in ((coming, False), (running, True)):
        url = reverse("accounts:cancel", kwargs={"pk": one.pk})
        assert (url in page(desk, "appointment", pk=one.pk)) is (one is coming)
        assert desk.post(url).status_code == 302
        assert Appointment.objects.filter(pk=one.pk).exists() is expected
    entry = AuditEntry.objects.get(action="account.appointment_cancelled")
    assert entry.data == {"person": coming.user_id, "functions": ["intake", "work"]}


def test_name_and_contact_are_corrected(desk, local):
    one = AppointmentFactory(organization=local)
    url = reverse("accounts:contact", kwargs={"pk": one.pk})
    assert "ข้อผิดพลาด" in desk.post(url, {"name": "", "phone": "โทรหาฉัน"}).content.decode()
    assert desk.post(url, {"name": "สมหญิง รักดี", "phone": "075 123 456"}).status_code == 302
    one.user.refresh_from_db()
    assert one.user.display_name == "สมหญิง รักดี"
    assert one.user.phone
    assert "สมหญิง รักดี" in page(desk, "office", organization=local.pk)


def test_the_signed_order_is_attached_later_and_its_number_and_position_are_corrected(desk, local):
    """S2.60: a list brings number and day, never a file."""
    one = AppointmentFactory(organization=local, order_no="๑๒/๒๕๖๙", ordered_on=dt.date(2026, 11, 20))
    text = page(desk, "appointment", pk=one.pk)
    assert reverse("accounts:complete", kwargs={"pk": one.pk}) in text
    assert 'value="๑๒/๒๕๖๙"' in text, "what is known is filled in"
    assert re.search(r'<input[^>]+name="ordered_on_year"[^>]+value="2569"', text)
    assert reverse("accounts:order", kwargs={"pk": one.pk}) + '"' not in text
    file = SimpleUploadedFile("คำสั่ง.pdf", samples.pdf(), content_type="application/pdf")
    values = {"order_no": "๑๓/๒๕๖๙", "ordered_on_day": "21/11/2569", "role": Role.DEPUTY_HEAD.value}
    response = complete(desk, one, order_file=file, **values)
    assert response["Location"] == reverse("accounts:appointment", kwargs={"pk": one.pk})
    one.refresh_from_db()
    assert (one.order_no, one.ordered_on, one.role) == (
        "๑๓/๒๕๖๙",
        dt.date(2026, 11, 21),
        Role.DEPUTY_HEAD,
    )
    answer = desk.get(reverse("accounts:order", kwargs={"pk": one.pk}))
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    complete(desk, one, **values)
    one.refresh_from_db()
    assert one.order_file, "sent without a file the copy stays"


def test_an_order_that_cannot_be_completed_says_why_and_stays_as_it_was(desk, local, settings):
    one = AppointmentFactory(organization=local, order_no="๑๒/๒๕๖๙")
    no_file = SimpleUploadedFile("คำสั่ง.pdf", b"MZ no pdf at all", content_type="application/pdf")
    for values, words in (
        ({"order_file": no_file}, "รับเฉพาะไฟล์ภาพ"),
        ({"role": ""}, "เลือกตำแหน่ง"),
        ({"role": Role.SYSTEM_ADMIN.value}, "ข้อผิดพลาด"),
        ({"ordered_on_day": "31/2/2569"}, "ข้อผิดพลาด"),
    ):
        answer = complete(desk, one, **({"order_no": "๙๙/๒๕๖๙"} | values))
        assert answer.status_code == 200
        assert words in answer.content.decode()
        assert "๙๙/๒๕๖๙" in answer.content.decode(), "what was typed stays"
    settings.KLANG = {**settings.KLANG, "SCANNER": "tests.files.test_cms_uploads.Suspicious"}
    file = SimpleUploadedFile("คำสั่ง.pdf", samples.pdf(), content_type="application/pdf")
    assert "พบสิ่งอันตรายในไฟล์นี้" in complete(desk, one, order_file=file).content.decode()
    one.refresh_from_db()
    assert (one.order_no, one.order_file.name) == ("๑๒/๒๕๖๙", "")


def test_the_order_of_somebody_who_has_left_is_completed_too(desk, local):
    one = AppointmentFactory(organization=local, valid_until=dt.date(2020, 12, 31))
    assert complete(desk, one, order_no="๕/๒๕๖๓").status_code == 302
    assert "๕/๒๕๖๓" in page(desk, "appointment", pk=one.pk)


# --- codes ---------------------------------------------------------------------------------------------------------------


def issue(desk: Client, one: Appointment) -> str:
    return desk.post(reverse("accounts:code", kwargs={"pk": one.pk})).content.decode()


def test_a_code_is_shown_once_and_printed_on_a_letter_that_nobody_keeps(desk, local, client):
    one = AppointmentFactory(organization=local)
    text = issue(desk, one)
    code = re.search(r'class="code-shown">([^<]+)<', text)[1]
    assert code not in page(desk, "appointment", pk=one.pk)
    assert "รอตั้งรหัสผ่าน" in page(desk, "appointment", pk=one.pk)
    link = re.search(r"<code[^>]*>([^<]+)<", text)[1].replace("&amp;", "&")
    assert f'value="{code}"' in client.get(link.partition("example.org")[2] or link).content.decode()
    answer = desk.post(reverse("accounts:letter", kwargs={"pk": one.pk}), {"code": code})
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert "no-store" in answer["Cache-Control"]


def test_an_old_code_is_not_printed(desk, local):
    one = AppointmentFactory(organization=local)
    old = re.search(r'class="code-shown">([^<]+)<', issue(desk, one))[1]
    issue(desk, one)
    other = AppointmentFactory(organization=local)
    issue(desk, other)
    for pk, code in ((one.pk, old), (other.pk, old), (one.pk, ""), (one.pk, "3333-3333-3333-3333")):
        answer = desk.post(reverse("accounts:letter", kwargs={"pk": pk}), {"code": code})
        assert answer["Location"] == reverse("accounts:appointment", kwargs={"pk": pk})


def test_no_code_for_somebody_who_works_elsewhere_too(desk, local, foreign):
    one = AppointmentFactory(organization=local)
    AppointmentFactory(user=one.user, organization=foreign)
    assert desk.post(reverse("accounts:code", kwargs={"pk": one.pk})).status_code == 404
    assert "ออกรหัสใหม่" not in page(desk, "appointment", pk=one.pk)
    assert not Activation.objects.exists()


# --- whose it is ---------------------------------------------------------------------------------------------------------


def every_address(organization: Organization, one: Appointment) -> list[tuple[str, str]]:
    """Method and address of everything there is about an organization and an appointment in it."""
    there, it = {"organization": organization.pk}, {"pk": one.pk}
    return [
        ("get", reverse("accounts:office", kwargs=there)),
        ("get", reverse("accounts:appoint", kwargs=there)),
        ("post", reverse("accounts:appoint", kwargs=there)),
        ("get", reverse("accounts:appointment", kwargs=it)),
        ("post", reverse("accounts:appointment", kwargs=it)),
        ("post", reverse("accounts:contact", kwargs=it)),
        ("post", reverse("accounts:cancel", kwargs=it)),
        ("post", reverse("accounts:end_sessions", kwargs=it)),
        ("post", reverse("accounts:take_away", kwargs=it)),
        ("post", reverse("accounts:end", kwargs=it)),
        ("get", reverse("accounts:order", kwargs=it)),
        ("post", reverse("accounts:complete", kwargs=it)),
        ("post", reverse("accounts:code", kwargs=it)),
        ("post", reverse("accounts:letter", kwargs=it)),
    ]


def strangers(local: Organization) -> list[Officer]:
    """Everybody who must not see the people of `local`."""
    other = OrganizationFactory()
    center = OrganizationFactory(type=OrganizationType.CENTER)
    far = OrganizationFactory(
        type=OrganizationType.PROVINCIAL_LOCAL_OFFICE, province_code="92", district_code="9201"
    )
    provincial = OrganizationFactory(type=OrganizationType.PROVINCIAL_LOCAL_OFFICE)
    return [
        officer(other, Role.LAO_CHIEF_ADMINISTRATOR),
        officer(local, Role.LAO_OFFICER),
        officer(local, functions=[Function.COMMITTEE, Function.FIELD, Function.VIEW, Function.REPORTING]),
        officer(center, functions=[Function.ACCOUNTS, Function.SUPERVISE]),
        officer(center, Role.SYSTEM_ADMIN),
        officer(far, Role.PROVINCE_ADMIN),
        officer(provincial, functions=[Function.SUPERVISE]),
    ]


def test_to_everybody_else_it_does_not_exist(local):
    one = AppointmentFactory(organization=local, order_file="orders/x.pdf", order_file_name="x.pdf")
    before = (Appointment.objects.values().get(pk=one.pk), Activation.objects.count())
    for stranger in strangers(local):
        browser = at(stranger)
        for method, url in every_address(local, one):
            answer = getattr(browser, method)(url, {"functions": ["deputy"], "last_day": "1/1/2569"})
            assert answer.status_code == 404, (stranger.role, stranger.organization.type, method, url)
    assert (Appointment.objects.values().get(pk=one.pk), Activation.objects.count()) == before


def test_whoever_administers_nothing_has_no_such_page(local):
    browser = at(officer(local, Role.LAO_OFFICER))
    assert browser.get(reverse("accounts:people")).status_code == 404
    assert reverse("accounts:people") not in browser.get(reverse("desk:worklist")).content.decode()


def test_the_menu_leads_whoever_administers_there(local):
    browser = at(officer(local, Role.LAO_CHIEF_ADMINISTRATOR))
    assert reverse("accounts:people") in browser.get(reverse("desk:worklist")).content.decode()


def test_no_page_of_it_shows_anything_of_a_case(desk):
    world = cases.world()
    cases.working_case(world)
    there = world.local.organization
    pages = [
        page(desk, "people"),
        page(desk, "office", organization=there.pk),
        page(desk, "appointment", pk=world.local.officer.appointment.pk),
    ]
    for text in pages:
        for canary in (*cases.CANARIES, "รับผิดชอบเรื่องที่ยังไม่ปิด"):
            assert canary not in text


def test_in_english_it_is_whole(desk, local):
    one = AppointmentFactory(organization=local)
    with translation.override("en"):
        assert "Nobody has been appointed" not in page(desk, "office", organization=local.pk)
        for name, kwargs in (
            ("office", {"organization": local.pk}),
            ("appoint", {"organization": local.pk}),
            ("appointment", {"pk": one.pk}),
        ):
            assert "Intake" in page(desk, name, **kwargs)
