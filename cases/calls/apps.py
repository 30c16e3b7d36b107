"""The app `calls`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CallsConfig(AppConfig):
    """Call lists: who is called back, by whom, and what was heard (S2.30)."""

    name = "cases.calls"
    label = "calls"
    verbose_name = _("รายการโทร")

    def ready(self) -> None:
        """Have an entry in the rail, pass on, and say what goes with a case whose time is over."""
        # Models are ready only now.
        from cases.calls.desk.entry import counted, entry
        from cases.calls.domain import standing
        from cases.calls.domain.rights import PASSED
        from cases.desk import rail
        from cases.domain import erasing
        from cases.events.domain import standing as event_standing

        PASSED.register()
        rail.register(entry, counted)
        event_standing.register(standing.KINDS, standing.standing)
        erasing.register(
            erased={},
            kept=dict.fromkeys(
                ("CallRow.code", "CallRow.state", "Call.code", "Look.code", "SafetyQuestion.answer"), "codes"
            )
            | {
                "CallRow.number": "a digest, while a call lasts; empty afterwards",
                "CallList.name": "of a list of many, in the office's words",
                "CallList.source": "a code",
            },
        )
