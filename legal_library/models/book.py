"""A manual whose pages are turned in the browser: its cover, its pages as pictures, and the words on each (S2.07)."""

from __future__ import annotations

import secrets

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.files.storage import private_storage


def stored_picture(instance: models.Model, filename: str) -> str:
    """Return where a picture lies: by chance, in one of 256 folders."""
    name = secrets.token_hex(16)
    return f"books/{name[:2]}/{name}.webp"


class Book(models.Model):
    """What was made of one PDF. It follows the file: another file makes another book in its place."""

    document = models.OneToOneField(
        "wagtaildocs.Document", models.CASCADE, related_name="book", verbose_name=_("ไฟล์")
    )
    fingerprint = models.CharField(max_length=64, editable=False)
    cover = models.FileField(
        _("ปก"), storage=private_storage, upload_to=stored_picture, max_length=80, blank=True
    )
    is_cut = models.BooleanField(
        _("มีหน้ามากกว่าที่แสดง"), default=False, help_text=_("ไฟล์ยาวมาก ผู้อ่านเปิดหน้าที่เหลือจากไฟล์")
    )
    made_at = models.DateTimeField(_("ทำเมื่อ"))

    class Meta:
        verbose_name = _("คู่มืออ่านออนไลน์")
        verbose_name_plural = _("คู่มืออ่านออนไลน์")

    def __str__(self) -> str:
        return f"{self.document_id}"


class BookPage(models.Model):
    """One page: how it looks, and its words as they are and as they are looked for."""

    book = models.ForeignKey(Book, models.CASCADE, related_name="pages", verbose_name=_("คู่มือ"))
    number = models.PositiveSmallIntegerField(_("หน้า"))
    picture = models.FileField(_("ภาพ"), storage=private_storage, upload_to=stored_picture, max_length=80)
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    text = models.TextField(_("ข้อความ"), blank=True)
    folded = models.TextField(blank=True, editable=False)

    class Meta:
        verbose_name = _("หน้าของคู่มือ")
        verbose_name_plural = _("หน้าของคู่มือ")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["book", "number"], name="book_page_once")]

    def __str__(self) -> str:
        return f"{self.book_id}/{self.number}"
