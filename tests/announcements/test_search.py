"""Announcements in search: public ones, never early or withdrawn ones, in step with the calendar."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.utils.translation import gettext, override
from wagtail.models import Site

from announcements.public.search_source import AnnouncementSource, key_of
from announcements.tasks import follow_the_days
from announcements.vocabulary import AnnouncementKind
from portal.pages.models import SiteSettings
from portal.search.models import IndexedDocument
from portal.search.sources import registry
from tests.accounts.factories import OrganizationFactory
from tests.announcements.factories import announcement

pytestmark = pytest.mark.django_db

NOON = dt.datetime(2026, 11, 22, 5, tzinfo=dt.UTC)
TODAY = dt.date(2026, 11, 22)
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def test_the_source_is_registered() -> None:
    assert "announcement" in {source.name for source in registry.registered()}


def test_a_document_says_what_the_announcement_says() -> None:
    page = announcement(
        title_en="Shelter opens",
        kind=AnnouncementKind.WARNING,
        organization=OrganizationFactory(name_th="เทศบาลทดสอบ"),
        body="<h2>ตามหนังสือ</h2><p>ที่ มท ๐๘๙๑.๓/ว ๑๙๑๘ แจ้งว่า</p><ul><li>ให้ระวัง</li></ul>",
    )
    (document,) = AnnouncementSource().documents()
    assert document.key == key_of(page)
    assert document.title == page.title
    assert document.aliases == ("Shelter opens",)
    assert document.kind_label == "ประกาศเตือนภัย"
    assert document.agency == "เทศบาลทดสอบ"
    assert document.year_be == 2569
    assert document.path == f"/announcements/{page.slug}/"
    assert document.cited_references == ("มท 0891.3/ว 1918",)
    assert "ให้ระวัง" in document.passages[0].text


def test_english_names_of_the_issuer_come_along() -> None:
    body = OrganizationFactory(name_th="เทศบาลทดสอบ", name_en="Test Municipality")
    page = announcement(organization=body, title_en="Shelter opens")
    document = AnnouncementSource().document(key_of(page))
    assert document is not None
    assert document.title_en == "Shelter opens"
    assert document.english == {"เทศบาลทดสอบ": "Test Municipality"}
    settings = SiteSettings.for_site(Site.objects.get(is_default_site=True))
    settings.center_name, settings.center_name_en = "ศูนย์ทดสอบ", "Test Center"
    settings.save()
    own = AnnouncementSource().document(key_of(announcement(organization=None)))
    assert own is not None
    assert own.english == {"ศูนย์ทดสอบ": "Test Center"}


@pytest.mark.parametrize("kind", AnnouncementKind)
def test_every_kind_and_status_has_english_words(kind: AnnouncementKind) -> None:
    when = {"starts_at": NOON} if kind == AnnouncementKind.EVENT else {}
    announcement(kind=kind, **when)
    announcement(kind=kind, shown_until=TODAY - DAY, **when)
    for document in AnnouncementSource().documents():
        for words in (document.kind_label, document.status_label):
            with override("en"):
                assert gettext(words).isascii()


@pytest.mark.parametrize("change", [{"live": False}, {"shown_from": TODAY + DAY}], ids=["draft", "not yet"])
def test_nothing_unpublished_or_early_is_handed_over(change: dict) -> None:
    page = announcement(**change)
    assert list(AnnouncementSource().documents()) == []
    assert AnnouncementSource().document(key_of(page)) is None


def test_what_is_over_is_found_below_what_is_in_force() -> None:
    announcement(shown_until=TODAY - DAY)
    (document,) = AnnouncementSource().documents()
    assert document.superseded
    assert document.status == "over"


@pytest.mark.parametrize(
    "key", ["announcement:999999", "announcement:x", "announcement:", "announcement:1;2", "library:1"]
)
def test_keys_of_nothing_give_nothing(key: str) -> None:
    announcement()
    assert AnnouncementSource().document(key) is None


def test_one_document_is_the_same_as_in_the_list() -> None:
    page = announcement()
    assert AnnouncementSource().document(key_of(page)) == next(iter(AnnouncementSource().documents()))


def indexed() -> set[str]:
    return set(IndexedDocument.objects.filter(removed=False).values_list("key", flat=True))


def test_publishing_withdrawing_and_deleting_are_followed() -> None:
    page = announcement()
    page.save_revision().publish()
    assert indexed() == {key_of(page)}
    page.unpublish()
    assert indexed() == set()
    page.save_revision().publish()
    key = key_of(page)
    page.delete()
    assert key not in indexed()


def test_an_announcement_appears_on_its_first_day_and_is_over_after_its_last(clock) -> None:
    page = announcement(shown_from=TODAY + DAY, shown_until=TODAY + DAY)
    page.save_revision().publish()
    follow_the_days.call()
    assert indexed() == set()
    clock.move_to(NOON + DAY)
    assert follow_the_days.call() == 1
    assert indexed() == {key_of(page)}
    clock.move_to(NOON + 2 * DAY)
    follow_the_days.call()
    assert AnnouncementSource().document(key_of(page)).status == "over"


def test_the_days_are_followed_once_a_day(clock, django_assert_num_queries) -> None:
    announcement()
    follow_the_days.call()
    with django_assert_num_queries(0):
        assert follow_the_days.call() == 0
    clock.move_to(NOON + DAY)
    assert follow_the_days.call() == 1


def test_a_pause_of_weeks_is_made_up_for(clock) -> None:
    page = announcement(shown_from=TODAY + DAY, shown_until=None)
    page.save_revision().publish()
    clock.move_to(NOON + 25 * DAY)
    follow_the_days.call()
    assert indexed() == {key_of(page)}
