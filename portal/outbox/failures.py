"""What an error of delivery says: about one message, or about the way to the mail server.

A refused recipient is the trouble of one message and must not hold up the others; a server that cannot be reached is
nobody's fault and must not use up the tries of any. Pure functions over exceptions; the codes are those of RFC 5321 and
RFC 3463.
"""

from __future__ import annotations

import datetime as dt
import re
import smtplib
from dataclasses import dataclass
from enum import Enum, auto

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    """Why a message did not leave, in the words of the desk; no address and no text of a mail server."""

    NONE = "", "–"
    ADDRESS = "address", _("ที่อยู่อีเมลใช้ไม่ได้")
    BUSY = "busy", _("เครื่องรับอีเมลยังไม่รับ ขอให้ส่งใหม่ภายหลัง")
    CONTENT = "content", _("เครื่องรับอีเมลไม่รับข้อความนี้")
    CONNECTION = "connection", _("ติดต่อเครื่องส่งอีเมลไม่ได้")
    PROGRAM = "program", _("ระบบสร้างข้อความนี้ไม่ได้")
    PARTNER = "partner", _("ระบบปลายทางยังไม่รับข้อความนี้")


class Scope(Enum):
    """Whom an error concerns."""

    CHANNEL = auto()
    """The mail server cannot be reached or refuses us: all messages wait, none is to blame."""
    INTERRUPTED = auto()
    """The conversation broke off in the middle of a message: it may be the server, it may be the message."""
    LATER = auto()
    """This message was refused for now."""
    NEVER = auto()
    """This message was refused for good; trying again would not help."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What to make of an error.

    Attributes:
        scope: whom it concerns.
        kind: for the people at the desk.
    """

    scope: Scope
    kind: Kind


class AddressError(ValueError):
    """The address of a message cannot be written into an envelope."""


class CompositionError(Exception):
    """A message could not be made: its template is missing or fails."""


class RefusedError(Exception):
    """A way other than mail says that the other side refused this message.

    Args:
        for_good: trying again would not help.
    """

    def __init__(self, *, for_good: bool = False) -> None:
        super().__init__()
        self.for_good = for_good


class HeldError(Exception):
    """A way other than mail is not to be tried before a moment; this message loses no try by that.

    Args:
        until: the moment.
    """

    def __init__(self, until: dt.datetime) -> None:
        super().__init__()
        self.until = until


class NeedlessError(Exception):
    """A way other than mail says that nobody is to be told any more; the message is thrown away."""


_GONE = 421
"""The server closes the channel (RFC 5321 3.8)."""
_OUR_OWN_RIGHTS = frozenset({502, 503, 504, 530, 534, 535, 538})
"""Answers about our sign-in or the order of commands, whatever they are an answer to (RFC 4954)."""
_FULL = frozenset({452, 552})
"""A full mailbox or disk; RFC 5321 4.5.3.1.10 wants 552 taken as temporary."""
_POLICY = re.compile(rb"\b5\.7\.\d")
"""Refused by a rule of the server, e.g. "relay access denied": an administrator may mend that (RFC 3463 3.8)."""


def judge(error: Exception) -> Verdict:
    """Return what an error that was met while one message was sent means."""
    if isinstance(error, CompositionError):
        return Verdict(Scope.LATER, Kind.PROGRAM)
    if isinstance(error, HeldError | RefusedError):
        return _elsewhere(error)
    if isinstance(error, AddressError | smtplib.SMTPNotSupportedError):
        return Verdict(Scope.NEVER, Kind.ADDRESS)
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, text = next(iter(error.recipients.values()), (-1, b""))
        return _answered(code, text, Kind.ADDRESS)
    if isinstance(error, smtplib.SMTPConnectError | smtplib.SMTPHeloError | smtplib.SMTPAuthenticationError):
        return Verdict(Scope.CHANNEL, Kind.CONNECTION)
    if isinstance(error, smtplib.SMTPSenderRefused):
        # The sender is the same for all messages; only a size is one message's own.
        own = error.smtp_code in _FULL and b"5.3.4" in _bytes(error.smtp_error)
        if own or error.smtp_code == _GONE:
            return _answered(error.smtp_code, error.smtp_error, Kind.CONTENT)
        return Verdict(Scope.CHANNEL, Kind.CONNECTION)
    if isinstance(error, smtplib.SMTPDataError):
        return _answered(error.smtp_code, error.smtp_error, Kind.CONTENT)
    if isinstance(error, smtplib.SMTPException | OSError):
        return Verdict(Scope.INTERRUPTED, Kind.CONNECTION)
    return Verdict(Scope.LATER, Kind.PROGRAM)


def kind_of_report(status: str) -> Kind:
    """Return why a mail came back after it had been taken.

    Args:
        status: code of a report of delivery (RFC 3463), "" for none.
    """
    kind, _dot, subject = status.partition(".")
    if kind == "4" or subject == "2.2":
        # Nobody took it for days, or the mailbox is full: the address may be right.
        return Kind.BUSY
    # 3 is the receiving system, 6 the content, 7 a rule; 1, 2 and 4 are the address, its mailbox and the way to it.
    return Kind.CONTENT if subject.partition(".")[0] in ("3", "6", "7") else Kind.ADDRESS


def _elsewhere(error: HeldError | RefusedError) -> Verdict:
    """Judge what a way other than mail says."""
    if isinstance(error, HeldError):
        return Verdict(Scope.INTERRUPTED, Kind.PARTNER)
    return Verdict(Scope.NEVER if error.for_good else Scope.LATER, Kind.PARTNER)


def _answered(code: int, text: bytes | str, kind: Kind) -> Verdict:
    """Judge the server's answer to a recipient or to the text of a message."""
    if code in _OUR_OWN_RIGHTS:
        return Verdict(Scope.CHANNEL, Kind.CONNECTION)
    if code == _GONE or not 400 <= code <= 599:
        return Verdict(Scope.INTERRUPTED, Kind.CONNECTION)
    if code < 500 or code in _FULL:
        return Verdict(Scope.LATER, Kind.BUSY)
    if _POLICY.search(_bytes(text)):
        return Verdict(Scope.LATER, kind)
    return Verdict(Scope.NEVER, kind)


def _bytes(text: bytes | str) -> bytes:
    return text if isinstance(text, bytes) else text.encode(errors="replace")
