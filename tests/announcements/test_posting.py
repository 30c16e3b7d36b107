"""Evidence of posting (S1.23): made by itself for the website, by hand for the board, and never changed."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from wagtail.log_actions import LogContext

from announcements.domain.postings import correct
from announcements.models import PostingRecord
from announcements.starter import grant_rights
from announcements.upkeep import postings_not_taken_down
from announcements.vocabulary import PostingMedium
from portal.upkeep.registry import Look, rows
from tests.accounts.factories import UserFactory
from tests.announcements.factories import announcement

pytestmark = pytest.mark.django_db

NOON = dt.datetime(2026, 11, 22, 5, tzinfo=dt.UTC)
TODAY = dt.date(2026, 11, 22)
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _noon():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def editor(group: str = "Editors"):
    grant_rights()
    user = UserFactory()
    user.groups.add(Group.objects.get(name=group))
    return user


def publish(page, user=None) -> None:
    page.save_revision(user=user).publish()


class TestWebsite:
    def test_publishing_puts_it_on_record_with_who_and_when(self) -> None:
        user = UserFactory()
        page = announcement(shown_from=TODAY - DAY, shown_until=TODAY + 14 * DAY)
        publish(page, user)
        record = PostingRecord.objects.get()
        assert record.medium == PostingMedium.WEBSITE
        assert (record.posted_from, record.posted_until) == (TODAY, TODAY + 14 * DAY)
        assert record.recorded_by == user
        assert record.title == page.title
        assert "website" not in str(record)

    def test_the_publisher_is_recorded_not_the_writer(self) -> None:
        writer, publisher = editor(), editor("Moderators")
        page = announcement()
        page.save_revision(user=writer)
        with LogContext(user=publisher):
            page.latest_revision.publish(user=publisher)
        assert PostingRecord.objects.get().recorded_by == publisher

    def test_scheduling_is_not_posting_yet(self) -> None:
        page = announcement(live=False)
        page.go_live_at = NOON + DAY
        publish(page)
        assert not PostingRecord.objects.exists()

    def test_a_posting_that_begins_later_begins_later(self) -> None:
        publish(announcement(shown_from=TODAY + 3 * DAY))
        assert PostingRecord.objects.get().posted_from == TODAY + 3 * DAY

    def test_correcting_a_word_is_the_same_posting(self) -> None:
        page = announcement()
        publish(page)
        page.summary = "แก้คำผิด"
        publish(page)
        assert PostingRecord.objects.count() == 1

    def test_another_last_day_ends_the_record_and_begins_one(self, _noon) -> None:
        page = announcement(shown_until=TODAY + 14 * DAY)
        publish(page)
        _noon.move_to(NOON + 2 * DAY)
        page.shown_until = TODAY + 30 * DAY
        publish(page)
        new, old = PostingRecord.objects.all()
        assert (old.posted_until, old.taken_down_on) == (TODAY + 14 * DAY, TODAY + 2 * DAY)
        assert (new.posted_from, new.posted_until, new.taken_down_on) == (
            TODAY + 2 * DAY,
            TODAY + 30 * DAY,
            None,
        )

    def test_withdrawing_ends_the_record(self, _noon) -> None:
        page = announcement()
        publish(page)
        _noon.move_to(NOON + DAY)
        page.unpublish()
        assert PostingRecord.objects.get().taken_down_on == TODAY + DAY

    def test_withdrawing_before_the_first_day_leaves_nothing_to_prove(self) -> None:
        page = announcement(shown_from=TODAY + 3 * DAY)
        publish(page)
        page.unpublish()
        assert not PostingRecord.objects.exists()

    def test_evidence_outlives_the_announcement_and_its_title(self) -> None:
        page = announcement(title="ชื่อเดิม")
        publish(page)
        page.title = "ชื่อใหม่"
        publish(page)
        page.delete()
        record = PostingRecord.objects.get()
        assert record.announcement is None
        assert record.title == "ชื่อเดิม"
        assert record.path.endswith(f"{page.slug}/")

    def test_publishing_what_is_over_makes_a_record_of_the_days_that_were(self) -> None:
        publish(announcement(shown_from=TODAY - 20 * DAY, shown_until=TODAY - 5 * DAY))
        record = PostingRecord.objects.get()
        assert record.posted_from <= record.posted_until


class TestBoard:
    def data(self, **changes: object) -> dict:
        values = {
            "announcement": announcement().pk,
            "medium": "board",
            "place": "ป้ายหน้าสำนักงาน",
            "posted_from": "2026-11-20",
            "posted_until": "2026-12-05",
            "note": "",
        }
        return {**values, **changes}

    def test_an_editor_puts_it_on_record(self, client) -> None:
        user = editor()
        client.force_login(user)
        response = client.post(reverse("announcements_cms:posting_add"), self.data())
        assert response.status_code == 302
        record = PostingRecord.objects.get()
        assert record.recorded_by == user
        assert record.place == "ป้ายหน้าสำนักงาน"
        listed = client.get(reverse("announcements_cms:postings")).content.decode()
        assert "ป้ายหน้าสำนักงาน" in listed
        assert "20 พ.ย. 2569" in listed

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            ({"place": " "}, "บอกว่าปิดประกาศไว้ที่ใด"),
            ({"posted_until": "2026-11-19"}, "วันสุดท้ายต้องไม่อยู่ก่อนวันแรก"),
            ({"announcement": ""}, "จำเป็น"),
            ({"announcement": "999999"}, ""),
            ({"posted_from": "เมื่อวาน"}, ""),
            ({"medium": "moon"}, ""),
        ],
    )
    def test_bad_input_is_told_and_kept(self, client, change: dict, words: str) -> None:
        client.force_login(editor())
        response = client.post(reverse("announcements_cms:posting_add"), self.data(**change))
        assert response.status_code == 200
        assert not PostingRecord.objects.exists()
        assert response.context["form"].errors
        if words and "จำเป็น" not in words:
            assert words in response.content.decode()

    def test_nobody_else_is_written_down_as_the_recorder(self, client) -> None:
        user, other = editor(), UserFactory()
        client.force_login(user)
        client.post(reverse("announcements_cms:posting_add"), self.data(recorded_by=other.pk, title="ปลอม"))
        record = PostingRecord.objects.get()
        assert record.recorded_by == user
        assert record.title != "ปลอม"

    def test_taking_down_is_recorded_once(self, client, _noon) -> None:
        client.force_login(editor())
        client.post(reverse("announcements_cms:posting_add"), self.data())
        record = PostingRecord.objects.get()
        down = reverse("announcements_cms:posting_take_down", args=[record.pk])
        client.post(down)
        _noon.move_to(NOON + DAY)
        client.post(down)
        record.refresh_from_db()
        assert record.taken_down_on == TODAY

    def test_what_was_not_posted_yet_cannot_be_taken_down(self, client) -> None:
        client.force_login(editor())
        client.post(reverse("announcements_cms:posting_add"), self.data(posted_from="2026-11-25"))
        record = PostingRecord.objects.get()
        client.post(reverse("announcements_cms:posting_take_down", args=[record.pk]))
        record.refresh_from_db()
        assert record.taken_down_on is None

    def test_nothing_changes_by_get(self, client) -> None:
        client.force_login(editor())
        client.post(reverse("announcements_cms:posting_add"), self.data())
        record = PostingRecord.objects.get()
        assert client.get(reverse("announcements_cms:posting_take_down", args=[record.pk])).status_code == 405

    @pytest.mark.parametrize("page", ["1", "999", "jam", ""])
    def test_page_numbers_clamp(self, client, page: str) -> None:
        client.force_login(editor())
        assert client.get(reverse("announcements_cms:postings"), {"p": page}).status_code == 200

    def test_only_editors_come_in(self, client) -> None:
        address = reverse("announcements_cms:postings")
        assert client.get(address).status_code == 302
        client.force_login(UserFactory())
        assert client.get(address).status_code == 302
        assert client.post(reverse("announcements_cms:posting_add"), self.data()).status_code == 302
        assert not PostingRecord.objects.exists()


def test_the_database_refuses_impossible_periods() -> None:
    page = announcement()
    with pytest.raises(IntegrityError), transaction.atomic():
        PostingRecord.objects.create(announcement=page, posted_from=TODAY, posted_until=TODAY - DAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        PostingRecord.objects.create(announcement=page, posted_from=TODAY, taken_down_on=TODAY - DAY)


def test_a_website_posting_needs_no_place() -> None:
    record = PostingRecord(announcement=announcement(), medium=PostingMedium.WEBSITE, posted_from=TODAY)
    record.clean()
    record.medium = PostingMedium.BOARD
    with pytest.raises(ValidationError):
        record.clean()


class TestCorrection:
    """What was recorded wrongly is corrected by a second record; the first stays (issue 11, 9)."""

    def wrong(self) -> PostingRecord:
        return PostingRecord.objects.create(
            announcement=announcement(),
            medium=PostingMedium.BOARD,
            place="หน้าสำนักงาน",
            posted_from=TODAY - DAY,
        )

    def form(self, record: PostingRecord, **changes: object) -> dict[str, object]:
        values = {
            "announcement": record.announcement_id,
            "medium": "board",
            "place": "ป้ายหน้าตลาด",
            "posted_from": "20/11/2569",
            "posted_until": "",
            "note": "เขียนสถานที่ผิด",
        }
        return {**values, **changes}

    def test_the_second_record_says_what_was_wrong_and_the_first_stays(self, client) -> None:
        user, record = editor(), self.wrong()
        client.force_login(user)
        address = reverse("announcements_cms:posting_correct", args=[record.pk])
        assert "หน้าสำนักงาน" in client.get(address).content.decode()
        assert "บอกว่ารายการเดิมผิดตรงไหน" in client.post(address, self.form(record, note="")).content.decode()
        assert client.post(address, self.form(record)).status_code == 302
        record.refresh_from_db()
        assert record.place == "หน้าสำนักงาน", "evidence is never changed"
        second = record.corrected_by
        assert (second.place, second.note, second.recorded_by) == ("ป้ายหน้าตลาด", "เขียนสถานที่ผิด", user)
        html = client.get(reverse("announcements_cms:postings")).content.decode()
        assert "รายการนี้ผิด มีรายการแก้ไขแล้ว" in html
        # The second is corrected from then on, and the wrong one can no longer be taken down.
        assert client.get(address).status_code == 404
        client.post(reverse("announcements_cms:posting_take_down", args=[record.pk]))
        record.refresh_from_db()
        assert record.taken_down_on is None

    def test_evidence_of_an_announcement_that_is_gone_keeps_its_name(self, client) -> None:
        client.force_login(editor())
        record = self.wrong()
        title = record.title
        record.announcement.delete()
        record.refresh_from_db()
        address = reverse("announcements_cms:posting_correct", args=[record.pk])
        assert client.post(address, self.form(record, announcement="")).status_code == 302
        assert PostingRecord.objects.get(corrects=record).title == title


class TestWhatWasSo:
    """The evidence says on which days it was posted, and no others (S1.23)."""

    def records(self) -> list[tuple]:
        found = PostingRecord.objects.order_by("pk")
        return [(one.posted_from, one.posted_until, one.taken_down_on) for one in found]

    def test_a_first_day_that_is_moved_on_ends_the_posting_until_then(self, _noon) -> None:
        page = announcement(shown_from=TODAY, shown_until=TODAY + 14 * DAY)
        publish(page)
        _noon.move_to(NOON + DAY)
        page.shown_from = TODAY + 8 * DAY
        publish(page)
        assert self.records() == [
            (TODAY, TODAY + 14 * DAY, TODAY + DAY),
            (TODAY + 8 * DAY, TODAY + 14 * DAY, None),
        ]

    def test_a_first_day_that_is_moved_to_today_begins_today(self) -> None:
        page = announcement(shown_from=TODAY + 8 * DAY, shown_until=TODAY + 14 * DAY)
        publish(page)
        page.shown_from = TODAY
        publish(page)
        assert self.records() == [(TODAY, TODAY + 14 * DAY, None)]

    def test_another_day_to_come_is_the_one_on_which_it_begins(self) -> None:
        page = announcement(shown_from=TODAY + 8 * DAY, shown_until=None)
        publish(page)
        page.shown_from = TODAY + 5 * DAY
        publish(page)
        assert self.records() == [(TODAY + 5 * DAY, None, None)]

    def test_a_first_day_that_is_moved_back_changes_nothing_of_what_was(self, _noon) -> None:
        page = announcement(shown_from=TODAY, shown_until=TODAY + 14 * DAY)
        publish(page)
        _noon.move_to(NOON + 3 * DAY)
        page.shown_from = TODAY - 5 * DAY
        publish(page)
        page.shown_from = TODAY + 2 * DAY
        publish(page)
        assert self.records() == [(TODAY, TODAY + 14 * DAY, None)]

    def test_what_was_over_before_it_was_withdrawn_ended_on_its_last_day(self, _noon) -> None:
        page = announcement(shown_from=TODAY, shown_until=TODAY + 14 * DAY)
        publish(page)
        _noon.move_to(NOON + 60 * DAY)
        page.unpublish()
        assert self.records() == [(TODAY, TODAY + 14 * DAY, TODAY + 14 * DAY)]

    def test_so_did_what_is_posted_once_more_after_a_pause(self, _noon) -> None:
        page = announcement(shown_from=TODAY, shown_until=TODAY + 14 * DAY)
        publish(page)
        _noon.move_to(NOON + 60 * DAY)
        page.shown_until = TODAY + 90 * DAY
        publish(page)
        assert self.records() == [
            (TODAY, TODAY + 14 * DAY, TODAY + 14 * DAY),
            (TODAY + 60 * DAY, TODAY + 90 * DAY, None),
        ]

    @pytest.mark.parametrize(
        ("medium", "ended"), [(PostingMedium.WEBSITE, TODAY - 5 * DAY), (PostingMedium.BOARD, TODAY)]
    )
    def test_the_website_ends_by_itself_and_a_paper_hangs_until_it_is_taken_down(
        self, client, medium, ended
    ) -> None:
        record = PostingRecord.objects.create(
            announcement=announcement(),
            medium=medium,
            place="หน้าสำนักงาน",
            posted_from=TODAY - 20 * DAY,
            posted_until=TODAY - 5 * DAY,
        )
        client.force_login(editor())
        client.post(reverse("announcements_cms:posting_take_down", args=[record.pk]))
        record.refresh_from_db()
        assert record.taken_down_on == ended

    def test_a_corrected_last_day_of_the_website_is_the_day_on_which_it_ended(self) -> None:
        wrong = PostingRecord.objects.create(
            announcement=announcement(),
            medium=PostingMedium.WEBSITE,
            posted_from=TODAY - 20 * DAY,
            taken_down_on=TODAY,
        )
        right = PostingRecord(
            announcement=wrong.announcement,
            medium=PostingMedium.WEBSITE,
            posted_from=wrong.posted_from,
            posted_until=TODAY - 5 * DAY,
            note="วันสุดท้ายผิด",
        )
        assert correct(right, wrong, editor()).taken_down_on == TODAY - 5 * DAY

    def test_only_a_board_waits_for_somebody_to_take_it_down(self) -> None:
        days = {"posted_from": TODAY - 60 * DAY, "posted_until": TODAY - 30 * DAY}
        page = announcement()
        PostingRecord.objects.create(announcement=page, medium=PostingMedium.WEBSITE, **days)
        wrong, waits = (
            PostingRecord.objects.create(announcement=page, place="หน้าสำนักงาน", **days) for _each in range(2)
        )
        PostingRecord.objects.create(
            announcement=page,
            place="หน้าตลาด",
            corrects=wrong,
            note="เขียนสถานที่ผิด",
            taken_down_on=TODAY - 30 * DAY,
            **days,
        )
        assert postings_not_taken_down(Look(now=NOON)) == rows(PostingRecord.objects.filter(pk=waits.pk))
