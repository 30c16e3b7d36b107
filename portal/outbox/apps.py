"""The app `outbox`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OutboxConfig(AppConfig):
    """Every message that leaves the system, durable."""

    name = "portal.outbox"
    label = "outbox"
    verbose_name = _("กล่องส่งออก")
