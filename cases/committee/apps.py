"""The app `committee`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommitteeConfig(AppConfig):
    """The help committees of local administrations (S1.01)."""

    name = "cases.committee"
    label = "committee"
    verbose_name = _("คณะกรรมการช่วยเหลือประชาชน")

    def ready(self) -> None:
        """Have an entry in the rail and a section of the status page, and say what goes with a case whose time is over."""
        # Models are ready only now.
        from cases.committee.desk.entry import counted, entry
        from cases.committee.domain.erasing import ERASED, KEPT, clear_letters
        from cases.committee.domain.letters import kept_back
        from cases.committee.domain.resolutions import decision_on
        from cases.committee.public.status import part
        from cases.desk import rail
        from cases.domain import erasing
        from cases.domain.letters import kept_back as letters
        from cases.domain.queries import known
        from cases.intake import status_parts

        rail.register(entry, counted)
        known.register(decision_on)
        status_parts.register(part)
        letters.register(kept_back)
        erasing.register(erased=ERASED, kept=KEPT, besides=clear_letters)
