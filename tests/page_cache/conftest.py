from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.cache import cache as default_cache
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from legal_library.models import DocumentPage
from legal_library.vocabulary import Secrecy
from portal.page_cache.application import PageCache
from portal.page_cache.stores import LocalStore, store
from portal.pages.models import HomePage
from tests.announcements import factories as announcements
from tests.legal_library.factories import DocumentFactory, LibraryIndexFactory, TopicFactory, restrict
from tests.page_cache.through import memory
from tests.pages.factories import ContentPageFactory, GuideFactory, GuideIndexFactory, make_site

HIDDEN = "ชื่อที่ไม่มีใครควรเห็น"
"""A word in the title of everything that is not public."""


@dataclass
class Scene:
    """A site in which every kind of public page has something to show, and something to hide."""

    home: HomePage
    document: DocumentPage
    announcement: Any
    guide: Any
    plain: Any
    year: Any


@pytest.fixture
def scene(db: None) -> Scene:
    """See `made_scene`."""
    default_cache.clear()
    return made_scene()


def made_scene() -> Scene:
    """Make a small site; whatever bears `HIDDEN` is a draft, restricted, secret or of tomorrow."""
    home = make_site()
    library = LibraryIndexFactory(parent=home)
    document = DocumentFactory(parent=library, title="กฎหมายที่เปิดเผย", slug="open", year_be=2550)
    document.topics.add(TopicFactory(name="หัวข้อเปิด"))
    document.save()
    DocumentFactory(parent=library, title=f"{HIDDEN} ร่าง", slug="draft", live=False)
    secret = DocumentFactory(parent=library, title=f"{HIDDEN} ลับ", slug="secret")
    DocumentPage.objects.filter(pk=secret.pk).update(secrecy=Secrecy.CONFIDENTIAL)
    restrict(DocumentFactory(parent=library, title=f"{HIDDEN} เฉพาะ", slug="restricted"), "login")
    guide = GuideFactory(parent=GuideIndexFactory(parent=home), slug="flood")
    plain = ContentPageFactory(parent=home, slug="about")
    shown = announcements.announcement(slug="shelter", title="เปิดศูนย์พักพิง")
    tomorrow = announcements.announcement(slug="tomorrow", title=f"{HIDDEN} พรุ่งนี้")
    tomorrow.shown_from, tomorrow.shown_until = shown.shown_until, None
    tomorrow.save()
    announcements.results_page()
    return Scene(home, document, shown, guide, plain, announcements.year())


@pytest.fixture
def django_application() -> Iterator[Callable[..., Any]]:
    """The whole portal as a server runs it, within the connection of the test."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield WSGIHandler()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def portal(django_application: Callable[..., Any]) -> PageCache:
    """The portal behind an empty page cache that shares the versions with all processes."""
    return PageCache(django_application, LocalStore(memory("portal"), store().versions))


@pytest.fixture
def sibling(django_application: Callable[..., Any]) -> PageCache:
    """The same in another process: its own store, the same versions."""
    return PageCache(django_application, LocalStore(memory("sibling"), store().versions))
