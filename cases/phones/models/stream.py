"""One store of one phone."""

from __future__ import annotations

from uuid import UUID, uuid5

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.phones.vocabulary import StreamState


def beside(stream: UUID) -> UUID:
    """Return the stream of what comes under numbers of a stream that other entries have (`cases.phones.domain.taking`).

    Args:
        stream: id of the first.
    """
    return uuid5(stream, "beside")


class Stream(models.Model):
    """The entries that one store of one phone numbers. An emptied phone begins another one.

    Attributes:
        id: made by the phone; who knows it may deliver, whoever wrote.
        mark: every entry up to this number is here.
        device: browser and system, as its owner knows it.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    mark = models.PositiveIntegerField(default=0, editable=False)
    state = models.CharField(_("สถานะ"), max_length=4, choices=StreamState, default=StreamState.OPEN)
    device = models.CharField(_("เครื่อง"), max_length=60, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("ผู้ใช้ครั้งแรก")
    )
    organization = models.ForeignKey(
        "organizations.Organization", models.PROTECT, related_name="+", verbose_name=_("หน่วยงาน")
    )
    made_at = models.DateTimeField(_("ใช้ครั้งแรกเมื่อ"), default=timezone.now)
    met_at = models.DateTimeField(_("ติดต่อล่าสุดเมื่อ"), default=timezone.now)
    lost_at = models.DateTimeField(_("แจ้งหายเมื่อ"), null=True)
    lost_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-met_at"]
        verbose_name = _("โทรศัพท์ของหน่วย")
        verbose_name_plural = _("โทรศัพท์ของหน่วย")
        indexes = [models.Index(fields=["organization", "-met_at"], name="phone_of_organization")]

    def __str__(self) -> str:
        return f"{self.device} {self.pk}"
