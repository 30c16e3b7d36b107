"""Starter content: the two index pages, three announcements of the center, and the editors' rights.

Loading again changes nothing: what editors changed stays changed, and what they deleted stays deleted.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail.models import Page

from announcements.models import AnnouncementIndexPage, AnnouncementPage, ResultsIndexPage
from announcements.vocabulary import AnnouncementKind
from portal.accounts.functions import CMS_GROUPS, Function
from portal.pages.models import HomePage

RIGHTS = {
    Function.EDIT_CONTENT: ("change_annualresults", "add_postingrecord"),
    Function.PUBLISH: ("change_annualresults", "publish_annualresults", "add_postingrecord"),
}


@dataclass(frozen=True)
class Seed:
    """One announcement of the starter set; bodies are templates in which {request} and {track} are addresses."""

    slug: str
    kind: AnnouncementKind
    title: str
    title_en: str
    summary: str
    summary_en: str
    body: str
    body_en: str


SEEDS = (
    Seed(
        slug="request-help-online",
        kind=AnnouncementKind.NOTICE,
        title="เปิดรับคำขอความช่วยเหลือทางเว็บไซต์",
        title_en="You can now ask for help on this website",
        summary="ขอความช่วยเหลือจากท้องถิ่นผ่านเว็บไซต์ของศูนย์ได้อีกทางหนึ่ง ไม่ต้องสมัครสมาชิก ช่องทางเดิมยังใช้ได้ทุกช่องทาง",
        summary_en=(
            "The center's website is one more way to ask your local administration for help. No account is needed, "
            "and every earlier way still works."
        ),
        body=(
            '<p>คุณส่งคำขอความช่วยเหลือได้ที่หน้า <a href="{request}">ขอความช่วยเหลือ</a> ตลอดเวลา เจ้าหน้าที่อ่านในวันและเวลาราชการ</p>'
            "<h2>เมื่อส่งแล้ว</h2>"
            "<ul><li>คุณได้เลขที่เรื่องและรหัสติดตาม เก็บไว้ให้ดี รหัสติดตามแสดงครั้งเดียว</li>"
            "<li>ศูนย์ตรวจเรื่องและส่งให้หน่วยงานที่รับผิดชอบในพื้นที่</li>"
            '<li>คุณดูความคืบหน้าได้ที่หน้า <a href="{track}">ติดตามเรื่อง</a></li></ul>'
            "<h2>ช่องทางอื่น</h2>"
            "<p>ไปด้วยตนเองที่ศูนย์ ที่เทศบาล หรือที่องค์การบริหารส่วนตำบลใกล้บ้าน หรือโทรหาหน่วยงานเหล่านี้ได้เหมือนเดิม "
            "ถ้ามีอันตรายอยู่ตอนนี้ โทร 191 หรือ 1669 ก่อน</p>"
        ),
        body_en=(
            '<p>Send a request at any hour on the page <a href="{request}">Ask for help</a>. Staff read it in office hours.</p>'
            "<h2>After you have sent it</h2>"
            "<ul><li>You get a reference and a tracking code. Keep them: the code is shown once.</li>"
            "<li>The center checks the matter and sends it to the office responsible in your area.</li>"
            '<li>You can follow it on the page <a href="{track}">Track a request</a>.</li></ul>'
            "<h2>Other ways</h2>"
            "<p>Come to the center, your municipality or your subdistrict administration, or call them, as before. "
            "If you are in danger now, call 191 or 1669 first.</p>"
        ),
    ),
    Seed(
        slug="how-to-ask-for-help",
        kind=AnnouncementKind.NEWS,
        title="ขอความช่วยเหลืออย่างไร ใน 4 ขั้น",
        title_en="How to ask for help in four steps",
        summary="เตรียมอะไรบ้าง ใครอ่านเรื่องของคุณ และเกิดอะไรขึ้นหลังจากนั้น",
        summary_en="What to have at hand, who reads your request, and what happens next.",
        body=(
            "<ol><li>เล่าว่าเกิดอะไรขึ้น ที่ไหน และใครเดือดร้อน ไม่ต้องรู้ว่าเป็นเรื่องของหน่วยงานใด</li>"
            "<li>แนบรูปหรือเอกสารถ้ามี ไม่มีก็ส่งได้</li>"
            "<li>บอกวิธีติดต่อกลับที่ปลอดภัยสำหรับคุณ</li>"
            "<li>ตรวจคำตอบแล้วกดส่ง จดเลขที่เรื่องและรหัสติดตามไว้</li></ol>"
            "<p>แจ้งแทนคนอื่นได้ และไม่ต้องมีเลขประจำตัวประชาชน</p>"
            '<p>เริ่มได้ที่หน้า <a href="{request}">ขอความช่วยเหลือ</a></p>'
        ),
        body_en=(
            "<ol><li>Tell us what happened, where, and who needs help. You need not know which office is responsible.</li>"
            "<li>Add photos or papers if you have any. You can send without them.</li>"
            "<li>Tell us how we can reach you safely.</li>"
            "<li>Check your answers and send. Write down the reference and the tracking code.</li></ol>"
            "<p>You may ask on behalf of someone else, and you need no identity number.</p>"
            '<p>Start on the page <a href="{request}">Ask for help</a>.</p>'
        ),
    ),
    Seed(
        slug="emergency-numbers",
        kind=AnnouncementKind.NEWS,
        title="หมายเลขฉุกเฉินที่ควรบันทึกไว้ในโทรศัพท์",
        title_en="Emergency numbers to save in your phone",
        summary="191 ตำรวจ 199 ดับเพลิง 1669 เจ็บป่วยฉุกเฉิน 1300 ศูนย์ช่วยเหลือสังคม โทรได้ตลอด 24 ชั่วโมง",
        summary_en="191 police, 199 fire, 1669 medical emergency, 1300 social help center, 24 hours a day.",
        body=(
            "<ul><li><b>191</b> เหตุด่วน เหตุร้าย</li><li><b>199</b> ไฟไหม้ สัตว์ร้าย คนติดอยู่ในที่อันตราย</li>"
            "<li><b>1669</b> เจ็บป่วยฉุกเฉิน เรียกรถพยาบาล</li>"
            "<li><b>1300</b> ศูนย์ช่วยเหลือสังคม รับแจ้งเรื่องตั้งครรภ์ไม่พร้อม การค้ามนุษย์ แรงงานเด็ก และความรุนแรง</li></ul>"
            '<p>เรื่องที่ไม่ฉุกเฉิน ส่งมาที่หน้า <a href="{request}">ขอความช่วยเหลือ</a> ได้ตลอดเวลา</p>'
        ),
        body_en=(
            "<ul><li><b>191</b> police</li><li><b>199</b> fire and rescue</li>"
            "<li><b>1669</b> medical emergency, ambulance</li>"
            "<li><b>1300</b> social help center: unplanned pregnancy, human trafficking, child labor and violence</li></ul>"
            '<p>For what is not urgent, use the page <a href="{request}">Ask for help</a> at any hour.</p>'
        ),
    ),
)


@transaction.atomic
def load_announcements(home_page: HomePage | None = None) -> None:
    """Load the starter set below the home page.

    Args:
        home_page: the root of the site; the only home page by default.

    Raises:
        HomePage.DoesNotExist: the pages are not loaded yet.
    """
    home = home_page or HomePage.objects.get()
    index = _child(
        home,
        AnnouncementIndexPage(
            slug="announcements",
            title="ประกาศ",
            title_en="Announcements",
            intro="ประกาศ ข่าว และคำเตือนของศูนย์ พร้อมช่วงเวลาปิดประกาศและเอกสารแนบ",
            intro_en="Notices, news and warnings of the center, with their period and attachments.",
        ),
    )
    _child(
        home,
        ResultsIndexPage(
            slug="results",
            title="ผลการช่วยเหลือประชาชน",
            title_en="Results of helping people",
            intro="ตัวเลขการช่วยเหลือในแต่ละปีงบประมาณ คำนวณจากทะเบียนเรื่อง",
            intro_en="Figures of each fiscal year, computed from the register of requests.",
        ),
    )
    if index is not None:
        for seed in SEEDS:
            _child(index, _page(seed))
    grant_rights()


def _child(parent: Page, page: Page) -> Page | None:
    """Add a page below its parent and publish it; None when one with its slug is there already."""
    if parent.get_children().filter(slug=page.slug).exists():
        return None
    parent.add_child(instance=page)
    page.save_revision().publish()
    return page


def _page(seed: Seed) -> AnnouncementPage:
    today = timezone.localdate()
    return AnnouncementPage(
        slug=seed.slug,
        kind=seed.kind,
        title=seed.title,
        title_en=seed.title_en,
        summary=seed.summary,
        summary_en=seed.summary_en,
        body=_linked(seed.body, "th"),
        body_en=_linked(seed.body_en, "en"),
        issued_on=today,
        shown_from=today,
    )


def _linked(body: str, language: str) -> SafeString:
    with translation.override(language):
        return format_html(body, request=reverse("cases_intake:start"), track=reverse("cases_intake:track"))


def grant_rights() -> None:
    """Let editors compute drafts and record postings, and publishers publish the results besides."""
    for function, names in RIGHTS.items():
        group = Group.objects.filter(name=CMS_GROUPS[function]).first()
        if group is not None:
            found = Permission.objects.filter(content_type__app_label="announcements", codename__in=names)
            group.permissions.add(*found)
