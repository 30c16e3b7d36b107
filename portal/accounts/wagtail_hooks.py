"""What accounts add to Wagtail's back-office: the way back to the desk. One sign-in, one menu of all that one may do."""

from __future__ import annotations

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem


@hooks.register("register_admin_menu_item")
def desk() -> MenuItem:
    """Lead to the desk; whoever has no appointment is told so there."""
    return MenuItem(_("โต๊ะทำงาน"), reverse_lazy("desk:worklist"), name="desk", icon_name="home", order=1)
