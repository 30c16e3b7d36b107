"""The usual advice of each kind of event, used where nobody wrote another; no number of a telephone stands here (domain.md 3.2)."""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext as _

from cases.events.vocabulary import EventKind


def _flood() -> list[str]:
    return [
        _("ย้ายคน ผู้ป่วย และเด็กขึ้นที่สูงก่อน แล้วจึงย้ายของ"),
        _("ปิดไฟฟ้าชั้นล่าง อย่าแตะเครื่องใช้ไฟฟ้าเมื่อตัวเปียก"),
        _("อย่าเดินหรือขับรถผ่านน้ำไหลแรง แม้เห็นว่าตื้น"),
        _("เก็บน้ำดื่ม ยา ไฟฉาย และชาร์จโทรศัพท์ไว้"),
        _("ถ้าออกไม่ได้ ขึ้นชั้นบนหรือหลังคา แล้วขอความช่วยเหลือจากหน้านี้หรือโทรแจ้ง"),
    ]


def _storm() -> list[str]:
    return [
        _("อยู่ในบ้านที่แข็งแรง ห่างหน้าต่างและต้นไม้ใหญ่"),
        _("อย่าออกเรือ และเก็บของที่ลมพัดได้"),
        _("อย่าเข้าใกล้สายไฟที่ขาดหรือเสาที่ล้ม"),
    ]


def _landslide() -> list[str]:
    return [
        _("ถ้าน้ำในห้วยขุ่นหรือมีเสียงดังจากภูเขา ให้ออกจากบ้านทันที ไปที่สูงด้านข้าง ไม่ตามร่องน้ำ"),
        _("อย่ากลับเข้าบ้านจนกว่าเจ้าหน้าที่บอกว่าปลอดภัย"),
    ]


def _others() -> list[str]:
    return [
        _("ฟังประกาศจากศูนย์และหน่วยงานท้องถิ่น"),
        _("ดูแลผู้สูงอายุ ผู้ป่วย และเด็กก่อน"),
        _("ถ้าต้องการความช่วยเหลือ ขอได้จากหน้านี้หรือโทรแจ้ง"),
    ]


_USUAL = {EventKind.FLOOD: _flood, EventKind.STORM: _storm, EventKind.LANDSLIDE: _landslide}


def advice_for(kind: EventKind) -> tuple[str, str]:
    """Return the usual advice of a kind of event, line by line, in Thai and in English."""
    lines = _USUAL.get(kind, _others)
    with translation.override("th"):
        thai = "\n".join(lines())
    with translation.override("en"):
        return thai, "\n".join(lines())
