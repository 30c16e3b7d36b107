"""Why a file is not taken, in words for the person who sent it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.utils.translation import gettext_lazy as _

REASONS: dict[str, Any] = {
    "empty": _("ไฟล์นี้ว่างเปล่า"),
    "too_large": _("ไฟล์นี้ใหญ่เกิน 10 เมกะไบต์"),
    "wrong_kind": _("รับเฉพาะไฟล์ภาพ (JPG, PNG, WebP, HEIC) และ PDF"),
    "other_name": _("ชนิดของไฟล์ไม่ตรงกับนามสกุลของชื่อไฟล์"),
    "busy": _("ตอนนี้มีคนแนบไฟล์พร้อมกันมาก รอสักครู่แล้วแนบไฟล์นี้อีกครั้ง"),
    "costly": _("ไฟล์นี้ใช้เวลาหรือหน่วยความจำเปิดมากเกินไป ลองถ่ายภาพหน้าจอหรือบันทึกเป็นไฟล์ใหม่ที่เล็กลง"),
    "picture_damaged": _("เปิดภาพนี้ไม่ได้ ไฟล์อาจเสียหาย"),
    "picture_points": _("ภาพนี้มีจำนวนจุดมากเกินไป ย่อภาพ หรือบันทึกเป็น JPG แล้วแนบอีกครั้ง"),
    "picture_long": _("ภาพนี้ยาวเกินไป ย่อแล้วจะอ่านไม่ออก ตัดแบ่งเป็นหลายภาพแล้วแนบอีกครั้ง"),
    "picture_pages": _("ไฟล์ TIFF นี้มีหลายหน้า บันทึกเป็น PDF แล้วแนบอีกครั้ง จะได้ครบทุกหน้า"),
    "pdf_password": _("PDF นี้ตั้งรหัสผ่านไว้ เปิดอ่านไม่ได้"),
    "pdf_damaged": _("เปิด PDF นี้ไม่ได้ ไฟล์อาจเสียหาย"),
    "pdf_odd": _("โครงสร้างของ PDF นี้ผิดแบบ เปิดไฟล์แล้วสั่งพิมพ์เป็น PDF ใหม่ แล้วแนบไฟล์ใหม่"),
    "pdf_long": _("PDF นี้มีหน้าหรือส่วนประกอบมากเกินไป แบ่งเป็นหลายไฟล์แล้วแนบอีกครั้ง"),
    "pdf_form": _(
        "เราเก็บสิ่งที่กรอกหรือเขียนไว้ใน PDF นี้ให้ครบไม่ได้ เปิดไฟล์แล้วสั่งพิมพ์เป็น PDF ใหม่ หรือถ่ายภาพหน้าจอ แล้วแนบอีกครั้ง"
    ),
    "picture_only": _("รับเฉพาะไฟล์ภาพ (JPG, PNG, WebP, HEIC)"),
    "document_large": _("ไฟล์นี้ใหญ่เกิน 50 เมกะไบต์"),
    "document_kind": _("เนื้อในของไฟล์ไม่ตรงกับนามสกุล รับ PDF, DOCX, XLSX, ODT, ODS และ CSV"),
    "document_pdf": _("PDF นี้เป็นแบบฟอร์ม XFA ซึ่งโปรแกรมส่วนใหญ่เปิดไม่ได้ สั่งพิมพ์เป็น PDF ใหม่ แล้วใช้ไฟล์ใหม่"),
    "office_old": _("ไฟล์นี้ตั้งรหัสผ่านไว้หรือเป็นรูปแบบเก่า (DOC, XLS) บันทึกเป็น DOCX, XLSX หรือ PDF โดยไม่ตั้งรหัสผ่าน"),
    "office_acts": _("ไฟล์นี้มีมาโคร โปรแกรม หรือส่วนที่ดึงข้อมูลจากที่อื่น บันทึกใหม่โดยไม่มีส่วนนั้น หรือบันทึกเป็น PDF"),
    "office_large": _("ไฟล์นี้แตกออกแล้วใหญ่เกินไปหรือมีส่วนประกอบมากเกินไป บันทึกเป็น PDF แล้วใช้ไฟล์นั้น"),
    "office_damaged": _("เปิดไฟล์นี้ไม่ได้ ไฟล์อาจเสียหาย"),
    "dangerous": _("พบสิ่งอันตรายในไฟล์นี้ ระบบไม่รับ"),
    "not_scanned": _("ระบบตรวจไวรัสยังไม่ตอบ ไฟล์นี้ยังไม่ถูกเก็บ รอสักครู่แล้วลองใหม่"),
}
"""Sentence by code; codes travel between processes, sentences are made in the language of the reader."""


class RefusedFile(Exception):  # noqa: N818 - a refusal is an answer to a person, not a failure of the program
    """A file that is not taken.

    Attributes:
        reason: a sentence for the person who sent it.
        code: its key in `REASONS`; empty for a reason that is said in one place only.
    """

    def __init__(self, reason: Any, *, code: str = "") -> None:
        super().__init__(code or str(reason))
        self.reason = reason
        self.code = code

    def __str__(self) -> str:
        return str(self.reason)


def refusal(code: str) -> RefusedFile:
    """Return the refusal with this code, to be raised."""
    return RefusedFile(REASONS[code], code=code)


@contextmanager
def refusing(code: str) -> Iterator[None]:
    """Turn whatever a decoder raises into the refusal `code`.

    Decoders of pictures and PDFs raise what their authors thought of: dozens of kinds, from TypeError to
    RecursionError, on files that nobody foresaw. A file is somebody else's; what it sets off must concern it alone.
    Keep what stands inside small: only calls on what the decoder returned.
    """
    try:
        yield
    except RefusedFile:
        raise
    except MemoryError as error:
        raise refusal("costly") from error
    except Exception as error:  # noqa: BLE001 - the boundary to foreign decoders, see above
        raise refusal(code) from error
