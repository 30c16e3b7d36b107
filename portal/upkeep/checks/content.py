"""What visitors read: contact, numbers to call, pages that should be there or gone."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision, Site

from portal.pages.domain.contact import missing_here
from portal.pages.domain.outside.rounds import is_on
from portal.pages.models import HomePage, Hotline, LinkRound, OutsideLink
from portal.pages.models.links import DEAD_DAYS
from portal.upkeep.registry import NOTHING, Found, Look, Severity, check, rows, when


@check(
    Severity.PLAN,
    _("ข้อมูลติดต่อศูนย์ยังไม่ครบ"),
    _("เติมใน /cms/ (ข้อมูลศูนย์) หน้า /contact/ บอกว่าขาดอะไร"),
)
def contact_missing(look: Look) -> Found:
    """People cannot read how the center is reached (S1.34)."""
    return Found(len(missing_here()))


@check(Severity.NOW, _("ไม่มีหมายเลขโทรฉุกเฉิน"), _("เปิดใช้หมายเลขใน /cms/ (หมายเลขโทรขอความช่วยเหลือ)"))
def hotlines_missing(look: Look) -> Found:
    """No number is shown to whoever is in danger (S2.37)."""
    return when(not Hotline.objects.filter(in_use=True).exists())


@check(
    Severity.PLAN,
    _("หมายเลขโทรไม่ได้ตรวจเกินหนึ่งปี"),
    _("โทรตรวจทีละหมายเลข แล้วใส่วันที่ตรวจใน /cms/"),
)
def hotlines_unchecked(look: Look) -> Found:
    """Nobody looked for a year whether it still answers."""
    limit = look.ago(days=366).date()
    return rows(
        Hotline.objects.filter(Q(checked_on__lt=limit) | Q(checked_on__isnull=True), in_use=True), "number"
    )


@check(
    Severity.TODAY,
    _("หน้าที่ตั้งเวลาเผยแพร่ไว้ยังไม่ขึ้น"),
    _("เริ่มโปรแกรมเบื้องหลังใหม่ หรือเผยแพร่เองใน /cms/"),
)
def pages_not_published(look: Look) -> Found:
    """An approved version of a page should have been live for ten minutes."""
    return rows(Revision.objects.filter(approved_go_live_at__lt=look.ago(minutes=10)), "object_id")


@check(
    Severity.TODAY,
    _("หน้าที่พ้นกำหนดยังเปิดอยู่"),
    _("เริ่มโปรแกรมเบื้องหลังใหม่ หรือปิดหน้าเองใน /cms/"),
)
def pages_not_taken_down(look: Look) -> Found:
    """A page should have been gone for ten minutes (R24)."""
    return rows(Page.objects.filter(live=True, expire_at__lt=look.ago(minutes=10)))


@check(
    Severity.PLAN,
    _("ฉบับร่างเลยวันที่ตั้งไว้ หรือค้างเกินสามเดือน"),
    _("เปิดรายงานหน้าใน /cms/ แล้วเผยแพร่หรือทิ้งร่าง"),
)
def drafts_over(look: Look) -> Found:
    """A draft whose day has passed without being published, or that nobody touched for three months."""
    drafts = Page.objects.filter(has_unpublished_changes=True)
    late = Q(live=False, go_live_at__lt=look.now) | Q(latest_revision_created_at__lt=look.ago(days=92))
    return rows(drafts.filter(late))


@check(Severity.NOW, _("เว็บไซต์ไม่มีหน้าแรก"), _("รัน “manage.py prepare” หรือเลือกหน้าแรกของเว็บไซต์ใน /cms/"))
def home_missing(look: Look) -> Found:
    """The site has no live home page: visitors get nothing."""
    homes = HomePage.objects.filter(live=True).values("pk")
    return when(not Site.objects.filter(is_default_site=True, root_page__in=homes).exists())


@check(
    Severity.PLAN,
    _("มีลิงก์ไปเว็บอื่นที่ไปไม่ถึง"),
    _("เปิดรายงานลิงก์ที่ไปไม่ถึงใน /cms/ แล้วแก้หรือเอาลิงก์ออก"),
)
def links_dead(look: Look) -> Found:
    """Readers of public pages are sent to sites that did not answer on two days in a row (issue 11)."""
    return rows(OutsideLink.objects.filter(failed_days__gte=DEAD_DAYS)) if is_on() else NOTHING


@check(
    Severity.PLAN,
    _("ระบบติดต่อเว็บอื่นไม่ได้เลยสักเว็บ จึงตรวจลิงก์ให้ไม่ได้"),
    _("ให้เครื่องนี้ออกไปเว็บอื่นได้ทางพอร์ต 443 และ 80 หรือปิดการตรวจด้วย KLANG_LINK_CHECK=false"),
)
def links_reach_nobody(look: Look) -> Found:
    """In the last round of visits no site answered at all: the line is ours that is broken, and no link is called dead."""
    last = LinkRound.objects.filter(ended_at__isnull=False).first() if is_on() else None
    return when(last is not None and last.reached_nobody)
