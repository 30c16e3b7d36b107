"""Starter content and what the home page shows of this room."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.urls import reverse
from django.utils import translation

from announcements.models import AnnouncementIndexPage, AnnouncementPage, PostingRecord, ResultsIndexPage
from announcements.public import home
from announcements.starter import SEEDS, load_announcements
from portal.pages import sections as sections
from tests.announcements.factories import announcement, home_page, index_page, results_page, year
from tests.letters import pdf

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded():
    load_announcements(home_page())


def test_it_loads_both_lists_and_three_announcements(loaded, client) -> None:
    assert AnnouncementPage.objects.live().count() == len(SEEDS) == 3
    assert ResultsIndexPage.objects.get().slug == "results"
    body = client.get("/announcements/").content.decode()
    for seed in SEEDS:
        assert seed.title in body
    assert client.get("/results/").status_code == 200


@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: seed.slug)
def test_each_can_be_read_printed_and_followed_in_both_languages(loaded, client, tmp_path, seed) -> None:
    thai = client.get(f"/announcements/{seed.slug}/").content.decode()
    english = client.get(f"/en/announcements/{seed.slug}/").content.decode()
    assert seed.summary in thai
    assert seed.title_en in english
    assert "{request}" not in thai + english
    if "{request}" in seed.body:
        with translation.override("th"):
            start = reverse("cases_intake:start")
        assert f'href="{start}"' in thai
        assert f'href="/en{start}"' in english
    poster = client.get(f"/announcements/{seed.slug}/notice.pdf").content
    assert pdf.page_count(poster) <= 2
    assert pdf.squeezed(seed.title[:10]).translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")) in pdf.squeezed(
        pdf.text_of(poster, tmp_path)
    )


def test_loading_again_changes_nothing(loaded) -> None:
    page = AnnouncementPage.objects.get(slug=SEEDS[0].slug)
    page.title = "แก้โดยบรรณาธิการ"
    page.save()
    AnnouncementPage.objects.get(slug=SEEDS[1].slug).delete()
    load_announcements(home_page())
    page.refresh_from_db()
    assert page.title == "แก้โดยบรรณาธิการ"
    assert AnnouncementPage.objects.count() == 2
    assert AnnouncementIndexPage.objects.count() == 1


def test_their_posting_is_on_record(loaded) -> None:
    assert PostingRecord.objects.count() == 3


def test_editors_may_compute_and_publishers_publish(loaded) -> None:
    def rights(name: str) -> set[str]:
        found = Group.objects.get(name=name).permissions.filter(content_type__app_label="announcements")
        return set(found.values_list("codename", flat=True))

    assert rights("Editors") == {"change_annualresults", "add_postingrecord"}
    assert rights("Moderators") == {"change_annualresults", "add_postingrecord", "publish_annualresults"}


def test_the_home_page_has_both_sections(rf) -> None:
    home.register()
    names = {section.name for section in sections._sections.values()}
    assert {"announcements", "results"} <= names


def test_the_home_page_shows_the_latest_in_force_and_nothing_early(rf) -> None:
    import datetime as dt

    from django.utils import timezone

    request = rf.get("/")
    assert home.latest(request) is None
    index_page()
    assert home.latest(request)["items"] == []
    today = timezone.localdate()
    announcement(title="พรุ่งนี้", shown_from=today + dt.timedelta(days=1))
    announcement(title="ร่าง", live=False)
    for number in range(7):
        announcement(title=f"ลำดับ {number}", issued_on=today - dt.timedelta(days=number))
    assert [item["title"] for item in home.latest(request)["items"]] == [f"ลำดับ {n}" for n in range(5)]


def test_the_home_page_shows_results_only_when_published(rf) -> None:
    request = rf.get("/")
    results_page()
    year(be_year=2568, published=False)
    assert home.last_year(request) is None
    year(be_year=2567)
    shown = home.last_year(request)
    assert "2567" in shown["results"].title
    assert "96" in shown["results"].sentence
    assert shown["url"].endswith("/results/2567/")


def test_no_migration_is_missing() -> None:
    call_command("makemigrations", "announcements", "letters", check=True, dry_run=True, verbosity=0)
