"""How a case stands, for those who may not read it: whom to call, how late it is, what the citizen may be told."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cases.desk.content.facts import Facts
from cases.desk.due import Due, due_of
from cases.desk.names import brief
from cases.desk.statuses import Status, waiting_status
from cases.domain.queries.tracking import told_status
from cases.domain.view import Metadata, Summary
from cases.domain.view.parts import Sent
from cases.models import Case
from portal.pages.domain.lines import said
from portal.thai.dates import format_date, format_datetime


@dataclass(frozen=True, slots=True)
class SentLine:
    """One referral that the own organization sent or got.

    Attributes:
        sent: the referral.
        parties: from whom to whom.
        status: how it stands.
    """

    sent: Sent
    parties: str
    status: Status


@dataclass(frozen=True, slots=True)
class SummaryPage:
    """What the page of a summary shows beside title and buttons.

    Attributes:
        facts: numbers and dates.
        dues: what has to be done by when, and how late it is.
        sent: referrals of the own organization.
        tell: what the citizen may be told who calls; empty where the reader does not know how it stands.
        keep: what must not be said.
    """

    facts: Facts
    dues: list[Due]
    sent: list[SentLine]
    tell: list[str]
    keep: list[str]


def summary_of(case: Case, view: Metadata, now: dt.datetime) -> SummaryPage:
    """Return the page of a case of which the reader knows how it stands.

    Args:
        case: for the word that the citizen reads themselves.
        view: what the reader may know.
        now: the time of the page.
    """
    return SummaryPage(
        facts=_facts(view) if isinstance(view, Summary) else [],
        dues=[due_of(duty, now, view.holder.pk) for duty in view.dues],
        sent=[_line(sent) for sent in view.referrals] if isinstance(view, Summary) else [],
        tell=_tell(case, view) if isinstance(view, Summary) else [],
        keep=_keep(view) if isinstance(view, Summary) else [],
    )


def _facts(view: Summary) -> Facts:
    return [
        (_("เลขทะเบียนของเรา"), view.number),
        (_("รับเรื่องเมื่อ"), format_datetime(view.received_at)),
        (_("ปิดเรื่องเมื่อ"), format_datetime(view.closed_at) if view.closed_at else ""),
    ]


def _line(sent: Sent) -> SentLine:
    parties = f"{brief(sent.sender)} → {brief(sent.target)} · {format_date(sent.sent_at)}"
    return SentLine(sent, parties, waiting_status(sent.state))


def _tell(case: Case, view: Summary) -> list[str]:
    """The same that the citizen reads by reference and secret, and not more (privacy 8)."""
    lines = [_("สถานะที่ผู้แจ้งเห็นเอง: %(status)s") % {"status": told_status(case).label}]
    holder = {"holder": view.holder.display_name}
    if view.is_restricted:
        return [*lines, _("ให้ผู้แจ้งโทรหา %(social)s หรือใช้รหัสติดตามของตนเอง") % said()]
    return [*lines, _("หน่วยงานที่ดูแลตอนนี้คือ %(holder)s") % holder]


def _keep(view: Summary) -> list[str]:
    lines = [_("ถามเลขที่เรื่องจากผู้โทรก่อน อย่าบอกเลขที่เรื่องเอง")]
    if view.is_restricted:
        return [*lines, _("อย่าบอกว่าเรื่องอะไร อยู่ที่หน่วยงานใด และอย่ายืนยันกับคนอื่นว่ามีเรื่องนี้")]
    return [*lines, _("เนื้อเรื่องและชื่อคนอยู่ที่หน่วยงานที่รับผิดชอบ ถามที่นั่น")]
