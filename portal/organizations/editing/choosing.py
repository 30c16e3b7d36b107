"""Choosing an organization in the back-office: by search in a window, because a menu of the country has 22,000 lines (S2.36)."""

from __future__ import annotations

from typing import Any

from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm, SearchFilterMixin
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import chooser
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.widgets.chooser import BaseChooser

from portal.organizations.models import Organization, OrganizationQuerySet
from portal.web.access import cms_page


class OrganizationFilterForm(SearchFilterMixin, BaseFilterForm):
    """Words of a name, compared by their keys like everywhere else."""

    def filter(self, objects: OrganizationQuerySet) -> OrganizationQuerySet:
        """Return those whose names hold the words."""
        words = self.cleaned_data.get("q") or ""
        if not words:
            return objects
        self.is_searching, self.search_query = True, words
        return objects.named(words)


class _Named:
    """Names that tell organizations of one name apart."""

    def get_display_title(self, instance: Organization) -> str:
        """The name with as much of its place as it takes."""
        return instance.display_name


class _Choosing:
    """What window and results share: search, names with their place, kind and level beside them."""

    filter_form_class = OrganizationFilterForm

    @property
    def columns(self) -> list[Column]:
        """Name, kind, level."""
        title: Any = self.title_column  # type: ignore[attr-defined]
        title.accessor = "display_name"
        return [
            title,
            Column("type", label=_("ประเภท"), accessor="get_type_display"),
            Column("level", label=_("ระดับ"), accessor="get_level_display"),
        ]


@method_decorator(cms_page, name="dispatch")
class OrganizationChooseView(_Choosing, chooser.ChooseView):
    """The window."""


@method_decorator(cms_page, name="dispatch")
class OrganizationResultsView(_Choosing, chooser.ChooseResultsView):
    """Its list, while somebody types."""


@method_decorator(cms_page, name="dispatch")
class OrganizationChosenView(_Named, chooser.ChosenView):
    """What was chosen."""


class OrganizationChooser(_Named, BaseChooser):
    """The field with its button."""


class OrganizationChooserViewSet(ChooserViewSet):
    """Takes the place of the menu in every form of the back-office that names an organization."""

    model = Organization
    icon = "site"
    choose_one_text = _("เลือกหน่วยงาน")
    choose_another_text = _("เลือกหน่วยงานอื่น")
    edit_item_text = _("แก้ไขหน่วยงานนี้")
    per_page = 20
    choose_view_class = OrganizationChooseView
    choose_results_view_class = OrganizationResultsView
    chosen_view_class = OrganizationChosenView
    base_widget_class = OrganizationChooser

    def get_object_list(self) -> OrganizationQuerySet:
        """Those that still exist."""
        return Organization.objects.active()


organization_chooser = OrganizationChooserViewSet("organization_chooser")
