"""What accounts add to Wagtail's back-office: the way back to the desk, one menu of all that one may do; and take from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.bulk_action import BulkAction

from portal.accounts.models import User

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest


@hooks.register("register_admin_menu_item")
def desk() -> MenuItem:
    """Lead to the desk; whoever has no appointment is told so there."""
    return MenuItem(_("โต๊ะทำงาน"), reverse_lazy("desk:worklist"), name="desk", icon_name="home", order=1)


@hooks.register("before_bulk_action")
def no_accounts_at_once(
    request: HttpRequest, kind: str, objects: Sequence[object], action: BulkAction
) -> None:
    """Refuse to delete, close or let in many people at once: each goes over its own screen and is on record.

    Raises:
        PermissionDenied: the rows are accounts.
    """
    if action.model is User:
        raise PermissionDenied
