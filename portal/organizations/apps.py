"""The app `organizations`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrganizationsConfig(AppConfig):
    """Areas, organizations and who is responsible where (S1.13, S2.20-S2.22)."""

    name = "portal.organizations"
    label = "organizations"
    verbose_name = _("หน่วยงาน")
