"""Papers for tests. All names and matters are invented."""

from __future__ import annotations

import datetime as dt

from portal.letters.kinds.official import Enclosure, LetterDraft, OfficialLetter

# Every consonant, every vowel sign, every tone mark on its own and above another sign, and sara am with each of the
# four tone marks, which most PDF tools corrupt (docs/letters.md).
HARD_THAI = (
    "กำหนดการทำน้ำดื่มน้ำใช้ ค้ำประกันคำมั่น ช้ำ ล้ำ ต่ำ ก่ำ ปล้ำ ขย้ำ ส่ำ จ๊ำ จ๋ำ อำเภอ ลำน้ำ สำนักงาน การเงิน กำชับ การกำกับ",
    "ปู่ของผู้ใหญ่บ้านที่อยู่ริมน้ำฝั่งซ้าย เป็นผู้ป่วยที่ฟื้นแล้ว ฝี้ ฟ้า ป้า ปี่ ปิ้ง ปึก ปื้น ฝั่ง ฬ่อ ไฟ้ ใฝ่ ไป๋ โป๊ะ โอ๊ต เก๋ง ก๋วยเตี๋ยว จั๊กจั่น",
    "ญี่ปุ่น ฐานะ ฏิ ฎุ ฎูปฏัก ญุ ฐุ ฤดู ฤๅษี ฦๅชา ฯลฯ ๆ สาธุ์ ศุกร์ จันทร์ วิทย์ ทรัพย์ สิทธิ์ ครุฑ เสน่ห์ ก็ เป็น เห็น เพชร",
    "ฃวดและฅนเป็นอักษรที่เลิกใช้แล้ว ฆ้อง ง่วง ฉ่ำ ชุ่มฉ่ำ ซ้ำ ฌาน ฑีฆายุ ณรงค์ ถ้ำ ทำ ธำรง นำ บำรุง ผ้าขาวม้า พำนัก ภูมิลำเนา ยำ รำ วัด ห้ำหั่น ฮึกเหิม",
    "ทั้งนี้ให้ดำเนินการให้แล้วเสร็จโดยเร็ว ระหว่างนี้ขอให้เฝ้าระวังระดับน้ำในคลองและแม่น้ำอย่างใกล้ชิด และแจ้งเตือนประชาชนในพื้นที่เสี่ยงภัยทุกครัวเรือน",
)


def letter(**changes: object) -> OfficialLetter:
    """Return a short letter; keyword arguments replace its fields."""
    values = {
        "number": "กบ 52001/123",
        "agency_lines": ("ศูนย์ปฏิบัติการร่วมทดสอบ", "ถนนทดสอบ กบ 81000"),
        "issued_on": dt.date(2026, 11, 22),
        "subject": "ขอความร่วมมือเฝ้าระวังน้ำหลาก",
        "addressee": "นายกองค์การบริหารส่วนตำบลทดสอบ",
        "references": ("หนังสือจังหวัดทดสอบ ที่ กบ 0023.3/ว 24 ลงวันที่ 5 กรกฎาคม 2569",),
        "enclosures": (
            Enclosure(title="แบบรายงานสถานการณ์", quantity=1, unit="ชุด"),
            Enclosure(title="แผนที่จุดเสี่ยง", quantity=12, unit="แผ่น"),
        ),
        "paragraphs": (HARD_THAI[4], "จึงเรียนมาเพื่อโปรดดำเนินการ"),
        "signatory": "นายทดสอบ ระบบงาน",
        "position": "หัวหน้าศูนย์",
        "acting_for": "นายอำเภอทดสอบ",
        "owner_unit": "ฝ่ายประสานงาน",
        "phones": ("0-7561-0000",),
    }
    return OfficialLetter(**{**values, **changes})


def draft(**changes: object) -> LetterDraft:
    """Return a draft with the least that a letter needs."""
    values = {
        "subject": "ส่งเรื่องเพื่อพิจารณา",
        "addressee": "นายกเทศมนตรีตำบลทดสอบ",
        "paragraphs": ("ด้วยมีเรื่องถึงท่าน", "จึงเรียนมาเพื่อพิจารณา"),
    }
    return LetterDraft(**{**values, **changes})
