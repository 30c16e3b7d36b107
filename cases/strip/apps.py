"""The app `strip`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StripConfig(AppConfig):
    """New requests one after the other, one key each (S1.02, S1.35)."""

    name = "cases.strip"
    label = "strip"
    verbose_name = _("อ่านเรื่องใหม่ทีละเรื่อง")

    def ready(self) -> None:
        """Have an entry in the rail, and say what goes with a case whose time is over."""
        # Models are ready only now.
        from cases.desk import rail
        from cases.domain import erasing
        from cases.strip.desk.entry import entry

        rail.register(entry)
        erasing.register(erased={}, kept={})
