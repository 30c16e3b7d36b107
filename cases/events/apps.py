"""The app `events`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    """Declared events, what belongs to them, and what people read of them."""

    name = "cases.events"
    label = "events"
    verbose_name = _("สถานการณ์")

    def ready(self) -> None:
        """Let requests be attached when they come in, and show running events where people look first."""
        # Late: models cannot be imported before every app is there.
        from cases.desk import rail
        from cases.desk.lists import groups
        from cases.domain import folding, in_danger, places, receivers, taken_in
        from cases.events.desk.entry import counted, entry
        from cases.events.desk.groups import GROUPS
        from cases.events.domain import attaching, owning, receiving, ringing, succession
        from cases.events.public import home
        from portal.organizations.domain import ending

        receivers.register(receiving.receiver_in_event)
        taken_in.register(attaching.attach_new)
        places.register(attaching.attach_moved)
        folding.register(ringing.FOLDER)
        in_danger.register(owning.LISTENER)
        rail.register(entry, counted)
        groups.register(GROUPS)
        home.register()
        ending.register(report=succession.report, carry_out=succession.carry_out)
