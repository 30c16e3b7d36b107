"""Nothing goes before the public that its publisher did not read: texts of offices, yearly figures (S1.11, S1.30)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.urls import reverse

from announcements.domain import offices
from announcements.domain.offices import NoticeError
from announcements.models import AnnouncementPage, AnnualResults, OfficeNotice
from announcements.results.publishing import ResultsError, compute_draft, publish, shown_of
from announcements.vocabulary import NoticeState
from portal.accounts.roles import Role
from tests.accounts.factories import UserFactory, officer
from tests.announcements import test_results
from tests.announcements.factories import BIG
from tests.announcements.test_offices import (
    _list,
    _noon,
    center,
    client_of,
    directly,
    head,
    office,
    public,
    publisher,
    shown_on,
    state,
    words,
    writer,
    written,
)
from tests.announcements.test_results import clock, computed, editor

__all__ = ["_list", "_noon", "center", "clock", "computed", "head", "office", "publisher", "writer"]
pytestmark = pytest.mark.django_db
NEW = "แจกข้าวสารวันเสาร์"
CHANGED = "ข้อความเปลี่ยนไปหลังจากที่คุณเปิดหน้านี้"


def proposed(writer, **changes) -> OfficeNotice:
    notice = written(writer, **changes)
    offices.propose(writer, notice)
    return notice


def rewritten(writer, notice: OfficeNotice) -> None:
    """The office takes its proposal back, writes something else, and proposes that."""
    offices.take_back(writer, notice)
    offices.rewrite(writer, notice, words(title=NEW), version=1)
    offices.propose(writer, notice)


class TestTextsOfOffices:
    def test_the_publisher_publishes_only_the_text_that_the_page_showed(self, writer, publisher):
        notice, browser = proposed(writer), client_of(publisher)
        read = shown_on(browser, notice)
        rewritten(writer, notice)
        answer = browser.post(reverse("notices:step", args=[notice.pk, "publish"]), read, follow=True)
        html = answer.content.decode()
        assert CHANGED in html and NEW in html, "it is said, and the new text stands there to be read"
        assert state(notice) == NoticeState.WAITING
        assert public(notice.page) == 404
        browser.post(reverse("notices:step", args=[notice.pk, "publish"]), shown_on(browser, notice))
        assert state(notice) == NoticeState.PUBLIC
        assert AnnouncementPage.objects.get().title == NEW

    def test_a_page_that_does_not_say_what_it_showed_publishes_nothing(self, writer, publisher):
        notice = proposed(writer)
        client_of(publisher).post(reverse("notices:step", args=[notice.pk, "publish"]))
        assert state(notice) == NoticeState.WAITING

    def test_the_reason_is_about_the_text_that_was_read_and_stays_in_its_box(self, writer, publisher):
        notice, browser = proposed(writer), client_of(publisher)
        read = shown_on(browser, notice)
        rewritten(writer, notice)
        address = reverse("notices:give_back", args=[notice.pk])
        html = browser.post(address, {"reason": "ใส่เบอร์โทรด้วย", **read}).content.decode()
        assert CHANGED in html and NEW in html and "ใส่เบอร์โทรด้วย" in html
        assert state(notice) == NoticeState.WAITING
        browser.post(address, {"reason": "ใส่เบอร์โทรด้วย", **shown_on(browser, notice)})
        assert state(notice) == NoticeState.RETURNED

    def test_what_an_editor_changes_meanwhile_was_not_read_either(self, writer, publisher):
        """Also where Wagtail writes over its own revision while the editor goes on typing."""
        notice = proposed(writer)
        page = offices.latest(notice)
        page.summary = "บรรณาธิการแก้"
        drafted = page.save_revision()
        notice.refresh_from_db()
        read = offices.shown_to(publisher, notice).mark
        page.summary = "บรรณาธิการแก้อีก"
        assert page.save_revision(overwrite_revision=drafted).pk == drafted.pk
        with pytest.raises(NoticeError):
            offices.publish(publisher, notice, shown=read)
        offices.publish(publisher, notice, shown=offices.shown_to(publisher, notice).mark)
        assert AnnouncementPage.objects.get().summary == "บรรณาธิการแก้อีก"

    def test_a_head_publishes_no_text_that_a_colleague_just_wrote(self, writer, head):
        directly()
        notice = written(writer)
        read = offices.shown_to(head, notice).mark
        offices.rewrite(writer, notice, words(title=NEW), version=1)
        with pytest.raises(NoticeError):
            offices.publish(head, notice, shown=read)
        offices.publish(head, notice, shown=offices.shown_to(head, notice).mark)
        assert AnnouncementPage.objects.get().title == NEW


class TestPublicWhileTheNextTextIsWritten:
    """An office writes on: the center can take down what is public, and reads no draft (S1.11)."""

    @pytest.fixture
    def notice(self, writer, publisher) -> OfficeNotice:
        notice = proposed(writer)
        offices.publish(publisher, notice)
        offices.rewrite(writer, notice, words(title=NEW, summary="ยังไม่ให้ใครเห็น"), version=1)
        return notice

    def test_the_center_takes_it_down_at_the_desk(self, notice, publisher):
        browser = client_of(publisher)
        html = browser.get(reverse("notices:show", args=[notice.pk])).content.decode()
        assert "นี่คือข้อความที่ประชาชนเห็นอยู่" in html
        answer = browser.post(reverse("notices:step", args=[notice.pk, "take-down"]), follow=True)
        assert "ประชาชนไม่เห็นแล้ว" in answer.content.decode()
        assert public(notice.page) == 404
        assert state(notice) == NoticeState.DOWN

    @pytest.mark.parametrize("down", [False, True])
    def test_the_center_reads_what_the_public_read_and_never_the_draft(self, notice, publisher, down):
        if down:
            offices.take_down(publisher, notice)
        browser = client_of(publisher)
        for address in (reverse("notices:list"), reverse("notices:show", args=[notice.pk])):
            html = browser.get(address).content.decode()
            assert "แจกน้ำดื่มหมู่ 3 วันศุกร์นี้" in html
            assert NEW not in html and "ยังไม่ให้ใครเห็น" not in html

    def test_the_office_goes_on_with_its_own_words(self, notice, writer, publisher):
        browser = client_of(writer)
        assert NEW in browser.get(reverse("notices:list")).content.decode()
        html = browser.get(reverse("notices:show", args=[notice.pk])).content.decode()
        assert NEW in html and "ประชาชนยังเห็นข้อความเดิมที่เผยแพร่ไว้" in html
        offices.take_down(publisher, notice)
        assert NEW in browser.get(reverse("notices:show", args=[notice.pk])).content.decode()

    def test_the_center_neither_publishes_nor_returns_it(self, notice, publisher):
        browser = client_of(publisher)
        html = browser.get(reverse("notices:show", args=[notice.pk])).content.decode()
        assert "/publish/" not in html and "/return/" not in html
        browser.post(reverse("notices:step", args=[notice.pk, "publish"]), {"shown": ""})
        browser.post(reverse("notices:give_back", args=[notice.pk]), {"reason": "x"})
        assert state(notice) == NoticeState.DRAFT
        assert not offices.waiting(publisher).exists()

    def test_only_the_centers_publishers_see_it(self, notice, center):
        assert not offices.notices(officer(center, Role.CENTER_HEAD)).exists()

    def test_a_draft_that_never_was_public_is_the_offices_own_affair(self, writer, publisher):
        notice = written(writer)
        assert client_of(publisher).get(reverse("notices:show", args=[notice.pk])).status_code == 404


class TestYearlyFigures:
    CHANGED = "มีผู้คำนวณร่างใหม่หลังจากที่คุณเปิดหน้านี้"

    def test_figures_that_were_computed_anew_meanwhile_are_not_published(self, client, computed):
        client.force_login(editor())
        compute_draft(be_year=2569, user=UserFactory())
        checked = test_results.shown_on(client)
        computed((*BIG[:2], replace(BIG[2], received=140), BIG[3]))
        compute_draft(be_year=2569, user=UserFactory())
        address = reverse("announcements_cms:results_publish", args=[2569])
        html = client.post(address, {"method": "นับจากทะเบียน", **checked}).content.decode()
        assert self.CHANGED in html
        assert "นับจากทะเบียน" in html, "what was typed stays"
        assert not AnnualResults.objects.get().is_published
        client.post(address, {"method": "นับจากทะเบียน", **test_results.shown_on(client)})
        found = AnnualResults.objects.get()
        assert (found.is_published, found.snapshot["total"]["received"]) == (True, 196)

    def test_a_page_that_does_not_say_what_it_showed_publishes_nothing(self, client, computed):
        client.force_login(editor())
        compute_draft(be_year=2569, user=UserFactory())
        client.post(reverse("announcements_cms:results_publish", args=[2569]), {})
        assert not AnnualResults.objects.get().is_published

    def test_the_reason_of_a_new_edition_is_read_too(self, computed):
        compute_draft(be_year=2569, user=UserFactory())
        publish(be_year=2569, user=UserFactory())
        computed((*BIG[:2], replace(BIG[2], received=140), BIG[3]))
        checked = shown_of(compute_draft(be_year=2569, user=UserFactory(), why="ขาดไป 100 เรื่อง"))
        compute_draft(be_year=2569, user=UserFactory(), why="เหตุอื่น")
        with pytest.raises(ResultsError, match="คำนวณร่างใหม่"):
            publish(be_year=2569, user=UserFactory(), shown=checked)

    def test_a_draft_that_is_the_same_is_published(self, computed):
        user = UserFactory()
        checked = shown_of(compute_draft(be_year=2569, user=user))
        compute_draft(be_year=2569, user=user)
        assert publish(be_year=2569, user=UserFactory(), shown=checked).is_published
