"""The screens of users in Wagtail's back-office: who may do what there, and nothing else of an account.

Accounts are made, named and ended at the desk, where appointments, delegation and codes are the way in (S2.54, S2.61).
Whoever looks after the machine lets people into the back-office here, and never into somebody's account.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BulkActionsCheckboxColumn
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.users.forms import UserEditForm
from wagtail.users.views import users

from portal.accounts.actors import actor_of
from portal.accounts.domain import activating
from portal.accounts.models import User
from portal.actors import System
from portal.audit.services import record
from portal.web.access import cms_page
from portal.web.typed import takes_words

if TYPE_CHECKING:
    from django.http import HttpRequest

OF_THE_DESK = ("username", "email", "first_name", "last_name")
"""Fields of Wagtail's form that are shown and not changed here."""
RIGHTS = ("is_active", "is_superuser", "groups")
"""What is changed here."""


class RightsPolicy(ModelPermissionPolicy):
    """The model's own rights without making or deleting an account, for a superuser too."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Refuse what is done at the desk to everyone."""
        return action not in {"add", "delete"} and super().user_has_permission(user, action)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        """As above, for a list of actions."""
        return any(self.user_has_permission(user, action) for action in actions)


class RightsForm(UserEditForm):
    """Groups and rights of somebody who has an account."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in OF_THE_DESK:
            field = self.fields[name]
            # What is sent for such a field is not read. An account of the desk need have none of them.
            field.disabled, field.required = True, False
        self.fields["username"].help_text = _("ชื่อและช่องทางติดต่อแก้ที่หน้า “ผู้ใช้ระบบ” ของโต๊ะทำงาน")


@method_decorator(cms_page, name="dispatch")
class UserIndexView(users.IndexView):
    """The list, without boxes for doing something to many at once."""

    @cached_property
    def columns(self) -> list[Any]:
        """Return Wagtail's columns without the boxes."""
        return [one for one in super().columns if not isinstance(one, BulkActionsCheckboxColumn)]


@method_decorator([takes_words(RightsForm), cms_page], name="dispatch")
class UserEditView(users.EditView):
    """One person's rights in the back-office; each change is on record."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Offer no deletion, which nobody may do."""
        super().setup(request, *args, **kwargs)
        self.can_delete = False

    def save_instance(self) -> User:
        """Store it, and write down who gave or took what."""
        person: User = super().save_instance()
        changed = [name for name in RIGHTS if name in self.form.changed_data]
        if changed:
            data: dict[str, Any] = {
                "fields": changed,
                "is_active": person.is_active,
                "is_superuser": person.is_superuser,
                "groups": sorted(person.groups.values_list("name", flat=True)),
            }
            actor = actor_of(self.request) or System()
            if actor.person is None:
                # Let in by hand, without an order: nobody's act for an office, yet it is known whose hand it was.
                data["by"] = self.request.user.pk
            record(actor=actor, action="accounts.rights_changed", subject=str(person.pk), data=data)
            activating.end_codes(actor=actor, person=person)
        return person


class UserViewSet(users.UserViewSet):
    """People and their rights."""

    index_view_class = UserIndexView
    edit_view_class = UserEditView
    copy_view_enabled = False

    @property
    def permission_policy(self) -> RightsPolicy:
        """Return who may do what."""
        return RightsPolicy(self.model)

    def get_form_class(self, for_update: bool = False) -> type[UserEditForm]:
        """Return the form; nobody is added here, so there is one."""
        return RightsForm
