"""What search keeps in the database: the public projection of every source, synonyms, and an anonymous log.

The projection is the truth of what may be shown. The Whoosh index is made from it and can be thrown away at any time;
highlights, filters and the fallback without an index read the projection.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class LiveDocuments(models.QuerySet["IndexedDocument"]):
    """Reads of the projection."""

    def live(self) -> LiveDocuments:
        """Documents that may be shown: those that their source still hands out."""
        return self.filter(removed=False)

    def waiting(self) -> LiveDocuments:
        """Documents whose row is newer than the index."""
        return self.filter(pending=True)


class IndexedDocument(models.Model):
    """One public document of one source (see `portal.search.sources.registry.SearchDocument` for the meaning of the fields).

    `pending` is the outbox of the index: it is set in the same transaction as the change and cleared by the one
    writer once the index holds the row. A removed row stays, without its text, until the index has dropped it; no
    query shows it meanwhile.

    `news_at` is the moment in which it last was news: it appeared, or its legal status changed. Corrections are none.
    Empty for what stood here before that was noted.

    `changed_at` is the moment in which the row was written or unmarked last, for the indexes of other machines.
    """

    key = models.CharField(_("รหัส"), max_length=120, unique=True)
    title = models.CharField(_("ชื่อ"), max_length=1000)
    title_en = models.CharField(_("ชื่อภาษาอังกฤษ"), max_length=1000, blank=True)
    kind = models.CharField(_("ประเภท"), max_length=60, db_index=True)
    kind_label = models.CharField(_("ชื่อประเภท"), max_length=120)
    kind_en = models.CharField(_("ชื่อประเภท (อังกฤษ)"), max_length=120, blank=True)
    agency = models.CharField(_("หน่วยงาน"), max_length=250, blank=True, db_index=True)
    agency_en = models.CharField(_("หน่วยงาน (อังกฤษ)"), max_length=250, blank=True)
    year_be = models.PositiveSmallIntegerField(_("ปี พ.ศ."), null=True, blank=True, db_index=True)
    status = models.CharField(_("สถานะ"), max_length=60, blank=True, db_index=True)
    status_label = models.CharField(_("ชื่อสถานะ"), max_length=120, blank=True)
    status_en = models.CharField(_("ชื่อสถานะ (อังกฤษ)"), max_length=120, blank=True)
    date = models.DateField(_("วันที่"), null=True, blank=True)
    path = models.CharField(_("ที่อยู่"), max_length=500, blank=True)
    summary = models.TextField(_("สาระ"), blank=True)
    aliases = models.TextField(_("ชื่ออื่น"), blank=True, help_text=_("บรรทัดละหนึ่งชื่อ"))
    superseded = models.BooleanField(_("มีฉบับใหม่แทนแล้ว"), default=False)
    sensitive = models.BooleanField(_("ต้องมีปุ่มออกด่วน"), default=False)
    general = models.BooleanField(_("ตอบเรื่องทั่วไป"), default=False)
    folded = models.TextField(editable=False, help_text=_("ข้อความที่พับแล้ว ใช้เมื่อไม่มีดัชนี"))
    news_at = models.DateTimeField(null=True, db_index=True, editable=False)
    pending = models.BooleanField(default=True, db_index=True, editable=False)
    removed = models.BooleanField(default=False, db_index=True, editable=False)
    changed_at = models.DateTimeField(null=True, db_index=True, editable=False)

    objects = LiveDocuments.as_manager()

    class Meta:
        verbose_name = _("เอกสารที่ค้นได้")
        verbose_name_plural = _("เอกสารที่ค้นได้")
        ordering = ["key"]

    def __str__(self) -> str:
        return self.title


class IndexedPassage(models.Model):
    """One part of a document, in reading order; what highlights show and deep links open."""

    document = models.ForeignKey(IndexedDocument, models.CASCADE, related_name="passages")
    position = models.PositiveIntegerField(_("ลำดับ"))
    heading = models.CharField(_("หัวข้อ"), max_length=300, blank=True)
    anchor = models.CharField(_("จุดเชื่อม"), max_length=200, blank=True)
    text = models.TextField(_("ข้อความ"))

    class Meta:
        verbose_name = _("ส่วนของเอกสาร")
        verbose_name_plural = _("ส่วนของเอกสาร")
        ordering = ["document_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["document", "position"], name="search_passage_position"),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} {self.heading or self.position}"


class IndexedTopic(models.Model):
    """One topic of a document."""

    document = models.ForeignKey(IndexedDocument, models.CASCADE, related_name="topics")
    name = models.CharField(_("เรื่อง"), max_length=120, db_index=True)
    name_en = models.CharField(_("เรื่อง (อังกฤษ)"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("เรื่องของเอกสาร")
        verbose_name_plural = _("เรื่องของเอกสาร")
        constraints = [models.UniqueConstraint(fields=["document", "name"], name="search_topic_once")]

    def __str__(self) -> str:
        return self.name


class IndexedReference(models.Model):
    """One spelling of a reference number that a document bears or cites (`portal.thai.references`, tokens)."""

    document = models.ForeignKey(IndexedDocument, models.CASCADE, related_name="references")
    token = models.CharField(_("เลขที่หนังสือ"), max_length=120, db_index=True)
    normal = models.CharField(_("เลขที่เต็ม"), max_length=120)
    own = models.BooleanField(_("เป็นเลขของเอกสารเอง"))

    class Meta:
        verbose_name = _("เลขที่หนังสือของเอกสาร")
        verbose_name_plural = _("เลขที่หนังสือของเอกสาร")
        constraints = [
            models.UniqueConstraint(fields=["document", "token", "own"], name="search_reference_once"),
        ]

    def __str__(self) -> str:
        return self.normal


class Synonym(models.Model):
    """Words that mean the same to people who search; edited by the center's editors."""

    term = models.CharField(_("คำที่คนพิมพ์"), max_length=120)
    meaning = models.CharField(_("ค้นคำนี้ด้วย"), max_length=250)
    both_ways = models.BooleanField(_("ใช้กลับกันได้"), default=True)
    in_use = models.BooleanField(
        _("ใช้อยู่"),
        default=True,
        help_text=_("คำที่ไม่ต้องการแล้ว ให้เอาเครื่องหมายออก คำตั้งต้นที่ลบไปจะกลับมาเมื่อปรับปรุงระบบ"),
    )

    class Meta:
        verbose_name = _("คำพ้อง")
        verbose_name_plural = _("คำพ้อง")
        ordering = ["term"]
        constraints = [models.UniqueConstraint(fields=["term", "meaning"], name="search_synonym_once")]

    def __str__(self) -> str:
        return f"{self.term} = {self.meaning}"


class SearchedQuery(models.Model):
    """How often a folded query was searched in one week, and how much it found. No person, address or agent."""

    week = models.DateField(_("สัปดาห์"), help_text=_("วันจันทร์ของสัปดาห์"))
    query = models.CharField(_("คำค้น"), max_length=200)
    times = models.PositiveIntegerField(_("จำนวนครั้ง"), default=0)
    results = models.PositiveIntegerField(_("จำนวนผล"), default=0)

    class Meta:
        verbose_name = _("คำค้นของสัปดาห์")
        verbose_name_plural = _("คำค้นของสัปดาห์")
        ordering = ["-week", "-times", "query"]
        constraints = [models.UniqueConstraint(fields=["week", "query"], name="search_query_week")]

    def __str__(self) -> str:
        return self.query


class ClickedRank(models.Model):
    """How often the result of one rank was opened after a query, in one week."""

    searched = models.ForeignKey(SearchedQuery, models.CASCADE, related_name="clicks")
    rank = models.PositiveSmallIntegerField(_("อันดับ"))
    times = models.PositiveIntegerField(_("จำนวนครั้ง"), default=0)

    class Meta:
        verbose_name = _("อันดับที่ถูกเปิด")
        verbose_name_plural = _("อันดับที่ถูกเปิด")
        constraints = [models.UniqueConstraint(fields=["searched", "rank"], name="search_click_rank")]

    def __str__(self) -> str:
        return f"{self.rank}: {self.times}"
