"""The app `phones`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PhonesConfig(AppConfig):
    """Phones without a signal (S1.06, S1.02, S2.39)."""

    name = "cases.phones"
    label = "phones"
    verbose_name = _("โทรศัพท์ไม่มีสัญญาณ")

    def ready(self) -> None:
        """Have an entry in the rail, take the visits along, and say what stays when the time of a case is over."""
        # Late: models cannot be imported before every app is there.
        from cases.desk import rail
        from cases.domain import erasing
        from cases.phones.desk import pictures, visits
        from cases.phones.desk.entry import counted, entry
        from cases.phones.domain import kinds
        from cases.phones.models import Entry

        rail.register(entry, counted)
        kinds.register(kinds=[*visits.KINDS, pictures.PICTURE], lists=[visits.Visits()])
        erasing.register(
            erased={Entry: {"sealed": b"", "resolution_note": "", "reason": ""}},
            kept={
                **dict.fromkeys(("Entry.kind", "Entry.outcome", "Entry.resolution"), "codes"),
                "Entry.subject": "a reference and a number",
                **dict.fromkeys(("Stream.state", "Stream.device"), "a phone of the office, not a case"),
            },
        )
