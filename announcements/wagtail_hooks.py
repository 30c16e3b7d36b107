"""What the announcements add to Wagtail's back-office."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, register_converter, reverse
from django.urls.converters import IntConverter
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from announcements.editing import postings
from announcements.results import editing as results
from announcements.results.publishing import next_duty


class ShortNumber(IntConverter):
    """A number that every database can hold."""

    regex = "[0-9]{1,9}"


register_converter(ShortNumber, "short")


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern | URLResolver]:
    """Mount the screens of yearly results and of posting evidence."""
    screens = [
        path("results/", results.year_list, name="results"),
        path("results/compute/", results.compute, name="results_compute"),
        path("results/run/<short:pk>/", results.run, name="results_run"),
        path("results/<short:be_year>/", results.draft, name="results_draft"),
        path("results/<short:be_year>/publish/", results.publish, name="results_publish"),
        path("results/<short:be_year>/correct/", results.correct, name="results_correct"),
        path("postings/", postings.postings, name="postings"),
        path("postings/add/", postings.posting_add, name="posting_add"),
        path("postings/<short:pk>/correct/", postings.posting_correct, name="posting_correct"),
        path("postings/<short:pk>/down/", postings.posting_take_down, name="posting_take_down"),
    ]
    return [path("center/", include((screens, "announcements_cms")))]


class PermittedItem(MenuItem):
    """A menu entry for those who hold one of its permissions."""

    permissions: tuple[str, ...] = ()

    def is_shown(self, request: HttpRequest) -> bool:
        """Show it to those who may use it."""
        return any(request.user.has_perm(permission) for permission in self.permissions)


class ResultsItem(PermittedItem):
    """Yearly results."""

    permissions = (results.COMPUTE, results.PUBLISH)


class PostingsItem(PermittedItem):
    """Posting evidence."""

    permissions = (postings.POST,)


@hooks.register("register_admin_menu_item")
def results_item() -> MenuItem:
    """Lead to the yearly results."""
    return ResultsItem(_("ผลประจำปี"), reverse("announcements_cms:results"), icon_name="doc-full", order=250)


@hooks.register("register_admin_menu_item")
def postings_item() -> MenuItem:
    """Lead to the posting evidence."""
    return PostingsItem(
        _("หลักฐานปิดประกาศ"), reverse("announcements_cms:postings"), icon_name="clipboard-list", order=260
    )


class DutyPanel(Component):
    """Says on the editors' first screen that a year waits to be published (S1.30)."""

    template_name = "announcements/cms/duty.html"
    order = 20

    def get_context_data(self, parent_context: dict | None = None) -> dict:
        """Return the state of the duty."""
        return {"duty": next_duty()}


@hooks.register("construct_homepage_panels")
def add_duty(request: HttpRequest, panels: list[Component]) -> None:
    """Put the notice on the first screen while the last year is unpublished."""
    may = request.user.has_perm(results.COMPUTE) or request.user.has_perm(results.PUBLISH)
    if may and not next_duty().published:
        panels.append(DutyPanel())
