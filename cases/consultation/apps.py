"""The app `consultation`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConsultationConfig(AppConfig):
    """Questions to the center, their answers, and what is published of them (S1.25)."""

    name = "cases.consultation"
    label = "consultation"
    verbose_name = _("ให้คำปรึกษา")

    def ready(self) -> None:
        """Stand on the desk's rail, let search find what is published, tell of needs, follow the calendar, and go on."""
        # Models are ready only now.
        from cases.consultation.desk.entry import counted, entry
        from cases.consultation.domain.answering import PASSED
        from cases.consultation.domain.needs import HEARD
        from cases.consultation.public.search_source import SOURCE
        from cases.consultation.tasks import calendar_changed
        from cases.desk import rail
        from cases.domain import heard_needs
        from portal.calendar.domain import changes
        from portal.search.sources import registry

        changes.register(calendar_changed)
        rail.register(entry, counted)
        registry.register(SOURCE)
        heard_needs.register(HEARD)
        PASSED.register()
