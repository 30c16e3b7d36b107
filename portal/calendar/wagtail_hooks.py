"""What the calendar adds to Wagtail's back-office."""

from __future__ import annotations

from wagtail import hooks

from portal.calendar.editing.screens import HolidayViewSet


@hooks.register("register_admin_viewset")
def register_holidays() -> HolidayViewSet:
    """Mount the screen of holidays."""
    return HolidayViewSet()
