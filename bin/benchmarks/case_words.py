"""Invented people and stories, enough of them that a search has something to find and to leave out. Nobody is real."""

from __future__ import annotations

import random
from dataclasses import dataclass

FIRST = (
    "สมชาย", "สมหญิง", "มานะ", "มานี", "ปิติ", "ชูใจ", "วีระ", "สุดา", "ประเสริฐ", "ทองดี", "บุญมา", "คำปัน", "จันทร์เพ็ญ",
    "อารี", "สุรชัย", "พรทิพย์", "กมล", "นิภา", "ธงชัย", "ลำดวน", "อับดุลเลาะ", "ฟาตีมะห์", "ซูไฮลา", "ดวงใจ", "เกษม",
    "รัตนา", "อำนวย", "สายใจ", "วิไล", "ประยูร", "น้ำฝน", "แก้วตา", "เพ็ญศรี", "ก้องเกียรติ", "ชลธิชา", "ณัฐพล", "ปาริชาติ",
)  # fmt: skip
LAST = (
    "ใจดีสมมติ", "รักไทยสมมติ", "มีสุขสมมติ", "ทะเลงามสมมติ", "ป่าเขียวสมมติ", "นาดีสมมติ", "บุญช่วยสมมติ", "แสงทองสมมติ",
    "ศรีเมืองสมมติ", "ชูชาติสมมติ", "หนูแก้วสมมติ", "จันทร์หอมสมมติ", "เพชรน้ำสมมติ", "วงศ์วานสมมติ", "ทองคำสมมติ", "สวนผึ้งสมมติ",
    "คงมั่นสมมติ", "อ่อนละมัยสมมติ", "พูนผลสมมติ", "ธารน้ำใสสมมติ",
)  # fmt: skip
SENTENCES = (
    "น้ำท่วมบ้านสูงถึงเอว ข้าวสารและที่นอนเสียหายทั้งหมด", "พายุพัดหลังคาบ้านปลิว ฝนสาดเข้าบ้านทุกคืน", "แม่ป่วยติดเตียง ไม่มีคนดูแลตอนกลางวัน",
    "ตกงานมาสามเดือน ไม่มีเงินค่าเทอมลูก", "คลื่นซัดเรือประมงพัง หากินไม่ได้", "ดินถล่มปิดทางเข้าหมู่บ้าน ออกไปหาหมอไม่ได้",
    "น้ำประปาไม่ไหลหลายวัน ต้องการน้ำดื่ม", "พ่อเป็นผู้พิการ รถเข็นชำรุด", "สวนยางถูกน้ำท่วม ขอเมล็ดพันธุ์และปุ๋ย", "มีไข้เลือดออกระบาดในซอย ขอให้ฉีดพ่นยุง",
    "บ้านไฟไหม้ เหลือแต่ตัว ขอที่พักชั่วคราว", "ตายายอยู่กันสองคน ไม่มีรายได้ ขอเบี้ยยังชีพ", "สะพานไม้ขาด เด็กไปโรงเรียนไม่ได้", "ขอถุงยังชีพและนมผงสำหรับเด็กเล็ก",
    "บ่อน้ำตื้นปนเปื้อนหลังน้ำลด ขอคลอรีน", "ต้นไม้ล้มทับบ้าน ขอเครื่องมือตัดและช่วยขนย้าย",
)  # fmt: skip
PEOPLE = 4000
STORIES = 2000


@dataclass(frozen=True, slots=True)
class Person:
    """An invented person."""

    name: str
    phone: str


def people() -> list[Person]:
    """Return invented people, the same ones every time."""
    chance = random.Random(1)  # noqa: S311 - invented data, no secret
    return [
        Person(f"{chance.choice(FIRST)} {chance.choice(LAST)}", f"0810{number:06d}")
        for number in chance.sample(range(1_000_000), PEOPLE)
    ]


def stories() -> list[str]:
    """Return invented stories, the same ones every time."""
    chance = random.Random(2)  # noqa: S311 - invented data, no secret
    return [" ".join(chance.sample(SENTENCES, 3)) for _ in range(STORIES)]
