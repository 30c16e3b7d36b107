"""The app `georeport`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GeoReportConfig(AppConfig):
    """What programs of partners report, and by which keys (Open311 GeoReport v2)."""

    name = "cases.georeport"
    label = "georeport"
    verbose_name = _("ระบบของหน่วยงานอื่น")

    def ready(self) -> None:
        """Stand on the desk's rail of whoever gives keys out."""
        # The desk is ready only now.
        from cases.desk import rail
        from cases.georeport.desk.entry import entry
        from cases.georeport.domain.hooks import WAY, HookLine
        from cases.georeport.outside.described import PATHS, SCHEMAS
        from portal.outbox import ways
        from portal.web import openapi

        rail.register(entry)
        ways.register(WAY, HookLine)
        openapi.register(PATHS, SCHEMAS)
