"""What the pictures of the editors' guide show beside the demonstration's own content: invented, and named so.

`bin/screenshots` lays it into the demonstration that it takes pictures of, once; a second run finds it there.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.utils import timezone
from weasyprint import HTML

from announcements.models import AnnouncementIndexPage, AnnouncementPage
from legal_library.editing.texts import read_text, store_text
from legal_library.models import Agency, CollectionPage, DocumentPage, LibraryIndexPage
from legal_library.vocabulary import DocumentKind, DocumentStatus
from portal.pages.domain.bin import keep
from portal.pages.domain.outside.rounds import list_addresses
from portal.pages.models import BinnedPage, HomePage, LinkRound, LinkState, OutsideLink
from portal.search.models import SearchedQuery

WORD = "(สมมติ)"
FLOOD = "น้ำท่วม: อ่านอะไรก่อน " + WORD
RULES = "แนวทางรับเรื่องของศูนย์ " + WORD
NEWS = "ตารางหน่วยเคลื่อนที่ " + WORD
OLD = "ประกาศที่ลบโดยไม่ตั้งใจ " + WORD
BEFORE = "ข้อ 1 ศูนย์รับเรื่องทุกวันทำการ\nข้อ 2 แจ้งผลภายใน 15 วัน\nข้อ 3 ผู้แจ้งขอปิดชื่อได้"
AFTER = (
    "ข้อ 1 ศูนย์รับเรื่องทุกวันทำการ และรับทางเว็บทุกวันตลอดเวลา\nข้อ 2 แจ้งผลภายใน 7 วัน\nข้อ 3 ผู้แจ้งขอปิดชื่อได้\n"
    "ข้อ 4 ผู้แจ้งติดตามเรื่องได้ด้วยเลขเรื่องและรหัส"
)
GONE = "https://flood.example.org/แบบฟอร์ม-2566.pdf"
DOWN = "https://relief.example.org/"
CLOSED = "https://ministry.example.org/circulars/"
VAIN = ("เงินน้ำถ้วม", "คนพิกาน", "วาตะภัย", "เบี้ยยังชีพคนชะลา")


LETTER = """ที่ กบ ๐๐๐๐.๐/ว ๐๐๐๑

ศาลากลางจังหวัดสมมติ
ถนนสมมติ กบ ๘๑๐๐๐

๑๖ พฤศจิกายน ๒๕๖๙

เรื่อง  ซักซ้อมแนวทางช่วยเหลือประชาชน (หนังสือสมมติสำหรับภาพในคู่มือ)
เรียน  นายอำเภอ ทุกอำเภอ
อ้างถึง  หนังสือกระทรวงมหาดไทย ที่ มท ๐๐๐๐.๐/ว ๐๐๐๒ ลงวันที่ ๑ พฤศจิกายน ๒๕๖๙
สิ่งที่ส่งมาด้วย  แบบรายงาน  จำนวน ๑ ชุด

        ด้วยมีประชาชนขอรับความช่วยเหลือเพิ่มขึ้น จึงขอให้องค์กรปกครองส่วนท้องถิ่นรับเรื่องทุกวันทำการ
และแจ้งผลให้ผู้ขอทราบภายในเจ็ดวัน

        จึงเรียนมาเพื่อทราบและถือปฏิบัติ

ขอแสดงความนับถือ

(นายสมมติ ตัวอย่าง)
ผู้ว่าราชการจังหวัดสมมติ
"""


def letter() -> bytes:
    """Return an invented letter as a PDF."""
    font = (Path(__file__).resolve().parents[1] / "static/fonts/KlangSarabun-Regular.ttf").as_uri()
    css = f"@font-face{{font-family:K;src:url({font})}}@page{{size:A4;margin:2.5cm}}pre{{font:15pt/1.5 K;white-space:pre-wrap}}"
    pdf: bytes = HTML(string=f"<style>{css}</style><pre>{LETTER}</pre>").write_pdf()
    return pdf


def lay() -> dict[str, str]:
    """Lay the content into the installation that the settings name; returns the addresses that are opened."""
    editor = get_user_model().objects.get(username="editor")
    addresses = {
        "collection": _collection(),
        "comparison": _versions(editor),
        "explorer": f"/cms/pages/{LibraryIndexPage.objects.get().pk}/",
    }
    _links()
    _deleted(editor)
    _searched()
    return addresses


def _collection() -> str:
    found = CollectionPage.objects.filter(title=FLOOD).first()
    if found is None:
        found = CollectionPage(
            title=FLOOD, slug="flood-example", intro="สำหรับคนที่บ้านเสียหาย และเจ้าหน้าที่ที่รับเรื่องครั้งแรก"
        )
        chosen = DocumentPage.objects.published().filter(topics__name__contains="ภัย").distinct()[:3]
        for order, document in enumerate(chosen):
            found.chosen.create(
                document=document, sort_order=order, note="บอกว่าใครมีสิทธิและยื่นที่ไหน" if not order else ""
            )
        HomePage.objects.get().add_child(instance=found)
    return str(found.get_url())


def _versions(editor: Any) -> str:
    page = DocumentPage.objects.filter(title=RULES).first()
    if page is None:
        page = DocumentPage(
            title=RULES,
            slug="rules-example",
            kind=DocumentKind.GUIDELINE,
            status=DocumentStatus.IN_FORCE,
            summary="เอกสารสมมติสำหรับภาพในคู่มือ",
            agency=Agency.objects.first(),
            year_be=2569,
        )
        LibraryIndexPage.objects.get().add_child(instance=page)
        for words, day in ((BEFORE, dt.date(2026, 1, 1)), (AFTER, dt.date(2026, 10, 1))):
            newest = DocumentPage.objects.get(pk=page.pk).get_latest_revision_as_object()
            newest.text_as_of = day
            store_text(page=newest, passages=read_text(words), user=editor)
            DocumentPage.objects.get(pk=page.pk).get_latest_revision().publish(user=editor)
    return str(page.get_url())


def _links() -> None:
    if not AnnouncementPage.objects.filter(title=NEWS).exists():
        links = "".join(
            f'<li><a href="{one}">{one}</a></li>' for one in ("/mobile-unit/", GONE, DOWN, CLOSED)
        )
        news = AnnouncementPage(
            title=NEWS, kind="news", summary="ข้อมูลสมมติสำหรับภาพในคู่มือ", body=f"<ul>{links}</ul>"
        )
        AnnouncementIndexPage.objects.get().add_child(instance=news)
    list_addresses()
    now = timezone.now()
    for name, values in {
        "flood.": {
            "state": LinkState.GONE,
            "status": 404,
            "failed_days": 9,
            "failing_since": now - dt.timedelta(days=40),
        },
        "relief.": {
            "state": LinkState.NO_NAME,
            "failed_days": 2,
            "failing_since": now - dt.timedelta(days=2),
        },
        "ministry.": {"state": LinkState.REFUSES, "status": 403},
    }.items():
        OutsideLink.objects.filter(address__contains=f"{name}example.org").update(visited_at=now, **values)
    day = {"started_at": now, "ended_at": now, "busy_until": None, "visited": 24, "heard": 21}
    LinkRound.objects.update_or_create(day=timezone.localdate(), defaults=day)


def _deleted(editor: Any) -> None:
    if BinnedPage.objects.filter(title=OLD).exists():
        return
    page = AnnouncementPage(title=OLD, kind="news", summary="ข้อมูลสมมติ", body="<p>สมมติ</p>", live=False)
    AnnouncementIndexPage.objects.get().add_child(instance=page)
    page.save_revision(user=editor)
    keep(page, editor)
    page.delete()


def _searched() -> None:
    today = timezone.localdate()
    monday = today - dt.timedelta(days=today.weekday())
    for number, query in enumerate(VAIN):
        values = {"times": 9 - 2 * number, "results": 0}
        SearchedQuery.objects.update_or_create(week=monday, query=query, defaults=values)
