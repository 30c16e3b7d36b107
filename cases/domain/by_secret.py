"""What the citizen changes by their secret beside words: files, how they are reached, and what they think of the help.

Files and a new contact start READ at the holder, as messages do (cases.md, second edition, 5).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from cases.domain import facts, notify
from cases.domain.act import act_on
from cases.domain.intake import add_file, delete_files
from cases.domain.queries.rated import is_rated
from cases.errors import GuardFailed
from cases.machine.vocabulary import Verb
from cases.models import Case, CaseFile, Reporter
from cases.vocabulary import ContactWay, Rating

if TYPE_CHECKING:
    from portal.actors import Citizen
    from portal.files import CheckedFile

WAYS = ("phone", "email", "email_words", "other_way")
"""What leads to the person."""
MOST_FILES = 20
"""Files that the citizen's side may have with one case; an officer can add more."""


@dataclass(frozen=True, kw_only=True)
class NewContact:
    """How the reporter is reached from now on; what is empty stays as it was.

    Attributes:
        phone: numbers, or words.
        email: an address.
        email_words: what was written in its place and is none.
        other_way: anything else.
        contact_way: which way is the safest.
        may_email: news may be sent to the new address.
        may_text: news may be sent to the new number.
        drops_old: telephone and e-mail that are not given anew must not be used any more.
    """

    phone: str = ""
    email: str = ""
    email_words: str = ""
    other_way: str = ""
    contact_way: ContactWay | str = ""
    may_email: bool = False
    may_text: bool = False
    drops_old: bool = False

    def values(self) -> dict[str, object]:
        """Return the fields of the reporter that change.

        What was allowed for an old number or address is not allowed for a new one: silence means no (privacy 7).
        """
        new: dict[str, object] = {}
        if self.phone or self.drops_old:
            may_text = bool(self.phone) and self.may_text
            new |= {
                "phone": self.phone,
                "may_leave_message": False,
                "may_identify": False,
                "may_text": may_text,
            }
        if self.email or self.email_words or self.drops_old:
            may_email = bool(self.email) and self.may_email
            new |= {"email": self.email, "email_words": self.email_words, "may_email": may_email}
        if self.other_way:
            new["other_way"] = self.other_way
        if self.contact_way:
            new["contact_way"] = self.contact_way
        return new


def room_for_files(case: Case) -> int:
    """Return how many files the citizen may still send."""
    return max(0, MOST_FILES - case.files.filter(uploaded_by=None).count())


def add_files(
    *, case: Case, actor: Citizen, files: Sequence[CheckedFile], identity: str = ""
) -> list[CaseFile]:
    """Keep files that the citizen sends later; somebody has to look at them.

    Args:
        case: open.
        actor: the citizen of this case.
        files: checked and cleaned by `portal.files`.
        identity: of the event, when it may come twice (`cases.domain.once`).

    Raises:
        NotAllowed, GuardFailed: nothing was kept.
        OSError: the disk has no room; nothing was kept.
    """
    stored: list[CaseFile] = []
    try:
        with act_on(verb=Verb.ADD_FILE, case=case, actor=actor, identity=identity) as act:
            if not files:
                raise GuardFailed(_("เลือกไฟล์ก่อนกดส่ง"), field="files")
            if len(files) > room_for_files(act.case):
                raise GuardFailed(
                    _("ส่งไฟล์ในเรื่องนี้ครบ %(most)d ไฟล์แล้ว นำไฟล์อื่นให้เจ้าหน้าที่โดยตรงได้") % {"most": MOST_FILES},
                    field="files",
                )
            for checked in files:
                stored.append(add_file(case=act.case, checked=checked, actor=actor))
            act.record(changes={"files": [file.pk for file in stored]})
            notify.tell_holder_to_read(act)
    except BaseException:
        delete_files(stored)
        raise
    return stored


def change_contact(*, case: Case, actor: Citizen, contact: NewContact, identity: str = "") -> Case:
    """Keep a new way to the reporter; who sends it stays reachable.

    Args:
        case: open.
        actor: the citizen of this case.
        contact: what changes.
        identity: of the event, when it may come twice (`cases.domain.once`).

    Raises:
        NotAllowed, GuardFailed: nothing was written.
    """
    values = contact.values()
    if not values:
        raise GuardFailed(_("กรอกอย่างน้อยหนึ่งช่องที่เปลี่ยน"), field="phone")
    known: dict[str, object] = Reporter.objects.filter(case=case).values(*WAYS).first() or {}
    if not any((known | values).get(name) for name in WAYS):
        raise GuardFailed(_("กรอกทางติดต่อใหม่อย่างน้อยหนึ่งทาง เพื่อให้เราตอบคุณได้"), field="phone")
    return facts.change_contact(case=case, actor=actor, contact=values, identity=identity)


def rate(*, case: Case, actor: Citizen, rating: Rating, identity: str = "") -> Case:
    """Keep what the person thinks of the help, once for each closing.

    Args:
        case: closed.
        actor: the citizen of this case.
        rating: of the list.
        identity: of the event, when it may come twice (`cases.domain.once`).

    Raises:
        NotAllowed, GuardFailed: nothing was written.
    """
    with act_on(verb=Verb.RATE, case=case, actor=actor, identity=identity) as act:
        if is_rated(act.case):
            raise GuardFailed(_("คุณให้คะแนนเรื่องนี้แล้ว ขอบคุณ"), field="rating")
        act.record(reason=rating)
    return act.case
