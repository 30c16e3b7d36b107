"""The search index, which can always be made anew."""

from __future__ import annotations

from django.db.models import Max
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from portal.search.models import IndexedDocument
from portal.search.sources import health, site_index
from portal.upkeep.registry import Found, Look, Severity, check, these, when

_REBUILD = _("รัน “manage.py rebuild_search” ระหว่างนั้นหน้าค้นหาใช้ฐานข้อมูลแทน ไม่มีเอกสารใดหาย")


@check(Severity.TODAY, _("ดัชนีค้นหาเสียหายหรือไม่มี"), _REBUILD)
def index_damaged(look: Look) -> Found:
    """The files are missing, damaged or made by another version (R07). The worker mends it within half an hour."""
    return when(bool(health.problem()))


@check(Severity.TODAY, _("ดัชนีค้นหาไม่ครบหรือเก่า"), _REBUILD)
def index_stale(look: Look) -> Found:
    """The index holds another number of documents than the database hands out, and nothing is on its way (R24)."""
    if health.problem() or IndexedDocument.objects.waiting().exists():
        return when(False)
    return when(site_index.now().living != IndexedDocument.objects.live().count())


@check(Severity.TODAY, _("เอกสารรอเข้าดัชนีค้นหานาน"), _("เริ่ม db_worker ใหม่ หรือรัน “manage.py rebuild_search”"))
def index_waiting(look: Look) -> Found:
    """Documents wait for the index although nothing was published for an hour."""
    newest = Page.objects.filter(live=True).aggregate(newest=Max("last_published_at"))["newest"]
    if newest is not None and newest > look.ago(hours=1):
        return when(False)
    return these(IndexedDocument.objects.waiting().values_list("pk", flat=True)[:1_000])
