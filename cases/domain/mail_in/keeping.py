"""A mail becomes a message of the citizen in the case, once; what cannot be kept is answered in words that tell nothing.

The token is the proof: it was sent to the reporter's own address only. What stands in From proves nothing, and what it says
is held against the address on record, so that the office reads when they differ. By mail somebody can write and never read,
withdraw, agree or change anything.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable
from enum import Enum

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.validators import validate_email
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from cases.domain import asking, by_secret, replying
from cases.domain.act import LONGEST_NOTE
from cases.domain.mail_in.reading import Attached, Incoming, UnreadableError, read
from cases.domain.once import once, was_done
from cases.errors import CaseError
from cases.models import Case
from portal.actors import Citizen
from portal.files import CheckedFile, RefusedFile, check_upload
from portal.outbox.services import came_back, enqueue
from portal.web.links import absolute

log = logging.getLogger(__name__)

MOST_MESSAGES = 3
"""Messages into which a long mail is cut; 12,000 letters, which is more than the form takes."""
_ROOM = LONGEST_NOTE - 300
"""Letters of each, beside the line that the portal writes above."""
_FILES = "mail-files"
_NAMESPACE = uuid.UUID("6f0bf1b2-8a40-4d0e-9a5a-0d3c7f1f2b11")


class Fate(Enum):
    """What became of a mail."""

    KEPT = "kept"
    AGAIN = "again"
    """It was kept before."""
    AUTOMATIC = "automatic"
    """A program wrote it."""
    RETURNED = "returned"
    """It says that a mail of ours did not arrive, and that mail is now one for people to look at."""
    NOT_OURS = "not_ours"
    """No case has its address."""
    REFUSED = "refused"
    """It cannot be read, says nothing, or the case takes nothing any more."""


def take(raw: bytes) -> Fate:
    """Take one mail; the same one again changes nothing.

    Args:
        raw: as it came.

    Raises:
        DatabaseError, OSError: it could not be kept now; it has to be offered again.
    """
    fate = _take(raw)
    log.info("a mail that came in: %s", fate.value)
    return fate


def _take(raw: bytes) -> Fate:
    try:
        mail = read(raw, trusted_server=settings.KLANG["MAIL_SERVER"])
    except UnreadableError:
        return Fate.REFUSED
    if mail.returned is not None and came_back(
        message_ids=mail.returned.message_ids, status=mail.returned.status
    ):
        return Fate.RETURNED
    if mail.is_automatic:
        return Fate.AUTOMATIC
    case = next(filter(None, map(_case_of, mail.recipients)), None)
    if case is None:
        _answer(mail, None)
        return Fate.NOT_OURS
    try:
        return _keep(case, mail)
    except CaseError:
        _answer(mail, case)
        return Fate.REFUSED


def _case_of(address: str) -> Case | None:
    token = replying.token_in(address)
    return replying.find(token) if token else None


def _keep(case: Case, mail: Incoming) -> Fate:
    """Keep words and files.

    Raises:
        CaseError: the case takes nothing any more, or there is nothing to be kept.
    """
    token = uuid.uuid5(_NAMESPACE, f"{case.reference}:{mail.identity}")
    actor = Citizen(case.reference)
    checked, refused = _checked(mail)
    if not was_done(case=case, token=token, what=_FILES):
        # Before anything is written: once the words are kept, "it could not be kept" would be untrue.
        fits = checked[: by_secret.room_for_files(case)]
        checked, refused = fits, refused + len(checked) - len(fits)
    texts = _texts(case, mail, refused) if mail.text or refused else []
    if not texts and not checked:
        raise CaseError(_("อีเมลนี้ไม่มีข้อความ"))
    news = [
        once(case=case, token=token, what=f"mail{number}", act=_says(case, actor, text))
        for number, text in enumerate(texts)
    ]
    if checked:
        news.append(once(case=case, token=token, what=_FILES, act=_brings(case, actor, checked)))
    return Fate.KEPT if any(news) else Fate.AGAIN


def _says(case: Case, actor: Citizen, text: str) -> Callable[[str], object]:
    return lambda identity: asking.send_message(case=case, actor=actor, text=text, identity=identity)


def _brings(case: Case, actor: Citizen, files: list[CheckedFile]) -> Callable[[str], object]:
    return lambda identity: by_secret.add_files(case=case, actor=actor, files=files, identity=identity)


def _texts(case: Case, mail: Incoming, refused: int) -> list[str]:
    """Return the messages that a mail becomes, the first with what the office has to know about how it came."""
    with translation.override("th"):
        notes = [_("ส่งมาทางอีเมล")]
        if mail.sender.casefold() != case.reporter.email.casefold():
            notes.append(_("ที่อยู่ผู้ส่งไม่ตรงกับที่ผู้แจ้งให้ไว้ ตรวจก่อนว่าเป็นใคร"))
        if refused:
            notes.append(_("มีไฟล์ %(count)d ไฟล์ที่เก็บไม่ได้ ถ้าต้องใช้ ขอจากผู้แจ้งอีกครั้ง") % {"count": refused})
        most = MOST_MESSAGES * _ROOM
        if len(mail.text) > most:
            notes.append(_("อีเมลยาวมาก เก็บไว้เฉพาะตอนต้น"))
    words = mail.text[:most]
    pieces = [words[start : start + _ROOM] for start in range(0, len(words), _ROOM)] or [""]
    return [f"({' · '.join(notes)})\n\n{pieces[0]}".strip(), *pieces[1:]]


def _checked(mail: Incoming) -> tuple[list[CheckedFile], int]:
    """Return the files that can be kept, judged by their content and made anew, and how many cannot."""
    checked: list[CheckedFile] = []
    refused = int(mail.has_more_files)
    for file in mail.files:
        try:
            checked.append(check_upload(_uploaded(file)))
        except RefusedFile:
            refused += 1
    return checked, refused


def _uploaded(file: Attached) -> SimpleUploadedFile:
    return SimpleUploadedFile(file.name or "file", file.content, file.kind)


def _answer(mail: Incoming, case: Case | None) -> None:
    """Write back that it did not arrive, in the same words whatever was wrong, and only where that cannot harm.

    Of a case: to the address on record, where mail is safe, never of a careful one. Else to a sender of whom our own server
    proved the domain: an answer to a name that anybody can write into From would be mail that we send to strangers. One for an
    address and day.
    """
    if case is not None:
        reporter = case.reporter
        to = reporter.email if reporter.may_email and not case.is_restricted else ""
        language = case.language
    else:
        to, language = (mail.sender if mail.is_proven else ""), "th"
    try:
        validate_email(to)
    except ValidationError:
        return
    known = salted_hmac("cases.mail_in", to.casefold(), algorithm="sha256").hexdigest()[:32]
    with translation.override(language):
        link = absolute(reverse("cases_intake:track"))
    reference = case.reference if case is not None else "-"
    enqueue(
        template="mail_not_kept",
        to=to,
        context={"link": link},
        dedup_key=f"mail_not_kept:{reference}:{known}:{timezone.localdate().isoformat()}",
    )
