"""The app `vulnerable`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VulnerableConfig(AppConfig):
    """Households that need help first (S1.02, S1.27, S1.34)."""

    name = "cases.vulnerable"
    label = "vulnerable"
    verbose_name = _("ครัวเรือนที่ต้องช่วยก่อน")

    def ready(self) -> None:
        """Have an entry in the rail."""
        # Models are ready only now.
        from cases.desk import rail
        from cases.vulnerable.desk.entry import counted, entry

        rail.register(entry, counted)
