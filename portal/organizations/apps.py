"""The app `organizations`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrganizationsConfig(AppConfig):
    """Areas, organizations and who is responsible where (S1.13, S2.20-S2.22)."""

    name = "portal.organizations"
    label = "organizations"
    verbose_name = _("หน่วยงาน")

    def ready(self) -> None:
        """The room's own part in the end of an organization."""
        # Late: models are ready only now.
        from portal.organizations.domain import ending, pointing

        ending.register(report=pointing.report, carry_out=pointing.carry_out)
