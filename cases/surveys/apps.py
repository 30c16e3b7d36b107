"""The app `surveys`."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SurveysConfig(AppConfig):
    """Surveys and rounds of registration (S1.02, S1.09)."""

    name = "cases.surveys"
    label = "surveys"
    verbose_name = _("แบบสำรวจ")
