"""The citizen's matter."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.lookups import IsNull
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.machine.verbs.watching import GLASS_OPEN
from cases.machine.vocabulary import GrantReason, Scope, Stage
from cases.models.intake_channel import IntakeChannel
from cases.vocabulary import (
    NO_REQUEST,
    Channel,
    ClosureReason,
    Confidentiality,
    Consent,
    ConsentBy,
    Outcome,
    Severity,
    Track,
)
from portal.actors import Actor, Officer
from portal.sealing.fields import SealedCharField, SealedTextField
from portal.vocabulary import ProblemType


class CaseQuerySet(models.QuerySet["Case"]):
    """Reads of cases. Outside `cases.domain` every read starts with `visible_to`."""

    def visible_to(
        self, actor: Actor, *, glass_since: dt.datetime | None = None, among: Q | None = None
    ) -> CaseQuerySet:
        """The only door: cases whose content the actor's organization has a reason to read now.

        Every reason is a grant (docs/cases.md, "Who sees what") and ends with it. What of a case the reason shows is
        said by its scope.

        Args:
            actor: who asks; only officers who do case work see anything, and nobody sees their own matter.
            glass_since: since when glass that was broken is still open; `GLASS_OPEN` ago by default.
            among: which few cases are meant at all. Then only the grants of these are looked at, where the database would
                else list all grants of the organization first: fifty-eight thousand for one row of a large center.
        """
        return self._granted(actor, Scope.PART, glass_since, among)

    def known_to(
        self, actor: Actor, *, glass_since: dt.datetime | None = None, among: Q | None = None
    ) -> CaseQuerySet:
        """Cases of which the actor's organization may know how they stand, also where it may not read them.

        Args:
            actor: who asks.
            glass_since: as in `visible_to`.
            among: as in `visible_to`.
        """
        return self._granted(actor, Scope.SUMMARY, glass_since, among)

    def heard_of(
        self, actor: Actor, *, glass_since: dt.datetime | None = None, among: Q | None = None
    ) -> CaseQuerySet:
        """Cases that the actor's organization knows by their reference at least: of these a page may be opened.

        What the page shows is what `cases.domain.view.case_view` returns.

        Args:
            actor: who asks.
            glass_since: as in `visible_to`.
            among: as in `visible_to`.
        """
        return self._granted(actor, Scope.METADATA, glass_since, among)

    def with_scope(self, actor: Actor, *, glass_since: dt.datetime | None = None) -> CaseQuerySet:
        """Say of each case how much the actor's organization may read (`scope`), for `cases.domain.view.case_line`.

        None where it may read nothing, also for the actor's own matter. Leaves no case out: the doors above do.
        """
        return self.annotate(scope=self.scope_for(actor, "pk", glass_since=glass_since))

    def scope_for(
        self, actor: Actor, case: str, *, glass_since: dt.datetime | None = None
    ) -> models.Expression:
        """Return the same for the rows of another table.

        Args:
            actor: who asks.
            case: the field of that table that names the case.
            glass_since: as in `visible_to`.
        """
        if not isinstance(actor, Officer) or not actor.works_on_cases:
            return models.Value(None, models.PositiveSmallIntegerField())
        of_case = self._held(actor, glass_since).filter(case=models.OuterRef(case)).order_by().values("case")
        widest = models.Subquery(of_case.annotate(widest=models.Max("scope")).values("widest"))
        own = self.model.recused.through.objects.filter(case=models.OuterRef(case), user=actor.person.pk)
        return models.Case(models.When(~models.Exists(own), then=widest))

    def _held(self, actor: Officer, glass_since: dt.datetime | None) -> models.QuerySet[models.Model]:
        grants = self.model._meta.get_field("grants").related_model.objects
        held = grants.filter(organization=actor.organization.pk, until__isnull=True)
        # Broken glass closes by itself, also before the job that writes its end has come by.
        return held.exclude(
            reason=GrantReason.BREAK_GLASS, since__lte=glass_since or timezone.now() - GLASS_OPEN
        )

    def _granted(
        self,
        actor: Actor,
        scope: Scope,
        glass_since: dt.datetime | None = None,
        among: Q | None = None,
    ) -> CaseQuerySet:
        if not isinstance(actor, Officer) or not actor.works_on_cases:
            return self.none()
        held = self._held(actor, glass_since).filter(scope__gte=scope)
        if among is None:
            cases = self.filter(pk__in=held.values("case_id"))
        else:
            # Looked up for each of the cases. Of `Exists` PostgreSQL makes a join; planned once for all offices, it began with
            # the grants of the office, because most have few.
            theirs = held.filter(case=models.OuterRef("pk")).order_by().values("pk")[:1]
            cases = self.filter(among).filter(IsNull(models.Subquery(theirs), False))
        return cases.exclude(recused=actor.person.pk)

    def open(self) -> CaseQuerySet:
        """Cases that somebody still has to do something about."""
        return self.exclude(stage=Stage.CLOSED)


class Case(models.Model):
    """One request for help, from the first word to the last (S1.03, S2.30).

    Exactly one organization holds it at any time (S1.35). Only the functions of `cases.domain` change a case, by the
    machine (`cases.machine.standing.Standing` says what its fields mean). `version` counts the events; `base` names
    the last one that changed stage, holder, problem, severity or confidentiality, and is what forms compare.

    Three numbers are never mixed: `reference` is public and random, the tracking secret is known to the citizen and
    stored as a hash, and register numbers (`RegisterEntry`) stay inside the office.
    """

    reference = models.CharField(_("เลขที่เรื่อง"), max_length=9, unique=True)
    secret_hash = models.CharField(max_length=64, editable=False)
    submission_key = models.CharField(max_length=64, unique=True, editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)
    stage = models.CharField(_("ขั้นตอน"), max_length=20, choices=Stage, default=Stage.RECEIVED, db_index=True)
    base = models.CharField(max_length=36, blank=True, editable=False)
    track = models.CharField(_("กลุ่มเรื่อง"), max_length=10, choices=Track)
    problem = models.CharField(_("ปัญหา"), max_length=30, choices=ProblemType, db_index=True)
    severity = models.CharField(_("ความเร่งด่วน"), max_length=10, choices=Severity, default=Severity.NORMAL)
    confidentiality = models.CharField(
        _("ชั้นการปกปิด"), max_length=10, choices=Confidentiality, default=Confidentiality.NORMAL
    )
    channel = models.CharField(_("ช่องทาง"), max_length=20)
    language = models.CharField(_("ภาษาของผู้แจ้ง"), max_length=5, choices=settings.LANGUAGES, default="th")

    holder = models.ForeignKey(
        "organizations.Organization",
        models.PROTECT,
        related_name="held_cases",
        verbose_name=_("หน่วยงานที่รับผิดชอบ"),
    )
    received_by = models.ForeignKey(
        "organizations.Organization",
        models.PROTECT,
        related_name="received_cases",
        verbose_name=_("หน่วยงานที่รับเรื่อง"),
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("เจ้าหน้าที่ผู้รับเรื่อง"),
    )
    received_at = models.DateTimeField(_("รับเรื่องเมื่อ"), db_index=True)
    created_at = models.DateTimeField(_("บันทึกเมื่อ"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("เปลี่ยนล่าสุดเมื่อ"), default=timezone.now)

    province_code = models.CharField(_("จังหวัด"), max_length=2)
    district_code = models.CharField(_("อำเภอ"), max_length=4, blank=True)
    subdistrict_code = models.CharField(_("ตำบล"), max_length=6, blank=True)
    country = SealedCharField(_("ประเทศและเมืองที่อยู่ตอนนี้"), max_length=210, blank=True, bound_to=("reference",))
    moo = SealedCharField(_("หมู่ที่"), max_length=20, blank=True, bound_to=("reference",))
    village = SealedCharField(_("หมู่บ้านหรือชุมชน"), max_length=150, blank=True, bound_to=("reference",))
    place_detail = SealedCharField(
        _("สถานที่เกิดเหตุหรือที่อยู่"), max_length=500, blank=True, bound_to=("reference",)
    )
    proposed_organization = models.ForeignKey(
        "organizations.Organization",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("อปท. ที่ผู้แจ้งเลือก"),
    )
    avoid_local = models.BooleanField(_("ไม่ให้ส่งถึง อปท. ในพื้นที่"), default=False)
    narrative = SealedTextField(_("เรื่องที่เกิดขึ้น"), max_length=10_000, bound_to=("reference",))
    provision = models.CharField(_("มาจากข้อกฎหมาย"), max_length=161, blank=True)
    """The provision of the library from which the request was begun: `legal_library.public.provisions`."""
    danger_now = models.BooleanField(_("กำลังมีอันตราย"), default=False)
    consent = models.CharField(
        _("การยินยอมให้ส่งข้อมูลต่อ"), max_length=20, choices=Consent, default=Consent.NOT_ASKED
    )
    consent_by = models.CharField(_("ใครเป็นผู้บอก"), max_length=10, choices=ConsentBy, blank=True)

    screened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("ผู้คัดกรอง")
    )
    screened_at = models.DateTimeField(_("คัดกรองเมื่อ"), null=True)
    closure_reason = models.CharField(_("เหตุที่ปิดเรื่อง"), max_length=20, choices=ClosureReason, blank=True)
    outcome = models.CharField(_("ผลสุดท้าย"), max_length=20, choices=Outcome, blank=True)
    closed_at = models.DateTimeField(_("ปิดเรื่องเมื่อ"), null=True, db_index=True)
    duplicate_of = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="duplicates", verbose_name=_("ซ้ำกับเรื่อง")
    )
    crisis_since = models.DateTimeField(_("เป็นปัญหาสังคมตั้งแต่"), null=True, editable=False)
    helped = models.BooleanField(_("มีการช่วยเหลือแล้ว"), default=False, editable=False)
    risk_assessed = models.BooleanField(_("ประเมินความเสี่ยงแล้ว"), default=False, editable=False)
    led = models.BooleanField(_("หน่วยงานเจ้าภาพหลักรับแล้ว"), default=False, editable=False)
    stand_in = models.BooleanField(_("ศูนย์ทำแทนหน่วยงานเจ้าภาพหลัก"), default=False, editable=False)
    worked_on = models.BooleanField(_("เริ่มดำเนินการแล้ว"), default=False, editable=False)
    wants_out = models.BooleanField(_("ผู้แจ้งขอถอนเรื่อง"), default=False, editable=False)
    anonymized = models.BooleanField(_("ลบข้อมูลส่วนบุคคลแล้ว"), default=False, editable=False)
    excluded = models.JSONField(_("หน่วยงานที่ไม่ให้รู้"), default=list, editable=False)
    recused = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="+", verbose_name=_("ผู้ที่ไม่ร่วมพิจารณา"), editable=False
    )
    act_due = models.JSONField(default=dict, editable=False)
    forward_due = models.JSONField(default=dict, editable=False)
    reopen_count = models.PositiveSmallIntegerField(_("จำนวนครั้งที่เปิดอีก"), default=0)
    retention_until = models.DateField(_("เก็บข้อมูลส่วนบุคคลถึง"), null=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering = ["-received_at", "-id"]
        verbose_name = _("เรื่อง")
        verbose_name_plural = _("เรื่อง")
        constraints = [
            models.CheckConstraint(
                condition=Q(stage=Stage.CLOSED, closed_at__isnull=False)
                | (~Q(stage=Stage.CLOSED) & Q(closed_at__isnull=True)),
                name="case_closed_at_iff_closed",
            ),
            models.CheckConstraint(
                condition=Q(duplicate_of__isnull=True) | ~Q(duplicate_of=F("id")),
                name="case_not_duplicate_of_itself",
            ),
        ]
        indexes = [
            models.Index(fields=["holder", "stage", "-received_at"], name="case_of_holder"),
            models.Index(
                fields=["subdistrict_code", "problem", "-received_at"], name="case_place_problem_new"
            ),
            # The three below hold all that figures count, so that no row is opened (docs/decisions/0013).
            models.Index(
                fields=[
                    "received_by",
                    "received_at",
                    "problem",
                    "channel",
                    "subdistrict_code",
                    "closure_reason",
                    "id",
                ],
                name="case_came_in",
            ),
            models.Index(
                fields=["holder", "closed_at", "received_at", "closure_reason"],
                condition=Q(closed_at__isnull=False),
                name="case_ended",
            ),
            models.Index(fields=["id"], condition=Q(closure_reason__in=NO_REQUEST), name="case_no_request"),
            # What is closed grows for as long as its data is kept; what is over, or soon will be, is the first of it.
            models.Index(
                fields=["holder", "retention_until", "reference"],
                condition=Q(anonymized=False, retention_until__isnull=False),
                name="case_to_erase",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_channel_display(self) -> str:
        """Return the name of the channel in the reader's language; a fixed one needs no query."""
        if self.channel in Channel.values:
            return str(Channel(self.channel).label)
        own = IntakeChannel.objects.filter(code=self.channel).first()
        return str(own) if own else self.channel

    @property
    def is_closed(self) -> bool:
        """Nothing runs any more."""
        return self.stage == Stage.CLOSED

    @property
    def is_crisis(self) -> bool:
        """One of the four OSCC problems: 24 hours, restricted, closed by the lead agency only."""
        return self.track == Track.CRISIS

    @property
    def is_restricted(self) -> bool:
        """Every read is recorded, and the citizen's page says no more than it must."""
        return self.confidentiality == Confidentiality.RESTRICTED
