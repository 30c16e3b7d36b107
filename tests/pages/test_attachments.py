"""A file is given out while a page that this person may read uses it now, and to nobody else (issue 7)."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from itertools import product
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from wagtail.documents.models import Document
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction

from announcements.models import AnnouncementAttachment
from legal_library.models import DocumentFile, DocumentPage
from legal_library.vocabulary import Secrecy
from portal.accounts.functions import CMS_GROUPS, Function
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.pages.domain.attachments import pages_using
from tests.accounts.factories import AppointmentFactory
from tests.announcements.factories import announcement
from tests.helpers import assert_same_queries
from tests.legal_library.factories import DocumentFactory, LibraryIndexFactory
from tests.pages.factories import ContentPageFactory, make_site

KINDS = ["none", "login", "password", "groups"]
CONTENT = b"%PDF-1.7 what is in the file"
PASSWORD = "a-long-password-for-tests"


def stored(name: str = "scan.pdf") -> Document:
    return Document.objects.create(title="ต้นฉบับ", file=ContentFile(CONTENT, name=name))


def ask(client: Client, address: str) -> Any:
    """Get an address; the file itself is read into `body`, which closes it."""
    response = client.get(address)
    response.body = response.getvalue()
    return response


def attach(page: DocumentPage, document: Document) -> None:
    DocumentFile.objects.create(page=page, sort_order=0, title="ต้นฉบับ", file=document)


@pytest.fixture(autouse=True)
def _media(settings: Any, tmp_path: Any) -> Iterator[None]:
    settings.MEDIA_ROOT = tmp_path
    yield


@pytest.fixture
def law(db: None) -> DocumentPage:
    return DocumentFactory(parent=LibraryIndexFactory(parent=make_site()), slug="law")


@pytest.fixture
def document(law: DocumentPage) -> Document:
    found = stored()
    attach(law, found)
    return found


def anonymous(client: Client) -> None:
    """Nobody signs in."""


def outsider(client: Client) -> None:
    """An officer who edits no pages and is in no group that a restriction names."""
    client.force_login(AppointmentFactory(role=Role.CENTER_OFFICER).user)


def editor(client: Client) -> None:
    user = AppointmentFactory(role=Role.CONTENT_EDITOR).user
    user.groups.add(Group.objects.get(name=CMS_GROUPS[Function.EDIT_CONTENT]))
    client.force_login(user)


PERSONS: dict[str, Callable[[Client], None]] = {
    "anonymous": anonymous,
    "outsider": outsider,
    "editor": editor,
}


def restrict(page: Page, kind: str) -> None:
    if kind != "none":
        rule = PageViewRestriction.objects.create(page=page, restriction_type=kind, password="รหัสร่วม")
        if kind == "groups":
            rule.groups.add(Group.objects.create(name="คณะทำงาน"))


def draft(page: DocumentPage) -> None:
    DocumentPage.objects.filter(pk=page.pk).update(live=False, first_published_at=None)


def live(page: DocumentPage) -> None:
    """As it is."""


def scheduled(page: DocumentPage) -> None:
    draft(page)
    page.refresh_from_db()
    page.go_live_at = timezone.now() + dt.timedelta(days=1)
    page.save_revision().publish()


def expired(page: DocumentPage) -> None:
    """Its time is over, and the command that takes it down has not run yet."""
    DocumentPage.objects.filter(pk=page.pk).update(expire_at=timezone.now() - dt.timedelta(seconds=1))


def withdrawn(page: DocumentPage) -> None:
    page.unpublish()


def secret(page: DocumentPage) -> None:
    DocumentPage.objects.filter(pk=page.pk).update(secrecy=Secrecy.CONFIDENTIAL)


STATES: dict[str, Callable[[DocumentPage], None]] = {
    "draft": draft,
    "live": live,
    "scheduled": scheduled,
    "expired": expired,
    "withdrawn": withdrawn,
    "secret": secret,
}


@pytest.mark.parametrize(("kind", "person", "state"), list(product(KINDS, PERSONS, STATES)))
def test_who_has_the_file(
    law: DocumentPage, document: Document, client: Client, kind: str, person: str, state: str
) -> None:
    restrict(law, kind)
    STATES[state](law)
    PERSONS[person](client)
    response = ask(client, document.url)
    shown = state == "live"
    has = person == "editor" or (shown and (kind == "none" or (kind == "login" and person == "outsider")))
    assert response.status_code == (200 if has else 404)
    cache = response.get("Cache-Control", "")
    if shown and kind == "none" and person == "anonymous":
        assert "public" in cache and "max-age" in cache
        assert not response.cookies and "Cookie" not in response.get("Vary", "")
    else:
        assert "public" not in cache
    if has and not (shown and kind == "none"):
        assert "no-store" in cache and "private" in cache
    if has:
        assert response.body == CONTENT


@pytest.mark.parametrize("suffix", ["", "document.pdf", "data.json"])
@pytest.mark.parametrize(("kind", "state"), list(product(KINDS, STATES)))
def test_no_address_of_a_page_that_is_not_public_may_be_kept(
    law: DocumentPage, client: Client, kind: str, state: str, suffix: str
) -> None:
    restrict(law, kind)
    STATES[state](law)
    response = ask(client, f"/library/law/{suffix}")
    if kind == "none" and state in ("live", "expired"):
        assert response.status_code == 200
    else:
        assert response.status_code in (200, 302, 404)
        assert "public" not in response.get("Cache-Control", "")
        assert law.title not in response.body.decode(errors="ignore")


def test_who_knows_the_password_or_is_of_the_group_has_it(
    law: DocumentPage, document: Document, client: Client
) -> None:
    restrict(law, "password")
    rule = PageViewRestriction.objects.get()
    session = client.session
    session["passed_page_view_restrictions"] = [rule.pk]
    session.save()
    assert ask(client, document.url).status_code == 200
    assert "no-store" in ask(client, document.url)["Cache-Control"]
    rule.delete()
    restrict(law, "groups")
    member = AppointmentFactory(role=Role.CENTER_OFFICER).user
    member.groups.add(Group.objects.get(name="คณะทำงาน"))
    other = Client()
    other.force_login(member)
    assert ask(other, document.url).status_code == 200


def test_a_restriction_above_the_page_holds_its_files(
    law: DocumentPage, document: Document, client: Client
) -> None:
    restrict(law.get_parent(), "groups")
    assert ask(client, document.url).status_code == 404


def test_a_file_that_no_page_uses_is_given_to_nobody(db: None, client: Client) -> None:
    document = stored()
    assert ask(client, document.url).status_code == 404
    editor(client)
    assert ask(client, document.url).status_code == 200


def test_a_public_page_is_enough_whoever_else_uses_it(
    law: DocumentPage, document: Document, client: Client
) -> None:
    other = DocumentFactory(parent=law.get_parent(), slug="other")
    attach(other, document)
    secret(other)
    assert ask(client, document.url).status_code == 200
    secret(law)
    assert ask(client, document.url).status_code == 404


def test_a_draft_neither_gives_nor_takes_a_file(
    law: DocumentPage, document: Document, client: Client
) -> None:
    """The file that a draft replaces is served until the new one is public (library.md: a 301 to a 404)."""
    replacement = stored("new.pdf")
    copy = DocumentPage.objects.get(pk=law.pk)
    copy.files = [DocumentFile(sort_order=0, title="ใหม่", file=replacement)]
    revision = copy.save_revision()
    assert ask(client, document.url).status_code == 200
    assert ask(client, replacement.url).status_code == 404
    revision.publish()
    assert ask(client, document.url).status_code == 404
    assert ask(client, replacement.url).status_code == 200


def test_what_changes_on_a_page_changes_for_its_files_at_once(
    law: DocumentPage, document: Document, client: Client
) -> None:
    assert ask(client, document.url).status_code == 200
    law.unpublish()
    assert ask(client, document.url).status_code == 404
    law.refresh_from_db()
    law.save_revision().publish()
    assert ask(client, document.url).status_code == 200
    restrict(law, "login")
    assert ask(client, document.url).status_code == 404
    PageViewRestriction.objects.all().delete()
    assert ask(client, document.url).status_code == 200


def link(document: Document) -> str:
    return f'<p>ดู <a linktype="document" id="{document.pk}">แบบฟอร์ม</a></p>'


def in_a_field_of_rows(document: Document) -> Page:
    page = announcement()
    AnnouncementAttachment.objects.create(page=page, sort_order=0, title="แบบ", document=document)
    return page


def in_a_text(document: Document) -> Page:
    return announcement(body=link(document))


def in_an_english_text(document: Document) -> Page:
    return announcement(body_en=link(document))


def in_a_block(document: Document) -> Page:
    block = {"type": "download", "value": {"title": "แบบ", "document": document.pk}}
    return ContentPageFactory(parent=make_site(), body=json.dumps([block]))


def in_a_text_of_a_block(document: Document) -> Page:
    return ContentPageFactory(
        parent=make_site(), body=json.dumps([{"type": "text", "value": link(document)}])
    )


PLACES = [in_a_field_of_rows, in_a_text, in_an_english_text, in_a_block, in_a_text_of_a_block]


@pytest.mark.parametrize("place", PLACES)
def test_wherever_a_page_holds_it(db: None, client: Client, place: Callable[[Document], Page]) -> None:
    others = [stored() for _ in range(12)]
    document = others.pop(0)
    page = place(document)
    assert {found.pk for found in pages_using(document)} == {page.pk}
    assert ask(client, document.url).status_code == 200
    assert [list(pages_using(other)) for other in others] == [[]] * 11
    Page.objects.filter(pk=page.pk).update(live=False)
    assert ask(client, document.url).status_code == 404


def test_a_number_in_a_text_is_no_link(db: None) -> None:
    document = stored()
    announcement(body=f'<p>id="{document.pk}" linktype="document" {document.pk}</p>')
    ContentPageFactory(parent=make_site(), body=json.dumps([{"type": "heading", "value": str(document.pk)}]))
    assert list(pages_using(document)) == []


def test_the_file_of_an_announcement_waits_for_its_first_day(db: None, client: Client) -> None:
    document = stored()
    page = in_a_field_of_rows(document)
    type(page).objects.filter(pk=page.pk).update(shown_from=timezone.localdate() + dt.timedelta(days=1))
    assert ask(client, document.url).status_code == 404
    type(page).objects.filter(pk=page.pk).update(
        shown_from=timezone.localdate() - dt.timedelta(days=9),
        shown_until=timezone.localdate() - dt.timedelta(days=2),
    )
    assert ask(client, document.url).status_code == 200, "what is over stays readable"


def test_a_wrong_name_or_number_is_not_found(law: DocumentPage, document: Document, client: Client) -> None:
    assert ask(client, f"/documents/{document.pk}/other.pdf").status_code == 404
    assert ask(client, f"/documents/{'9' * 30}/scan.pdf").status_code == 404
    assert ask(client, f"/documents/{document.pk + 1}/scan.pdf").status_code == 404


def test_the_number_of_queries_does_not_depend_on_how_many_pages_there_are(
    law: DocumentPage, document: Document, client: Client
) -> None:
    def grow() -> None:
        for _ in range(3):
            attach(DocumentFactory(parent=law.get_parent()), stored())
            ContentPageFactory(parent=law.get_parent().get_parent(), body=json.dumps([]))

    assert_same_queries(lambda: ask(client, document.url), grow)


def test_a_restricted_collection_still_counts(law: DocumentPage, document: Document, client: Client) -> None:
    collection = Collection.get_first_root_node().add_child(name="ปิด")
    CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")
    Document.objects.filter(pk=document.pk).update(collection=collection)
    response = ask(client, document.url)
    assert response.status_code == 302
    assert "public" not in response.get("Cache-Control", "")


def test_superusers_see_what_they_edit(law: DocumentPage, document: Document, client: Client) -> None:
    secret(law)
    client.force_login(User.objects.create_superuser("root", password=PASSWORD))
    assert ask(client, document.url).status_code == 200


def test_pictures_and_the_folder_of_files_have_no_address_of_their_own(
    law: DocumentPage, document: Document, client: Client
) -> None:
    assert ask(client, f"/media/{document.file.name}").status_code == 404
    with pytest.raises(NoReverseMatch):
        reverse("wagtailimages_serve", args=["x", "1", "original"])
