"""The app `vulnerable`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VulnerableConfig(AppConfig):
    """Households that need help first (S1.02, S1.27, S1.34)."""

    name = "cases.vulnerable"
    label = "vulnerable"
    verbose_name = _("ครัวเรือนที่ต้องช่วยก่อน")

    def ready(self) -> None:
        """Have an entry in the rail, open rows for events and tell of them, hear of calls and visits, pass on, have digests made anew."""
        # Models are ready only now.
        from cases.desk import rail
        from cases.domain import accounted_for, found_anew
        from cases.events.domain import declared, ended, figures
        from cases.events.domain import standing as event_standing
        from cases.vulnerable.desk.entry import counted, entry
        from cases.vulnerable.domain import hearing, in_events, succession
        from cases.vulnerable.domain.accounting import open_rows
        from cases.vulnerable.domain.keeping import DIGESTS
        from portal.organizations.domain import ending

        ending.register(report=succession.report, carry_out=succession.carry_out)
        rail.register(entry, counted)
        declared.register(open_rows)
        ended.register(in_events.hand_over)
        figures.register(in_events.figures)
        event_standing.register(in_events.KINDS, in_events.standing)
        accounted_for.register(follow=hearing.hear, take_back=hearing.take_back)
        found_anew.register(DIGESTS)
