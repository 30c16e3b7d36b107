"""What was written on a phone, from its receipt until it stands in a case or a person decided otherwise."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.phones.models.stream import Stream
from cases.phones.vocabulary import Outcome, Resolution


class Entry(models.Model):
    """One entry. It is taken first, and judged afterwards in the order of its stream.

    What was written stays sealed here and is opened for whoever may read it; it goes when it stands in the case.

    Attributes:
        id: made by the phone, for good.
        phone_now: the phone's clock when it was sent, milliseconds since 1970.
        kind: by the name under which it is registered; "" until it is judged.
        subject: what it is about, in the words of its kind.
        case: of the subject, where the author's organization ever had access to it.
        reason: why it was put aside, as a sentence.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    stream = models.ForeignKey(Stream, models.PROTECT, related_name="entries")
    number = models.PositiveIntegerField(editable=False)
    sealed = models.BinaryField(editable=False)
    phone_now = models.BigIntegerField(editable=False)
    received_at = models.DateTimeField(_("ถึงศูนย์เมื่อ"))
    delivered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=7, choices=Outcome, blank=True)
    judged_at = models.DateTimeField(null=True)
    kind = models.CharField(max_length=30, blank=True)
    subject = models.CharField(max_length=80, blank=True)
    case = models.ForeignKey("cases.Case", models.PROTECT, null=True, related_name="+")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("ผู้เขียน")
    )
    organization = models.ForeignKey("organizations.Organization", models.PROTECT, related_name="+")
    written_at = models.DateTimeField(_("เขียนเมื่อ"), null=True)
    is_certain = models.BooleanField(default=True)
    reason = models.CharField(max_length=300, blank=True)
    resolution = models.CharField(max_length=9, choices=Resolution, blank=True)
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    resolution_note = models.CharField(_("เหตุผล"), max_length=300, blank=True)

    class Meta:
        ordering = ["stream", "number"]
        verbose_name = _("สิ่งที่บันทึกในโทรศัพท์")
        verbose_name_plural = _("สิ่งที่บันทึกในโทรศัพท์")
        constraints = [
            models.UniqueConstraint(fields=["stream", "number"], name="phone_entry_number_once"),
            models.CheckConstraint(
                condition=Q(resolution="") | Q(outcome=Outcome.ASIDE), name="phone_entry_resolved_was_aside"
            ),
        ]
        indexes = [
            models.Index(fields=["stream", "number"], name="phone_entry_to_judge", condition=Q(outcome="")),
            models.Index(
                fields=["organization", "received_at"],
                name="phone_entry_aside",
                condition=Q(outcome=Outcome.ASIDE, resolution=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stream_id} {self.number}"


class Missing(models.Model):
    """Numbers that the portal forgot with an older backup and the phone does not hold any more; its author is asked."""

    stream = models.ForeignKey(Stream, models.PROTECT, related_name="missing")
    first = models.PositiveIntegerField()
    last = models.PositiveIntegerField()
    noted_at = models.DateTimeField(_("พบเมื่อ"))
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["noted_at", "id"]
        verbose_name = _("สิ่งที่หายจากโทรศัพท์")
        verbose_name_plural = _("สิ่งที่หายจากโทรศัพท์")
        constraints = [
            models.CheckConstraint(condition=Q(first__lte=models.F("last")), name="phone_missing_in_order")
        ]

    def __str__(self) -> str:
        return f"{self.stream_id} {self.first}-{self.last}"
