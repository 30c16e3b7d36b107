"""Announcements: what the public sees, when, and in which form; nothing before its time and nothing withdrawn."""

from __future__ import annotations

import datetime as dt
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.test import RequestFactory
from wagtail.documents.models import Document
from wagtail.models import PageViewRestriction

from announcements.models import AnnouncementAttachment, AnnouncementPage
from announcements.public.poster import blocks_of, notice_of
from announcements.vocabulary import AnnouncementKind
from portal.letters.kinds.notices import Block
from portal.pages.models import SiteSettings
from tests.accounts.factories import OrganizationFactory, UserFactory
from tests.announcements.factories import announcement, index_page
from tests.helpers import assert_same_queries
from tests.letters import pdf

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
NOW = dt.datetime(2026, 11, 22, 5, tzinfo=dt.UTC)
TODAY = dt.date(2026, 11, 22)
LIST = "/announcements/"
FEED = "/announcements/feed/"


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOW, tick=False):
        yield


def page_url(page: AnnouncementPage) -> str:
    return f"{LIST}{page.slug}/"


def notice_url(page: AnnouncementPage) -> str:
    return f"{page_url(page)}notice.pdf"


def attach(
    page: AnnouncementPage, title: str = "แบบคำขอ", content: bytes = b"%PDF-1.7 x"
) -> AnnouncementAttachment:
    document = Document.objects.create(title="ชื่อในคลังไฟล์", file=ContentFile(content, name="form.pdf"))
    return AnnouncementAttachment.objects.create(page=page, document=document, title=title)


def served(client, row: AnnouncementAttachment) -> bytes | None:
    """Return the file of an attachment as the public gets it, or None when it is not served."""
    response = client.get(row.document.url)
    content = response.getvalue() if response.status_code == 200 else None
    response.close()
    return content


HIDDEN = {
    "draft": {"live": False},
    "not yet": {"shown_from": TODAY + dt.timedelta(days=1)},
    "not yet, draft": {"live": False, "shown_from": TODAY + dt.timedelta(days=1)},
}


class TestList:
    def test_it_shows_announcements_in_force_newest_first(self, client) -> None:
        announcement(title="เก่ากว่า", issued_on=TODAY - dt.timedelta(days=3))
        announcement(title="ใหม่กว่า", issued_on=TODAY)
        body = client.get(LIST).content.decode()
        assert body.index("ใหม่กว่า") < body.index("เก่ากว่า")
        assert "2 รายการ" in body

    def test_filters_speak_the_language_of_the_page(self, client):
        announcement()
        english = client.get("/en" + LIST).content.decode()
        for thai, words in (("อยู่ในช่วงปิดประกาศ", "Posted now"), ("ที่ผ่านมา", "Past"), ("ทุกประเภท", "All types")):
            assert thai not in english
            assert words in english

    @pytest.mark.parametrize("change", HIDDEN.values(), ids=HIDDEN)
    @pytest.mark.parametrize("query", ["", "?show=past", "?kind=notice", "?show=past&kind=notice"])
    def test_nothing_unpublished_or_early_is_listed_or_counted(
        self, client, change: dict, query: str
    ) -> None:
        announcement(title="ความลับที่ยังไม่ประกาศ", summary="สรุปลับ", **change)
        body = client.get(LIST + query).content.decode()
        assert "ความลับที่ยังไม่ประกาศ" not in body
        assert "สรุปลับ" not in body
        assert "0 รายการ" in body

    def test_what_is_over_is_only_among_the_past(self, client) -> None:
        announcement(title="หมดเขตแล้ว", shown_until=TODAY - dt.timedelta(days=1))
        assert "หมดเขตแล้ว" not in client.get(LIST).content.decode()
        past = client.get(LIST + "?show=past").content.decode()
        assert "หมดเขตแล้ว" in past
        assert "หมดระยะเวลาปิดประกาศ" in past

    def test_first_and_last_day_belong_to_the_period_in_thai_time(self, client) -> None:
        announcement(title="วันเดียว", shown_from=TODAY, shown_until=TODAY)
        with time_machine.travel(dt.datetime(2026, 11, 21, 16, 59, tzinfo=dt.UTC), tick=False):
            assert "วันเดียว" not in client.get(LIST).content.decode()
        with time_machine.travel(dt.datetime(2026, 11, 21, 17, 0, tzinfo=dt.UTC), tick=False):
            assert "วันเดียว" in client.get(LIST).content.decode()
        with time_machine.travel(dt.datetime(2026, 11, 22, 16, 59, tzinfo=dt.UTC), tick=False):
            assert "วันเดียว" in client.get(LIST).content.decode()
        with time_machine.travel(dt.datetime(2026, 11, 22, 17, 0, tzinfo=dt.UTC), tick=False):
            assert "วันเดียว" not in client.get(LIST).content.decode()

    def test_an_announcement_without_last_day_stays(self, client) -> None:
        announcement(title="ไม่มีกำหนด", shown_until=None)
        with time_machine.travel(NOW + dt.timedelta(days=4000), tick=False):
            assert "ไม่มีกำหนด" in client.get(LIST).content.decode()

    def test_one_kind_can_be_asked_for(self, client) -> None:
        announcement(title="ระวังน้ำหลาก", kind=AnnouncementKind.WARNING)
        announcement(title="ข่าวทั่วไป", kind=AnnouncementKind.NEWS)
        body = client.get(LIST + "?kind=warning").content.decode()
        assert "ระวังน้ำหลาก" in body
        assert "ข่าวทั่วไป" not in body

    @pytest.mark.parametrize(
        "query",
        [
            "?kind=nothing",
            "?show=ever",
            "?page=jam",
            "?page=999999",
            "?page=-1",
            "?page=0",
            "?page=",
            "?kind=%00",
            "?page=๒",
        ],
    )
    def test_a_query_that_makes_no_sense_shows_the_list(self, client, query: str) -> None:
        announcement(title="ยังอยู่")
        response = client.get(LIST + query)
        assert response.status_code == 200
        assert "ยังอยู่" in response.content.decode()

    def test_long_lists_have_pages_and_page_numbers_clamp(self, client) -> None:
        for number in range(23):
            announcement(title=f"ประกาศลำดับ {number:02}", issued_on=TODAY - dt.timedelta(days=number))
        assert client.get(LIST).content.decode().count("ประกาศลำดับ") == 20
        last = client.get(LIST + "?page=999999").content.decode()
        assert "ประกาศลำดับ 22" in last
        assert last.count("ประกาศลำดับ") == 3

    def test_an_empty_list_says_so(self, client) -> None:
        index_page()
        assert "ตอนนี้ไม่มีประกาศ" in client.get(LIST).content.decode()
        assert "ยังไม่มีประกาศที่ผ่านมา" in client.get(LIST + "?show=past").content.decode()

    def test_titles_and_summaries_are_text(self, client) -> None:
        announcement(title="<script>x()</script>", summary="<img src=x onerror=y()>")
        body = client.get(LIST).content.decode()
        assert "<script>x()" not in body
        assert "<img src=x" not in body

    def test_it_is_cacheable_and_sets_no_cookie(self, client) -> None:
        announcement()
        response = client.get(LIST)
        assert not response.cookies
        assert "public" in response["Cache-Control"]

    def test_english_readers_get_english(self, client) -> None:
        announcement(title_en="Shelter opens", summary_en="Come in.")
        body = client.get("/en" + LIST).content.decode()
        assert "Shelter opens" in body
        assert "Come in." in body

    def test_queries_do_not_grow_with_the_list(self, client) -> None:
        announcement(organization=OrganizationFactory())
        assert_same_queries(
            lambda: client.get(LIST),
            lambda: [announcement(organization=OrganizationFactory()) for _ in range(3)],
        )


class TestPage:
    def test_it_says_what_who_and_when(self, client) -> None:
        page = announcement(number="3/2569", organization=OrganizationFactory(name_th="เทศบาลทดสอบ"))
        attach(page)
        body = client.get(page_url(page)).content.decode()
        for part in (
            "เปิดศูนย์พักพิงชั่วคราว",
            "3/2569",
            "เทศบาลทดสอบ",
            "โรงเรียนทดสอบ",
            "แบบคำขอ",
            "PDF",
            "notice.pdf",
        ):
            assert part in body, part
        assert "21 พฤศจิกายน 2569 ถึง 7 ธันวาคม 2569" in body

    @pytest.mark.parametrize("change", HIDDEN.values(), ids=HIDDEN)
    def test_before_its_time_it_does_not_exist(self, client, change: dict) -> None:
        page = announcement(title="ความลับที่ยังไม่ประกาศ", **change)
        for url in (page_url(page), notice_url(page), "/en" + page_url(page)):
            response = client.get(url)
            assert response.status_code == 404
            assert "ความลับ" not in response.content.decode()

    def test_when_it_is_over_it_can_be_read_and_says_so_but_not_be_posted_again(self, client) -> None:
        page = announcement(shown_until=TODAY - dt.timedelta(days=1))
        body = client.get(page_url(page)).content.decode()
        assert "หมดระยะเวลาปิดประกาศแล้ว" in body
        assert "notice.pdf" not in body
        assert client.get(notice_url(page)).status_code == 404

    def test_a_page_with_restricted_view_is_nowhere_public(self, client) -> None:
        page = announcement(title="เฉพาะผู้มีรหัสผ่าน")
        PageViewRestriction.objects.create(page=page, restriction_type="login")
        assert "เฉพาะผู้มีรหัสผ่าน" not in client.get(LIST).content.decode()
        assert "เฉพาะผู้มีรหัสผ่าน" not in client.get(FEED).content.decode()
        assert client.get(notice_url(page)).status_code == 302

    def test_attachments_keep_their_order_and_titles(self, client) -> None:
        page = announcement()
        for order, title in enumerate(("แผนที่", "แบบคำขอ", "ภาพ")):
            row = attach(page, title)
            row.sort_order = order
            row.save()
        body = client.get(page_url(page)).content.decode()
        assert body.index("แผนที่") < body.index("แบบคำขอ") < body.index("ภาพ")
        assert "ชื่อในคลังไฟล์" not in body

    def test_a_file_gone_from_the_disk_does_not_break_the_page(self, client) -> None:
        page = announcement()
        row = attach(page)
        row.document.file.storage.delete(row.document.file.name)
        assert client.get(page_url(page)).status_code == 200

    def test_queries_do_not_grow_with_attachments(self, client) -> None:
        page = announcement()
        attach(page)
        assert_same_queries(
            lambda: client.get(page_url(page)), lambda: [attach(page, f"ไฟล์ {n}") for n in range(3)]
        )

    def test_a_period_that_ends_before_it_begins_is_refused(self) -> None:
        page = announcement()
        page.shown_until = page.shown_from - dt.timedelta(days=1)
        with pytest.raises(ValidationError) as refused:
            page.full_clean()
        assert "shown_until" in refused.value.message_dict

    def test_the_announcer_is_the_center_unless_named(self, client, rf) -> None:
        page = announcement()
        assert "ศูนย์ปฏิบัติการร่วม" in page.issuer(rf.get("/"))

    @pytest.mark.parametrize("path", ["notice.pd", "notice.html", "feed/", "x.pdf", "notice.pdf/"])
    def test_other_addresses_below_it_do_not_exist(self, client, path: str) -> None:
        assert client.get(page_url(announcement()) + path).status_code in (301, 302, 404)


class TestElsewhere:
    """Places that list pages or files without asking this room."""

    @pytest.mark.parametrize("change", HIDDEN.values(), ids=HIDDEN)
    def test_crawlers_are_not_told_before_its_time(self, client, change: dict) -> None:
        page = announcement(slug="not-yet-told", **change)
        shown = announcement(slug="told")
        sitemap = client.get("/sitemap.xml").content.decode()
        assert page.slug not in sitemap
        assert page_url(shown) in sitemap

    @pytest.mark.parametrize("change", HIDDEN.values(), ids=HIDDEN)
    def test_a_file_is_not_served_before_its_announcement(self, client, change: dict) -> None:
        assert served(client, attach(announcement(**change))) is None

    @pytest.mark.parametrize(
        "change", [{}, {"shown_until": TODAY - dt.timedelta(days=1)}], ids=["in force", "over"]
    )
    def test_a_file_of_a_public_announcement_is_served(self, client, change: dict) -> None:
        assert served(client, attach(announcement(**change))) == b"%PDF-1.7 x"

    def test_a_file_that_is_public_elsewhere_is_served(self, client) -> None:
        row = attach(announcement(live=False))
        AnnouncementAttachment.objects.create(page=announcement(), document=row.document, title="ที่อื่น")
        assert served(client, row) is not None

    def test_a_file_that_its_announcement_has_given_up_is_not_served(self, client) -> None:
        row = attach(announcement())
        row.delete()
        assert served(client, row) is None

    def test_editors_may_look_at_files_of_drafts(self, client) -> None:
        from django.contrib.auth.models import Group

        user = UserFactory()
        user.groups.add(Group.objects.get(name="Editors"))
        client.force_login(user)
        assert served(client, attach(announcement(live=False))) is not None


class TestNotice:
    def test_whom_to_ask_is_whoever_announces(self) -> None:
        """The center for its own, the office for one of an office that has a telephone (S1.11, S1.23)."""
        page = announcement()
        SiteSettings.for_request(RequestFactory().get("/", HTTP_HOST="localhost")).save()
        SiteSettings.objects.update(phone="0 7561 0000")
        assert notice_of(page, RequestFactory().get("/", HTTP_HOST="localhost")).phones == (
            "สอบถาม 0 7561 0000",
        )
        for given, said in (("0 7563 1234", "0 7563 1234"), ("", "0 7561 0000")):
            page.organization = OrganizationFactory(phone=given)
            request = RequestFactory().get("/", HTTP_HOST="localhost")
            assert notice_of(page, request).phones == (f"สอบถาม {said}",)

    def test_it_is_a_poster_of_the_announcement(self, client, tmp_path: Path) -> None:
        page = announcement(
            number="3/2569", body="<h2>นำมา</h2><ul><li>ยาประจำตัว</li></ul><p>ที่<b>โรงเรียน</b>ทดสอบ</p>"
        )
        attach(page, "แผนที่ศูนย์พักพิง")
        response = client.get(notice_url(page))
        assert response.status_code == 200
        assert response["Content-Type"] == "application/pdf"
        assert page.slug in response["Content-Disposition"]
        text = pdf.squeezed(pdf.text_of(response.content, tmp_path))
        for part in (
            "เปิดศูนย์พักพิงชั่วคราว",
            "ที่๓/๒๕๖๙",
            "ยาประจำตัว",
            "ที่โรงเรียนทดสอบ",
            "แผนที่ศูนย์พักพิง",
            "๗ธันวาคม๒๕๖๙",
            page.slug,
        ):
            assert part in text, part

    def test_it_is_thai_in_the_english_interface_too(self, client, tmp_path: Path) -> None:
        page = announcement(title_en="Shelter opens", kind=AnnouncementKind.WARNING)
        text = pdf.squeezed(pdf.text_of(client.get("/en" + notice_url(page)).content, tmp_path))
        assert "ประกาศเตือนภัย" in text
        assert "Shelter" not in text

    def test_it_is_drawn_once_and_again_after_a_change(self, client, monkeypatch) -> None:
        page = announcement()
        drawn = []
        monkeypatch.setattr(
            "announcements.public.poster.notice_pdf", lambda notice: drawn.append(notice.title) or b"%PDF"
        )
        for _ in range(3):
            client.get(notice_url(page))
        assert len(drawn) == 1
        page.title = "ชื่อใหม่"
        page.save()
        client.get(notice_url(page))
        assert drawn[1:] == ["ชื่อใหม่"]

    def test_a_strange_host_is_refused(self, client) -> None:
        assert client.get(notice_url(announcement()), headers={"host": "evil.example"}).status_code == 400

    @pytest.mark.parametrize(
        ("html", "blocks"),
        [
            ("<p>หนึ่ง</p><p>สอง</p>", [Block(text="หนึ่ง"), Block(text="สอง")]),
            ("<h2>หัว</h2>", [Block(text="หัว", style="heading")]),
            ("<ul><li><p>ข้อ</p></li></ul>", [Block(text="ข้อ", style="item")]),
            ("<p> </p><p></p>", []),
            ("", []),
            ("<p>ไป <a href='/x'>หน้า</a> นี้</p>", [Block(text="ไป หน้า นี้")]),
        ],
    )
    def test_rich_text_becomes_plain_blocks(self, html: str, blocks: list[Block]) -> None:
        assert list(blocks_of(html)) == blocks


class TestFeed:
    def entries(self, client, url: str = FEED) -> list[ET.Element]:
        return ET.fromstring(client.get(url).content).findall(f"{ATOM}entry")

    def test_it_is_atom_with_what_is_in_force(self, client) -> None:
        page = announcement(
            title='เปิด "ศูนย์" <พักพิง> & อื่น ๆ ทำน้ำ', organization=OrganizationFactory(name_th="เทศบาลทดสอบ")
        )
        response = client.get(FEED)
        assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
        (entry,) = self.entries(client)
        assert entry.findtext(f"{ATOM}title") == 'เปิด "ศูนย์" <พักพิง> & อื่น ๆ ทำน้ำ'
        assert entry.find(f"{ATOM}link").get("href") == f"http://testserver{page_url(page)}"
        assert entry.findtext(f"{ATOM}author/{ATOM}name") == "เทศบาลทดสอบ อ.เมืองกระบี่ จ.กระบี่"
        assert entry.findtext(f"{ATOM}id") == f"urn:uuid:{page.translation_key}"
        assert entry.findtext(f"{ATOM}updated").endswith("+00:00") or entry.findtext(
            f"{ATOM}updated"
        ).endswith("Z")

    @pytest.mark.parametrize(
        "change",
        [*HIDDEN.values(), {"shown_until": TODAY - dt.timedelta(days=1)}],
        ids=[*HIDDEN, "over"],
    )
    def test_nothing_unpublished_early_or_over_is_in_it(self, client, change: dict) -> None:
        announcement(title="ไม่ควรเห็น", summary="สรุปที่ไม่ควรเห็น", **change)
        announcement(title="เห็นได้")
        assert [entry.findtext(f"{ATOM}title") for entry in self.entries(client)] == ["เห็นได้"]
        assert "ไม่ควรเห็น" not in client.get(FEED).content.decode()

    def test_control_characters_do_not_break_it(self, client) -> None:
        announcement(title="ก\x08ข\x0bค\x1f", summary="หนึ่ง\x07\nสอง\ufffe")
        (entry,) = self.entries(client)
        assert entry.findtext(f"{ATOM}title") == "กขค"
        assert entry.findtext(f"{ATOM}summary").startswith("หนึ่ง สอง")

    def test_it_is_english_for_english_readers_with_the_same_ids(self, client) -> None:
        announcement(title_en="Shelter opens")
        (thai,) = self.entries(client)
        (english,) = self.entries(client, "/en" + FEED)
        assert english.findtext(f"{ATOM}title") == "Shelter opens"
        assert english.findtext(f"{ATOM}id") == thai.findtext(f"{ATOM}id")

    def test_it_holds_the_newest_thirty(self, client) -> None:
        for number in range(33):
            announcement(title=f"ลำดับ {number:02}", issued_on=TODAY - dt.timedelta(days=number))
        titles = [entry.findtext(f"{ATOM}title") for entry in self.entries(client)]
        assert titles == [f"ลำดับ {number:02}" for number in range(30)]

    def test_an_empty_feed_is_a_feed(self, client) -> None:
        index_page()
        assert self.entries(client) == []

    def test_queries_do_not_grow(self, client) -> None:
        announcement(organization=OrganizationFactory())
        assert_same_queries(
            lambda: client.get(FEED),
            lambda: [announcement(organization=OrganizationFactory()) for _ in range(3)],
        )
