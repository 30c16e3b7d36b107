"""The app `statistics`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StatisticsConfig(AppConfig):
    """Figures of the register, and the protected tables that went up the levels (S2.49, S1.32)."""

    name = "cases.statistics"
    label = "statistics"
    verbose_name = _("สถิติ")
