"""The app `readiness`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReadinessConfig(AppConfig):
    """What stands behind the work on cases: place, people, money and training of each unit."""

    name = "cases.readiness"
    label = "readiness"
    verbose_name = _("ความพร้อมของหน่วย")
