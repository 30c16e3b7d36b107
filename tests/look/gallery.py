"""What the gallery shows: one of each component, with texts as long as real ones."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace as Thing
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest

from cases.intake.timeline import TimelineStep
from portal.pages.domain.lines import printed
from portal.web.keyset import KeyPage

PROBLEMS = [
    ("violence", "ความรุนแรงต่อเด็ก สตรี ผู้สูงอายุ หรือคนพิการ"),
    ("disaster", "น้ำท่วม พายุ ไฟไหม้ หรือภัยพิบัติอื่น"),
    ("unsure", "ไม่แน่ใจ"),
]
HINTS = {"violence": "ถูกทำร้าย ถูกข่มขู่ ถูกทอดทิ้ง", "unsure": "เล่าให้เราฟัง เจ้าหน้าที่จะช่วยเลือกให้"}
PROVINCES = [("", "เลือกจังหวัด"), ("81", "กระบี่"), ("83", "ภูเก็ต")]


class EveryField(forms.Form):
    """One field of each kind."""

    problem = forms.ChoiceField(
        label="เกิดอะไรขึ้น", choices=PROBLEMS, widget=forms.RadioSelect, help_text="เลือกข้อที่ใกล้ที่สุด"
    )
    name = forms.CharField(label="ชื่อของคุณ", help_text="ใช้ชื่อเล่นได้")
    province = forms.ChoiceField(label="จังหวัด", choices=PROVINCES)
    story = forms.CharField(label="เล่าเหตุการณ์", widget=forms.Textarea, required=False)
    photo = forms.FileField(label="รูปถ่ายหรือเอกสาร", required=False)
    groups = forms.MultipleChoiceField(
        label="ผู้ประสบปัญหาเป็นใคร", choices=PROBLEMS[:2], widget=forms.CheckboxSelectMultiple, required=False
    )
    agree = forms.BooleanField(
        label="ติดต่อฉันที่เบอร์นี้ได้อย่างปลอดภัย", required=False, help_text="เราจะไม่บอกเรื่องของคุณกับคนอื่นที่รับสาย"
    )


def steps() -> list[TimelineStep]:
    """Five steps of a request, the third being the present one."""
    return [
        TimelineStep(title="รับเรื่องแล้ว", state="done", at=date(2026, 11, 16)),
        TimelineStep(title="คัดกรองแล้ว", state="done", at=date(2026, 11, 17)),
        TimelineStep(
            title="ส่งต่อให้หน่วยงานในพื้นที่",
            state="current",
            who="องค์การบริหารส่วนตำบลหนองทะเล อำเภอเมืองกระบี่",
            text="หน่วยงานกำลังตรวจสอบข้อมูลและจะติดต่อคุณ",
            due="ภายใน 20 พ.ย. 2569",
        ),
        TimelineStep(title="ช่วยเหลือและติดตามผล", state="todo"),
        TimelineStep(title="ปิดเรื่อง", state="todo"),
    ]


def documents() -> list[Thing]:
    """Three announcements."""
    titles = [
        "ประกาศรายชื่อผู้มีสิทธิได้รับความช่วยเหลือกรณีอุทกภัย ประจำปีงบประมาณ พ.ศ. 2570",
        "รับลงทะเบียนเกษตรกรผู้มีรายได้น้อย",
        "กำหนดการประชุมคณะกรรมการช่วยเหลือประชาชน ครั้งที่ 2",
    ]
    return [
        Thing(date=date(2026, 11, 18) - timedelta(days=9 * n), title=title, url="#", note="")
        for n, title in enumerate(titles)
    ]


def relations() -> list[Thing]:
    """The chain of the two letters."""
    return [
        Thing(verb="อ้างถึง", title="หนังสือ สถ. ที่ มท 0891.3/ว 1550", url="#", date=date(2013, 7, 2)),
        Thing(
            verb="เอกสารนี้", title="หนังสือ สถ. ด่วนที่สุด ที่ มท 0891.3/ว 1918", is_self=True, date=date(2013, 9, 9)
        ),
        Thing(
            verb="แจ้งต่อโดย",
            title="หนังสือ จ.กระบี่ ที่ กบ 0023.3/ว 3332",
            url="#",
            date=date(2013, 9, 16),
            note="อ้างวันที่ 2 กันยายน 2556",
        ),
    ]


def site() -> Thing:
    """The center as `portal.pages.public.context` describes it."""
    slugs = ("announcements", "results", "library", "guide", "privacy", "accessibility", "cookies")
    return Thing(
        lines=printed(),
        center_name="ศูนย์ปฏิบัติการร่วมในการช่วยเหลือประชาชน อำเภอเมืองกระบี่",
        address="ที่ว่าการอำเภอเมืองกระบี่ ถนนอุตรกิจ ตำบลปากน้ำ\nอำเภอเมืองกระบี่ จังหวัดกระบี่ 81000",
        phone="0 7561 1899",
        phone_href="tel:075611899",
        hours="จันทร์-ศุกร์ 8.30-16.30 น.",
        email="",
        map_url="",
        home_url="/",
        urls={slug: f"/{slug}/" for slug in slugs},
    )


def context(request: HttpRequest) -> dict[str, Any]:
    """Everything that templates/look/gallery.html shows; `?errors` binds the form with nothing in it."""
    form = EveryField({}) if "errors" in request.GET else EveryField(auto_id="id_%s")
    return {
        "site": site(),
        "form": form,
        "hints": HINTS,
        "steps": steps(),
        "documents": documents(),
        "relations": relations(),
        "page": Paginator(range(200), 10).page(4),
        "keyed": KeyPage(rows=[], first="?", before="?before=5", after="?after=9", last="?before=~"),
        "facts": [("เลขที่หนังสือ", "มท 0891.3/ว 1918"), ("ลงวันที่", "9 ก.ย. 2556"), ("ว่าง", "")],
        "codes": [("เลขที่เรื่อง", "7KPM-3QX9"), ("รหัสติดตาม", "4831-0927-5516-2084-7730")],
        "crumbs": [Thing(title="คลังกฎหมาย", url="/library/")],
        "meta": ["ใช้เวลาประมาณ 5 นาที", "ไม่ต้องสมัครสมาชิก"],
        "options": [
            Thing(label="หนังสือสั่งการ", url="#", count=12, selected=True),
            Thing(label="พระราชบัญญัติ", url="#", count=31, selected=False),
        ],
        "contents": [
            Thing(anchor="a", title="ข้อ 1 ความเป็นมา"),
            Thing(anchor="b", title="ข้อ 2 วิธีปฏิบัติ", level=2),
        ],
        "bars": [("น้ำท่วม", 128, 240), ("คุณภาพชีวิต", 74, 240), ("โรคติดต่อ", 9, 240)],
    }
