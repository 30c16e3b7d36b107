"""Screens of Wagtail's back-office for the directory: open to the technical administrator only.

Bodies are closed, never deleted (R22): nobody has the right to delete one here.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.db import transaction
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.permission_policies import ModelPermissionPolicy

from portal.actors import Officer, System
from portal.organizations import areas, naming
from portal.organizations.domain import closing
from portal.organizations.importing.parsing import RowError, parse_villages
from portal.organizations.models import Organization, PlannedEnd, RoutingRule, ServiceArea
from portal.organizations.vocabulary import OrganizationType, capabilities_of
from portal.thai.dates import bangkok_today
from portal.thai.phone import PhoneError, tidy_phones
from portal.vocabulary import CRISIS_PROBLEMS
from portal.web.access import cms_page

LONGEST_PHONE = Organization._meta.get_field("phone").max_length


class KeepPolicy(ModelPermissionPolicy):
    """The model's own rights without deletion."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Refuse deletion to everyone, a superuser included."""
        return action != "delete" and super().user_has_permission(user, action)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        """As above, for a list of actions."""
        return super().user_has_any_permission(user, [action for action in actions if action != "delete"])

    def users_with_any_permission(self, actions: Any) -> Any:
        """As above, the other way round."""
        return super().users_with_any_permission([action for action in actions if action != "delete"])


def _province_choices() -> list[tuple[str, Any]]:
    """Return all provinces in alphabetical order, with an empty choice in front."""
    return [("", _("ทั้งประเทศ")), *((one.code, one.name) for one in areas.provinces())]


def _district_choices() -> list[tuple[str, Any]]:
    """Return all districts under the names of their provinces."""
    groups = [
        (province.name, [(one.code, one.name) for one in areas.districts(province.code)])
        for province in areas.provinces()
    ]
    return [("", _("ทั้งจังหวัด")), *groups]


class DirectoryViewSet(ModelViewSet):
    """Screens of the directory, whose rows Wagtail's index of references does not follow.

    That index tells what a deletion would break, and nothing is deleted here. It would be written again by the queue
    after every change of an organization, for whom it names others that are found by their columns anyway. What pages
    say of an organization stays in it.
    """

    add_to_reference_index = False


def acting(user: Any) -> Officer | None:
    """Return who somebody acts as; accounts stand above this room, so the settings name where to ask."""
    officer: Officer | None = import_string(settings.KLANG["ACTOR_FOR"])(user) if user is not None else None
    return officer


class OrganizationForm(WagtailAdminModelForm):
    """A body typed by hand; names may be given in short, telephone numbers in any spelling."""

    province_code = forms.ChoiceField(label=_("จังหวัด"), choices=_province_choices, required=False)
    district_code = forms.ChoiceField(label=_("อำเภอ"), choices=_district_choices, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._was_open = bool(self.instance.pk and self.instance.is_active)
        self._was_of = self.instance.type if self.instance.pk else ""

    def clean_phone(self) -> str:
        """Write telephone numbers in one way; remarks beside them stay."""
        try:
            return tidy_phones(self.cleaned_data["phone"], longest=LONGEST_PHONE)
        except PhoneError as error:
            raise forms.ValidationError(_(error.message)) from error  # noqa: INT001

    def clean(self) -> dict[str, Any]:
        """Write the name of a local administration in full, fill in its short form, and the flags of a new kind."""
        data = super().clean() or {}
        kind = data.get("type")
        if kind and data.get("name_th") and OrganizationType(kind).is_local_administration:
            data["name_th"] = naming.full_name(OrganizationType(kind), data["name_th"])
            data["short_name"] = data.get("short_name") or naming.short_name(
                OrganizationType(kind), data["name_th"]
            )
        if kind and kind != self._was_of:
            # A box that nobody has ticked yet says nothing of a body that is new, or of another kind from now on.
            for flag, is_set in capabilities_of(kind).items():
                data[flag] = is_set or (flag in self.changed_data and bool(data.get(flag)))
        return data

    def save(self, commit: bool = True) -> Organization:
        """Store it; an end is carried out with all that hangs on it, or planned when its day lies ahead."""
        organization: Organization = super().save(commit=False)
        ends = commit and self._was_open and not organization.is_active
        if not ends:
            return super().save(commit=commit)
        day, successor = organization.closed_on or bangkok_today(), organization.successor
        organization.is_active, organization.closed_on, organization.successor = True, None, None
        with transaction.atomic():
            organization.save()
            self.save_m2m()
            closing.close(
                organization=organization,
                on=day,
                successor=successor,
                actor=acting(self.for_user) or System(),
            )
        return organization


def _place(organization: Organization) -> str:
    """Return district and province in short words for the list."""
    found = (areas.area(code) for code in (organization.district_code, organization.province_code) if code)
    return " ".join(one.short_label for one in found if one)


@method_decorator(cms_page, name="dispatch")
class OrganizationIndexView(IndexView):
    """The list of the directory, whose box finds names by their keys and codes as they stand."""

    def search_queryset(self, queryset: Any) -> Any:
        """Return what the typed words mean."""
        found = super().search_queryset(queryset)
        return found | queryset.named(self.search_query) if self.is_searching else found


class OrganizationViewSet(DirectoryViewSet):
    """Bodies of the directory."""

    model = Organization
    index_view_class = OrganizationIndexView
    name = "organizations"
    icon = "site"
    menu_label = _("หน่วยงาน")
    copy_view_enabled = False
    list_display = [
        "name_th",
        "type",
        "level",
        Column("place", label=_("ที่ตั้ง"), accessor=_place),
        "is_active",
        "checked_on",
    ]
    list_filter = ["level", "type", "province_code", "is_active", "is_frontline1", "is_frontline2"]
    search_fields = ["name_th", "short_name", "name_en", "geocode", "dla_code"]
    search_backend_name = None
    ordering = ["sort_key"]
    panels = [
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("type"), FieldPanel("level")]),
                FieldPanel("name_th"),
                FieldPanel("name_en"),
                FieldPanel("short_name"),
            ],
            heading=_("ชื่อ"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel(
                    [FieldPanel("province_code"), FieldPanel("district_code"), FieldPanel("subdistrict_code")]
                ),
                FieldPanel("parent"),
                FieldRowPanel([FieldPanel("geocode"), FieldPanel("dla_code"), FieldPanel("letter_code")]),
            ],
            heading=_("ที่ตั้งและสังกัด"),
        ),
        MultiFieldPanel(
            [
                *(FieldPanel(name) for name in ("phone", "hours", "email", "website", "address")),
            ],
            heading=_("ช่องทางติดต่อ"),
        ),
        MultiFieldPanel(
            [
                HelpPanel(
                    _(
                        "เมื่อเพิ่มหน่วยงานหรือเปลี่ยนประเภท ระบบเลือกสองช่องนี้ตามประเภทให้ แก้ภายหลังได้ หน้าหน่วยงานใกล้บ้านแสดงตามนี้"
                    )
                ),
                FieldRowPanel([FieldPanel("is_frontline1"), FieldPanel("is_frontline2")]),
                FieldRowPanel([FieldPanel("is_active"), FieldPanel("closed_on"), FieldPanel("successor")]),
                FieldRowPanel([FieldPanel("checked_on"), FieldPanel("note")]),
            ],
            heading=_("สถานะ"),
        ),
    ]

    @cached_property
    def permission_policy(self) -> KeepPolicy:
        """Everything but deletion."""
        return KeepPolicy(self.model)

    def get_form_class(self, for_update: bool = False) -> Any:
        """Use our form as the base of the generated one."""
        self._edit_handler.base_form_class = OrganizationForm
        return super().get_form_class(for_update)


class ServiceAreaForm(WagtailAdminModelForm):
    """Which subdistrict, wholly or some villages of it."""

    villages = forms.CharField(
        label=_("หมู่ที่"), required=False, help_text=_("เฉพาะเมื่อให้บริการบางส่วน เช่น 1-3, 5")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["villages"] = ", ".join(str(village) for village in self.instance.villages or [])

    def clean_villages(self) -> list[int]:
        """Read "1-3, 5" as numbers."""
        try:
            return parse_villages(self.cleaned_data["villages"])
        except RowError as error:
            raise forms.ValidationError(str(error)) from error


class ServiceAreaViewSet(DirectoryViewSet):
    """Who serves which subdistrict."""

    model = ServiceArea
    name = "service_areas"
    icon = "globe"
    menu_label = _("พื้นที่ให้บริการ")
    copy_view_enabled = False
    list_display = ["__str__", "coverage"]
    list_filter = ["coverage"]
    search_fields = ["organization__name_th", "organization__short_name", "subdistrict_code"]
    search_backend_name = None
    panels = [
        FieldPanel("organization"),
        FieldPanel("subdistrict_code"),
        FieldPanel("coverage"),
        FieldPanel("villages"),
    ]

    def get_form_class(self, for_update: bool = False) -> Any:
        """Use our form as the base of the generated one."""
        self._edit_handler.base_form_class = ServiceAreaForm
        return super().get_form_class(for_update)


class RoutingRuleForm(WagtailAdminModelForm):
    """Who leads one of the four problems in a province."""

    problem = forms.ChoiceField(
        label=_("ปัญหา"), choices=[(problem.value, problem.label) for problem in sorted(CRISIS_PROBLEMS)]
    )
    province_code = forms.ChoiceField(label=_("จังหวัด"), choices=lambda: _province_choices()[1:])
    district_code = forms.ChoiceField(
        label=_("อำเภอ"),
        choices=_district_choices,
        required=False,
        help_text=_("เลือกเมื่อจังหวัดมีเจ้าภาพหลักหลายแห่ง เช่น แรงงานเด็กในกรุงเทพมหานคร พื้นที่ 1 ถึง 10"),
    )


class RoutingRuleViewSet(DirectoryViewSet):
    """The routing table problem × province, or district → lead agency (S2.20, S2.33)."""

    model = RoutingRule
    name = "routing_rules"
    icon = "redirect"
    menu_label = _("เจ้าภาพหลัก")
    copy_view_enabled = False
    list_display = ["__str__", "organization"]
    list_filter = ["problem", "province_code"]
    panels = [
        FieldPanel("problem"),
        FieldPanel("province_code"),
        FieldPanel("district_code"),
        FieldPanel("organization"),
    ]

    def get_form_class(self, for_update: bool = False) -> Any:
        """Use our form as the base of the generated one."""
        self._edit_handler.base_form_class = RoutingRuleForm
        return super().get_form_class(for_update)


class PlannedEndViewSet(DirectoryViewSet):
    """Organizations that will end on a day ahead; a plan that was carried out stays as a record."""

    model = PlannedEnd
    name = "planned_ends"
    icon = "date"
    menu_label = _("แผนการเลิกหน่วยงาน")
    copy_view_enabled = False
    list_display = ["organization", "on", "successor", "carried_out_at"]
    list_filter = ["on"]
    panels = [FieldPanel("organization"), FieldPanel("on"), FieldPanel("successor")]


class DirectoryGroup(ModelViewSetGroup):
    """The menu entry that holds them."""

    menu_label = _("ทำเนียบหน่วยงาน")
    menu_icon = "site"
    menu_order = 700
    items = (OrganizationViewSet, ServiceAreaViewSet, RoutingRuleViewSet, PlannedEndViewSet)
