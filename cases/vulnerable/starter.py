"""The kinds of need with which every installation begins; a center changes all of them (many.md B1)."""

from __future__ import annotations

from cases.vulnerable.models import Need

NEEDS = (
    ("oxygen", "ใช้ออกซิเจนหรือเครื่องช่วยหายใจ", "Oxygen or a breathing machine"),
    ("dialysis", "ฟอกไต", "Dialysis"),
    ("bedridden", "ติดเตียง", "Bedridden"),
    ("pregnant", "ตั้งครรภ์หรือเพิ่งคลอด", "Pregnant or just gave birth"),
    ("infant", "มีทารก", "An infant"),
    ("cold-medicine", "ใช้ยาที่ต้องแช่เย็น", "Medicine that is kept cold"),
    ("cannot-walk", "เดินไม่ได้หรือใช้รถเข็น", "Cannot walk, or a wheelchair"),
    ("dementia", "สมองเสื่อมหรือจิตเวช", "Dementia or mental illness"),
    ("cannot-hear-see", "ไม่ได้ยินหรือมองไม่เห็น", "Cannot hear or see"),
    ("alone", "ผู้สูงอายุหรือผู้พิการอยู่ลำพัง", "Old or disabled, living alone"),
)
"""Whom a power cut kills within hours stands first."""


def load_needs() -> bool:
    """Write the kinds of need where none is; say whether that was done now. What a center changed stays."""
    if Need.objects.exists():
        return False
    Need.objects.bulk_create(
        Need(slug=slug, name=name, name_en=english, rank=10 * place)
        for place, (slug, name, english) in enumerate(NEEDS, 1)
    )
    return True
