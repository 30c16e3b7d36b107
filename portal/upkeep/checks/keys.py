"""Keys, and what lies in clear or under an old one (decision 0012)."""

from __future__ import annotations

from itertools import chain
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from portal.files import resealing
from portal.sealing import columns, current, starting
from portal.sealing.errors import KeysError
from portal.upkeep.registry import NOTHING, Found, Look, Severity, check, these, when

NEWEST = 500


@check(
    Severity.NOW,
    _("กุญแจที่ใช้ปิดผนึกข้อมูลหายหรือไม่ใช่ดอกเดิม"),
    _("นำไฟล์กุญแจกลับมาจากสำเนาที่เก็บแยกไว้ (docs/operator.md, Keys) อย่าสร้างกุญแจใหม่ทับ"),
)
def keys_wrong(look: Look) -> Found:
    """A key under which something may be sealed is not in the key file, or is another one."""
    return when(bool(starting.problem()))


@check(
    Severity.TODAY,
    _("ไฟล์กุญแจอยู่ในโฟลเดอร์เดียวกับข้อมูล"),
    _("ย้ายไฟล์กุญแจไปไว้นอก KLANG_VAR แล้วแก้ KLANG_KEYS (docs/operator.md, Keys)"),
)
def keys_beside_data(look: Look) -> Found:
    """Whoever copies the folder of the installation has both: what is sealed, and what opens it."""
    if settings.KLANG["MAKES_KEYS"]:
        # An installation for trying things out.
        return NOTHING
    return when(current.path().resolve().is_relative_to(Path(settings.KLANG_VAR).resolve()))


@check(
    Severity.TODAY,
    _("มีไฟล์ที่ยังไม่ได้ปิดผนึก"),
    _("สั่ง manage.py rotate_keys ทำได้ขณะระบบทำงาน หยุดแล้วทำต่อได้"),
)
def files_in_clear(look: Look) -> Found:
    """A private file that was stored before files were sealed, or was laid there by hand."""
    return these(name for name, key in resealing.keys_of(None if look.is_full else NEWEST) if not key)


@check(
    Severity.TODAY,
    _("มีข้อมูลของประชาชนที่อยู่ในฐานข้อมูลโดยไม่ได้ปิดผนึก"),
    _("สั่ง manage.py rotate_keys แล้วหาว่าใครเขียนลงฐานข้อมูลโดยไม่ผ่านระบบ"),
)
def values_in_clear(look: Look) -> Found:
    """A sealed column holds something in clear: it was written past the portal."""
    return these(columns.lying_under("", None if look.is_full else NEWEST))


@check(
    Severity.PLAN,
    _("มีข้อมูลที่ยังอยู่ใต้กุญแจเก่า"),
    _("สั่ง manage.py rotate_keys จนจบ แล้วจึงนำกุญแจเก่าออกจากไฟล์กุญแจ"),
)
def keys_old(look: Look) -> Found:
    """A rotation of keys that was begun and not finished."""
    try:
        newest, *older = current.keys().sealing
    except KeysError:
        # Said by `keys_wrong`.
        return NOTHING
    some = None if look.is_full else NEWEST
    in_rows = (name for identifier in older for name in columns.lying_under(identifier, some))
    return these(chain(in_rows, (name for name, key in resealing.keys_of(some) if key and key != newest)))
