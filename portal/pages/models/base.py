"""What all public pages have in common: two languages and honest cache headers."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin
from wagtail.models import Page

from portal.pages.language import localized

# One minute: long enough to carry a rush on one page, short enough that an editor's correction shows at once.
PUBLIC_MAX_AGE = 60


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


class BasePage(Page):
    """Abstract parent of every public page type.

    - `title_en` and the helper `localized()` give the page in the language of the address (/en/…): the page tree has
      one locale, so a page is the same row in both languages and only its words change.
    - Anonymous GET answers of live pages are public and free of cookies; see `patch_public_cache`.

    A page type with sub-addresses inherits from `RoutableBasePage` instead.
    """

    max_age = PUBLIC_MAX_AGE

    title_en = models.CharField(
        _("ชื่อภาษาอังกฤษ"), max_length=255, blank=True, help_text=_("แสดงเมื่อผู้อ่านเลือกภาษาอังกฤษ เว้นว่างได้")
    )

    content_panels = [*Page.content_panels, FieldPanel("title_en")]
    # Wagtail's "show in menus" has no meaning here: the five entries of the frame are fixed (look.md).
    promote_panels = [FieldPanel("slug"), FieldPanel("search_description")]

    class Meta:
        abstract = True

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
    def display_description(self) -> str:
        """The text for search engines and link previews."""
        return self.search_description

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add `breadcrumbs`: the public ancestors below the site root, as (title, url) pairs, the home page first."""
        context = super().get_context(request, *args, **kwargs)
        context["breadcrumbs"] = self.breadcrumbs(request)
        return context

    def breadcrumbs(self, request: HttpRequest) -> list[tuple[str, str]]:
        """Return the (title, url) pairs of the ancestors, from the home page down to the parent; one query."""
        if self.depth is None or self.depth < 3:
            return []
        ancestors = self.get_ancestors().filter(depth__gte=2).specific()
        return [(getattr(page, "display_title", page.title), page.get_url(request)) for page in ancestors]

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Serve the page with cache headers."""
        return patch_public_cache(request, super().serve(request, *args, **kwargs), self.max_age)


class RoutableBasePage(RoutablePageMixin, BasePage):
    """A `BasePage` with sub-addresses (feeds, PDF, data): they get the same cache headers."""

    class Meta:
        abstract = True

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Serve the page or one of its sub-addresses with cache headers."""
        return patch_public_cache(request, super().serve(request, *args, **kwargs), self.max_age)
