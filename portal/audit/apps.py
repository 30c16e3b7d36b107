"""The app `audit`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    """The append-only record of who did and who read what."""

    name = "portal.audit"
    label = "audit"
    verbose_name = _("บันทึกการตรวจสอบ")

    def ready(self) -> None:
        """Let the record itself be sealed."""
        # Late: models cannot be imported before every app is there.
        from portal.audit import sources

        sources.register(sources.ENTRIES)
