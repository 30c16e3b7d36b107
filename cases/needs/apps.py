"""The app `needs`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NeedsConfig(AppConfig):
    """Needs of the people, and what was told of them (S1.27, S1.28, S1.33)."""

    name = "cases.needs"
    label = "needs"
    verbose_name = _("ความต้องการของประชาชน")

    def ready(self) -> None:
        """Count in the rail what waits, and let it go on with whoever takes an organization's place."""
        # Late: models cannot be imported before every app is there.
        from cases.desk import rail
        from cases.needs.desk.entry import counted
        from cases.needs.domain.telling import PASSED

        rail.register_count(counted)
        PASSED.register()
