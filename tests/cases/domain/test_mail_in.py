"""A mail to `reply+TOKEN@…` becomes a message of the citizen, once, and tells nobody anything (S1.34; issue 12 point 9)."""

from __future__ import annotations

import io
import mailbox
import sys
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as live
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import DatabaseError
from django.utils import timezone
from PIL import Image

from cases.domain import by_secret, notify, replying
from cases.domain.mail_in import keeping, reading
from cases.domain.mail_in.keeping import Fate, take
from cases.machine.vocabulary import DutyKind, Stage, Verb
from cases.management.commands import receive_mail
from cases.models import Case, CaseEvent, CaseFile, CaseNote, Duty, ReplyAddress
from portal.outbox.delivery import deliver
from portal.outbox.models import OutboxMessage
from portal.vocabulary import ProblemType
from tests.cases.factories import CaseFactory, World

MAIL = "grandmother@example.org"
OURS = "reply@klang.example"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def mailbox_of_ours(settings: Any) -> None:
    """The operator set a mailbox up, and named the server that receives for it."""
    settings.KLANG = {**live.KLANG, "REPLY_ADDRESS": OURS, "MAIL_SERVER": "mx.klang.example"}


@pytest.fixture
def case(world: World) -> Case:
    """A general request of somebody to whom mail is safe."""
    return CaseFactory(problem=ProblemType.DISASTER, reporter={"email": MAIL, "may_email": True})


@pytest.fixture
def to(case: Case) -> str:
    """The address to which the reporter may answer."""
    return replying.address_for(case, case.reporter)


def letter(to: str, text: str = "น้ำลดแล้ว แต่หลังคายังรั่ว", **headers: str) -> EmailMessage:
    message = EmailMessage()
    for name, value in {"From": f"ยาย <{MAIL}>", "Message_ID": "<1@phone.example>", **headers}.items():
        message[name.replace("_", "-")] = value
    message["To"] = to
    message.set_content(text)
    return message


def sent(message: EmailMessage) -> Fate:
    return take(message.as_bytes())


def notes() -> list[str]:
    return [note.text for note in CaseNote.objects.filter(event__verb=Verb.MESSAGE).order_by("pk")]


def picture() -> bytes:
    content = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "บ้านคะนารี"
    Image.new("RGB", (40, 30), "navy").save(content, "JPEG", exif=exif)
    return content.getvalue()


def test_an_answer_becomes_a_message_once_and_somebody_has_to_read_it(case: Case, to: str) -> None:
    message = letter(
        to, "ใช่ค่ะ ยังรั่ว\n\nเมื่อ 27 พ.ย. 2569 ศูนย์ <a@b.example> เขียนว่า:\n> มีความคืบหน้า\n> ดูได้ที่หน้านี้\n"
    )
    assert (sent(message), sent(message)) == (Fate.KEPT, Fate.AGAIN)
    [text] = notes()
    assert text == "(ส่งมาทางอีเมล)\n\nใช่ค่ะ ยังรั่ว"
    assert CaseEvent.objects.get(verb=Verb.MESSAGE).actor_kind == "citizen"
    assert Duty.objects.running().filter(kind=DutyKind.READ, organization=case.holder).exists()
    assert ReplyAddress.objects.count() == 1
    token = replying.token_in(to)
    assert token not in str(list(ReplyAddress.objects.values())), "kept as a digest"


def test_the_address_goes_out_with_news_and_never_of_a_careful_case(
    case: Case, world: World, settings: Any
) -> None:
    notify.tell_reporter(case=case)
    crisis = CaseFactory(
        problem=ProblemType.VIOLENCE, reporter={"email": "her@example.org", "may_email": True}
    )
    crisis.version += 1
    notify.tell_reporter(case=crisis)
    settings.KLANG = {**settings.KLANG, "REPLY_ADDRESS": ""}
    case.version += 1
    notify.tell_reporter(case=case)
    deliver()
    told = {
        one.pk: one.context.get("reply_to", "") for one in OutboxMessage.objects.filter(template="case_news")
    }
    by_age = [bool(address) for _pk, address in sorted(told.items())]
    assert (by_age.count(True), len(by_age) > 2) == (1, True)
    [with_address] = [one for one in mail.outbox if "Reply-To" in one.extra_headers]
    assert with_address.extra_headers["Reply-To"].startswith("reply+")
    assert "ตอบอีเมลนี้ได้" in with_address.body


def test_who_stands_in_from_is_not_believed_and_the_office_reads_it(case: Case, to: str) -> None:
    """Anybody can write any From; the token alone lets a mail in, and by it nobody reads anything."""
    assert sent(letter(to, From="Somebody <else@example.net>")) == Fate.KEPT
    assert "ที่อยู่ผู้ส่งไม่ตรงกับที่ผู้แจ้งให้ไว้" in notes()[0]
    assert sent(letter("reply+" + "a" * 26 + "@klang.example")) == Fate.NOT_OURS
    assert len(notes()) == 1


def test_an_address_ends_when_the_reporter_changes_theirs(case: Case, to: str) -> None:
    reporter = case.reporter
    reporter.email = "new@example.org"
    reporter.save()
    assert sent(letter(to)) == Fate.NOT_OURS
    assert sent(letter(replying.address_for(case, reporter))) == Fate.KEPT


@pytest.mark.parametrize(
    "header",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Precedence": "bulk"},
        {"Return_Path": "<>"},
        {"List_Id": "<news.example.org>"},
        {"From": "MAILER-DAEMON@mx.example"},
    ],
)
def test_what_a_program_wrote_is_no_word_of_a_citizen_and_is_never_answered(
    case: Case, to: str, header: dict[str, str]
) -> None:
    """RFC 3834: two programs would answer each other for ever."""
    assert sent(letter(to, **header)) == Fate.AUTOMATIC
    assert not notes()
    assert not OutboxMessage.objects.filter(template="mail_not_kept").exists()


def test_pictures_are_made_anew_and_what_is_no_picture_is_said(case: Case, to: str) -> None:
    message = letter(to)
    message.add_attachment(picture(), maintype="image", subtype="jpeg", filename="หลังคา.jpg")
    message.add_attachment(b"MZ\x90 program", maintype="image", subtype="jpeg", filename="roof.jpg")
    assert (sent(message), sent(message)) == (Fate.KEPT, Fate.AGAIN)
    [file] = CaseFile.objects.all()
    with file.file.open("rb") as content:
        assert "คะนารี".encode() not in content.read(), "no words inside the picture (privacy 13)"
    assert "มีไฟล์ 1 ไฟล์ที่เก็บไม่ได้" in notes()[0]
    only = letter(to, "", Message_ID="<2@phone.example>")
    only.add_attachment(picture(), maintype="image", subtype="jpeg", filename="b.jpg")
    assert sent(only) == Fate.KEPT
    assert CaseFile.objects.count() == 2


def test_a_closed_case_answers_in_neutral_words_to_the_address_on_record_once_a_day(
    case: Case, to: str
) -> None:
    Case.objects.update(stage=Stage.CLOSED, closed_at=timezone.now())
    for number in range(3):
        assert sent(letter(to, From="x@example.net", Message_ID=f"<{number}@x>")) == Fate.REFUSED
    deliver()
    [answer] = [one for one in mail.outbox if one.subject == "อีเมลของคุณยังไม่ถึงเจ้าหน้าที่"]
    assert answer.to == [MAIL]
    assert case.reference not in answer.body + answer.subject


def test_a_careful_case_keeps_what_comes_and_never_answers(case: Case, to: str) -> None:
    Case.objects.update(confidentiality="restricted")
    assert sent(letter(to)) == Fate.KEPT, "words of somebody in danger are not lost"
    Case.objects.update(stage=Stage.CLOSED, closed_at=timezone.now())
    assert sent(letter(to, Message_ID="<2@x>")) == Fate.REFUSED
    assert not OutboxMessage.objects.filter(template="mail_not_kept").exists()


def test_a_stranger_is_answered_only_where_our_own_server_proved_who_sent_it(world: World) -> None:
    """An answer to a name that anybody can write into From would be mail that we send to strangers."""
    nowhere = "reply+" + "b" * 26 + "@klang.example"
    good = "mx.klang.example; spf=pass; dmarc=pass header.from=example.org"
    for number, line in enumerate(
        ("", "mx.klang.example; dmarc=fail", "evil.example; dmarc=pass", "mx.klang.example.evil; dmarc=pass")
    ):
        headers = {"Authentication_Results": line} if line else {}
        assert sent(letter(nowhere, Message_ID=f"<{number}@x>", **headers)) == Fate.NOT_OURS
    assert not OutboxMessage.objects.filter(template="mail_not_kept").exists()
    for number in range(2):
        sent(letter(nowhere, Message_ID=f"<good{number}@x>", Authentication_Results=good))
    [answer] = OutboxMessage.objects.filter(template="mail_not_kept")
    assert answer.to == MAIL


def test_what_is_too_large_or_too_many_is_refused_before_it_is_decoded(
    case: Case, to: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "LARGEST", 5_000)
    assert sent(letter(to, "ย" * 5_000)) == Fate.REFUSED
    monkeypatch.setattr(reading, "LARGEST", 500_000)
    monkeypatch.setattr(reading, "MOST_PARTS", 4)
    many = letter(to)
    for number in range(5):
        many.add_attachment(b"x", maintype="text", subtype="plain", filename=f"{number}.txt")
    assert sent(many) == Fate.REFUSED
    assert not notes()


def test_a_long_mail_becomes_several_messages_and_says_what_it_left_out(case: Case, to: str) -> None:
    assert sent(letter(to, "น้ำท่วม" * 1_500)) == Fate.KEPT
    assert [len(text) > 2_000 for text in notes()] == [True, True, True]
    assert sent(letter(to, "น้ำท่วม" * 3_000, Message_ID="<2@x>")) == Fate.KEPT
    assert "อีเมลยาวมาก เก็บไว้เฉพาะตอนต้น" in notes()[3]


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("ตอบแล้ว\n\nOn Fri, 27 Nov 2026, Center <a@b.c> wrote:\n> old\n> older", "ตอบแล้ว"),
        ("ตอบแล้ว\n-----Original Message-----\nFrom: center\nold words", "ตอบแล้ว"),
        ("> ถามว่า\nตอบใต้คำถาม", "> ถามว่า\nตอบใต้คำถาม"),
        ("ข้อแรก\n> ถาม\nข้อสอง", "ข้อแรก\n> ถาม\nข้อสอง"),
        ("เมื่อวานน้ำท่วม เพื่อนบ้านเขียนว่า:\nช่วยด้วย", "เมื่อวานน้ำท่วม เพื่อนบ้านเขียนว่า:\nช่วยด้วย"),
        ("ไม่มีอะไรยกมา", "ไม่มีอะไรยกมา"),
        ("> ทั้งหมดเป็นคำเดิม", "> ทั้งหมดเป็นคำเดิม"),
    ],
)
def test_only_the_mail_of_before_is_cut_off(body: str, says: str) -> None:
    assert reading.without_quoted(body) == says


@pytest.mark.parametrize("charset", ["tis-620", "utf-8", "windows-874", "x-unknown"])
def test_thai_mail_is_read_in_every_coding(case: Case, to: str, charset: str) -> None:
    coded = {"x-unknown": "cp874", "windows-874": "cp874"}.get(charset, charset)
    head = f'From: {MAIL}\nTo: {to}\nContent-Type: text/plain; charset="{charset}"\nContent-Transfer-Encoding: 8bit\n\n'
    assert take(head.encode() + "ฝนยังตก".encode(coded)) == Fate.KEPT
    assert notes()[0].endswith("ฝนยังตก")


def test_a_mail_of_markup_is_read_as_words(case: Case, to: str) -> None:
    message = letter(to)
    message.set_content(
        "<style>p{}</style><p>ฝน &amp; ลม</p><p>ยังแรง<script>x()</script></p>", subtype="html"
    )
    assert sent(message) == Fate.KEPT
    assert [line.strip() for line in notes()[0].splitlines() if line.strip()][1:] == ["ฝน & ลม", "ยังแรง"]


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\0" * 500,
        b"From: (\nTo: <<>>;;,@\n\nx",
        "To: ไม่ใช่\n\nx".encode(),
        b"Content-Type: multipart/mixed\n\nx",
        b"Message-ID: <a@[\n\nx",
        b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(1_000)),
    ],
)
def test_what_is_hardly_a_mail_breaks_nothing(world: World, raw: bytes) -> None:
    assert take(raw) in (Fate.NOT_OURS, Fate.REFUSED)


def test_a_bad_header_or_a_broken_letter_loses_no_words(case: Case, to: str) -> None:
    """The parser raises an UnboundLocalError for `<a@[`; no text column takes halves of a character, nor the sign zero."""
    head = f"From: {MAIL}\nTo: {to}\nMessage-ID: <a@[\nContent-Type: text/plain; charset="
    assert take(f"{head}utf-8\n\nfirst \0 words".encode()) == Fate.KEPT
    assert take(f"{head}unicode_escape\n\nsecond \\ud800 words".encode()) == Fate.KEPT
    assert [text.rpartition("\n")[2] for text in notes()] == ["first  words", "second  words"]


def test_what_fits_is_kept_and_nobody_is_told_that_it_was_not(
    case: Case, to: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A mail with more pictures than the case takes: words and the first stay, the office reads how many do not."""
    monkeypatch.setattr(by_secret, "MOST_FILES", 1)
    message = letter(to)
    for name in ("a.jpg", "b.jpg"):
        message.add_attachment(picture(), maintype="image", subtype="jpeg", filename=name)
    assert (sent(message), sent(message)) == (Fate.KEPT, Fate.AGAIN)
    only = letter(to, "", Message_ID="<2@phone.example>")
    only.add_attachment(picture(), maintype="image", subtype="jpeg", filename="c.jpg")
    assert (sent(only), sent(only)) == (Fate.KEPT, Fate.AGAIN)
    assert CaseFile.objects.count() == 1
    assert ["มีไฟล์ 1 ไฟล์ที่เก็บไม่ได้" in text for text in notes()] == [True, True]
    assert not OutboxMessage.objects.filter(template="mail_not_kept").exists()


def test_a_mail_of_a_picture_alone_that_came_twice_says_nothing_of_itself(
    case: Case, to: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(by_secret, "MOST_FILES", 1)
    only = letter(to, "")
    only.add_attachment(picture(), maintype="image", subtype="jpeg", filename="a.jpg")
    assert (sent(only), sent(only)) == (Fate.KEPT, Fate.AGAIN)
    assert notes() == []


def test_one_mail_never_stops_those_behind_it(
    case: Case, to: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    """Whatever nobody foresaw: from a folder it is put aside, by a pipe the mail server keeps it (75)."""
    box = mailbox.Maildir(tmp_path / "box")
    for number in range(3):
        box.add(letter(to, f"ข้อความ {number}", Message_ID=f"<{number}@x>").as_bytes())
    real = receive_mail.take
    bad: list[bytes] = []

    def stumbles_over_the_first(raw: bytes) -> Fate:
        if not bad or raw == bad[0]:
            bad[:] = [raw]
            raise RuntimeError("ข้อความ")
        return real(raw)

    monkeypatch.setattr(receive_mail, "take", stumbles_over_the_first)
    call_command("receive_mail", maildir=str(tmp_path / "box"))
    assert len(notes()) == 2
    assert len(mailbox.Maildir(tmp_path / "box")) == 0
    [aside] = mailbox.Maildir(tmp_path / "box" / ".refused")
    assert aside.get_payload(decode=True)
    assert "RuntimeError" in caplog.text and "ข้อความ" not in caplog.text
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(bad[0])))
    with pytest.raises(CommandError) as error:
        call_command("receive_mail")
    assert error.value.returncode == receive_mail.TRY_AGAIN


def test_a_maildir_is_emptied_of_what_was_kept(case: Case, to: str, tmp_path: Path, capsys: Any) -> None:
    box = mailbox.Maildir(tmp_path / "box")
    for number, address in enumerate([to, to, "reply+" + "c" * 26 + "@klang.example"]):
        box.add(letter(address, f"ข้อความ {number}", Message_ID=f"<{number}@x>").as_bytes())
    call_command("receive_mail", maildir=str(tmp_path / "box"))
    assert "kept=2" in capsys.readouterr().out
    assert len(mailbox.Maildir(tmp_path / "box")) == 0
    assert len(mailbox.Maildir(tmp_path / "box" / ".refused")) == 1
    assert len(notes()) == 2
    with pytest.raises(CommandError):
        call_command("receive_mail", maildir=str(tmp_path))


def test_what_cannot_be_kept_now_stays_with_the_mail_server(
    case: Case, to: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R06: the database is locked, the disk is full: nothing that somebody wrote is lost."""
    box = mailbox.Maildir(tmp_path / "box")
    box.add(letter(to).as_bytes())

    def locked(*args: Any, **kwargs: Any) -> Fate:
        raise DatabaseError

    monkeypatch.setattr(receive_mail, "take", locked)
    call_command("receive_mail", maildir=str(tmp_path / "box"))
    assert len(mailbox.Maildir(tmp_path / "box")) == 1
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(letter(to).as_bytes())))
    with pytest.raises(CommandError) as error:
        call_command("receive_mail")
    assert error.value.returncode == receive_mail.TRY_AGAIN
    monkeypatch.undo()


def test_one_mail_comes_by_a_pipe(case: Case, to: str, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(letter(to).as_bytes())))
    call_command("receive_mail")
    assert capsys.readouterr().out.strip() == "kept"
    assert len(notes()) == 1
    assert keeping.MOST_MESSAGES > 1


class TestWork:
    """No mail holds the process that reads mail (issue 7): each bound holds before the work that it bounds."""

    def test_no_more_of_a_body_is_decoded_than_could_be_kept(self, monkeypatch: pytest.MonkeyPatch) -> None:
        seen: list[int] = []
        monkeypatch.setattr(reading, "words_of", lambda words: seen.append(len(words)) or "")
        read = reading.read(b"Content-Type: text/html\n\n" + b"<style >" * 500_000)
        assert (read.text, seen) == ("", [reading.LONGEST_BODY])

    @pytest.mark.parametrize("body", ["<style >" * 25_000, "<a" * 90_000, "<p><b>" * 40_000])
    def test_markup_without_words_is_read_as_none(self, body: str) -> None:
        """The first one held `read` for 44 seconds."""
        html = f"Content-Type: text/html\n\nฝน{body}".encode()
        assert reading.read(html).text[:2] == "ฝน"

    def test_a_header_is_cut_before_it_is_parsed(self) -> None:
        mail = reading.parsed(b"To: " + b"a@b.example, " * 90_000 + b"\n\nx")
        assert {len(value) for _name, value in mail.raw_items()} == {reading.LONGEST_HEADER}

    def test_the_first_headers_of_a_name_are_enough(self) -> None:
        raw = b"".join(b"Cc: %d@b.example\n" % number for number in range(5_000))
        assert len(reading.read(raw + b"\nx").recipients) == reading.MOST_HEADERS

    def test_parts_are_counted_while_they_are_made(self, monkeypatch: pytest.MonkeyPatch) -> None:
        made: list[object] = []
        make = reading.EmailMessage.__init__
        monkeypatch.setattr(
            reading.EmailMessage, "__init__", lambda self, *args: made.append(self) or make(self, *args)
        )
        with pytest.raises(reading.UnreadableError, match="too many parts"):
            reading.read(b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\n" * 400_000)
        assert len(made) <= reading.MOST_PARTS + 1

    def test_lines_are_counted_before_anything(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(reading, "parsed", pytest.fail)
        with pytest.raises(reading.UnreadableError, match="too many lines"):
            reading.read(b"\n" * (2 * reading.MOST_LINES + 1))

    def test_the_largest_mail_of_files_is_within_its_lines(self) -> None:
        assert reading.LARGEST / len("A" * 76 + "\n") < reading.MOST_LINES
