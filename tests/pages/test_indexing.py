"""Search is told of every change that readers can see, whatever an editor does with the tree of pages."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from wagtail.models import PageViewRestriction

from portal.pages.domain import indexing
from portal.pages.models import GuideIndexPage, GuidePage, HomePage
from portal.pages.public.search_source import guides
from portal.search.models import IndexedDocument
from portal.search.sources import changes
from tests.pages.factories import ContentPageFactory, GuideFactory, GuideIndexFactory


def path_of(guide: GuidePage) -> str | None:
    """Return the address under which search lists a guide; None when it does not."""
    row = IndexedDocument.objects.filter(key=guides.key_of(guide), removed=False).first()
    return row.path if row else None


@pytest.fixture
def guide(guide_index: GuideIndexPage) -> GuidePage:
    """A guide that search knows."""
    page = GuideFactory(parent=guide_index, slug="disaster")
    changes.update(guides.key_of(page))
    assert path_of(page) == "/guide/disaster/"
    return page


def test_a_new_address_of_the_list_is_a_new_address_of_every_guide(
    guide: GuidePage,
    guide_index: GuideIndexPage,
    django_capture_on_commit_callbacks,  # type: ignore[no-untyped-def]
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        guide_index.slug = "help"
        guide_index.save_revision().publish()
    assert path_of(guide) == "/help/disaster/"


def test_a_moved_guide_is_found_at_its_new_place(guide: GuidePage, home: HomePage) -> None:
    other = GuideIndexFactory(parent=home, slug="other")
    guide.move(other, pos="last-child")
    assert path_of(guide) == "/other/disaster/"


def test_a_guide_below_a_withdrawn_list_is_found_no_more_when_it_is_withdrawn_with_it(
    guide: GuidePage, guide_index: GuideIndexPage
) -> None:
    guide.unpublish()
    guide_index.unpublish()
    assert path_of(guide) is None


def test_a_private_home_hides_every_guide_and_lets_it_come_back(guide: GuidePage, home: HomePage) -> None:
    restriction = PageViewRestriction.objects.create(
        page=home, restriction_type=PageViewRestriction.PASSWORD, password="x"
    )
    assert path_of(guide) is None
    restriction.delete()
    assert path_of(guide) == "/guide/disaster/"


def test_a_large_move_is_left_to_one_rebuild_in_the_background(
    guide: GuidePage,
    guide_index: GuideIndexPage,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks,  # type: ignore[no-untyped-def]
) -> None:
    """An editor does not wait while a whole library is indexed page by page."""
    GuideFactory.create_batch(2, parent=guide_index)
    calls: list[str] = []
    monkeypatch.setattr(indexing, "AT_ONCE", 2)
    monkeypatch.setattr(indexing.changes, "update", lambda key: calls.append(key))
    monkeypatch.setattr(indexing, "rebuild_index", SimpleNamespace(enqueue=lambda: calls.append("rebuild")))
    with django_capture_on_commit_callbacks(execute=True):
        indexing.update_below(guide_index)
        assert calls == [], "not before the transaction holds"
    assert calls == ["rebuild"]


def test_as_many_pages_as_allowed_are_updated_at_once(
    guide: GuidePage, guide_index: GuideIndexPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = GuideFactory(parent=guide_index)
    calls: list[str] = []
    monkeypatch.setattr(indexing, "AT_ONCE", 2)
    monkeypatch.setattr(indexing.changes, "update", lambda key: calls.append(key))
    indexing.update_below(guide_index)
    assert sorted(calls) == sorted([guides.key_of(guide), guides.key_of(other)])


def test_pages_that_search_does_not_list_are_none_of_its_business(
    guide_index: GuideIndexPage, home: HomePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[str] = []
    monkeypatch.setattr(indexing.changes, "update", lambda key: calls.append(key))
    indexing.update(guide_index)
    indexing.update(home)
    assert calls == []
    indexing.update(ContentPageFactory(parent=home))
    assert len(calls) == 1
