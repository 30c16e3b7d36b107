"""The section of an office: local administrations make known what they do, with the center's eyes or without (S1.11)."""

from __future__ import annotations

import datetime as dt
import re
import uuid

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.html import escape
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Site

from announcements.domain import offices
from announcements.domain.offices import NoticeError
from announcements.domain.plain_text import body_of, is_plain, words_of
from announcements.models import AnnouncementPage, OfficeNotice, OfficeSettings, PostingRecord
from announcements.vocabulary import AnnouncementKind, NoticeState
from portal.accounts.functions import Function
from portal.accounts.roles import Role
from portal.actors import Officer
from portal.audit.models import AuditEntry
from portal.organizations.vocabulary import OrganizationType
from tests.accounts.factories import officer
from tests.announcements.factories import announcement, index_page
from tests.files.samples import pdf
from tests.keyed import assert_pages_by_key
from tests.organizations.factories import OrganizationFactory

pytestmark = pytest.mark.django_db

NOON = dt.datetime(2026, 11, 22, 5, tzinfo=dt.UTC)
TODAY = dt.date(2026, 11, 22)


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture(autouse=True)
def _list():
    index_page()


@pytest.fixture
def office():
    return OrganizationFactory(type=OrganizationType.TAO, name_th="อบต.กรงทอง")


@pytest.fixture
def writer(office) -> Officer:
    return officer(office, Role.LAO_OFFICER)


@pytest.fixture
def head(office) -> Officer:
    return officer(office, Role.LAO_CHIEF_ADMINISTRATOR)


@pytest.fixture
def center():
    return OrganizationFactory(type=OrganizationType.CENTER, name_th="สถานที่กลางทดสอบ")


@pytest.fixture
def publisher(center) -> Officer:
    return officer(center, Role.PUBLISHER)


def directly(*, on: bool = True) -> None:
    """Switch the setting."""
    site = Site.objects.get(is_default_site=True)
    OfficeSettings.objects.update_or_create(site=site, defaults={"publishes_directly": on})


def words(**changes: object) -> offices.Words:
    """Return the words of a notice; keyword arguments replace its fields."""
    values: dict = {
        "kind": AnnouncementKind.NOTICE,
        "title": "แจกน้ำดื่มหมู่ 3 วันศุกร์นี้",
        "summary": "รับได้ที่ศาลาหมู่บ้าน เวลา 9 โมงเช้า",
        "body": "บรรทัดแรก\nบรรทัดที่สอง\n\nย่อหน้าใหม่",
        "number": "3/2569",
        "issued_on": TODAY,
        "shown_from": TODAY,
        "shown_until": TODAY + dt.timedelta(days=10),
    }
    return offices.Words(**{**values, **changes})


def written(actor: Officer, **changes: object) -> OfficeNotice:
    """Return a draft of somebody."""
    return offices.begin(actor, words(**changes), token=uuid.uuid4())


def client_of(actor: Officer) -> Client:
    """Return the browser of somebody."""
    browser = Client(HTTP_ACCEPT_LANGUAGE="th")
    browser.force_login(actor.person)
    return browser


def shown_on(browser: Client, notice: OfficeNotice) -> dict[str, str]:
    """Return what the page of a notice sends along with a decision about the text that it shows."""
    html = browser.get(reverse("notices:show", args=[notice.pk])).content.decode()
    return {"shown": re.search(r'name="shown" value="([^"]+)"', html)[1]}


def public(page: AnnouncementPage) -> int:
    """Return how the page answers the public."""
    return Client().get(page.get_url()).status_code


def state(notice: OfficeNotice) -> str:
    """Return where a notice stands now."""
    notice.refresh_from_db()
    return notice.state


FORM = {
    "kind": "notice",
    "title": "แจกน้ำดื่มหมู่ 3",
    "summary": "รับได้ที่ศาลาหมู่บ้าน",
    "body": "นำบัตรมาด้วย",
    "number": "",
    "issued_on": "22/11/2569",
    "shown_from": "๒๒ พ.ย. ๒๕๖๙",
    "shown_until": "",
}


class TestPlainText:
    @given(st.text(alphabet="กขคงเ้า <>&'\"\nabc1", max_size=200))
    def test_what_was_typed_comes_back_to_be_typed_on(self, typed):
        body = body_of(typed)
        assert "<script" not in body
        again = words_of(body)
        assert body_of(again) == body
        assert is_plain(body)

    def test_markup_is_never_taken_for_any(self):
        assert escape("<b>ด่วน</b>") in body_of("<b>ด่วน</b>")

    @pytest.mark.parametrize(
        "body",
        [
            "<ul><li>หนึ่ง</li></ul>",
            "<p><b>ด่วน</b></p>",
            '<p><a href="/x/">ดู</a></p>',
            "<h2>ที่ไหน</h2><p>ที่วัด</p>",
        ],
    )
    def test_what_an_editor_formatted_is_known(self, body):
        assert not is_plain(body)

    def test_wagtails_spelling_of_the_same_tags_is_plain(self):
        assert is_plain("<p>หนึ่ง<br/>สอง</p>\n<p>สาม</p>")


def test_a_draft_is_seen_by_the_own_office_alone(writer, publisher, center):
    notice = written(writer)
    other = officer(OrganizationFactory(type=OrganizationType.TAO), Role.LAO_CHIEF_ADMINISTRATOR)
    assert list(offices.notices(writer)) == [notice]
    for stranger in (publisher, other, officer(center, Role.CENTER_HEAD)):
        assert not offices.notices(stranger).exists()
    assert not notice.page.live
    assert public(notice.page) == 404


def test_the_center_reads_first_unless_it_says_otherwise(writer, head, publisher):
    notice = written(writer)
    with pytest.raises(NoticeError):
        offices.publish(head, notice)
    offices.propose(writer, notice)
    assert offices.waiting(publisher).count() == 1
    with pytest.raises(NoticeError):
        offices.publish(head, notice)
    offices.publish(publisher, notice)
    page = AnnouncementPage.objects.get()
    assert (page.live, state(notice), page.organization_id) == (
        True,
        NoticeState.PUBLIC,
        writer.organization.pk,
    )
    assert public(page) == 200


def test_where_it_is_set_the_head_publishes_and_others_do_not(writer, head):
    directly()
    notice = written(writer)
    with pytest.raises(NoticeError):
        offices.publish(writer, notice)
    offices.publish(head, notice)
    assert state(notice) == NoticeState.PUBLIC
    directly(on=False)
    with pytest.raises(NoticeError):
        offices.publish(head, written(writer))


def test_publishing_leaves_the_evidence_of_the_posting_with_its_person(writer, publisher):
    notice = written(writer)
    offices.propose(writer, notice)
    offices.publish(publisher, notice)
    record = PostingRecord.objects.get()
    assert (record.recorded_by, record.title) == (publisher.person, notice.page.title)
    offices.take_down(publisher, notice)
    record.refresh_from_db()
    assert record.taken_down_on == TODAY
    actions = AuditEntry.objects.filter(action__startswith="announcements.notice_").order_by("pk")
    assert [entry.action.rpartition("_")[2] for entry in actions] == [
        "written",
        "proposed",
        "published",
        "down",
    ]


def test_a_proposal_comes_back_with_its_reason_and_goes_again(writer, publisher):
    notice = written(writer)
    offices.propose(writer, notice)
    with pytest.raises(NoticeError):
        offices.give_back(publisher, notice, reason="  ")
    offices.give_back(publisher, notice, reason="ใส่เบอร์โทรด้วย")
    assert state(notice) == NoticeState.RETURNED
    page = client_of(writer).get(reverse("notices:show", args=[notice.pk]))
    assert "ใส่เบอร์โทรด้วย" in page.content.decode()
    offices.rewrite(writer, notice, words(summary="โทร 02 111 1111"), version=1)
    offices.propose(writer, notice)
    offices.publish(publisher, notice)
    assert AnnouncementPage.objects.get().summary == "โทร 02 111 1111"


def test_what_the_public_reads_stays_until_the_next_text_is_published(writer, publisher):
    notice = written(writer)
    offices.propose(writer, notice)
    offices.publish(publisher, notice)
    offices.rewrite(writer, notice, words(title="เลื่อนเป็นวันเสาร์"), version=1)
    assert "วันศุกร์" in Client().get(notice.page.get_url()).content.decode()
    assert state(notice) == NoticeState.DRAFT
    offices.propose(writer, notice)
    offices.publish(publisher, notice)
    assert "เลื่อนเป็นวันเสาร์" in Client().get(notice.page.get_url()).content.decode()


def test_while_the_center_reads_the_text_does_not_move_under_its_eyes(writer, publisher):
    notice = written(writer)
    offices.propose(writer, notice)
    with pytest.raises(NoticeError):
        offices.rewrite(writer, notice, words(title="อื่น"), version=1)
    offices.take_back(writer, notice)
    offices.rewrite(writer, notice, words(title="อื่น"), version=1)
    with pytest.raises(NoticeError):
        offices.publish(publisher, notice)


def test_two_who_write_at_once_do_not_overwrite_each_other(writer, head):
    notice = written(writer)
    offices.rewrite(head, notice, words(title="ของปลัด"), version=1)
    with pytest.raises(NoticeError):
        offices.rewrite(writer, notice, words(title="ของเจ้าหน้าที่"), version=1)
    assert offices.latest(notice).title == "ของปลัด"


def test_the_same_form_sent_twice_makes_one_notice(writer):
    token = uuid.uuid4()
    assert offices.begin(writer, words(), token=token) == offices.begin(writer, words(), token=token)
    assert AnnouncementPage.objects.count() == OfficeNotice.objects.count() == 1


def test_a_head_takes_a_mistake_down_at_once_also_where_the_center_publishes(writer, head, publisher):
    notice = written(writer)
    offices.propose(writer, notice)
    offices.publish(publisher, notice)
    with pytest.raises(NoticeError):
        offices.take_down(writer, notice)
    offices.take_down(head, notice)
    assert state(notice) == NoticeState.DOWN
    assert public(notice.page) == 404


def test_what_editors_do_in_the_back_office_is_known_at_the_desk(writer):
    notice = written(writer)
    notice.page.get_latest_revision().publish()
    assert state(notice) == NoticeState.PUBLIC
    AnnouncementPage.objects.get().unpublish()
    assert state(notice) == NoticeState.DOWN


@pytest.mark.parametrize(
    "role",
    sorted(
        set(Role) - {Role.LAO_OFFICER, Role.LAO_CHIEF_ADMINISTRATOR, Role.DEPUTY_HEAD, Role.REPORT_OFFICER}
    ),
)
def test_only_case_workers_and_reporters_of_the_office_write(office, role):
    actor = officer(office, role)
    writes = actor.works_on_cases or Function.REPORTING in actor.functions
    assert offices.may_write(actor) == writes
    if not writes:
        with pytest.raises(NoticeError):
            written(actor)


@pytest.mark.parametrize(
    "kind", [OrganizationType.HOSPITAL, OrganizationType.CENTER, OrganizationType.GOVERNOR]
)
def test_other_kinds_of_organization_have_no_section(kind):
    actor = officer(OrganizationFactory(type=kind), Role.LAO_CHIEF_ADMINISTRATOR)
    assert not offices.may_write(actor)


class TestAtTheDesk:
    def test_a_notice_from_the_first_word_to_the_page_of_the_unit(self, office, writer, publisher):
        browser = client_of(writer)
        answer = browser.post(reverse("notices:new"), FORM, follow=True)
        assert "ยังไม่มีใครนอกหน่วยงานเห็น" in answer.content.decode()
        notice = OfficeNotice.objects.get()
        browser.post(reverse("notices:step", args=[notice.pk, "propose"]))
        center = client_of(publisher)
        assert "แจกน้ำดื่มหมู่ 3" in center.get(reverse("notices:list")).content.decode()
        center.post(reverse("notices:step", args=[notice.pk, "publish"]), shown_on(center, notice))
        unit = Client().get(reverse("units:unit", args=[office.pk]))
        assert "แจกน้ำดื่มหมู่ 3" in unit.content.decode()
        assert f"?by={office.pk}" in unit.content.decode()

    def test_what_was_typed_comes_back_with_the_mistake_at_its_field(self, writer):
        answer = client_of(writer).post(
            reverse("notices:new"), FORM | {"title": "", "shown_until": "31 กุมภาพันธ์"}
        )
        text = answer.content.decode()
        assert answer.status_code == 200
        assert "รับได้ที่ศาลาหมู่บ้าน" in text
        assert "31 กุมภาพันธ์" in text
        assert "ข้อผิดพลาด" in text
        assert not OfficeNotice.objects.exists()

    def test_a_period_that_ends_before_it_begins_is_told_at_its_field(self, writer):
        late = {"shown_until": "1/11/2569"}
        answer = client_of(writer).post(reverse("notices:new"), FORM | late)
        assert "วันสุดท้ายต้องไม่อยู่ก่อนวันแรก" in answer.content.decode()

    def test_a_foreign_notice_does_not_exist(self, writer):
        notice = written(writer)
        other = client_of(
            officer(OrganizationFactory(type=OrganizationType.TAO), Role.LAO_CHIEF_ADMINISTRATOR)
        )
        addresses = [
            reverse("notices:show", args=[notice.pk]),
            reverse("notices:change", args=[notice.pk]),
        ]
        assert [other.get(address).status_code for address in addresses] == [404, 404]
        for name, more in (("step", ["publish"]), ("give_back", []), ("add_file", []), ("remove_file", [1])):
            assert other.post(reverse(f"notices:{name}", args=[notice.pk, *more])).status_code == 404

    def test_the_centers_publisher_changes_no_words_of_an_office(self, writer, publisher):
        notice = written(writer)
        offices.propose(writer, notice)
        browser = client_of(publisher)
        assert browser.get(reverse("notices:show", args=[notice.pk])).status_code == 200
        assert browser.get(reverse("notices:change", args=[notice.pk])).status_code == 404

    def test_a_file_is_added_under_its_title_and_served_once_it_is_public(self, writer, publisher):
        notice = written(writer)
        browser = client_of(writer)
        file = SimpleUploadedFile("form.pdf", pdf(), content_type="application/pdf")
        browser.post(reverse("notices:add_file", args=[notice.pk]), {"title": "แบบคำร้อง", "file": file})
        (attachment,) = offices.latest(notice).attachments.all()
        assert attachment.title == "แบบคำร้อง"
        assert Client().get(attachment.document.url).status_code == 404
        notice.refresh_from_db()
        offices.propose(writer, notice)
        offices.publish(publisher, notice)
        served = Client().get(attachment.document.url)
        assert b"".join(served.streaming_content).startswith(b"%PDF")
        browser.post(reverse("notices:remove_file", args=[notice.pk, attachment.document_id]))
        assert not offices.latest(notice).attachments.all()

    def test_a_program_under_the_name_of_a_pdf_is_refused_in_words(self, writer):
        notice = written(writer)
        file = SimpleUploadedFile("form.pdf", b"MZ\x90\x00 not a paper", content_type="application/pdf")
        answer = client_of(writer).post(
            reverse("notices:add_file", args=[notice.pk]), {"title": "แบบคำร้อง", "file": file}
        )
        assert answer.status_code == 200
        assert "แบบคำร้อง" in answer.content.decode()
        assert not offices.latest(notice).attachments.all()

    def test_what_an_editor_of_the_center_formatted_cannot_be_lost_here(self, writer):
        notice = written(writer)
        page = offices.latest(notice)
        page.body = "<ul><li>หนึ่ง</li></ul>"
        page.save_revision()
        browser = client_of(writer)
        form = browser.get(reverse("notices:change", args=[notice.pk])).content.decode()
        assert 'name="body"' not in form
        browser.post(reverse("notices:change", args=[notice.pk]), FORM | {"version": 1})
        assert offices.latest(notice).body == "<ul><li>หนึ่ง</li></ul>"
        assert offices.latest(notice).title == "แจกน้ำดื่มหมู่ 3"


def test_the_list_of_announcements_can_be_that_of_one_office(office, writer, publisher):
    notice = written(writer)
    offices.propose(writer, notice)
    offices.publish(publisher, notice)
    other = announcement(title="เปิดรับอาสาสมัคร")
    url = index_page().get_url()
    of_office = Client().get(url, {"by": office.pk}).content.decode()
    assert notice.page.title in of_office
    assert other.title not in of_office
    for odd in ("x", "0", "๑", "9" * 30, "-1", "999999"):
        assert other.title in Client().get(url, {"by": odd}).content.decode()


def test_notices_page_by_key(writer, monkeypatch):
    monkeypatch.setattr("announcements.desk.views.PAGE_SIZE", 1)
    for number in range(3):
        written(writer, title=f"ประกาศที่ {number}")
    assert_pages_by_key(
        client_of(writer), reverse("notices:list"), OfficeNotice, rows=".desk-page li.case-block"
    )
