"""The app `needs`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NeedsConfig(AppConfig):
    """Needs of the people, and what was told of them (S1.27, S1.28, S1.33)."""

    name = "cases.needs"
    label = "needs"
    verbose_name = _("ความต้องการของประชาชน")

    def ready(self) -> None:
        """Let what nobody acknowledged yet go on with whoever takes an organization's place."""
        # Late: models cannot be imported before every app is there.
        from cases.needs.domain.telling import PASSED

        PASSED.register()
