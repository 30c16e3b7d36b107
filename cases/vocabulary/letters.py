"""The letters that the work on a case gives occasion to."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class LetterKind(TextChoices):
    """What a letter is written for (S1.14, S1.29, S2.41, S2.51)."""

    HANDOVER = "handover", _("หนังสือนำส่ง")
    JOINT = "joint", _("หนังสือขอความร่วมมือ")
    INFO = "info", _("หนังสือแจ้งเพื่อทราบ")
    RETURN = "return", _("หนังสือส่งคืน")
    HAND_UP = "hand_up", _("หนังสือส่งเรื่องเกินขีดความสามารถ")
    TAKE_OVER = "take_over", _("หนังสือแจ้งการเข้ารับเรื่องแทน")
    CLOSING = "closing", _("หนังสือแจ้งผลถึงหน่วยงานที่เกี่ยวข้อง")
    ANSWER = "answer", _("หนังสือแจ้งผลถึงผู้ยื่นคำขอ")
