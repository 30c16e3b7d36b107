"""The app `camps`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CampsConfig(AppConfig):
    """Families in shelters of an event, and what they get there (S1.06, S1.35)."""

    name = "cases.camps"
    label = "camps"
    verbose_name = _("ศูนย์พักพิง")

    def ready(self) -> None:
        """Tell the door of shelters who is named inside, and let officers take the counter along on a phone."""
        # Models are ready only now.
        from cases.camps.desk import on_phone
        from cases.camps.domain.counting import named_in
        from cases.events.domain import sheltering
        from cases.phones.domain import kinds

        sheltering.register(named_in)
        kinds.register(kinds=[on_phone.ARRIVE], lists=[on_phone.Shelters()])
