"""The app `cases`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    """The register of requests and all work on it (S1.03)."""

    name = "cases"
    label = "cases"
    verbose_name = _("เรื่องขอความช่วยเหลือ")
