"""The app `mass`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MassConfig(AppConfig):
    """Acts on many cases at once (S1.33, S1.35)."""

    name = "cases.mass"
    label = "mass"
    verbose_name = _("ทำพร้อมกันหลายเรื่อง")

    def ready(self) -> None:
        """Have an entry in the rail and a part of the board of events, and say what stays when the time of a case is over."""
        # Models are ready only now.
        from cases.desk import rail
        from cases.domain import erasing
        from cases.events.desk import panels
        from cases.events.domain import figures
        from cases.mass.desk.entry import entry
        from cases.mass.desk.panel import ready_acts
        from cases.mass.domain.reported import households_in

        rail.register(entry)
        panels.register(ready_acts)
        figures.register(households_in)
        erasing.register(
            erased={},
            kept={
                **dict.fromkeys(("MassAct.verb", "MassAct.state", "MassAct.origin"), "codes"),
                "MassAct.fields": "codes and the office's own words to all of them, never of one person",
                **dict.fromkeys(("MassOutcome.state", "MassOutcome.base"), "a code; identity of an event"),
                "MassOutcome.reason": "a sentence of the portal, never typed",
            },
        )
