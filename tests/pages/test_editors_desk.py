"""The editors' desk: dead links, links at the foot, our name and help, rights of publishers, notices of four eyes (issue 11, 9)."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from wagtail.documents import get_document_model

from legal_library.starter import grant_rights as library_rights
from portal.outbox.models import OutboxMessage
from portal.pages.domain.dead_links import dead_links
from portal.pages.helping import TASKS
from portal.pages.models import ContentPage, FooterLink, HomePage, SiteSettings
from portal.pages.starter import grant_rights as page_rights
from tests.announcements.factories import announcement
from tests.pages.test_moderation import member, moderated, write

__all__ = ["moderated"]
pytestmark = pytest.mark.django_db


def content(home: HomePage, **values: object) -> ContentPage:
    page = ContentPage(**{"title": "หน้าเปล่า", "slug": "plain", **values})
    home.add_child(instance=page)
    return page


def test_links_that_lead_nowhere_are_listed_page_by_page(home: HomePage, admin_client: Client) -> None:
    target = content(home, slug="gone", title="หน้าที่ปิดไป", live=False)
    body = (
        f'<p><a linktype="page" id="{target.pk}">ก</a> <a href="/nowhere/at/all/">ข</a> '
        '<a href="/request/">ค</a> <a href="/announcements/">ง</a></p>'
    )
    page = announcement(title="มีลิงก์เสีย", body=body)
    page.save()
    announcement(title="ไม่มีลิงก์เสีย", body='<p><a href="/search/">ก</a></p>').save()
    (row,) = dead_links()
    assert (row.page.title, row.to) == ("มีลิงก์เสีย", ("หน้าที่ปิดไป", "/nowhere/at/all/"))
    html = admin_client.get(reverse("pages_dead_links")).content.decode()
    assert "/nowhere/at/all/" in html and "ไม่มีลิงก์เสีย" not in html
    target.live = True
    target.save()
    assert [row.to for row in dead_links()] == [("/nowhere/at/all/",)]


@pytest.mark.parametrize("language", ["th", "en"])
def test_links_to_the_english_side_are_read_as_a_reader_does(home: HomePage, language: str) -> None:
    """Whoever looks at the list in whichever language: the address decides."""
    body = '<p><a href="/en/request/">a</a> <a href="/en/nowhere/">b</a> <a href="/track/">c</a> <a href="/en/">d</a></p>'
    announcement(title="สองภาษา", body=body).save()
    with override(language):
        assert [row.to for row in dead_links()] == [("/en/nowhere/",)]


def test_a_file_that_is_gone_from_the_disk_is_a_dead_link(home: HomePage) -> None:
    document = get_document_model().objects.create(title="แบบคำขอ", file="documents/none.pdf")
    announcement(title="แนบไฟล์", body=f'<p><a linktype="document" id="{document.pk}">ก</a></p>').save()
    assert [row.to for row in dead_links()] == [("แบบคำขอ",)]


def test_publishers_put_links_at_the_foot_of_every_page(home: HomePage, client: Client) -> None:
    page, hidden = content(home, title="ร้องเรียน"), content(home, slug="h", title="ยังไม่เปิด", live=False)
    settings = SiteSettings.for_site(home.get_site())
    for order, values in enumerate(
        ({"page": page}, {"page": hidden}, {"url": "https://example.org/", "label": "จังหวัดกระบี่"})
    ):
        FooterLink.objects.create(settings=settings, sort_order=order, **values)
    html = client.get("/contact/").content.decode()
    assert re.search(r'href="/plain/">ร้องเรียน<', html) and "จังหวัดกระบี่" in html
    assert "ยังไม่เปิด" not in html


def test_the_form_of_a_plain_page_says_where_readers_find_it(home: HomePage, admin_client: Client) -> None:
    page = content(home)
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert "หน้านี้ไม่อยู่ในเมนูใด" in admin_client.get(edit).content.decode()
    FooterLink.objects.create(settings=SiteSettings.for_site(home.get_site()), page=page)
    assert "หน้านี้มีลิงก์อยู่ท้ายทุกหน้า" in admin_client.get(edit).content.decode()


def test_the_back_office_bears_our_name_and_our_help(home: HomePage, admin_client: Client) -> None:
    html = admin_client.get(reverse("pages_help")).content.decode()
    assert "cms-wordmark" in html and "<title>วิธีทำงานของบรรณาธิการ - กลาง</title>" in html
    for task in TASKS:
        assert str(task.heading) in html
        assert bool(task.url) == bool(task.screen), task.screen
    assert "What's new in Wagtail" not in html and "guide.wagtail.org" not in html


def test_an_address_that_leads_nowhere_shows_our_sign_and_no_foreign_bird(
    home: HomePage, admin_client: Client
) -> None:
    response = admin_client.get("/cms/no-such-screen/")
    html = response.content.decode()
    assert response.status_code == 404
    assert "cms-wordmark" in html and "icon-wagtail" not in html
    assert re.search(r"<title>[^<]+ - กลาง</title>", html) and "favicon.ico" not in html


def test_the_help_leads_to_the_words_of_the_library_which_publishers_keep(home: HomePage) -> None:
    page_rights()
    library_rights()
    words = reverse("wagtailsnippets_legal_library_term:list")
    for group, may in (("Moderators", True), ("Editors", False)):
        client = Client()
        client.force_login(member(group))
        assert f'href="{words}"' in client.get(reverse("pages_help")).content.decode(), group
        assert (client.get(words).status_code == 200) is may, group


def test_publishers_may_change_what_the_guide_tells_them_to(home: HomePage) -> None:
    """Agencies, topics, synonyms, numbers, details of the center (docs/editor.md), tried as that role."""
    from portal.pages.starter import load_hotlines
    from portal.search.starter import load_synonyms

    page_rights()
    library_rights()
    load_hotlines()
    load_synonyms()
    shared = [
        reverse(f"wagtailsnippets_{name}:add")
        for name in ("legal_library_agency", "legal_library_topic", "search_synonym", "pages_hotline")
    ]
    settings = reverse("wagtailsettings:edit", args=["pages", "sitesettings"])
    for group, open_settings in (("Moderators", True), ("Editors", False)):
        client = Client()
        client.force_login(member(group))
        for address in shared:
            assert client.get(address).status_code == 200, (group, address)
        assert (client.get(settings, follow=True).status_code == 200) is True
        assert (client.get(settings).status_code in (200, 302)) is True
        may = client.get(f"{settings}{home.get_site().pk}/").status_code
        assert (may == 200) is open_settings, group


def mails() -> list[tuple[str, str]]:
    return sorted((row.template, row.to) for row in OutboxMessage.objects.all())


def test_whoever_decides_and_whoever_proposed_is_told_by_mail_through_the_outbox(
    moderated: HomePage, client: Client
) -> None:
    publisher, editor = member("Moderators"), member("Editors")
    client.force_login(editor)
    page = write(client, moderated, "action-submit")
    assert mails() == [("page_proposed", publisher.email)]
    client.force_login(publisher)
    first = client.get(reverse("wagtailadmin_home")).content.decode()
    assert page.title in first, "in the product as well"
    task = page.current_workflow_task_state
    client.post(
        reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "reject", task.pk]),
        {"comment": "แก้เวลา"},
    )
    assert mails() == [("page_proposed", publisher.email), ("page_returned", editor.email)]
    message = OutboxMessage.objects.get(template="page_returned")
    assert set(message.context) == {"reference", "link"} and "แก้เวลา" not in str(message.context)


def test_who_publishes_a_proposal_tells_its_author_and_not_themselves(
    moderated: HomePage, client: Client
) -> None:
    publisher, editor = member("Moderators"), member("Editors")
    client.force_login(editor)
    page = write(client, moderated, "action-submit")
    client.force_login(publisher)
    task = page.current_workflow_task_state
    client.post(
        reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", task.pk]), {"comment": ""}
    )
    assert ("page_approved", editor.email) in mails()
    assert not [row for row in mails() if row == ("page_approved", publisher.email)]
