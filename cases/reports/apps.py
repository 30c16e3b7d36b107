"""The app `reports`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    """Monthly reports of results up the levels (S1.10, S2.08-S2.11)."""

    name = "cases.reports"
    label = "reports"
    verbose_name = _("รายงานผลประจำเดือน")

    def ready(self) -> None:
        """Stand in the rail of the desk and among the duties of a unit, and say what the end of an organization means."""
        # Models are ready only now.
        from cases.desk import rail
        from cases.desk.duties import rows
        from cases.reports.desk.entry import counted, rail_entry, standing
        from cases.reports.domain import succession
        from portal.organizations.domain import ending

        rail.register(rail_entry, counted)
        rows.register_report(standing)
        ending.register(report=succession.report, carry_out=succession.carry_out)
