"""What was public is withdrawn with a reason and never deleted; what pointed at it stays right."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageLogEntry

from legal_library.editing.withdrawing import withdraw
from legal_library.models import DocumentPage, DocumentRelation, Enclosure, LibraryIndexPage, Withdrawal
from legal_library.public.search_source import LibrarySource, key_of
from legal_library.vocabulary import RelationKind, Secrecy
from portal.accounts.functions import CMS_GROUPS, Function
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.web.links import absolute
from tests.accounts.factories import AppointmentFactory
from tests.legal_library.editing.test_editing import PUBLISH, editor, errors, form
from tests.legal_library.factories import RESTRICTIONS, DocumentFactory, LetterFactory, restrict
from tests.pages.factories import ContentPageFactory

__all__ = ["editor"]

REASON = "ประกาศซ้ำกับฉบับก่อน"
REASON_EN = "Published twice"
ADDRESSES = ["/library/law/", "/library/law/document.pdf", "/library/law/data.json", "/en/library/law/"]


@pytest.fixture
def law(library: LibraryIndexPage) -> DocumentPage:
    return LetterFactory(parent=library, slug="law", title="กฎหมายที่จะถอน", summary="เนื้อหาที่ห้ามอ่านต่อ")


def gone(page: DocumentPage) -> DocumentPage:
    withdraw(page=DocumentPage.objects.get(pk=page.pk), reason=REASON, reason_en=REASON_EN)
    return DocumentPage.objects.get(pk=page.pk)


def publisher() -> Client:
    client = Client()
    user = AppointmentFactory(role=Role.PUBLISHER).user
    user.groups.add(Group.objects.get(name=CMS_GROUPS[Function.PUBLISH]))
    client.force_login(user)
    return client


# Withdrawing


@pytest.mark.parametrize("address", ADDRESSES)
def test_its_addresses_say_when_and_why(law: DocumentPage, client: Client, address: str) -> None:
    with time_machine.travel("2026-11-26 05:00Z", tick=False):
        gone(law)
    response = client.get(address)
    text = response.content.decode()
    assert response.status_code == 410
    assert law.title in text
    assert "noindex" in text
    assert (REASON_EN if address.startswith("/en") else REASON) in text
    assert ("26 Nov 2026" if address.startswith("/en") else "26 พ.ย. 2569") in text
    assert law.summary not in text
    assert "public" not in response.get("Cache-Control", "")
    assert not response.cookies


def test_other_addresses_below_it_do_not_exist(law: DocumentPage, client: Client) -> None:
    gone(law)
    assert client.get("/library/law/other.pdf").status_code == 404
    assert client.get("/library/law/x/").status_code == 404


def test_it_is_withdrawn_on_a_screen_that_asks_why(law: DocumentPage, client: Client) -> None:
    chief = publisher()
    url = reverse("legal_library_withdraw", args=[law.pk])
    assert url in chief.get(reverse("wagtailadmin_pages:edit", args=[law.pk])).content.decode()
    refused = chief.post(url, {"reason": "  "})
    assert refused.status_code == 200
    assert refused.context["form"].errors["reason"]
    assert chief.post(url, {"reason": REASON}).status_code == 302
    row = Withdrawal.objects.get()
    assert (row.document_id, row.reason, row.lifted_at) == (law.pk, REASON, None)
    assert row.withdrawn_by is not None
    assert PageLogEntry.objects.filter(
        page=law.pk, action="wagtail.unpublish", user=row.withdrawn_by
    ).exists()
    assert client.get("/library/law/").status_code == 410
    assert chief.get(url).status_code in (302, 403), "what is not public cannot be withdrawn"


def test_who_may_not_publish_may_not_withdraw(law: DocumentPage) -> None:
    client = Client()
    user = AppointmentFactory(role=Role.CONTENT_EDITOR).user
    user.groups.add(Group.objects.get(name=CMS_GROUPS[Function.EDIT_CONTENT]))
    client.force_login(user)
    assert client.post(reverse("legal_library_withdraw", args=[law.pk]), {"reason": REASON}).status_code in (
        302,
        403,
    )
    assert DocumentPage.objects.get(pk=law.pk).live


@pytest.mark.parametrize("reason", ["", "   "])
def test_a_reason_is_needed_and_a_public_document(law: DocumentPage, reason: str) -> None:
    with pytest.raises(ValueError, match="reason"):
        withdraw(page=law, reason=reason)
    with pytest.raises(ValueError, match="reason"):
        withdraw(page=gone(law), reason=REASON)
    with pytest.raises(IntegrityError), transaction.atomic():
        Withdrawal.objects.create(document=law, withdrawn_on=date(2026, 1, 1), reason="x")


def test_published_again_it_is_there_again(law: DocumentPage, client: Client) -> None:
    page = gone(law)
    page.save_revision().publish()
    assert client.get("/library/law/").status_code == 200
    assert Withdrawal.objects.get().lifted_at is not None
    gone(page)
    assert client.get("/library/law/").status_code == 410
    assert Withdrawal.objects.count() == 2


def test_a_draft_of_it_changes_nothing_for_readers(law: DocumentPage, client: Client) -> None:
    page = gone(law)
    page.title = "ชื่อร่าง"
    page.save_revision()
    assert client.get("/library/law/").status_code == 410


def make_secret(page: DocumentPage) -> None:
    DocumentPage.objects.filter(pk=page.pk).update(secrecy=Secrecy.CONFIDENTIAL)


def never_public(page: DocumentPage) -> None:
    Withdrawal.objects.all().delete()


@pytest.mark.parametrize("hide", [make_secret, never_public])
def test_a_secret_or_a_draft_is_not_told_of(
    law: DocumentPage, client: Client, hide: Callable[[DocumentPage], None]
) -> None:
    gone(law)
    hide(law)
    response = client.get("/library/law/")
    assert response.status_code == 404
    assert law.title not in response.content.decode()


@pytest.mark.parametrize("kind", RESTRICTIONS)
def test_a_restricted_one_is_told_of_to_nobody_else(law: DocumentPage, client: Client, kind: str) -> None:
    gone(law)
    restrict(law, kind)
    assert law.title not in client.get("/library/law/").content.decode()


# What pointed at it


@pytest.fixture
def citing(library: LibraryIndexPage, law: DocumentPage) -> DocumentPage:
    page = DocumentFactory(parent=library, slug="citing", title="ฉบับที่อ้างถึง")
    DocumentRelation.objects.create(page=page, kind=RelationKind.CITES, target=law, sort_order=0)
    Enclosure.objects.create(page=page, title="แนบท้าย", document=law, sort_order=0)
    return page


def test_who_cites_it_goes_on_naming_it(law: DocumentPage, citing: DocumentPage, client: Client) -> None:
    gone(law)
    html = client.get("/library/citing/").content.decode()
    assert law.title in html
    assert 'href="/library/law/"' in html
    assert "ถอนออกจากคลังแล้ว" in html
    data = json.loads(client.get("/library/citing/data.json").content)
    assert data["citation"] == [absolute("/library/law/")]
    found = LibrarySource().document(key_of(citing))
    assert found is not None and found.cited_references == (law.reference,)


def test_a_paper_drawn_earlier_is_drawn_again(
    law: DocumentPage, citing: DocumentPage, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "legal_library.public.pdf.render_pdf",
        lambda template, context, **options: repr([row.note for row in context["relations"]]).encode(),
    )
    assert "ถอน" not in client.get("/library/citing/document.pdf").content.decode()
    gone(law)
    assert "ถอนออกจากคลังแล้ว" in client.get("/library/citing/document.pdf").content.decode()


def test_a_secret_neighbor_is_named_no_more(law: DocumentPage, citing: DocumentPage, client: Client) -> None:
    gone(law)
    make_secret(law)
    assert law.title not in client.get("/library/citing/").content.decode()


def test_what_replaces_it_is_shown_in_its_place(
    law: DocumentPage, citing: DocumentPage, client: Client
) -> None:
    DocumentRelation.objects.filter(page=citing).update(kind=RelationKind.REPLACES)
    gone(law)
    html = client.get("/library/law/").content.decode()
    assert 'href="/library/citing/"' in html
    DocumentPage.objects.filter(pk=citing.pk).update(live=False)
    assert "ฉบับที่อ้างถึง" not in client.get("/library/law/").content.decode()


def test_search_lists_and_sitemap_forget_it_and_the_feed_tells(
    law: DocumentPage, library: LibraryIndexPage, client: Client
) -> None:
    before = client.get("/library/feed/").content.decode()
    entry_id = before.split("<entry>")[1].split("<id>")[1].split("</id>")[0]
    gone(law)
    assert LibrarySource().document(key_of(law)) is None
    assert list(LibrarySource().documents()) == []
    assert law.title not in client.get("/library/").content.decode()
    assert "/library/law/" not in client.get("/sitemap.xml").content.decode()
    feed = client.get("/library/feed/").content.decode()
    assert f"ถอนแล้ว: {law.reference}" in feed
    assert REASON in feed
    assert f"<id>{entry_id}</id>" in feed
    assert law.summary not in feed


def test_an_old_address_leads_to_what_tells_of_it(law: DocumentPage, client: Client) -> None:
    Redirect.objects.create(old_path="/library/older", redirect_page=law, is_permanent=True)
    gone(law)
    response = client.get("/library/older/", follow=True)
    assert [code for _url, code in response.redirect_chain] == [301]
    assert response.status_code == 410


# Never deleted


def delete_page(client: Client, page: Page) -> Any:
    return client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))


def delete_in_bulk(client: Client, page: Page) -> Any:
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    return client.post(f"{url}?id={page.pk}")


def delete_by_the_admins_api(client: Client, page: Page) -> Any:
    return client.post(f"/cms/api/main/pages/{page.pk}/action/delete/", content_type="application/json")


def unpublish_page(client: Client, page: Page) -> Any:
    return client.post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]), {"include_descendants": "on"})


def unpublish_in_bulk(client: Client, page: Page) -> Any:
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "unpublish"])
    return client.post(f"{url}?id={page.pk}", {"include_descendants": "on"})


def unpublish_by_the_admins_api(client: Client, page: Page) -> Any:
    return client.post(
        f"/cms/api/main/pages/{page.pk}/action/unpublish/",
        {"recursive": True},
        content_type="application/json",
    )


DELETING = [delete_page, delete_in_bulk, delete_by_the_admins_api]
UNPUBLISHING = [unpublish_page, unpublish_in_bulk, unpublish_by_the_admins_api]


def staff(kind: str) -> Client:
    if kind == "publisher":
        return publisher()
    client = Client()
    client.force_login(User.objects.create_superuser("root", password="a-long-password-for-tests"))
    return client


@pytest.mark.parametrize("who", ["publisher", "superuser"])
@pytest.mark.parametrize("state", ["public", "withdrawn"])
@pytest.mark.parametrize("above", [0, 1, 2], ids=["itself", "library", "home"])
@pytest.mark.parametrize("way", DELETING)
def test_what_was_public_is_never_deleted(
    law: DocumentPage, way: Callable[[Client, Page], Any], above: int, state: str, who: str
) -> None:
    page: Page = gone(law) if state == "withdrawn" else law
    for _step in range(above):
        page = page.get_parent()
    response = way(staff(who), page)
    assert response.status_code < 500
    assert DocumentPage.objects.filter(pk=law.pk).exists()


@pytest.mark.parametrize("above", [0, 1], ids=["itself", "library"])
@pytest.mark.parametrize("way", UNPUBLISHING)
def test_nothing_takes_it_from_the_public_without_a_reason(
    law: DocumentPage, way: Callable[[Client, Page], Any], above: int
) -> None:
    page: Page = law.get_parent() if above else law
    response = way(staff("superuser"), page)
    assert response.status_code < 500
    assert DocumentPage.objects.get(pk=law.pk).live


@pytest.mark.parametrize("way", DELETING)
def test_a_draft_that_nobody_saw_may_go(
    library: LibraryIndexPage, way: Callable[[Client, Page], Any]
) -> None:
    draft = DocumentFactory(parent=library, live=False, first_published_at=None)
    way(staff("superuser"), draft)
    assert not DocumentPage.objects.filter(pk=draft.pk).exists()


@pytest.mark.parametrize("unpublish", UNPUBLISHING)
@pytest.mark.parametrize("delete", DELETING)
def test_other_pages_are_deleted_and_unpublished_as_before(
    library: LibraryIndexPage, unpublish: Callable[[Client, Page], Any], delete: Callable[[Client, Page], Any]
) -> None:
    page = ContentPageFactory(parent=library.get_parent(), slug="old-news")
    client = staff("superuser")
    unpublish(client, page)
    assert not Page.objects.get(pk=page.pk).live
    delete(client, page)
    assert not Page.objects.filter(pk=page.pk).exists()


# A relation whose target is gone


def test_a_relation_that_lost_its_document_blocks_nobody(
    editor: Client, library: LibraryIndexPage, citing: DocumentPage, law: DocumentPage
) -> None:
    row = citing.relations.get()
    DocumentPage.objects.filter(pk=law.pk).update(live=False)
    law.delete()
    row.refresh_from_db()
    assert row.target_id is None
    kept = {
        "id": str(row.pk),
        "kind": "cites",
        "target": "",
        "reference_text": "",
        "provision": "",
        "note": "",
        "note_en": "",
        "ORDER": "1",
        "DELETE": "",
    }
    data = form(title=citing.title, slug=citing.slug, kind="act", reference_as_written="", year_be="2546")
    data |= {f"relations-0-{name}": value for name, value in kept.items()}
    data |= {
        "relations-TOTAL_FORMS": "1",
        "relations-INITIAL_FORMS": "1",
        "minor_change": "on",
        "signed_on": "",
    }
    response = editor.post(reverse("wagtailadmin_pages:edit", args=[citing.pk]), data | PUBLISH)
    assert response.status_code == 302, errors(response)
    assert not DocumentRelation.objects.filter(page=citing).exists(), "a row that says nothing is dropped"
