"""The section of an office: what it writes itself, and whether the center reads it first (S1.11)."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from announcements.vocabulary import NoticeState


@register_setting(icon="list-ul")
class OfficeSettings(BaseSiteSetting):
    """How local administrations publish in their own sections."""

    publishes_directly = models.BooleanField(
        _("อปท. เผยแพร่ประกาศของตนได้เอง"),
        default=False,
        help_text=_("เมื่อไม่เลือก ผู้อนุมัติเผยแพร่ของศูนย์ต้องอ่านและเผยแพร่ให้"),
    )

    panels = [FieldPanel("publishes_directly")]

    class Meta:
        verbose_name = _("ประกาศของ อปท.")


class OfficeNotice(models.Model):
    """That an announcement was written at the desk of an office, and how far its latest text has come.

    The words themselves are the announcement's; a text that is not public yet is its latest revision.
    """

    page = models.OneToOneField(
        "announcements.AnnouncementPage",
        models.CASCADE,
        related_name="office_notice",
        verbose_name=_("ประกาศ"),
    )
    organization = models.ForeignKey(
        "organizations.Organization", models.PROTECT, related_name="+", verbose_name=_("หน่วยงาน")
    )
    state = models.CharField(_("สถานะ"), max_length=10, choices=NoticeState, default=NoticeState.DRAFT)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("ผู้เขียน")
    )
    written_at = models.DateTimeField(_("เขียนเมื่อ"))
    reason = models.CharField(_("เหตุผลที่ส่งกลับ"), max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)
    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        verbose_name = _("ประกาศของหน่วยงาน")
        verbose_name_plural = _("ประกาศของหน่วยงาน")
        ordering = ["-written_at", "-pk"]
        indexes = [models.Index(fields=["organization", "-written_at"], name="notice_of_office")]

    def __str__(self) -> str:
        return f"{self.page_id} · {self.state}"

    @property
    def is_unproposed(self) -> bool:
        """Whether the latest words may be the office's own affair: others read what the public read last."""
        return self.state in {NoticeState.DRAFT, NoticeState.DOWN}

    @property
    def title_for_others(self) -> str:
        """What it is called for whoever is not of the office."""
        return self.page.title if self.is_unproposed else self.page.draft_title

    @property
    def state_for_others(self) -> str | Promise:
        """How far it has come for whoever is not of the office; of drafts they see only those of what is public."""
        return (NoticeState.PUBLIC if self.state == NoticeState.DRAFT else NoticeState(self.state)).label
