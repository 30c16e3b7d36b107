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
        # Models are ready only now.
        from cases.domain import succession, trail
        from cases.tasks import calendar_changed
        from portal.accounts.domain import leaving
        from portal.audit import sources
        from portal.calendar.domain import changes
        from portal.organizations.domain import ending

        sources.register(trail.EVENTS)
        changes.register(calendar_changed)
        leaving.register(succession.somebody_leaves)
        ending.register(report=succession.report, carry_out=succession.carry_out)
