"""The calendar in Wagtail's back-office: content of the center, without personal data, so its editors keep it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy

from portal.calendar.domain.days import keep
from portal.calendar.models import Holiday

EARLIEST_YEAR, LATEST_YEAR = 2000, 2100


class EditorsPolicy(ModelPermissionPolicy):
    """Whoever may enter the back-office keeps the calendar; nobody deletes a day of it."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Everything but deletion."""
        return action != "delete" and user.is_active and user.has_perm("wagtailadmin.access_admin")

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        """As above, for a list of actions."""
        return any(self.user_has_permission(user, action) for action in actions)


class HolidayForm(WagtailAdminModelForm):
    """A day that the center enters or corrects."""

    def clean_day(self) -> Any:
        """Refuse a year that is a slip."""
        day = self.cleaned_data["day"]
        if not EARLIEST_YEAR <= day.year <= LATEST_YEAR:
            raise forms.ValidationError(_("ตรวจปี พ.ศ. อีกครั้ง"))
        return day

    def save(self, commit: bool = True) -> Holiday:
        """Store it as the center's own; deadlines are counted anew after that."""
        holiday = super().save(commit=False)
        return keep(holiday) if commit else holiday


class HolidayViewSet(ModelViewSet):
    """The holidays of the office."""

    model = Holiday
    name = "holidays"
    icon = "date"
    menu_label = _("วันหยุดราชการ")
    menu_order = 650
    add_to_admin_menu = True
    copy_view_enabled = False
    list_display = ["day", "name", "is_closed", "source"]
    list_filter = ["is_closed", "source"]
    search_fields = ["name", "note"]
    search_backend_name = None
    ordering = ["-day"]
    panels = [FieldPanel("day"), FieldPanel("name"), FieldPanel("is_closed"), FieldPanel("note")]

    @cached_property
    def permission_policy(self) -> EditorsPolicy:
        """Editors, without deletion."""
        return EditorsPolicy(self.model)

    def get_form_class(self, for_update: bool = False) -> Any:
        """Use our form as the base of the generated one."""
        self._edit_handler.base_form_class = HolidayForm
        return super().get_form_class(for_update)
