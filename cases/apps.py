"""The app `cases`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    """The register of requests and all work on it (S1.03)."""

    name = "cases"
    label = "cases"
    verbose_name = _("เรื่องขอความช่วยเหลือ")

    def ready(self) -> None:
        """Follow what happens in other rooms."""
        from cases.tasks import calendar_changed  # models are ready only now
        from portal.calendar.domain import changes

        changes.register(calendar_changed)
