"""The app `consultation`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConsultationConfig(AppConfig):
    """Questions to the center, their answers, and what is published of them (S1.25)."""

    name = "cases.consultation"
    label = "consultation"
    verbose_name = _("ให้คำปรึกษา")

    def ready(self) -> None:
        """Stand on the desk's rail, and let search find what is published."""
        # Models are ready only now.
        from cases.consultation.desk.entry import counted, entry
        from cases.consultation.public.search_source import SOURCE
        from cases.desk import rail
        from portal.search.sources import registry

        rail.register(entry, counted)
        registry.register(SOURCE)
