"""An act on many cases: what, by whom, to which, and what became of each."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.mass.vocabulary import MassState, MassVerb, OutcomeState


class MassAct(models.Model):
    """One act. Its set is fixed when it is begun: what comes later does not slip in.

    Attributes:
        fields: what was filled in, as codes, numbers and the office's own words to all.
        origin: how the set was chosen: "selection", "filter", "household".
    """

    verb = models.CharField(_("สิ่งที่ทำ"), max_length=20, choices=MassVerb, blank=True)
    fields = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=10, choices=MassState, default=MassState.CHOOSING)
    origin = models.CharField(max_length=12)
    organization = models.ForeignKey("organizations.Organization", models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    appointment = models.ForeignKey("accounts.Appointment", models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey("accounts.Appointment", models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("การทำพร้อมกันหลายเรื่อง")
        verbose_name_plural = _("การทำพร้อมกันหลายเรื่อง")
        indexes = [
            models.Index(fields=["organization", "-made_at"], name="mass_of_organization"),
            models.Index(fields=["state", "id"], name="mass_in_work"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.pk}"


class MassOutcome(models.Model):
    """What became of one case.

    Attributes:
        base: the last event that changed stage, holder, problem, severity or confidentiality when the set was fixed.
        version: of the case after the act, so that undoing sees whether anything came since.
        row: number of what the act let wait; 0 for none.
        before: the person who had the duty before, for what is given back.
        reason: why it was left or kept, as a sentence.
    """

    mass = models.ForeignKey(MassAct, models.CASCADE, related_name="outcomes")
    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="+")
    state = models.CharField(max_length=6, choices=OutcomeState, default=OutcomeState.NEW)
    base = models.CharField(max_length=36, blank=True)
    version = models.PositiveIntegerField(default=0)
    row = models.PositiveIntegerField(default=0)
    before = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("ผลของแต่ละเรื่อง")
        verbose_name_plural = _("ผลของแต่ละเรื่อง")
        constraints = [models.UniqueConstraint(fields=["mass", "case"], name="one_outcome_of_a_case")]
        indexes = [models.Index(fields=["mass", "state", "id"], name="outcomes_in_order")]

    def __str__(self) -> str:
        return f"{self.mass_id}: {self.case_id} {self.state}"
