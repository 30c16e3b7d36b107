"""The app `households`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HouseholdsConfig(AppConfig):
    """Reports of one household (S1.35)."""

    name = "cases.households"
    label = "households"
    verbose_name = _("ครัวเรือนเดียวกัน")

    def ready(self) -> None:
        """Have an entry in the rail, and say what goes with a case whose time is over."""
        # Models are ready only now.
        from cases.desk import rail
        from cases.domain import erasing
        from cases.households.desk.entry import entry

        rail.register(entry)
        erasing.register(
            erased={},
            kept=dict.fromkeys(("Member.kind", "Member.confidence", "Member.marks", "KeptApart.why"), "codes")
            | {"LikelyPair.marks": "codes; the pair goes when it is decided or a case closes"},
        )
