"""What all public pages have in common: two languages and honest cache headers."""

from __future__ import annotations

import datetime as dt
from copy import copy
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.urls import ResolverMatch
from django.urls.resolvers import RoutePattern
from django.utils.cache import patch_cache_control
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin
from wagtail.models import Page, PageViewRestriction
from wagtail.search.index import AutocompleteField, BaseField, SearchField
from wagtail.url_routing import RouteResult

from portal.page_cache.memory import remembered
from portal.page_cache.rooms import EVERY_ROOM, HEADER, Room, statement
from portal.pages.editing.addresses import is_readable_slug
from portal.pages.editing.forms import BasePageForm
from portal.pages.models.frame import restrictions
from portal.pages.models.permissions import PermissionTester
from portal.thai.romanization import latin_address
from portal.web.language import is_english, localized

# One minute: long enough to carry a rush on one page, short enough that an editor's correction shows at once.
PUBLIC_MAX_AGE = 60
DEPTH_OF_HOME = 2
"""Steps of the home page in the tree, below Wagtail's root; index pages lie below it."""
SLUG_LENGTH = 80
"""Characters of an address that is made of a title: some eight words."""


def patch_public_cache(request: HttpRequest, response: HttpResponseBase, max_age: int) -> HttpResponseBase:
    """Say whether caches may keep the answer, without ever touching the session (that would add `Vary: Cookie`).

    A visitor who brings no session cookie gets a page that any cache may keep. A signed-in visitor gets the same page,
    kept by nobody. Wagtail itself overrides both for pages with view restrictions (its `check_view_restrictions` hook
    adds `private, no-store` after this has run).

    Args:
        request: the request being answered.
        response: its answer; only GET and HEAD with status 200 are ever public.
        max_age: seconds that browsers and proxies may keep it.
    """
    if getattr(request, "is_preview", False) or settings.SESSION_COOKIE_NAME in request.COOKIES:
        patch_cache_control(response, private=True, no_cache=True)
    elif request.method in ("GET", "HEAD") and response.status_code == 200:
        patch_cache_control(response, public=True, max_age=max_age)
    return response


@dataclass(frozen=True)
class Successor:
    """What stands in the place of a page that was withdrawn."""

    title: str
    url: str


@dataclass(frozen=True)
class Withdrawn:
    """That a page was taken from the public with a reason, for pages that name it.

    Attributes:
        on: the day.
        reason: what readers are told, in their language.
        successors: public pages that stand in its place.
    """

    on: dt.date
    reason: str
    successors: tuple[Successor, ...] = ()


class WeighedField(AutocompleteField):
    """A field whose last word may be unfinished, with a weight of its own; Wagtail's have none."""

    def __init__(self, field_name: str, boost: float) -> None:
        super().__init__(field_name)
        self.boost = boost


def found_by(*names: str, boost: float = 1.0) -> list[BaseField]:
    """Return what lists and choosers of the back office look through beside the title.

    Args:
        names: fields that hold words or numbers. Whole words are searched, the last one may be unfinished.
        boost: how much a word there counts beside one of the title.
    """
    return list(
        chain.from_iterable((SearchField(name, boost=boost), WeighedField(name, boost)) for name in names)
    )


class BasePage(Page):
    """Abstract parent of every public page type.

    - `title_en` and the helper `localized()` give the page in the language of the address (/en/…): the page tree has
      one locale, so a page is the same row in both languages and only its words change.
    - Anonymous GET answers of live pages are public and free of cookies; see `patch_public_cache`.

    A page type with sub-addresses inherits from `RoutableBasePage` instead.
    """

    max_age = PUBLIC_MAX_AGE

    is_open = True
    """Whether a live page of this type is shown to readers: a type may know reasons of its own against it (a class of
    secrecy, a first day). Its files follow it (portal.pages.domain.attachments)."""

    is_kept = False
    """Whether a page of this type that has been public is withdrawn with a reason and never deleted."""

    shown_rooms: frozenset[Room] = EVERY_ROOM
    """What a page of this type shows something of, its frame aside: it is kept until one of them changes."""

    shown_relations: tuple[str, ...] = ()
    """Foreign keys that every page of the type shows: they come with the page in one question."""

    address_parameters: frozenset[str] = frozenset()
    """Names in the query that a page of this type reads; with others it is answered and not kept."""

    title_en = models.CharField(
        _("ชื่อภาษาอังกฤษ"), max_length=255, blank=True, help_text=_("แสดงเมื่อผู้อ่านเลือกภาษาอังกฤษ เว้นว่างได้")
    )

    base_form_class = BasePageForm
    search_fields = [*Page.search_fields, *found_by("title_en")]
    # Wagtail's own panel of the title writes an address into the form while somebody types: "-" for Thai.
    content_panels = [FieldPanel("title", classname="title"), FieldPanel("title_en")]
    # Wagtail's "show in menus" has no meaning here: the five entries of the frame are fixed (look.md).
    promote_panels = [FieldPanel("slug"), FieldPanel("search_description")]

    class Meta:
        abstract = True

    def withdrawn(self, request: HttpRequest | None = None) -> Withdrawn | None:
        """Return its withdrawal, for pages that rest on it; a page type that `is_kept` knows one.

        Args:
            request: for addresses in the reader's language.
        """
        return None

    def localized(self, name: str) -> Any:
        """Return field `name` in the reader's language: its `_en` twin in English when filled, else the Thai.

        Args:
            name: name of the Thai field, for example "title".
        """
        return localized(self, name)

    @property
    def display_title(self) -> str:
        """The title in the reader's language."""
        return self.localized("title")

    @property
    def original_title(self) -> str:
        """The Thai title, when the reader sees another one; "" when it would only repeat the heading."""
        return self.title if self.display_title != self.title else ""

    @property
    def own_description(self) -> str:
        """What the editor wrote for search engines: it has no English twin, so an English page does without."""
        return "" if is_english() else self.search_description

    @property
    def display_description(self) -> str:
        """The text for search engines and link previews."""
        return self.own_description

    def permissions_for_user(self, user: Any) -> PermissionTester:
        """Return what a person may do with this page."""
        return PermissionTester(user, self)

    def derive(self) -> None:
        """Fill the fields that follow from others, before anything is checked; a page type says which."""

    def suggested_slug(self) -> str:
        """Return a Latin address from the title, never empty; a page type may know a better one.

        Wagtail's Unicode slugs lose the vowels of a Thai title, and without them it would give "-" or a year alone.
        """
        words = slugify(self.title_en)[:SLUG_LENGTH].strip("-") or latin_address(self.title, SLUG_LENGTH)
        return words or self._meta.model_name.removesuffix("page")

    def _settle(self) -> None:
        self.derive()
        if self.path and not is_readable_slug(self.slug):
            self.slug = self._get_autogenerated_slug(self.suggested_slug())

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """Give the page what follows from its fields, and an address, before it is checked."""
        self._settle()
        super().full_clean(*args, **kwargs)

    def minimal_clean(self) -> None:
        """Do the same for a draft."""
        self._settle()
        super().minimal_clean()

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add `breadcrumbs` for components/breadcrumb.html."""
        context = super().get_context(request, *args, **kwargs)
        context["breadcrumbs"] = self.breadcrumbs(request)
        return context

    def breadcrumbs(self, request: HttpRequest) -> list[dict[str, str]]:
        """Return `title` and `url` of the ancestors between the home page and this page, from the top.

        A page directly below the home page has none, and asks the database nothing.
        """
        if self.depth is None or self.depth < 4:
            return []
        ancestors = self._ancestors()
        return [
            {"title": getattr(page, "display_title", page.title), "url": page.get_url(request)}
            for page in ancestors
        ]

    def _ancestors(self) -> list[Page]:
        """Return the pages between the home page and this one; for a page two steps down, the one that it was found by."""
        if self.depth == 4 and hasattr(self, "_cached_parent_obj"):
            return [self._cached_parent_obj.specific]
        return list(self.get_ancestors().filter(depth__gte=3).specific())

    def get_view_restrictions(self) -> QuerySet[PageViewRestriction]:
        """Return the restrictions of this page and those above it; on a site without any, nothing is asked."""
        return super().get_view_restrictions() if restrictions() else PageViewRestriction.objects.none()

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Find the page of an address below this one, with one question instead of two for each step.

        Raises:
            Http404: there is no such page.
        """
        child = self._child(path_components[0]) if path_components else None
        if child is None:
            return super().route(request, path_components)
        child._cached_parent_obj = self
        return child.route(request, path_components[1:])

    def _child(self, slug: str) -> Page | None:
        """Return the page below this one; None where Wagtail must look for it itself.

        A copy of the page that is remembered: what a request finds out about it (its standing today, its parent) stays in
        that request.
        """
        find = self._any_child if self.depth == DEPTH_OF_HOME else self._only_child
        found = remembered(("pages.child", self.pk, slug), lambda: find(slug))
        return None if found is None else copy(found)

    def _any_child(self, slug: str) -> Page | None:
        page = self.get_children().filter(slug=slug).first()
        return page.specific if page else None

    def _only_child(self, slug: str) -> Page | None:
        """Return the page of the one type that there is below this one."""
        models = self.clean_subpage_models()
        if len(models) != 1:
            return None
        found = models[0]._default_manager.child_of(self).filter(slug=slug)
        if shown := getattr(models[0], "shown_relations", ()):
            found = found.select_related(*shown)
        return found.first()

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Serve the page with cache headers."""
        return self._stated(
            patch_public_cache(request, super().serve(request, *args, **kwargs), self.max_age)
        )

    def _stated(self, response: HttpResponseBase) -> HttpResponseBase:
        """Say what an answer that caches may keep depends on (portal.page_cache)."""
        if "public" in response.get("Cache-Control", ""):
            response[HEADER] = statement({Room.FRAME, *self.shown_rooms}, self.address_parameters)
        return response


class RoutableBasePage(RoutablePageMixin, BasePage):
    """A `BasePage` with sub-addresses (feeds, PDF, data): they get the same cache headers."""

    class Meta:
        abstract = True

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Serve the page or one of its sub-addresses with cache headers."""
        return self._stated(
            patch_public_cache(request, super().serve(request, *args, **kwargs), self.max_age)
        )

    def get_route_paths(self) -> list[str]:
        """Return every address below this page that has no variable part: all of them are redirected when it moves."""
        routes = [
            str(part.pattern) for part in self.get_subpage_urls() if isinstance(part.pattern, RoutePattern)
        ]
        return ["/", *(f"/{route}" for route in routes if route and "<" not in route)]

    def resolve_subpage(self, path: str) -> ResolverMatch:
        """Find the view of a sub-address; Wagtail closes every path with a slash, but files have none.

        Args:
            path: "/", "/feed/" or "/document.pdf/".

        Raises:
            Resolver404: the page has no such sub-address.
        """
        is_file = "." in path.rstrip("/").rsplit("/", 1)[-1]
        return super().resolve_subpage(path.rstrip("/") if is_file else path)
