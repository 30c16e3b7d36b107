"""How a LINE account and a request find each other: a short code, shown to whoever holds both codes of the request.

The code is sent from the account to the center's own. Whoever guesses one learns a reference and that there is news, nothing
else; an account has ten guesses an hour among a hundred million.
"""

from __future__ import annotations

import datetime as dt
import secrets
import uuid
from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext, override

from cases.domain.act import lock_case
from cases.errors import NotAllowed
from cases.news.domain.sending import LINKED
from cases.news.domain.telling import LINE, SETTINGS, may_be_told
from cases.news.models import LineLink
from portal import carriers
from portal.actors import Citizen
from portal.audit import services as audit
from portal.carriers import Carrier, CarrierAwayError, Incoming, Outgoing
from portal.composed import Composed
from portal.outbox.services import enqueue
from portal.pages.domain.lines import said
from portal.queue.one_by_one import each_apart
from portal.thai.digits import to_arabic
from portal.throttle import limits as throttle
from portal.throttle.limits import Try
from portal.web.links import absolute

if TYPE_CHECKING:
    from cases.models import Case

CODE_LENGTH = 8
"""Digits."""
VALID_FOR = dt.timedelta(minutes=30)
STOP = frozenset({"หยุด", "เลิก", "ยกเลิก", "stop"})
"""What ends the news when it is written from the account."""
GUESSES, REPLIES, WINDOW = 10, 3, 3600
"""Within an hour and from one account: codes that are looked up, and words that are answered."""
LONGEST_ACCOUNT = 100


def _digest(kind: str, value: str) -> str:
    return salted_hmac(f"cases.news.{kind}", value, algorithm="sha256").hexdigest()


_LINKED_AT = Composed(
    lambda case: LineLink.objects.filter(case=case).values_list("linked_at", flat=True), case=int
)


def linked_at(case: Case) -> dt.datetime | None:
    """Return since when an account is told of a request; None where none is."""
    return _LINKED_AT.first(case=case.pk)


@transaction.atomic
def give_code(*, case: Case, actor: Citizen) -> str:
    """Return a new code for this request; an older one does not count any more, and an account that is told stays.

    Raises:
        NotAllowed: no machine may write of this request, or nothing is sent to LINE here.
    """
    if not may_be_told(lock_case(case)) or not carriers.is_there(SETTINGS[LINE]):
        raise NotAllowed("link_line")
    code = "".join(secrets.choice("0123456789") for _digit in range(CODE_LENGTH))
    LineLink.objects.update_or_create(
        case=case,
        defaults={"code_digest": _digest("code", code), "code_until": timezone.now() + VALID_FOR},
    )
    audit.record(actor=actor, action="news.line_code", subject=case.reference)
    return code


@transaction.atomic
def unlink(*, case: Case, actor: Citizen) -> None:
    """Tell no account of this request any more; a second time changes nothing."""
    if LineLink.objects.filter(case=case).delete()[0]:
        audit.record(actor=actor, action="news.line_off", subject=case.reference)


def receive() -> int:
    """Take what people wrote to the center's account; returns how many messages. Taken twice, nothing more happens.

    One that fails stays with the carrier and keeps nobody waiting; a message is forgotten there when all of it is written here.
    """
    line = carriers.carrier(SETTINGS[LINE])
    if line is None:
        return 0
    messages = list(line.answers())

    def heard(number: int) -> int:
        hear(messages[number], line)
        transaction.on_commit(partial(line.taken, messages[number]))
        return 1

    # By their numbers: what stands in the log names no account.
    return each_apart(range(len(messages)), heard, what="hearing from LINE")


def hear(message: Incoming, line: Carrier) -> None:
    """Do what one message asks: a code links its request, a word of `STOP` ends all, anything else is answered where help is.

    Args:
        message: as it came; its account may be anybody's.
        line: by which an answer goes back.
    """
    account = message.key[:LONGEST_ACCOUNT]
    words = to_arabic(message.answer).strip()
    if words.casefold() in STOP:
        _end_all(account)
        return
    code = "".join(words.split()).replace("-", "")
    if len(code) == CODE_LENGTH and code.isdecimal() and _link(account, code):
        return
    _answer(account, line)


def _link(account: str, code: str) -> bool:
    """Let an account be told of the request whose code this is; say whether there is one."""
    if not throttle.allowed(Try("news-line-code", _digest("account", account), GUESSES, WINDOW)):
        return False
    found = LineLink.objects.filter(code_digest=_digest("code", code), code_until__gt=timezone.now())
    pk = found.values_list("pk", flat=True).first()
    if pk is None:
        return False
    with transaction.atomic():
        link = LineLink.objects.select_for_update(of=("self",)).select_related("case").get(pk=pk)
        if not may_be_told(link.case):
            return False
        link.account, link.account_digest = account, _digest("account", account)
        link.code_digest, link.code_until, link.linked_at = "", None, timezone.now()
        link.save()
        audit.record(actor=Citizen(link.case.reference), action="news.line_on", subject=link.case.reference)
        enqueue(
            template=LINKED,
            to="",
            way=LINE,
            context={"reference": link.case.reference},
            dedup_key=f"{LINKED}:{link.case.reference}:{link.linked_at:%Y%m%d%H%M%S%f}",
        )
    return True


@transaction.atomic
def _end_all(account: str) -> None:
    links = LineLink.objects.filter(account_digest=_digest("account", account)).select_related("case")
    for link in links.select_for_update(of=("self",)):
        audit.record(actor=Citizen(link.case.reference), action="news.line_off", subject=link.case.reference)
        link.delete()


def _answer(account: str, line: Carrier) -> None:
    """Say that nobody reads here and where help is; a few times an hour, so that two machines never talk for ever."""
    if not throttle.allowed(Try("news-line-answer", _digest("account", account), REPLIES, WINDOW)):
        return
    with override("th"):
        words = gettext(
            "บัญชีนี้ส่งข่าวอย่างเดียว ไม่มีคนอ่านข้อความ ขอความช่วยเหลือที่ %(link)s เหตุด่วนโทร %(police)s เจ็บป่วยฉุกเฉินโทร %(ambulance)s"
        )
    try:
        line.send(Outgoing(uuid.uuid4().hex, LINE, account, words % {**said(), "link": absolute("/")}, "th"))
    except CarrierAwayError:
        # A courtesy: whoever gets none writes again, and the lines of help stand on the account's own page too.
        return
