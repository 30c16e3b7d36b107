"""Words of the strip."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Answer(TextChoices):
    """What somebody says who has read a request. Danger is lowered by a key of its own, never by that for ordinary requests."""

    NORMAL = "normal", _("ปกติ")
    URGENT = "urgent", _("เร่งด่วน")
    DANGER = "danger", _("อันตรายตอนนี้")
    NO_DANGER = "no_danger", _("อ่านแล้ว ไม่มีอันตรายตอนนี้")
    SAME = "same", _("เรื่องเดียวกัน")
    APART = "apart", _("คนละครัวเรือน")
    LATER = "later", _("ข้ามไว้ก่อน")
