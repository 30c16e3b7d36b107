"""The app `protection`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProtectionConfig(AppConfig):
    """What the data protection officer works with (PDPA s.37, s.39, s.41)."""

    name = "portal.protection"
    label = "protection"
    verbose_name = _("การคุ้มครองข้อมูลส่วนบุคคล")
