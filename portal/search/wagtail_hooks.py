"""Search in the editors' rooms: synonyms, what people looked for in vain, and the state of the index."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import Sum
from django.template.loader import render_to_string
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.components import Component
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import CreateView, SnippetViewSet

from portal.search.models import SearchedQuery, Synonym
from portal.search.sources import health
from portal.search.sources.journal import this_week
from portal.web.access import cms_page

_WEEKS = 4
_SHOWN = 10


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


def searched_in_vain(weeks: int = _WEEKS) -> list[dict[str, Any]]:
    """Return folded queries without results of the last weeks, the most frequent first."""
    since = this_week() - datetime.timedelta(weeks=weeks)
    rows = SearchedQuery.objects.filter(week__gte=since, results=0).values("query")
    counted = rows.annotate(searched=Sum("times")).order_by("-searched", "query")[:_SHOWN]
    return [dict(row) for row in counted]


class SearchPanel(Component):
    """On the front page of the editors: the index, and queries without results."""

    order = 250

    def render_html(self, parent_context: Any = None) -> str:
        """Return the panel."""
        context = {"problem": health.problem(), "in_vain": searched_in_vain()}
        return render_to_string("search/cms_panel.html", context)


@hooks.register("construct_homepage_panels")
def add_search_panel(request: Any, panels: list[Component]) -> None:
    """Add the panel for editors."""
    panels.append(SearchPanel())
