"""Which column of a list of households is what, by its header in any spelling."""

from __future__ import annotations

from portal.thai.text import key

SYNONYMS: dict[str, tuple[str, ...]] = {
    "key": ("รหัส", "เลขที่คำร้อง", "เลขที่คำขอ", "รหัสครัวเรือน", "เลขที่แบบ", "id", "key"),
    "sequence": ("ลำดับ", "ลำดับที่", "ที่", "no", "sequence"),
    "title": ("คำนำหน้า", "คำนำหน้าชื่อ", "title"),
    "name": (
        "ชื่อ-สกุล", "ชื่อ-นามสกุล", "ชื่อ สกุล", "ชื่อ นามสกุล", "ชื่อและนามสกุล", "ชื่อหัวหน้าครัวเรือน", "หัวหน้าครัวเรือน", "ชื่อผู้ประสบภัย",
        "ผู้ประสบภัย", "ชื่อ", "name",
    ),
    "surname": ("สกุล", "นามสกุล", "surname"),
    "phone": ("โทรศัพท์", "เบอร์โทรศัพท์", "หมายเลขโทรศัพท์", "เบอร์โทร", "โทร.", "phone"),
    "house": ("บ้านเลขที่", "เลขที่บ้าน", "ที่อยู่", "ที่ตั้ง", "house", "address"),
    "moo": ("หมู่ที่", "หมู่", "ม.", "moo"),
    "village": ("หมู่บ้าน", "ชื่อหมู่บ้าน", "ชุมชน", "village"),
    "subdistrict": ("ตำบล", "แขวง", "ตำบล/แขวง", "subdistrict"),
    "district": ("อำเภอ", "เขต", "อำเภอ/เขต", "district"),
    "province": ("จังหวัด", "province"),
    "household": ("จำนวนสมาชิก", "จำนวนคน", "สมาชิกในครัวเรือน", "จำนวนคนในครัวเรือน", "household"),
    "age": ("อายุ", "age"),
    "problem": ("ปัญหา", "ประเภทปัญหา", "ประเภทเรื่อง", "problem"),
    "narrative": (
        "ความเสียหาย", "รายการความเสียหาย", "เรื่อง", "รายละเอียด", "ความเดือดร้อน", "ความต้องการ", "สิ่งที่ขอ", "damage", "narrative",
    ),
    "received": ("วันที่รับเรื่อง", "วันที่ยื่น", "วันที่", "วันที่แจ้ง", "date"),
}  # fmt: skip
"""Our name of a column, and how lists head it."""

_BY_HEADER = {key(synonym): name for name, synonyms in SYNONYMS.items() for synonym in synonyms}


def places_of_columns(header: list[str]) -> tuple[dict[str, int], list[str]]:
    """Return where each column that we know stands, the first of its kind, and the headers that we do not know."""
    known: dict[str, int] = {}
    unknown: list[str] = []
    for place, title in enumerate(header):
        name = _BY_HEADER.get(key(title))
        if name is not None and name not in known:
            known[name] = place
        elif title:
            unknown.append(title)
    return known, unknown
