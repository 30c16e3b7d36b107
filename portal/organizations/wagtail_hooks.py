"""What the directory adds to Wagtail's back-office."""

from __future__ import annotations

from wagtail import hooks

from portal.organizations.editing.choosing import OrganizationChooserViewSet, organization_chooser
from portal.organizations.editing.screens import DirectoryGroup


@hooks.register("register_admin_viewset")
def register_chooser() -> OrganizationChooserViewSet:
    """Choose organizations by search, wherever a form names one."""
    return organization_chooser


@hooks.register("register_admin_viewset")
def register_directory() -> DirectoryGroup:
    """Mount the screens of bodies, service areas and the routing table."""
    return DirectoryGroup()
