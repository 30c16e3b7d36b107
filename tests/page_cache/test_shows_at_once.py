"""Whatever an editor changes shows in the first request after it, in every process."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from announcements.models import AnnouncementPage, AnnualResults
from legal_library.models import DocumentPage, Term, Topic
from portal.pages.domain.schedule import follow_schedule
from portal.pages.models import SiteSettings
from tests.announcements import factories as announcements
from tests.legal_library.factories import DocumentFactory, added_kind, restrict
from tests.organizations.factories import OrganizationFactory
from tests.page_cache.through import ask

pytestmark = pytest.mark.django_db(transaction=True)

NEW = "คำใหม่ล่าสุด"


@pytest.fixture
def both(portal, sibling):
    """Ask every process; they must agree."""

    def ask_both(address, **extra):
        answers = [ask(process, address, **extra) for process in (portal, sibling)]
        assert answers[0].status == answers[1].status
        # A form carries a token of its own each time.
        is_form = b"csrfmiddlewaretoken" in answers[0].raw
        # An empty feed says when it was asked.
        is_same = is_form or "/feed/" in address or answers[0].raw == answers[1].raw
        assert is_same, address
        return answers[0]

    return ask_both


@pytest.fixture
def kept(scene, both, portal):
    """The pages as they are, kept in both processes."""
    addresses = ["/", "/library/", "/library/open/", "/guide/", "/guide/flood/", "/about/", "/announcements/"]
    addresses += ["/announcements/shelter/", "/results/", "/sitemap.xml", "/search/", "/request/", "/en/"]
    addresses += ["/library/open/data.json", "/announcements/feed/", "/library/feed/", "/library/?kind=act"]
    # Who finds no index has it made; that search answers without one is not kept.
    ask(portal, "/search/")
    for address in addresses:
        assert both(address).status == 200, address
    assert portal._store._pages.bounds()[0] == len(addresses)
    return scene


def published(page, **changes):
    for name, value in changes.items():
        setattr(page, name, value)
    page.save_revision().publish()


def test_a_page_that_is_published_shows_everywhere(kept, both):
    published(kept.document, title=NEW)
    for address in ("/library/", "/library/open/", "/library/open/data.json", "/library/?kind=act"):
        assert NEW in both(address).text, address


def test_a_new_page_shows_in_lists(kept, both):
    DocumentFactory(parent=kept.document.get_parent(), title=NEW, slug="new")
    assert NEW in both("/library/").text
    assert both("/library/new/").status == 200


def test_a_kind_or_a_status_with_another_name_shows_on_every_page(kept, both):
    for vocabulary, code in (("kind", "act"), ("status", "in_force")):
        term = Term.objects.get(vocabulary=vocabulary, code=code)
        term.name, term.name_en = f"{NEW} {code}", f"Newest {code}"
        term.save()
    for address in ("/", "/library/", "/library/open/", "/library/feed/", "/library/?kind=act"):
        assert f"{NEW} act" in both(address).text, address
    for address in ("/library/", "/library/open/", "/library/?kind=act"):
        assert f"{NEW} in_force" in both(address).text, address
    assert "Newest act" in both("/en/").text
    Term.objects.filter(vocabulary="kind", code="act").update(name="ไม่มีใครบันทึก")
    assert "ไม่มีใครบันทึก" in both("/library/open/").text


def test_a_kind_that_is_added_is_a_filter_at_once(kept, both):
    assert "เทศบัญญัติ" not in both("/library/?kind=municipal_ordinance").text
    added_kind()
    DocumentFactory(parent=kept.document.get_parent(), kind="municipal_ordinance", slug="ordinance")
    assert "เทศบัญญัติ" in both("/library/").text and "เทศบัญญัติ" in both("/").text
    assert "กฎหมายที่เปิดเผย" not in both("/library/?kind=municipal_ordinance").text


def test_a_draft_shows_nowhere_and_makes_nothing_anew(kept, both, portal):
    before = ask(portal, "/guide/flood/")
    guide = type(kept.guide).objects.get(pk=kept.guide.pk)
    guide.title = NEW
    guide.save_revision()
    stamp = portal._store.versions.now()
    guide.save_revision()
    assert portal._store.versions.now() == stamp
    assert both("/guide/flood/").raw == before.raw


def test_an_unpublished_page_is_gone(kept, both):
    kept.guide.unpublish()
    assert both("/guide/flood/").status == 404
    assert kept.guide.title not in both("/guide/").text


def test_a_deleted_page_is_gone(kept, both):
    AnnouncementPage.objects.get(pk=kept.announcement.pk).delete()
    assert both("/announcements/shelter/").status == 404
    assert "เปิดศูนย์พักพิง" not in both("/").text


@pytest.mark.parametrize("kind", ["login", "groups", "password"])
def test_a_page_that_is_restricted_is_closed(kept, both, kind):
    restriction = restrict(kept.document, kind)
    assert "กฎหมายที่เปิดเผย" not in both("/library/").text
    answer = both("/library/open/")
    assert "กฎหมายที่เปิดเผย" not in answer.text
    assert answer.headers["cache-control"] != "public, max-age=60"
    restriction.delete()
    assert "กฎหมายที่เปิดเผย" in both("/library/open/").text


def test_a_page_that_moves_is_at_its_new_address_alone(kept, both):
    kept.plain.slug = "moved"
    published(kept.plain)
    assert both("/moved/").status == 200
    assert both("/about/").status in (301, 404)


def test_a_redirect_leads_on_at_once(kept, both):
    assert both("/old/").status == 404
    Redirect.objects.create(old_path="/old", redirect_link="/about/")
    assert both("/old/").status == 301


def test_a_setting_shows_on_every_page(kept, both):
    settings = SiteSettings.for_site(Site.objects.get(is_default_site=True))
    settings.phone = "076-000-777"
    settings.save()
    for address in ("/", "/library/open/", "/guide/flood/", "/search/", "/request/", "/en/"):
        assert "076-000-777" in both(address).text, address


def test_a_setting_that_is_changed_without_saving_a_model_shows_too(kept, both):
    SiteSettings.for_site(Site.objects.get(is_default_site=True)).save()
    SiteSettings.objects.update(phone="076-000-778")
    assert "076-000-778" in both("/").text


def test_a_renamed_topic_and_organization_show(kept, both):
    Topic.objects.update(name=NEW)
    assert NEW in both("/library/open/").text
    published(kept.announcement, organization=OrganizationFactory(name_th="อบต.เดิม"))
    assert "อบต.เดิม" in both("/announcements/shelter/").text
    kept.announcement.organization.name_th = NEW
    kept.announcement.organization.save()
    assert NEW in both("/announcements/shelter/").text


def test_a_year_that_is_published_shows(kept, both):
    announcements.year(be_year=2568, published=False)
    assert "/results/2568/" not in both("/results/").text
    AnnualResults.objects.filter(be_year=2568).update(published_at=timezone.now())
    assert "/results/2568/" in both("/results/").text
    assert both("/results/2568/").status == 200


def at(text):
    return dt.datetime.fromisoformat(text)


def test_an_announcement_begins_and_ends_at_midnight_in_thailand(scene, both, time_machine):
    page = announcements.announcement(
        title=NEW, slug="two-days", shown_from=dt.date(2030, 1, 10), shown_until=dt.date(2030, 1, 11)
    )
    moments = {
        "2030-01-09T23:59:59+07:00": (False, 404),
        "2030-01-10T00:00:00+07:00": (True, 200),
        "2030-01-11T23:59:59+07:00": (True, 200),
        "2030-01-12T00:00:00+07:00": (False, 200),
    }
    for moment, (is_listed, status) in moments.items():
        time_machine.move_to(at(moment), tick=False)
        for _ in range(2):
            assert (NEW in both("/").text) is is_listed, moment
            assert (NEW in both("/announcements/").text) is is_listed, moment
            assert both(f"/announcements/{page.slug}/").status == status, moment


def test_what_is_scheduled_shows_when_it_is_published(kept, both, time_machine):
    now = at("2030-01-10T12:00:00+07:00")
    time_machine.move_to(now, tick=False)
    page = Page.objects.get(pk=kept.plain.pk).specific
    page.title, page.go_live_at = NEW, now + dt.timedelta(minutes=5)
    page.save_revision(approved_go_live_at=page.go_live_at)
    assert NEW not in both("/about/").text
    time_machine.move_to(now + dt.timedelta(minutes=6), tick=False)
    assert follow_schedule() == 1
    assert NEW in both("/about/").text
    Page.objects.filter(pk=page.pk).update(expire_at=now + dt.timedelta(minutes=8))
    time_machine.move_to(now + dt.timedelta(minutes=9), tick=False)
    assert follow_schedule() == 1
    assert both("/about/").status == 404


def test_a_document_that_becomes_secret_is_gone_in_every_form(kept, both):
    DocumentPage.objects.filter(pk=kept.document.pk).update(secrecy="confidential")
    for address in ("/library/open/", "/library/open/data.json"):
        assert both(address).status == 404, address
    for address in ("/library/", "/library/feed/", "/", "/library/?kind=act"):
        assert "กฎหมายที่เปิดเผย" not in both(address).text, address


def test_growth_by_hand_in_the_database_shows_too(kept, both):
    DocumentPage.objects.filter(pk=kept.document.pk).update(year_be=2499)
    assert "2499" in both("/library/").text
