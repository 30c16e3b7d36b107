"""Vocabulary of official letters (regulation on Saraban work B.E. 2526; glossary "Urgency")."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Urgency(models.TextChoices):
    """How fast a letter must be dealt with; printed large and red above the number."""

    NORMAL = "normal", _("ปกติ")
    URGENT = "urgent", _("ด่วน")
    VERY_URGENT = "very_urgent", _("ด่วนมาก")
    MOST_URGENT = "most_urgent", _("ด่วนที่สุด")

    @property
    def printed(self) -> str:
        """The words on paper, always Thai; an ordinary letter carries none."""
        return _PRINTED[self]


_PRINTED = {
    Urgency.NORMAL: "",
    Urgency.URGENT: "ด่วน",
    Urgency.VERY_URGENT: "ด่วนมาก",
    Urgency.MOST_URGENT: "ด่วนที่สุด",
}
