"""Letterheads of the demonstration: invented signatories and codes that say so. One office is left without, as a task."""

from __future__ import annotations

from dataclasses import replace

from cases.demo.office import Office
from portal.letters.letterhead import set_letterhead, settings_of
from portal.letters.vocabulary import Acting

_POSITIONS = {
    "center-head": "หัวหน้าศูนย์ (ตัวอย่าง)",
    "aonang-head": "ปลัดองค์การบริหารส่วนตำบล (ตัวอย่าง)",
}


def fill_letterheads(office: Office) -> None:
    """Fill in what is empty; an office that set its own letterhead keeps it."""
    for username, position in _POSITIONS.items():
        head = office[username]
        settings = settings_of(head.organization)
        if settings.signatory:
            continue
        acts = username == "aonang-head"
        filled = replace(
            settings,
            letter_code=settings.letter_code or "กบ (ตัวอย่าง)",
            address=settings.address or "ถนนตัวอย่าง\nอำเภอเมืองกระบี่ กบ 81000",
            signatory="นายตัวอย่าง ระบบงาน",
            position=position,
            acting=Acting.IN_PLACE.value if acts else "",
            acting_for="นายกองค์การบริหารส่วนตำบลอ่าวนาง" if acts else "",
            owner_unit="งานรับเรื่อง (ตัวอย่าง)",
            phones=settings.phones or "0 0000 0000 ต่อ 12",
        )
        set_letterhead(actor=head, settings=filled)
