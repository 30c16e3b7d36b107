"""Vocabulary of announcements."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop


class AnnouncementKind(models.TextChoices):
    """What an announcement is; printed above its title (Saraban regulation: หนังสือประชาสัมพันธ์)."""

    NOTICE = "notice", _("ประกาศ")
    NEWS = "news", _("ข่าว")
    WARNING = "warning", _("เตือนภัย")
    REGISTRATION = "registration", _("เปิดลงทะเบียน")
    STATEMENT = "statement", _("แถลงการณ์")
    EVENT = "event", _("กิจกรรม")

    @property
    def printed(self) -> str:
        """The words on paper, always Thai."""
        return _PRINTED[self]


# Thai on paper; search results translate them.
_PRINTED = {
    AnnouncementKind.NOTICE: gettext_noop("ประกาศ"),
    AnnouncementKind.NEWS: gettext_noop("ข่าวประชาสัมพันธ์"),
    AnnouncementKind.WARNING: gettext_noop("ประกาศเตือนภัย"),
    AnnouncementKind.REGISTRATION: gettext_noop("ประกาศเปิดลงทะเบียน"),
    AnnouncementKind.STATEMENT: gettext_noop("แถลงการณ์"),
    AnnouncementKind.EVENT: gettext_noop("ประกาศกิจกรรม"),
}


class PostingMedium(models.TextChoices):
    """Where an announcement was put up: the criteria allow the office or the website (S1.23)."""

    BOARD = "board", _("ป้ายประกาศที่ทำการ")
    WEBSITE = "website", _("เว็บไซต์")


class NoticeState(models.TextChoices):
    """How far the latest text of an office's notice has come."""

    DRAFT = "draft", _("ร่าง")
    WAITING = "waiting", _("รอศูนย์เผยแพร่")
    RETURNED = "returned", _("ศูนย์ส่งกลับ")
    PUBLIC = "public", _("เผยแพร่แล้ว")
    DOWN = "down", _("ปลดแล้ว")
