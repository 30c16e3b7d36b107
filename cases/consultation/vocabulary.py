"""States of a question and of what is published of it."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ConsultationState(TextChoices):
    """How a question stands."""

    WAITING = "waiting", _("รอคำตอบ")
    ANSWERED = "answered", _("ตอบแล้ว")


class PublicationState(TextChoices):
    """How a question and answer for everybody stands: two people agree before anybody reads it."""

    PROPOSED = "proposed", _("รอคนที่สองเห็นชอบ")
    PUBLISHED = "published", _("เผยแพร่แล้ว")
    REFUSED = "refused", _("ไม่เผยแพร่")
    WITHDRAWN = "withdrawn", _("ถอนออกแล้ว")
