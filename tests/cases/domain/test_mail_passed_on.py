"""What a reporter passes on is kept, and a drawn line cuts nothing off; only the mail of before is (S1.34)."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from cases.domain.mail_in import reading

PASSED_ON = "---------- Forwarded message ---------\nFrom: ผู้ใหญ่บ้าน\nDate: 26 Nov\n\nสะพานขาด รถเข้าไม่ได้"
OUTLOOK = "________________________________\nFrom: ศูนย์\nSent: 26 Nov\n\nคำถามของศูนย์"


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (PASSED_ON, PASSED_ON),
        (f"ส่งต่อให้ดู\n\n{PASSED_ON}", f"ส่งต่อให้ดู\n\n{PASSED_ON}"),
        ("เสียหายดังนี้\n____________\nหลังคา 3 แผ่น", "เสียหายดังนี้\n____________\nหลังคา 3 แผ่น"),
        ("ชื่อ\n____________\n\n____________\nจาก บ้านเหนือ", "ชื่อ\n____________\n\n____________\nจาก บ้านเหนือ"),
        (f"ตอบแล้ว\n\n{OUTLOOK}", "ตอบแล้ว"),
        ("ตอบแล้ว\n____________\n\n  จาก: ศูนย์\nคำถาม", "ตอบแล้ว"),
        ("ตอบแล้ว\n____________\n*ผู้ส่ง:* ศูนย์\nคำถาม", "ตอบแล้ว"),
        (f"รายการ\n____________\nหลังคา\n{OUTLOOK}", "รายการ\n____________\nหลังคา"),
        ("ท้าย\n____________", "ท้าย\n____________"),
    ],
)
def test_only_the_mail_of_before_is_cut_off(body: str, says: str) -> None:
    assert reading.without_quoted(body) == says


@pytest.mark.parametrize(
    ("subject", "is_whole"),
    [("FW: น้ำท่วม", True), ("Fwd: น้ำท่วม", True), ("ส่งต่อ: น้ำท่วม", True), ("RE: FW: น้ำท่วม", False), ("", False)],
)
def test_a_mail_that_passes_another_on_is_kept_whole_whatever_marks_that(
    subject: str, is_whole: bool
) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Message-ID"] = "a@example.org", "b@example.org", "<1@x>"
    if subject:
        mail["Subject"] = subject
    mail.set_content(f"ส่งต่อให้ดู\n\n{OUTLOOK}")
    text = reading.read(mail.as_bytes()).text
    assert text.startswith("ส่งต่อให้ดู")
    assert ("คำถามของศูนย์" in text) == is_whole


def test_many_drawn_lines_are_read_in_steps_that_grow_with_them() -> None:
    """Each looks only as far as the next words."""
    assert reading.without_quoted("ก\n" + "____________\n\n" * 100_000).startswith("ก\n_")
