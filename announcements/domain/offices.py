"""What an office announces in its own section: writing, proposing, publishing, giving back, taking down (S1.11).

A local administration must make known to its people what it does. Its people write at the desk; whether the center
reads it first is a setting. The announcement is an ordinary one besides: in the list, the feed and the search, with the
evidence of its posting, and editors of the center can change it.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.log_actions import LogContext

from announcements.domain.plain_text import body_of, is_plain
from announcements.domain.rights import is_ours, may_decide, may_publish, may_write
from announcements.models import AnnouncementIndexPage, AnnouncementPage, OfficeNotice
from announcements.vocabulary import AnnouncementKind, NoticeState
from portal.audit import services as audit
from portal.pages.editing.addresses import free_slug

if TYPE_CHECKING:
    from wagtail.models import Revision

    from portal.actors import Officer

LONGEST_BODY = 10_000
"""Characters of a text: three pages."""


class NoticeError(Exception):
    """What cannot be done with a notice now, in words for whoever tried.

    Attributes:
        field: of the form, where one is wrong; "" for the notice as a whole.
    """

    def __init__(self, message: object, field: str = "") -> None:
        super().__init__(message)
        self.message, self.field = message, field


@dataclass(frozen=True, slots=True)
class Words:
    """What an office writes.

    Attributes:
        kind: what it is.
        title: the heading, without the kind.
        summary: one to three sentences.
        body: the text without mark-up; None leaves the text of the announcement as it is.
        number: its number, as the office counts; "" for none.
        issued_on: the day that it bears.
        shown_from: the first day on which the public reads it.
        shown_until: the last one; None without an end.
    """

    kind: AnnouncementKind
    title: str
    summary: str
    body: str | None
    number: str
    issued_on: dt.date
    shown_from: dt.date
    shown_until: dt.date | None


def notices(actor: Officer) -> QuerySet[OfficeNotice]:
    """Return what somebody may see: their own office's; for the center's publishers whatever was proposed or is public."""
    own = Q(organization=actor.organization) if may_write(actor) else Q(pk=None)
    # An office may write its next text while the one before is public: the center can take that one down.
    proposed = ~Q(state=NoticeState.DRAFT) | Q(page__live=True) if may_decide(actor) else Q(pk=None)
    return OfficeNotice.objects.filter(own | proposed).select_related("page", "organization", "written_by")


def waiting(actor: Officer) -> QuerySet[OfficeNotice]:
    """Return the proposals that wait for the center's publishers."""
    return notices(actor).filter(state=NoticeState.WAITING)


def latest(notice: OfficeNotice) -> AnnouncementPage:
    """Return the announcement with its latest text, public or not."""
    page: AnnouncementPage = AnnouncementPage.objects.get(pk=notice.page_id).get_latest_revision_as_object()
    return page


@dataclass(frozen=True, slots=True)
class Shown:
    """A text as the desk shows it.

    Attributes:
        text: the announcement with it.
        mark: stands for this text and for no other; goes along with what is decided about it.
    """

    text: AnnouncementPage
    mark: str


def shown_to(actor: Officer, notice: OfficeNotice) -> Shown:
    """Return the text that somebody reads: the latest one, but never words that an office has not proposed."""
    page: AnnouncementPage = AnnouncementPage.objects.get(pk=notice.page_id)
    if not is_ours(actor, notice) and notice.is_unproposed:
        return Shown(page, mark="")
    revision = page.latest_revision
    assert revision is not None
    return Shown(revision.as_object(), _mark(revision))


def _mark(revision: Revision) -> str:
    # Wagtail writes over a revision while its editor goes on typing, so its number alone says too little.
    written = json.dumps(revision.content, ensure_ascii=False, sort_keys=True)
    return f"{revision.pk}-{sha256(written.encode('utf-8')).hexdigest()[:32]}"


def text_is_ours(notice: OfficeNotice) -> bool:
    """Say whether the text can be typed anew at the desk: an editor of the center may have formatted it."""
    return is_plain(latest(notice).body)


@transaction.atomic
def begin(actor: Officer, words: Words, *, token: UUID) -> OfficeNotice:
    """Write a new notice as a draft; the same form sent twice makes one.

    Args:
        actor: who writes.
        words: what.
        token: of the form.

    Raises:
        NoticeError: the person may not, or the portal has no list of announcements.
    """
    _demand(may_write(actor))
    if (
        known := OfficeNotice.objects.filter(token=token, organization=actor.organization).first()
    ) is not None:
        return known
    index = AnnouncementIndexPage.objects.live().first()
    if index is None:
        raise NoticeError(_("ศูนย์ยังไม่ได้เปิดหน้าประกาศ แจ้งศูนย์"))
    page = AnnouncementPage(live=False, owner=actor.person, organization=actor.organization)
    _fill(page, words)
    page.slug = free_slug(page.suggested_slug(), index, page)
    index.add_child(instance=page)
    page.save_revision(user=actor.person, log_action="wagtail.create")
    try:
        with transaction.atomic():
            notice = OfficeNotice.objects.create(
                page=page,
                organization=actor.organization,
                written_by=actor.person,
                written_at=timezone.now(),
                token=token,
            )
    except IntegrityError as twice:
        # Both of two sendings at once got as far as here; the first one has it.
        raise NoticeError(_("ส่งแบบนี้ไปแล้ว ดูที่รายการประกาศ")) from twice
    _record(actor, notice, "written")
    return notice


@transaction.atomic
def rewrite(actor: Officer, notice: OfficeNotice, words: Words, *, version: int) -> OfficeNotice:
    """Write the next text of a notice; what is public stays until the new text is published.

    Args:
        actor: who writes, of the same office.
        notice: which.
        words: the whole text anew.
        version: that the form showed.

    Raises:
        NoticeError: the person may not; somebody else has written meanwhile; the center is reading it.
    """
    notice = open_to_write(actor, notice)
    if notice.version != version:
        raise NoticeError(_("มีคนแก้ประกาศนี้ระหว่างที่คุณเขียน ตรวจข้อความล่าสุดก่อนบันทึกอีกครั้ง"))
    page = latest(notice)
    _fill(page, words)
    keep_text(actor, notice, page)
    return notice


def open_to_write(actor: Officer, notice: OfficeNotice) -> OfficeNotice:
    """Lock a notice and return it as it stands, for whoever changes its text within the same transaction.

    Raises:
        NoticeError: the person may not, or the center is reading it: no text moves under its eyes.
    """
    notice = _locked(notice)
    _demand(is_ours(actor, notice))
    if notice.state == NoticeState.WAITING:
        raise NoticeError(_("ศูนย์กำลังอ่านประกาศนี้ ถอนการเสนอก่อนแล้วจึงแก้"))
    return notice


def keep_text(actor: Officer, notice: OfficeNotice, page: AnnouncementPage) -> None:
    """Keep the next text of a notice as a draft.

    Args:
        actor: who wrote it.
        notice: as `open_to_write` returned it.
        page: with the text.
    """
    page.save_revision(user=actor.person, log_action="wagtail.edit")
    notice.version += 1
    notice.written_by, notice.written_at = actor.person, timezone.now()
    _move(notice, NoticeState.DRAFT)
    _record(actor, notice, "rewritten")


@transaction.atomic
def propose(actor: Officer, notice: OfficeNotice) -> None:
    """Hand the latest text to the center's publishers.

    Raises:
        NoticeError: the person may not, or there is nothing new to propose.
    """
    notice = _locked(notice)
    _demand(is_ours(actor, notice))
    if notice.state not in {NoticeState.DRAFT, NoticeState.RETURNED, NoticeState.DOWN}:
        raise NoticeError(_("ไม่มีข้อความใหม่ให้เสนอ"))
    _move(notice, NoticeState.WAITING)
    _record(actor, notice, "proposed")


@transaction.atomic
def take_back(actor: Officer, notice: OfficeNotice) -> None:
    """Take a proposal back to go on writing.

    Raises:
        NoticeError: the person may not, or the center has decided already.
    """
    notice = _locked(notice)
    _demand(is_ours(actor, notice))
    if notice.state != NoticeState.WAITING:
        raise NoticeError(_("ศูนย์ตัดสินใจแล้ว"))
    _move(notice, NoticeState.DRAFT)
    _record(actor, notice, "taken_back")


@transaction.atomic
def publish(actor: Officer, notice: OfficeNotice, *, shown: str | None = None) -> None:
    """Put the latest text before the public, from its first day on.

    Args:
        actor: who publishes.
        notice: which.
        shown: the mark of the text that they read (`shown_to`); None for a program, which reads no page.

    Raises:
        NoticeError: the person may not, or the text is public already, or what somebody proposed was taken back, or
            another text stands there now than the one that was read.
    """
    notice = _locked(notice)
    own = is_ours(actor, notice) and may_publish(actor)
    _demand(own or may_decide(actor))
    if notice.state == NoticeState.PUBLIC:
        raise NoticeError(_("ข้อความนี้เผยแพร่แล้ว"))
    if not own and notice.state != NoticeState.WAITING:
        raise NoticeError(_("หน่วยงานถอนการเสนอแล้ว"))
    revision = _shown(notice, shown)
    # The screens of `/cms/` tell Wagtail who is there; here we do, for its log and for the evidence of the posting. Its
    # permissions are of those screens; who may publish here was asked above.
    with LogContext(user=actor.person):
        revision.publish(user=actor.person, skip_permission_checks=True)
    _move(notice, NoticeState.PUBLIC)
    _record(actor, notice, "published")


@transaction.atomic
def give_back(actor: Officer, notice: OfficeNotice, *, reason: str, shown: str | None = None) -> None:
    """Give a proposal back to the office, with a reason that its people read.

    Args:
        actor: who gives it back.
        notice: which.
        reason: what has to be changed.
        shown: as in `publish`.

    Raises:
        NoticeError: the person may not, nothing waits, the reason is missing, or another text stands there now than the
            one that was read.
    """
    notice = _locked(notice)
    _demand(may_decide(actor))
    if notice.state != NoticeState.WAITING:
        raise NoticeError(_("หน่วยงานถอนการเสนอแล้ว"))
    if not reason.strip():
        raise NoticeError(_("บอกหน่วยงานว่าต้องแก้อะไร"), "reason")
    _shown(notice, shown)
    _move(notice, NoticeState.RETURNED, reason=reason.strip())
    _record(actor, notice, "returned")


@transaction.atomic
def take_down(actor: Officer, notice: OfficeNotice) -> None:
    """Take a notice from the public at once; its evidence says until when it was posted.

    Taking down needs nobody's leave but a head's: a mistake before the public is worse than a gap.

    Raises:
        NoticeError: the person may not, or it is not public.
    """
    notice = _locked(notice)
    _demand((is_ours(actor, notice) and actor.supervises) or may_decide(actor))
    if not notice.page.live:
        raise NoticeError(_("ประกาศนี้ไม่ได้เผยแพร่อยู่"))
    with LogContext(user=actor.person):
        UnpublishPageAction(notice.page, user=actor.person).execute(skip_permission_checks=True)
    _move(notice, NoticeState.DOWN)
    _record(actor, notice, "taken_down")


def follow_page(page: AnnouncementPage) -> None:
    """Let the state of a notice follow what editors of the center do with its page in `/cms/`.

    Args:
        page: that was published or unpublished.
    """
    state = NoticeState.PUBLIC if page.live else NoticeState.DOWN
    OfficeNotice.objects.filter(page=page).exclude(state=state).update(state=state, reason="")


def _fill(page: AnnouncementPage, words: Words) -> None:
    page.kind, page.title, page.summary, page.number = words.kind, words.title, words.summary, words.number
    page.issued_on, page.shown_from, page.shown_until = words.issued_on, words.shown_from, words.shown_until
    if words.body is not None:
        page.body = body_of(words.body)
    page.draft_title = page.title


def _locked(notice: OfficeNotice) -> OfficeNotice:
    OfficeNotice.objects.select_for_update().get(pk=notice.pk)
    return OfficeNotice.objects.select_related("page", "organization").get(pk=notice.pk)


def _demand(allowed: bool) -> None:
    if not allowed:
        raise NoticeError(_("หน้าที่ของคุณไม่รวมการทำสิ่งนี้"))


def _shown(notice: OfficeNotice, mark: str | None) -> Revision:
    """Return the latest text; refuse to decide about one that is not the one that was read."""
    revision: Revision | None = notice.page.latest_revision
    assert revision is not None
    if mark is not None and mark != _mark(revision):
        raise NoticeError(_("ข้อความเปลี่ยนไปหลังจากที่คุณเปิดหน้านี้ อ่านข้อความล่าสุดก่อน แล้วจึงตัดสินใจ"))
    return revision


def _move(notice: OfficeNotice, state: NoticeState, *, reason: str = "") -> None:
    notice.state, notice.reason = state, reason
    notice.save()


def _record(actor: Officer, notice: OfficeNotice, what: str) -> None:
    audit.record(
        actor=actor,
        action=f"announcements.notice_{what}",
        subject=str(notice.page_id),
        organization=notice.organization,
        data={"version": notice.version},
    )
