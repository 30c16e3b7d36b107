"""The results of a fiscal year, frozen when published, and the pages that show them (S1.30)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import path

from portal.pages.models import RoutableBasePage
from portal.web.language import localized
from portal.web.links import absolute
from portal.web.serving import Serving


class FrozenError(RuntimeError):
    """Somebody tried to change or delete what has been published."""


SERVING = Serving("announcements.results")
"""`announcements.results.views`, as `announcements.apps` says."""
BE_YEARS = (2500, 2701)
"""Years (B.E.) that an address may name; a longer number would not fit the database."""


class AnnualResultsQuerySet(models.QuerySet["AnnualResults"]):
    """Reads of yearly results."""

    def published(self) -> AnnualResultsQuerySet:
        """The edition of each year that holds, newest year first."""
        return self.filter(published_at__isnull=False, replaced_at=None).order_by("-be_year")

    def editions(self) -> AnnualResultsQuerySet:
        """Everything that the public may read, replaced editions as well: newest year and edition first."""
        return self.filter(published_at__isnull=False).order_by("-be_year", "-edition")


class AnnualResults(models.Model):
    """The publishable figures of one fiscal year (see `announcements.results.figures.public_view`).

    Only figures that may be published are ever stored. A draft may be computed again; once published the figures stay
    as they are for good. An error that is found later is told in `correction` beside them, or the year is computed again:
    that is a new edition, and the one that it replaces stays readable and says so.

    `query` says what the figures were computed from, with a digest of it; the digest is for auditors and never public,
    because small figures could be guessed with it.
    """

    be_year = models.PositiveSmallIntegerField(_("ปีงบประมาณ พ.ศ."))
    edition = models.PositiveSmallIntegerField(_("ฉบับที่"), default=1)
    why = models.CharField(_("เหตุที่ทำฉบับใหม่"), max_length=500, blank=True)
    replaced_at = models.DateTimeField(_("ถูกแทนเมื่อ"), null=True, blank=True, editable=False)
    query = models.JSONField(_("คำนวณจากอะไร"), default=dict, editable=False)
    snapshot = models.JSONField(_("ตัวเลข"))
    method = models.TextField(_("ตัวเลขเหล่านี้มาจากไหน"), blank=True)
    method_en = models.TextField(_("ตัวเลขเหล่านี้มาจากไหน (อังกฤษ)"), blank=True)
    correction = models.TextField(_("คำแก้ไขหลังเผยแพร่"), blank=True)
    computed_at = models.DateTimeField(_("คำนวณเมื่อ"))
    computed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("ผู้คำนวณ")
    )
    fingerprint = models.CharField(_("ลายนิ้วมือของตัวเลข (SHA-256)"), max_length=64, blank=True, editable=False)
    published_at = models.DateTimeField(_("เผยแพร่เมื่อ"), null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("ผู้เผยแพร่")
    )

    objects = AnnualResultsQuerySet.as_manager()

    class Meta:
        verbose_name = _("ผลการช่วยเหลือประจำปี")
        verbose_name_plural = _("ผลการช่วยเหลือประจำปี")
        ordering = ["-be_year", "-edition"]
        permissions = [("publish_annualresults", _("เผยแพร่ผลการช่วยเหลือประจำปี"))]
        constraints = [
            models.CheckConstraint(condition=Q(be_year__range=(2500, 2700)), name="results_year_is_buddhist"),
            models.UniqueConstraint(fields=["be_year", "edition"], name="results_edition_once"),
            models.UniqueConstraint(
                fields=["be_year"], condition=Q(published_at=None), name="results_one_draft_of_a_year"
            ),
            models.UniqueConstraint(
                fields=["be_year"],
                condition=Q(published_at__isnull=False, replaced_at=None),
                name="results_one_edition_holds",
            ),
        ]

    def __str__(self) -> str:
        return str(self.be_year)

    def save(self, *args: object, **kwargs: object) -> None:
        """Keep what was published as it was.

        Raises:
            FrozenError: figures, year, method or publication of a published year would change.
        """
        if self.pk and not self._state.adding:
            kept = type(self).objects.editions().filter(pk=self.pk).first()
            fixed = (
                "be_year",
                "edition",
                "why",
                "query",
                "snapshot",
                "method",
                "method_en",
                "computed_at",
                "published_at",
                "published_by_id",
                "fingerprint",
            )
            if kept and any(getattr(kept, name) != getattr(self, name) for name in fixed):
                raise FrozenError(f"the results of {kept.be_year} are published")
        super().save(*args, **kwargs)

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        """Delete a draft.

        Raises:
            FrozenError: the year is published.
        """
        if self.is_published:
            raise FrozenError(f"the results of {self.be_year} are published")
        return super().delete(*args, **kwargs)

    @property
    def is_published(self) -> bool:
        """Whether the public sees it."""
        return self.published_at is not None

    @property
    def is_replaced(self) -> bool:
        """Whether a later edition holds."""
        return self.replaced_at is not None

    @property
    def display_method(self) -> str:
        """How the figures were made, in the reader's language."""
        return localized(self, "method")


class RunStep(models.TextChoices):
    """How far the computing of a year is, in this order."""

    WAITING = "waiting", _("รอเริ่ม")
    COUNTING = "counting", _("กำลังนับตัวเลข")
    TIMES = "times", _("กำลังนับเวลาที่ประชาชนรอ")
    HIDING = "hiding", _("กำลังปกปิดตัวเลขเล็ก")
    DONE = "done", _("ร่างพร้อมแล้ว")
    REFUSED = "refused", _("คำนวณไม่ได้")
    FAILED = "failed", _("ไม่สำเร็จ")


class ResultsRun(models.Model):
    """A year that somebody ordered to be computed in the queue (`announcements.results.runs`): what its page shows.

    One runs for a year at a time. `words` say why it ended without a draft.
    """

    be_year = models.PositiveSmallIntegerField(_("ปีงบประมาณ พ.ศ."))
    why = models.CharField(_("เหตุที่ทำฉบับใหม่"), max_length=500, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("ผู้สั่งคำนวณ")
    )
    asked_at = models.DateTimeField(_("สั่งเมื่อ"))
    step = models.CharField(_("ขั้นตอน"), max_length=10, choices=RunStep, default=RunStep.WAITING)
    words = models.TextField(_("เพราะอะไร"), blank=True)
    ended_at = models.DateTimeField(_("เสร็จเมื่อ"), null=True, blank=True)

    class Meta:
        verbose_name = _("การคำนวณผลประจำปี")
        verbose_name_plural = _("การคำนวณผลประจำปี")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(be_year__range=(2500, 2700)), name="run_year_is_buddhist"),
            models.UniqueConstraint(
                fields=["be_year"], condition=Q(ended_at=None), name="results_one_run_of_a_year"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.be_year} {self.get_step_display()}"

    @property
    def steps_done(self) -> int:
        """How many steps are behind it, of `steps_in_all`."""
        return min(list(RunStep).index(RunStep(self.step)), self.steps_in_all)

    @property
    def steps_in_all(self) -> int:
        """How many steps there are."""
        return list(RunStep).index(RunStep.DONE)

    @property
    def has_draft(self) -> bool:
        """Whether it made one."""
        return self.step == RunStep.DONE


class ResultsIndexPage(RoutableBasePage):
    """`/results/`: every published year, newest first, and below it one address for each year."""

    intro = models.TextField(_("คำอธิบายสั้น"), blank=True)
    intro_en = models.TextField(_("คำอธิบายสั้น (อังกฤษ)"), blank=True)

    content_panels = [*RoutableBasePage.content_panels, FieldPanel("intro"), FieldPanel("intro_en")]
    template = "announcements/results_index.html"
    year_template = "announcements/results_year.html"
    parent_page_types = ["pages.HomePage"]
    subpage_types: list[str] = []
    max_count = 1

    class Meta:
        verbose_name = _("หน้าผลการช่วยเหลือประจำปี")

    @property
    def display_description(self) -> str:
        """The introduction also serves search engines."""
        return self.own_description or self.localized("intro")

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict]:
        """Tell crawlers of the list and of every published year."""
        address = absolute(self.get_url(request))
        published = AnnualResults.objects.published().values_list("be_year", "published_at")
        years = [{"location": f"{address}{year}/", "lastmod": moment} for year, moment in published]
        return [*super().get_sitemap_urls(request), *years]

    @path("")
    def years(self, request: HttpRequest) -> HttpResponseBase:
        """List the published years."""
        return SERVING.views.years(self, request)

    @path("<int:be_year>/")
    def year(self, request: HttpRequest, be_year: int) -> HttpResponseBase:
        """Show one published year."""
        return SERVING.views.year(self, request, be_year)

    @path("<int:be_year>/edition/<int:edition>/")
    def edition(self, request: HttpRequest, be_year: int, edition: int) -> HttpResponseBase:
        """Show one edition of a published year, also one that was replaced."""
        return SERVING.views.edition(self, request, be_year, edition)

    @path("<int:be_year>/edition/<int:edition>/data.json")
    def edition_json(self, request: HttpRequest, be_year: int, edition: int) -> HttpResponse:
        """Answer with the figures of one edition for programs."""
        return SERVING.views.edition_json(self, request, be_year, edition)

    @path("<int:be_year>/report.pdf")
    def report(self, request: HttpRequest, be_year: int) -> HttpResponse:
        """Answer with the report of a published year."""
        return SERVING.views.report(self, request, be_year)

    @path("<int:be_year>/data.csv")
    def csv(self, request: HttpRequest, be_year: int) -> HttpResponse:
        """Answer with the figures of a published year for spreadsheets."""
        return SERVING.views.csv(self, request, be_year)

    @path("<int:be_year>/data.json")
    def json(self, request: HttpRequest, be_year: int) -> HttpResponse:
        """Answer with the figures of a published year for programs."""
        return SERVING.views.json(self, request, be_year)
