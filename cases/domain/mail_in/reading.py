"""What a mail says: for whom, from whom, its words without what they answer, its files. Nothing of it is believed.

Pure functions over bytes; the bounds hold before anything is decoded. RFC 5322 and 2045 for mail, RFC 3834 for what
programs answer by themselves.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage, MIMEPart
from email.parser import BytesParser
from email.utils import getaddresses, parseaddr
from itertools import islice

from cases.domain.mail_in.returned import Returned, returned_in
from portal.thai.text import keepable
from portal.web.charsets import decoded
from portal.web.markup import words_of

LARGEST = 30 * 1024 * 1024
"""Bytes of a whole mail; mail servers take 25 MB, which the coding of files makes larger."""
MOST_PARTS = 60
MOST_FILES = 5
LONGEST_TEXT = 40_000
"""Letters that are looked at; what is kept is less (`keeping`)."""
LONGEST_BODY = 800_000
"""Bytes of a body that are decoded, as words or as markup: markup has many signs for each word that is seen."""
MOST_LINES = 500_000
"""Lines of a whole mail; the largest, all files, has 410,000. The parser holds each line against every part around it."""
LONGEST_HEADER = 2_500
"""Letters of one header: the parser of addresses goes back over the rest for each word, so that its work is a square."""
MOST_HEADERS = 10
"""Headers of one name that are looked at."""
_TO = ("Delivered-To", "X-Original-To", "Envelope-To", "To", "Cc")
_QUOTED = re.compile(
    r"^\s*(?:>|-{2,}\s*(?:original message|ข้อความต้นฉบับ|ข้อความเดิม)"
    r"|(?:on|เมื่อ|ในวันที่|วันที่)\s?.{4,120}(?:wrote|เขียนว่า|เขียน)\s*:\s*$)",
    re.IGNORECASE,
)
_DRAWN = re.compile(r"^\s*_{10,}\s*$")
"""A drawn line; the mail of before stands below it only where the next words are its header."""
_FROM = re.compile(r"^\s*\*?(?:from|จาก|ผู้ส่ง)\s*:", re.IGNORECASE)
_FORWARDED = re.compile(r"^\s*(?:fwd?|ส่งต่อ)\s*:", re.IGNORECASE)
"""The subject of a mail that passes another one on: what stands below is what its sender wants to be read."""


class UnreadableError(Exception):
    """A mail that is too large, has too many parts, is none, or over which the parser stumbles."""


@dataclass(frozen=True, slots=True)
class Attached:
    """A file as it came: its name and kind are what the mail says, and are judged by nobody yet."""

    name: str
    kind: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Incoming:
    """A mail.

    Attributes:
        identity: says "the same mail": of its Message-ID, or of all its bytes where it has none.
        recipients: addresses for which it may be, most telling first.
        sender: what stands in From; "" when nothing can be read.
        is_automatic: a program wrote it: an answer of absence, a list, a mail that came back.
        returned: it says that a mail of ours did not arrive; None for every other one.
        is_proven: the receiving server says that the domain of From sent it (RFC 8601), as far as the operator named the server.
        text: its words, without the mail that they answer.
        files: at most `MOST_FILES`.
        has_more_files: there were more.
    """

    identity: str
    recipients: tuple[str, ...]
    sender: str
    is_automatic: bool
    returned: Returned | None
    is_proven: bool
    text: str
    files: tuple[Attached, ...]
    has_more_files: bool


def read(raw: bytes, *, trusted_server: str = "") -> Incoming:
    """Read a mail.

    Args:
        raw: as it came.
        trusted_server: authserv-id of the own receiving server, whose word on the sender is taken; "" trusts none.

    Raises:
        UnreadableError: see there.
    """
    if len(raw) > LARGEST:
        raise UnreadableError("too large")
    if raw.count(b"\n") + raw.count(b"\r") > 2 * MOST_LINES:
        raise UnreadableError("too many lines")
    try:
        return _read(raw, trusted_server)
    except UnreadableError:
        raise
    except Exception as error:
        # All of them: the parser of the standard library promises no list. A mail that nests without end is a RecursionError,
        # a broken address an UnboundLocalError, and whatever gets out stops the mail of everybody else.
        raise UnreadableError(type(error).__name__) from error


class _Policy(policy.EmailPolicy):
    """Reads of each header what anybody would write, by its raw length before any work."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        return name, value[:LONGEST_HEADER]


class _Parts:
    """Makes the parts of a mail while it is parsed; the first one too many ends it, before there are millions."""

    def __init__(self) -> None:
        # The parser makes one more, to see how it is called.
        self._left = MOST_PARTS + 1

    def __call__(self, policy: policy.Policy) -> EmailMessage:
        self._left -= 1
        if self._left < 0:
            raise UnreadableError("too many parts")
        return EmailMessage(policy)


def parsed(raw: bytes) -> EmailMessage:
    """Return the parts of a mail.

    Raises:
        UnreadableError: it has too many.
    """
    mail = BytesParser(policy=_Policy(message_factory=_Parts())).parsebytes(raw)
    assert isinstance(mail, EmailMessage)
    return mail


def _read(raw: bytes, trusted_server: str) -> Incoming:
    mail = parsed(raw)
    files = list(_files(mail.walk()))
    told = _header(mail, "Message-ID") or hashlib.sha256(raw).hexdigest()
    return Incoming(
        identity=told[:500],
        recipients=tuple(_addresses(mail)),
        sender=parseaddr(_header(mail, "From"))[1][:254],
        is_automatic=_is_automatic(mail),
        returned=returned_in(mail),
        is_proven=_is_proven(mail, trusted_server),
        text=_words(mail)[:LONGEST_TEXT],
        files=tuple(files[:MOST_FILES]),
        has_more_files=len(files) > MOST_FILES,
    )


def _header(mail: EmailMessage, name: str) -> str:
    """Return a header in one line; "" where it is missing or cannot be read."""
    try:
        return " ".join(keepable(str(mail.get(name, ""))).split())
    except Exception:  # noqa: BLE001 - the parser of addresses stumbles in many ways; a bad header loses no words of the mail
        return ""


def _headers(mail: EmailMessage, name: str) -> list[str]:
    """Return the first headers of a name; `get_all` would read all of them, however many there are."""
    same = (pair for pair in mail.raw_items() if pair[0].casefold() == name.casefold())
    return [str(mail.policy.header_fetch_parse(*pair)) for pair in islice(same, MOST_HEADERS)]


def _addresses(mail: EmailMessage) -> Iterator[str]:
    for name in _TO:
        try:
            values = [keepable(str(value)) for value in _headers(mail, name)]
        except Exception:  # noqa: BLE001, S112 - see `_header`
            continue
        yield from (address for _name, address in getaddresses(values[:20]) if address)


def _is_automatic(mail: EmailMessage) -> bool:
    submitted = _header(mail, "Auto-Submitted").casefold()
    return (
        submitted not in ("", "no")
        or _header(mail, "Precedence").casefold() in ("bulk", "junk", "list")
        or "<>" in _header(mail, "Return-Path")
        or any(_header(mail, name) for name in ("List-Id", "X-Autoreply", "X-Autorespond"))
        or mail.get_content_type() == "multipart/report"
        or parseaddr(_header(mail, "From"))[1].casefold().startswith(("mailer-daemon@", "postmaster@"))
    )


def _is_proven(mail: EmailMessage, server: str) -> bool:
    """Whether our own server says so; the line of anybody else is not looked at."""
    if not server:
        return False
    lines = [" ".join(str(line).split()).casefold() for line in _headers(mail, "Authentication-Results")]
    # The topmost one is that of the server that came last, and a good one takes away those that claim its name.
    own = next((line for line in lines if line.partition(";")[0].strip() == server.casefold()), "")
    return "dmarc=pass" in own.replace(" ", "")


def _words(mail: EmailMessage) -> str:
    """Return the words of a mail without the mail that it answers; of one that passes another on, all of them."""
    text = keepable(_text(mail))
    return text.strip() if _FORWARDED.match(_header(mail, "Subject")) else without_quoted(text)


def _text(mail: EmailMessage) -> str:
    body = mail.get_body(preferencelist=("plain", "html"))
    if body is None:
        return ""
    words = _decoded(body)
    return words_of(words) if body.get_content_type() == "text/html" else words


def _decoded(part: MIMEPart) -> str:
    """Return the text of a part; Thai programs name a charset that they do not use."""
    content = part.get_payload(decode=True)
    content = content if isinstance(content, bytes) else b""
    return decoded(content, part.get_content_charset() or "", most=LONGEST_BODY)


def without_quoted(text: str) -> str:
    """Return the words above the mail that they answer; all of them where they stand below or between it.

    Nothing is lost by that: what is cut off is what the office wrote itself.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    quoted = [_begins_quote(lines, number) for number in range(len(lines))]
    cut = quoted.index(True) if True in quoted else len(lines)
    below = [
        line for line, is_mark in zip(lines[cut:], quoted[cut:], strict=True) if line.strip() and not is_mark
    ]
    above = "\n".join(lines[:cut]).strip()
    return above if above and (not below or _is_whole_quote(lines[cut:])) else "\n".join(lines).strip()


def _begins_quote(lines: list[str], number: int) -> bool:
    """Whether the mail of before begins with a line, or goes on with it."""
    if not _DRAWN.match(lines[number]):
        return bool(_QUOTED.match(lines[number]))
    following = next((lines[at] for at in range(number + 1, len(lines)) if lines[at].strip()), "")
    return bool(_FROM.match(following))


def _is_whole_quote(lines: list[str]) -> bool:
    """Whether everything below the first line is the mail of before: marked line by line, or headed as a whole."""
    marked = [line for line in lines[1:] if line.strip()]
    if lines[0].lstrip().startswith(("-", "_")):
        return True
    return all(line.lstrip().startswith(">") for line in marked)


def _files(parts: Iterable[EmailMessage]) -> Iterator[Attached]:
    """Yield what is no text of the mail itself, also pictures that stand in it."""
    for part in parts:
        is_text = part.get_content_maintype() == "text" and part.get_content_disposition() != "attachment"
        if part.is_multipart() or is_text:
            continue
        content = part.get_payload(decode=True)
        if isinstance(content, bytes) and content:
            yield Attached(_name(part), part.get_content_type(), content)


def _name(part: EmailMessage) -> str:
    try:
        return keepable(str(part.get_filename() or ""))[:200]
    except Exception:  # noqa: BLE001 - see `_header`
        return ""
