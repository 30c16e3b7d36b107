"""Parts of pages that are held: rendered once, right after every change, and never of what only some may see."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection

from portal.page_cache import memory
from portal.page_cache.application import FRESH_SECONDS
from portal.pages.models import GuideStatement, SiteSettings
from portal.pages.templatetags.held import without_indents
from tests.accounts.factories import UserFactory
from tests.legal_library.factories import DocumentFactory, restrict
from tests.page_cache.conftest import HIDDEN
from tests.page_cache.test_every_address import cookie
from tests.page_cache.through import ask

pytestmark = pytest.mark.django_db(transaction=True)

PAGES = (
    *("/", "/library/", "/library/open/", "/guide/", "/guide/flood/", "/announcements/", "/results/", "/en/"),
    *("/en/library/open/", "/library/?kind=act"),
)
WITH_A_COOKIE = {"HTTP_COOKIE": "csrftoken=x"}
"""What a visitor brings who once opened a form: no kept page answers them, and what is held serves them as well."""
NEW = "คำใหม่ล่าสุด"


@pytest.fixture(autouse=True)
def _nothing_held(monkeypatch):
    monkeypatch.setattr(memory, "_held", memory._Held(None, 0.0))


def parts():
    """Return everything that is held of pages, in one text."""
    return "\n".join(memory._held.parts.values())


def test_only_blanks_between_tags_go_and_never_where_they_are_shown():
    assert without_indents("<ul>\n    <li>ก  ข\n ค</li>\n\n  <li> ง </li></ul>") == (
        "<ul>\n<li>ก  ข\n ค</li>\n<li> ง </li></ul>"
    )
    for kept in (
        "<b>1</b>\u00a0<b>2</b>",
        "<pre>\n  <b>x</b>\n</pre>",
        "<p> <i></i> <TEXTAREA>  </TEXTAREA></p>",
    ):
        assert without_indents(kept) == kept


def test_a_page_whose_parts_are_held_is_the_same_page(scene, django_application):
    first = {address: ask(django_application, address).raw for address in PAGES}
    assert memory._held.parts
    for address in PAGES:
        assert ask(django_application, address).raw == first[address], address
    memory._held = memory._Held(None, 0.0)
    for address in reversed(PAGES):
        assert ask(django_application, address).raw == first[address], address


def changed_document(scene, new):
    scene.document.title = new
    scene.document.save_revision().publish()
    return ("/library/", "/library/open/", "/en/library/open/")


def changed_guide(scene, new):
    scene.guide.title = new
    scene.guide.save_revision().publish()
    return ("/guide/", "/guide/flood/")


def changed_statement(scene, new):
    GuideStatement.objects.create(page=scene.guide, section="who", text=new)
    return ("/guide/flood/",)


def changed_announcement(scene, new):
    type(scene.announcement).objects.filter(pk=scene.announcement.pk).update(title=new)
    return ("/", "/announcements/")


def changed_setting(scene, new):
    SiteSettings.objects.update(center_name=new)
    return ("/", "/library/open/", "/guide/flood/")


def changed_home(scene, new):
    scene.home.lead = new
    scene.home.save_revision().publish()
    return ("/",)


CHANGES = (
    changed_document,
    changed_guide,
    changed_statement,
    changed_announcement,
    changed_setting,
    changed_home,
)


def test_every_change_shows_in_the_first_request_that_no_kept_page_answers(scene, portal, sibling):
    for number, change in enumerate(CHANGES):
        for address in PAGES:
            ask(portal, address, **WITH_A_COOKIE)
        new = f"{NEW} {number}"
        for address in change(scene, new):
            for process in (portal, sibling):
                assert new in ask(process, address, **WITH_A_COOKIE).text, (change.__name__, address)
    title = scene.document.title
    for address in PAGES:
        ask(portal, address, **WITH_A_COOKIE)
    assert title in parts()
    scene.document.unpublish()
    assert ask(portal, "/library/open/", **WITH_A_COOKIE).status == 404
    for address in ("/", "/library/", "/library/?kind=act"):
        assert title not in ask(portal, address, **WITH_A_COOKIE).text, address
    assert title not in parts()


def test_a_part_ends_at_midnight_in_thailand(scene, portal, time_machine):
    time_machine.move_to("2026-11-23 23:59:59.5+07:00", tick=False)
    scene.document.repealed_on = dt.date(2026, 11, 24)
    scene.document.save_revision().publish()
    before = ask(portal, "/library/open/", **WITH_A_COOKIE).text
    assert ask(portal, "/library/open/", **WITH_A_COOKIE).text == before
    time_machine.shift(1)
    after = ask(portal, "/library/open/", **WITH_A_COOKIE).text
    memory._held = memory._Held(None, 0.0)
    assert after == ask(portal, "/library/open/", **WITH_A_COOKIE).text
    assert after != before


def test_what_bypassed_django_shows_after_a_minute(scene, portal, time_machine):
    time_machine.move_to("2026-11-23 12:00:00+07:00", tick=False)
    for address in PAGES:
        ask(portal, address)
    time_machine.shift(FRESH_SECONDS - 1)
    ask(portal, "/library/open/", **WITH_A_COOKIE)
    cursor = connection.connection.cursor()
    cursor.execute(f"UPDATE wagtailcore_page SET title = '{NEW}' WHERE slug = 'open'")  # noqa: S608 - a constant
    time_machine.shift(60)
    ask(portal, "/library/open/")
    assert NEW in ask(portal, "/library/open/").text


def test_a_draft_that_its_editor_looks_at_is_held_nowhere(scene, portal):
    for page in (scene.document, scene.guide, scene.home):
        page.title = f"{HIDDEN} ร่าง"
        page.save_revision()
        draft = page.get_latest_revision_as_object()
        preview = draft.make_preview_request(preview_mode=draft.default_preview_mode)
        preview.render()
        assert HIDDEN in preview.content.decode(), "the editor sees it"
    assert HIDDEN not in parts()
    for address in PAGES:
        assert HIDDEN not in ask(portal, address, **WITH_A_COOKIE).text, address


def test_a_page_that_only_some_may_open_is_held_nowhere(scene, portal):
    document = DocumentFactory(parent=scene.document.get_parent(), title=f"{HIDDEN} เฉพาะ", slug="some")
    restrict(document, "login")
    reader = {"HTTP_COOKIE": cookie(UserFactory())}
    for _ in range(2):
        answer = ask(portal, "/library/some/", **reader)
        assert answer.status == 200
        assert HIDDEN in answer.text
    assert HIDDEN not in parts()
    assert ask(portal, "/library/some/").status == 302


def test_each_view_of_a_list_has_its_own_part_and_an_odd_address_none(scene, portal):
    views = ("/library/", "/library/?kind=act", "/library/?kind=letter", "/library/?year=2550&kind=act")
    first = {address: ask(portal, address, **WITH_A_COOKIE).text for address in views}
    memory._held = memory._Held(None, 0.0)
    for address in reversed(views):
        assert ask(portal, address, **WITH_A_COOKIE).text == first[address], address
    ask(portal, "/library/")
    before = set(memory._held.parts)
    for query in ("evil=1", "kind=act&evil=1", f"kind={'a' * 300}"):
        assert ask(portal, f"/library/?{query}").status == 200
    added = {name[0] for name in set(memory._held.parts) - before}
    assert not added & {"library", "library_head"}
