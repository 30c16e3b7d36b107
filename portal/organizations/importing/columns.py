"""Step two: which column of a list is what. Headers are recognized by synonyms, Thai and English."""

from __future__ import annotations

from portal.thai.text import key

SYNONYMS: dict[str, tuple[str, ...]] = {
    "key": ("id", "key", "source_id", "org_id", "organization_id", "รหัสหน่วยงาน", "รหัส"),
    "type": ("type", "kind", "organization_type", "ประเภท", "ประเภทหน่วยงาน", "ประเภท อปท.", "ชนิด"),
    "name_th": (
        "name_th", "name", "thai_name", "ชื่อ", "ชื่อหน่วยงาน", "ชื่อ อปท.", "ชื่อภาษาไทย", "หน่วยงาน", "อปท.",
    ),
    "name_en": ("name_en", "english_name", "ชื่อภาษาอังกฤษ", "ชื่ออังกฤษ"),
    "short_name": ("short_name", "ชื่อย่อ"),
    "geocode": ("geocode", "dopa_code", "รหัสกรมการปกครอง", "รหัสพื้นที่"),
    "dla_code": ("dla_code", "dola_code", "dola_code_2017", "lao_code", "รหัส สถ.", "รหัส อปท."),
    "province": ("province", "province_code", "changwat", "จังหวัด", "ชื่อจังหวัด", "รหัสจังหวัด"),
    "district": (
        "district", "district_code", "amphoe", "parent", "อำเภอ", "ชื่ออำเภอ", "รหัสอำเภอ", "อำเภอ/เขต", "เขต",
    ),
    "subdistrict": (
        "subdistrict", "subdistrict_code", "tambon", "ตำบล", "ชื่อตำบล", "รหัสตำบล", "ตำบล/แขวง", "แขวง",
    ),
    "areas": ("areas", "service_areas", "พื้นที่ให้บริการ", "ตำบลที่ให้บริการ", "เขตพื้นที่"),
    "coverage": ("coverage", "ขอบเขต", "ทั้งตำบลหรือบางส่วน"),
    "villages": ("villages", "moo", "หมู่ที่", "หมู่บ้าน", "หมู่"),
    "phone": ("phone", "telephone", "tel", "โทรศัพท์", "เบอร์โทรศัพท์", "หมายเลขโทรศัพท์", "โทร."),
    "email": ("email", "e-mail", "อีเมล", "ไปรษณีย์อิเล็กทรอนิกส์"),
    "website": ("website", "url", "web", "เว็บไซต์"),
    "address": ("address", "ที่อยู่", "ที่ตั้ง"),
    "latitude": ("latitude", "lat", "ละติจูด"),
    "longitude": ("longitude", "lon", "lng", "long", "ลองจิจูด"),
    "letter_code": ("letter_code", "รหัสหนังสือ", "เลขประจำของเจ้าของเรื่อง"),
    "closed_on": ("closed_on", "valid_to", "วันที่เลิก", "เลิกเมื่อ", "ยุบเมื่อ"),
    "successor": ("successor", "หน่วยงานที่สืบต่อ", "รวมกับ", "ยกฐานะเป็น"),
}  # fmt: skip
"""Our name of a column, and how lists head it."""

IDENTIFYING = ("key", "geocode", "dla_code", "name_th")
"""One of these must be there to tell which body a row of a second sheet is about."""

_BY_HEADER = {key(synonym): name for name, synonyms in SYNONYMS.items() for synonym in synonyms}


def column_of(title: str) -> str | None:
    """Return our name of a column by its header in any spelling, or None."""
    return _BY_HEADER.get(key(title))


def map_columns(header: list[str]) -> tuple[dict[str, int], list[str]]:
    """Return the place of every column that we know, and the headers that we do not.

    Where two columns mean the same, the first one counts and the other is unknown.
    """
    known: dict[str, int] = {}
    unknown: list[str] = []
    for place, title in enumerate(header):
        name = column_of(title)
        if name and name not in known:
            known[name] = place
        elif title:
            unknown.append(title)
    return known, unknown


def is_area_table(known: dict[str, int]) -> bool:
    """Return whether a table lists who serves which subdistrict, one pair a row (documents.md 4)."""
    has_body = any(name in known for name in IDENTIFYING)
    return (
        has_body
        and "subdistrict" in known
        and ("coverage" in known or "villages" in known or "type" not in known)
    )
