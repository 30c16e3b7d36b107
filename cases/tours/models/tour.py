"""A trip of a mobile unit to many houses."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.tours.vocabulary import UNFINISHED, TourState


class TourQuerySet(models.QuerySet["Tour"]):
    """Reads of trips."""

    def unfinished(self) -> TourQuerySet:
        """Trips that nobody ended or gave up."""
        return self.filter(state__in=UNFINISHED)

    def on_the_road(self) -> TourQuerySet:
        """Trips that have left and not come back."""
        return self.filter(state=TourState.ROAD)


class Tour(models.Model):
    """One vehicle, a crew, many houses. It owns no case: each of its stops is a visit of that case.

    Attributes:
        appointment: by which its stops are sent; when it ends before all were, the rest is not.
        left: why cases of the choice have no stop, and how many: codes of `Left` and counts.
        ended_by: None where the portal ended it.
        crosses: somebody said that the crew can go through several districts.
    """

    organization = models.ForeignKey(
        "organizations.Organization", models.PROTECT, related_name="+", verbose_name=_("หน่วยงาน")
    )
    event = models.ForeignKey(
        "events.Event", models.PROTECT, null=True, related_name="tours", verbose_name=_("สถานการณ์")
    )
    name = models.CharField(_("ชื่อเที่ยว"), max_length=80)
    vehicle = models.ForeignKey(
        "cases.FieldVehicle", models.PROTECT, null=True, related_name="tours", verbose_name=_("ยานพาหนะ")
    )
    crew = models.ManyToManyField("cases.FieldMember", related_name="tours", verbose_name=_("ผู้ออกหน่วย"))
    starts_at = models.DateTimeField(_("ออกเวลา"))
    back_by = models.DateTimeField(_("กลับภายใน"))
    note = models.CharField(_("ไปทำอะไร"), max_length=500, blank=True)
    state = models.CharField(_("สถานะ"), max_length=10, choices=TourState, default=TourState.DRAFT)
    crosses = models.BooleanField(_("ผ่านหลายอำเภอ"), default=False)
    left = models.JSONField(default=dict, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("ผู้จัด")
    )
    appointment = models.ForeignKey("accounts.Appointment", models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("จัดเมื่อ"), default=timezone.now)
    set_out_at = models.DateTimeField(_("ออกเมื่อ"), null=True)
    ended_at = models.DateTimeField(_("จบเมื่อ"), null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("ผู้จบเที่ยว")
    )
    ending = models.CharField(_("เหตุผลที่จบ"), max_length=300, blank=True)
    token = models.UUIDField(unique=True, editable=False)

    objects = TourQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_at", "-id"]
        verbose_name = _("เที่ยวออกหน่วย")
        verbose_name_plural = _("เที่ยวออกหน่วย")
        constraints = [
            models.CheckConstraint(
                condition=Q(back_by__gt=F("starts_at")), name="tour_comes_back_after_start"
            ),
            models.CheckConstraint(
                condition=Q(state__in=(TourState.ENDED, TourState.DROPPED), ended_at__isnull=False)
                | (~Q(state__in=(TourState.ENDED, TourState.DROPPED)) & Q(ended_at__isnull=True)),
                name="tour_ended_iff_ended_at",
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "state", "-starts_at"], name="tours_of_organization"),
            models.Index(fields=["state", "back_by"], name="tours_in_work"),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"
