"""May it be used today? One line per document, honest about what nobody has checked (library.md, idea 4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from legal_library.terms import name_of
from legal_library.vocabulary import DocumentStatus, Vocabulary

_TONES = {
    DocumentStatus.IN_FORCE: "ok",
    DocumentStatus.AMENDED: "ok",
    DocumentStatus.NOT_YET_IN_FORCE: "info",
    DocumentStatus.SUSPENDED: "warn",
    DocumentStatus.REPEALED: "off",
    DocumentStatus.UNVERIFIED: "warn",
}
_ANSWERS = {
    DocumentStatus.IN_FORCE: _("ใช้ได้"),
    DocumentStatus.AMENDED: _("ใช้ได้ แต่มีการแก้ไขเพิ่มเติม ต้องอ่านพร้อมฉบับแก้ไข"),
    DocumentStatus.NOT_YET_IN_FORCE: _("ยังใช้ไม่ได้"),
    DocumentStatus.SUSPENDED: _("ใช้ไม่ได้ เพราะชะลอการใช้บังคับ"),
    DocumentStatus.REPEALED: _("ใช้ไม่ได้แล้ว"),
    DocumentStatus.UNVERIFIED: _("ไม่ทราบว่ายังใช้อยู่หรือไม่ โปรดตรวจสอบก่อนนำไปอ้างอิง"),
}

_AGING = frozenset(
    {
        DocumentStatus.IN_FORCE,
        DocumentStatus.AMENDED,
        DocumentStatus.SUSPENDED,
        DocumentStatus.NOT_YET_IN_FORCE,
    }
)
"""What may have changed since somebody looked."""


@dataclass(frozen=True)
class Standing:
    """The answer for one day.

    Attributes:
        status: the status that holds on that day.
        label: its name.
        answer: plain words for "may it be used today".
        tone: tone of components/status.html.
    """

    status: DocumentStatus
    label: str
    answer: str
    tone: str


def status_on(
    day: date, *, status: str, effective_on: date | None = None, repealed_on: date | None = None
) -> DocumentStatus:
    """Return the status on a day: dates that are known beat what an editor chose some time ago.

    Args:
        day: the day asked for, in Thailand.
        status: what the editor chose.
        effective_on: first day in force.
        repealed_on: first day no longer in force.
    """
    chosen = DocumentStatus(status)
    if repealed_on and repealed_on <= day:
        return DocumentStatus.REPEALED
    if effective_on and effective_on > day:
        return DocumentStatus.NOT_YET_IN_FORCE
    if chosen == DocumentStatus.NOT_YET_IN_FORCE and effective_on:
        return DocumentStatus.IN_FORCE
    return chosen


def years_since(checked_on: date | None, day: date) -> int:
    """Return how many whole years a check lies back; 0 for a later one or none."""
    if checked_on is None or checked_on > day:
        return 0
    is_before = (day.month, day.day) < (checked_on.month, checked_on.day)
    return day.year - checked_on.year - is_before


def standing_on(
    day: date,
    *,
    status: str,
    effective_on: date | None = None,
    repealed_on: date | None = None,
    checked_on: date | None = None,
) -> Standing:
    """Return the answer to "may it be used on this day"; its certainty ages with the check.

    Of what was in force when somebody looked a year ago nobody knows whether it still is: the first words say so. What is
    repealed stays repealed.

    Args:
        day: as `status_on`.
        status: as `status_on`.
        effective_on: as `status_on`.
        repealed_on: as `status_on`.
        checked_on: the day somebody last compared the record with its source.
    """
    now = status_on(day, status=status, effective_on=effective_on, repealed_on=repealed_on)
    label, answer, tone = name_of(Vocabulary.STATUS, now), str(_ANSWERS[now]), _TONES[now]
    years = years_since(checked_on, day) if now in _AGING else 0
    if years:
        ago = ngettext("ตรวจครั้งล่าสุด %(years)d ปีก่อน", "ตรวจครั้งล่าสุด %(years)d ปีก่อน", years) % {"years": years}
        label = gettext("%(label)s (%(ago)s)") % {"label": label, "ago": ago}
        answer = gettext("%(ago)s อาจเปลี่ยนไปแล้ว ขณะนั้น: %(answer)s") % {"ago": ago, "answer": answer}
        tone = "warn"
    return Standing(status=now, label=label, answer=answer, tone=tone)
