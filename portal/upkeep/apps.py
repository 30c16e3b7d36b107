"""The app `upkeep`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UpkeepConfig(AppConfig):
    """What has to be put right, found by the portal itself (reliability.md I0)."""

    name = "portal.upkeep"
    label = "upkeep"
    verbose_name = _("ความเรียบร้อยของระบบ")
