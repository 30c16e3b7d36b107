"""A center asks a local administration to support what it costs to run it (S1.12).

The regulation says "may": the letter asks, and names nothing that would have to be paid.
"""

from __future__ import annotations

from decimal import Decimal

from portal.letters.kinds.official import LetterDraft


def support_draft(
    *, center: str, addressee: str, year: int, amount: Decimal | None, purpose: str
) -> LetterDraft:
    """Return the letter that asks for support.

    Args:
        center: name of the center.
        addressee: the office held by the receiver.
        year: fiscal year, B.E.
        amount: what is asked for; None leaves it to the receiver.
        purpose: what it is for, in one or two sentences.
    """
    asked = f"จำนวน {amount:,.2f} บาท".replace(".00 บาท", " บาท") if amount else "ตามที่เห็นสมควร"
    return LetterDraft(
        subject=f"ขอรับการสนับสนุนงบประมาณเป็นค่าใช้จ่ายในการบริหารงานของสถานที่กลาง ประจำปีงบประมาณ พ.ศ. {year}",
        addressee=addressee,
        paragraphs=(
            f"ด้วย{center} เป็นสถานที่กลางในการช่วยเหลือประชาชนขององค์กรปกครองส่วนท้องถิ่นในพื้นที่ ทำหน้าที่รวบรวม"
            "และแจ้งเวียนกฎหมาย ให้คำปรึกษา รวบรวมปัญหาความต้องการ ประสานหน่วยงาน และประชาสัมพันธ์ผลการช่วยเหลือประชาชน "
            "ซึ่งองค์กรปกครองส่วนท้องถิ่นที่อยู่ในพื้นที่ให้บริการอาจพิจารณาสนับสนุนงบประมาณเพื่อเป็นค่าใช้จ่าย"
            "ที่จำเป็นในการบริหารงานของสถานที่กลางได้",
            f"ในการนี้ {center} จึงขอรับการสนับสนุนงบประมาณประจำปีงบประมาณ พ.ศ. {year} {asked} เพื่อ{purpose.strip()} "
            "โดยจะเผยแพร่จำนวนเงินที่ได้รับและการใช้จ่ายให้ประชาชนและหน่วยงานของท่านทราบเป็นรายปี",
            "จึงเรียนมาเพื่อโปรดพิจารณาให้การสนับสนุนตามระเบียบและกฎหมายที่เกี่ยวข้อง",
        ),
    )
