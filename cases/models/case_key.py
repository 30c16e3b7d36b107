"""By what a matter is known again."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class KeyKind(models.TextChoices):
    """What the same value in two cases means."""

    PHONE = "phone", _("เบอร์โทรศัพท์เดียวกัน")
    HOME = "home", _("บ้านเดียวกัน")
    NAME = "name", _("ชื่อเดียวกัน")
    SOUND = "sound", _("ชื่อฟังคล้ายกัน")
    NEAR = "near", _("ที่อยู่ใกล้กัน")


SURE_KINDS = (KeyKind.PHONE, KeyKind.HOME, KeyKind.NAME)
"""Kinds whose equal values mean something by themselves. The others only lead to what is then compared in full."""


class CaseKey(models.Model):
    """One telephone number, house or name of a case, as the digest by which it is compared (`cases.domain.recognition`).

    Several stand in one field of a person, so an index of that field finds only the first: here each has its row, and
    whoever takes a request down asks for equal ones. Written by `cases.domain.recognition` alone; personal data.
    """

    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="keys")
    kind = models.CharField(max_length=5, choices=KeyKind)
    key = models.CharField(max_length=120)

    class Meta:
        verbose_name = _("สิ่งที่ใช้รู้จักเรื่อง")
        verbose_name_plural = _("สิ่งที่ใช้รู้จักเรื่อง")
        constraints = [
            models.UniqueConstraint(fields=["case", "kind", "key"], name="case_key_once"),
        ]
        indexes = [
            models.Index(fields=["kind", "key", "-case"], name="case_key_found"),
            # Houses that asked more than once, counted from the cases of one organization (docs/decisions/0013).
            models.Index(fields=["case", "key"], condition=Q(kind="home"), name="case_home"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.case_id}"
