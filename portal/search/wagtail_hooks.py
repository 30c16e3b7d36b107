"""Search in the editors' rooms: synonyms, what people looked for in vain, and the state of the index."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.urls import URLPattern, path
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.components import Component
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import CreateView, SnippetViewSet

from portal.search import screens
from portal.search.models import Synonym
from portal.search.site.vain import searched_in_vain
from portal.search.sources import health
from portal.web.access import cms_page


@method_decorator(cms_page, name="dispatch")
class AddSynonym(CreateView):
    """The form for a new synonym; a query that was searched in vain comes with the address (`?term=…`)."""

    def get_initial_form_instance(self) -> Any:
        """Return an empty synonym with the word that editors came with."""
        instance = super().get_initial_form_instance() or Synonym()
        instance.term = self.request.GET.get("term", "")[:120]
        instance.both_ways = False
        return instance


class SynonymViewSet(SnippetViewSet):
    """Editors keep the words that people use and the words that documents use together."""

    model = Synonym
    add_view_class = AddSynonym
    icon = "list-ul"
    menu_label = _("คำพ้องของการค้นหา")
    add_to_admin_menu = True
    list_display = ["term", "meaning", "both_ways", "in_use"]
    list_filter = ["in_use", "both_ways"]
    search_fields = ["term", "meaning"]
    panels = [FieldPanel("term"), FieldPanel("meaning"), FieldPanel("both_ways"), FieldPanel("in_use")]


register_snippet(SynonymViewSet)


class SearchPanel(Component):
    """On the front page of the editors: the index, and queries without results."""

    order = 250

    def render_html(self, parent_context: Any = None) -> str:
        """Return the panel."""
        request = parent_context.get("request") if parent_context else None
        context = {
            "problem": health.problem(),
            "in_vain": searched_in_vain(),
            "may_keep": request is not None and screens.may_keep(request.user),
        }
        return render_to_string("search/cms_panel.html", context, request)


@hooks.register("construct_homepage_panels")
def add_search_panel(request: Any, panels: list[Component]) -> None:
    """Add the panel for editors."""
    panels.append(SearchPanel())


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    """Mount what one click on a query without results does."""
    return [
        path("search/vain/keep/", screens.keep_proposal, name="search_vain_keep"),
        path("search/vain/undo/<int:pk>/", screens.undo_proposal, name="search_vain_undo"),
    ]
