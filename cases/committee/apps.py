"""The app `committee`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommitteeConfig(AppConfig):
    """The help committees of local administrations (S1.01)."""

    name = "cases.committee"
    label = "committee"
    verbose_name = _("คณะกรรมการช่วยเหลือประชาชน")

    def ready(self) -> None:
        """Say what goes with a case whose time is over."""
        # Models are ready only now.
        from cases.committee.domain.erasing import ERASED, KEPT
        from cases.domain import erasing

        erasing.register(erased=ERASED, kept=KEPT)
