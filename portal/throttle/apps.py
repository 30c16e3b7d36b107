"""The app `throttle`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ThrottleConfig(AppConfig):
    """Counting tries, so that guessing and flooding stay slow (ASVS 2.4.1)."""

    name = "portal.throttle"
    label = "throttle"
    verbose_name = _("การจำกัดความถี่")
