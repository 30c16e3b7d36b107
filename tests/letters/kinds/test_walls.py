"""The page for the wall: one page with everybody's part, the numbers in use, and the same words as in docs/wall.md (issue 14)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from portal.letters.drawing.render import page_count
from portal.letters.kinds.walls import WallPaper, wall_pdf
from portal.pages.models import Hotline
from tests.cases.desk.conftest import at_center, login, world  # noqa: F401 - fixtures
from tests.letters import pdf

ROOT = Path(__file__).parents[3]
LONG = "องค์การบริหารส่วนตำบลบ้านใหม่หนองไทรสามัคคีพัฒนาการเกษตรยั่งยืนแห่งลุ่มน้ำ"


def paper(issuer: str = "เทศบาลเมืองกระบี่") -> WallPaper:
    return WallPaper(
        issuer=issuer,
        url="https://krabi.example.go.th/desk/events/",
        lines=(("แจ้งเหตุด่วน", "191"), ("เจ็บป่วยฉุกเฉิน", "1669"), ("ดับเพลิง", "199")),
        mark="พิมพ์โดย สมหญิง ใจดี",
    )


@pytest.mark.parametrize("issuer", ["เทศบาลเมืองกระบี่", LONG])
def test_everything_is_on_one_page(issuer: str, tmp_path: Path) -> None:
    drawn = wall_pdf(paper(issuer))
    assert page_count(drawn) == 1
    words = pdf.squeezed(pdf.text_of(drawn, tmp_path))
    for expected in ("ผู้อำนวยการเวร", "เคาน์เตอร์และโทรศัพท์", "ศูนย์พักพิง", "คนโทร", "อินเทอร์เน็ตล่ม", "๑๖๖๙", issuer):
        assert expected in words, expected


def test_the_page_in_the_docs_says_the_same_word_for_word() -> None:
    drawn = (ROOT / "templates/letters/wall.html").read_text(encoding="utf-8")
    written = (ROOT / "docs/wall.md").read_text(encoding="utf-8")
    sentences = re.findall(r"<(?:li|h2)>([^<]+)</", drawn)
    assert len(sentences) > 20
    for sentence in sentences:
        assert sentence in written, sentence


@pytest.mark.django_db
def test_every_officer_prints_it_with_the_numbers_in_use(at_center: Client, tmp_path: Path) -> None:  # noqa: F811
    Hotline.objects.filter(line="police").delete()
    Hotline.objects.create(number="1999", name="เหตุด่วน", line="police", occasions=[])
    address = reverse("events:wall")
    answer = at_center.get(address)
    assert answer["Content-Type"] == "application/pdf"
    assert "๑๙๙๙" in pdf.text_of(answer.content, tmp_path)
    assert address in at_center.get(reverse("events:listing")).content.decode()
    assert Client().get(address).status_code == 302
