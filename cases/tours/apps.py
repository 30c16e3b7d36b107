"""The app `tours`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ToursConfig(AppConfig):
    """Trips of a mobile unit to many houses (S1.06, S2.30)."""

    name = "cases.tours"
    label = "tours"
    verbose_name = _("เที่ยวออกหน่วย")

    def ready(self) -> None:
        """Have an entry in the rail, pass on, follow units and help that is struck out, say what stays when a case's time is over."""
        # Models are ready only now.
        from cases.desk import rail
        from cases.domain import erasing, on_the_way, struck_out
        from cases.events.desk import panels
        from cases.events.domain import standing as event_standing
        from cases.strip.desk import onward
        from cases.tours.desk.at_once import boat_for
        from cases.tours.desk.entry import counted, entry
        from cases.tours.desk.panel import on_the_road
        from cases.tours.domain import by_visit, standing, stocking
        from cases.tours.domain.rights import PASSED

        PASSED.register()
        rail.register(entry, counted)
        struck_out.register(stocking.take_back)
        on_the_way.register(by_visit.ROOM)
        panels.register(on_the_road)
        event_standing.register(standing.KINDS, standing.standing)
        onward.register(boat_for)
        erasing.register(
            erased={},
            kept={
                **dict.fromkeys(
                    ("Tour.name", "Tour.note", "Tour.ending"), "the office's words to all houses"
                ),
                "Tour.state": "a code",
                "Tour.left": "codes and counts",
                "Stop.left": "a sentence of the portal, never typed",
                **dict.fromkeys(("Load.kind", "Load.name", "Load.unit"), "what was loaded, for nobody yet"),
            },
        )
