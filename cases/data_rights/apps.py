"""The app `data_rights`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DataRightsConfig(AppConfig):
    """Requests of people about their own data (PDPA s.30–36)."""

    name = "cases.data_rights"
    label = "data_rights"
    verbose_name = _("คำขอใช้สิทธิในข้อมูล")

    def ready(self) -> None:
        """Stand in the rail, on the page of a case and on the status page, and say what goes when a case's time is over."""
        # Models are ready only now.
        from cases.data_rights.desk.attaching import attached
        from cases.data_rights.desk.entry import counted, entry
        from cases.data_rights.models import RightsRequest
        from cases.data_rights.public.status import part
        from cases.desk import rail
        from cases.desk.case import attached as attaching
        from cases.domain import erasing
        from cases.intake import status_parts

        rail.register(entry, counted)
        attaching.register(attached)
        status_parts.register(part, also_restricted=True)
        erasing.register(
            erased={RightsRequest: dict.fromkeys(("words", "identified", "answer"), "")},
            kept=dict.fromkeys(
                ("RightsRequest.right", "RightsRequest.way", "RightsRequest.state", "RightsRequest.ground"),
                "codes",
            ),
        )
