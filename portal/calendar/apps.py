"""The app `calendar`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CalendarConfig(AppConfig):
    """Holidays and working days: one calendar for every promise of a working day."""

    name = "portal.calendar"
    label = "office_calendar"
    verbose_name = _("ปฏิทินวันหยุดราชการ")
