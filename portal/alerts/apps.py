"""The app `alerts`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AlertsConfig(AppConfig):
    """Mails about what is new, asked for by anybody, without an account."""

    name = "portal.alerts"
    label = "alerts"
    verbose_name = _("แจ้งเรื่องใหม่ทางอีเมล")
