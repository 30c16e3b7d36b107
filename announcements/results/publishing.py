"""Computing, publishing and watching over the yearly results (S1.30)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from announcements.results.figures import public_view
from announcements.results.models import AnnualResults
from cases.domain.reporting import yearly_figures
from portal.accounts.actors import actor_for
from portal.accounts.functions import CMS_GROUPS
from portal.actors import System
from portal.audit import services as audit
from portal.thai.dates import fiscal_year, fiscal_year_bounds
from portal.web.language import year_label

if TYPE_CHECKING:
    from portal.accounts.models import User

EARLIEST_YEAR = 2560
"""The regulation that asks for yearly results is of B.E. 2560; nothing earlier can be due."""


class ResultsError(ValueError):
    """The act is not possible now; `reason` is a sentence for the editor."""

    def __init__(self, reason: str) -> None:
        super().__init__(str(reason))
        self.reason = reason


@dataclass(frozen=True)
class Duty:
    """What the center owes the public at present.

    Attributes:
        be_year: the last fiscal year that has ended.
        published: whether its results are out.
        days_left: days until a year has passed since it ended; negative when that day is behind us.
        due_on: that day.
    """

    be_year: int
    published: bool
    days_left: int
    due_on: date

    @property
    def label(self) -> str:
        """The year in the reader's calendar."""
        return year_label(self.be_year)

    @property
    def is_overdue(self) -> bool:
        """Whether a whole year passed without publication (S1.30: at least once a year)."""
        return not self.published and self.days_left < 0

    @property
    def tone(self) -> str:
        """The tone of Wagtail's help block that tells of the duty: "critical" once it is overdue."""
        return "critical" if self.is_overdue else "warning"


def next_duty(today: date | None = None) -> Duty:
    """Return the state of the duty to publish at least once a year."""
    day = today or timezone.localdate()
    ended = fiscal_year(day) - 1
    _first, due = fiscal_year_bounds(ended + 1)
    published = AnnualResults.objects.published().filter(be_year=ended).exists()
    return Duty(be_year=ended, published=published, days_left=(due - day).days, due_on=due)


@transaction.atomic
def compute_draft(*, be_year: int, user: User | None) -> AnnualResults:
    """Compute the results of a year anew from the cases and keep them as a draft.

    Args:
        be_year: fiscal year, B.E.
        user: who asks; None for the system.

    Raises:
        ResultsError: the year has not begun, is before the regulation, or is published already.
    """
    if not EARLIEST_YEAR <= be_year <= fiscal_year(timezone.localdate()):
        raise ResultsError(_("ไม่มีข้อมูลของปีงบประมาณนี้"))
    results = AnnualResults.objects.select_for_update().filter(be_year=be_year).first()
    if results is not None and results.is_published:
        raise ResultsError(_("เผยแพร่แล้ว ตัวเลขเปลี่ยนไม่ได้อีก"))
    results = results or AnnualResults(be_year=be_year)
    with translation.override("th"):
        # Names of bodies are kept as they are written here, whatever language the editor reads.
        results.snapshot = public_view(yearly_figures(be_year))
    results.computed_at = timezone.now()
    results.computed_by = user
    results.save()
    _record("compute", results, user)
    return results


@transaction.atomic
def publish(*, be_year: int, user: User, method: str = "", method_en: str = "") -> AnnualResults:
    """Publish a draft; from now on its figures never change.

    Args:
        be_year: fiscal year, B.E.
        user: who answers for it.
        method: how the figures were made, in the center's own words, beside the standing explanation.
        method_en: the same in English.

    Raises:
        ResultsError: there is no draft, it is published already, or the year is not over.
    """
    results = AnnualResults.objects.select_for_update().filter(be_year=be_year).first()
    if results is None:
        raise ResultsError(_("คำนวณร่างก่อน"))
    if results.is_published:
        raise ResultsError(_("เผยแพร่แล้ว ตัวเลขเปลี่ยนไม่ได้อีก"))
    _first, last = fiscal_year_bounds(be_year)
    if last >= timezone.localdate():
        raise ResultsError(_("ปีงบประมาณนี้ยังไม่สิ้นสุด"))
    if timezone.localdate(results.computed_at) <= last:
        raise ResultsError(_("ร่างนี้คำนวณไว้ก่อนสิ้นปี คำนวณร่างใหม่ก่อน"))
    results.method, results.method_en = method.strip(), method_en.strip()
    results.published_at = timezone.now()
    results.published_by = user
    results.save()
    _record("publish", results, user)
    return results


def correct(*, be_year: int, user: User, text: str) -> AnnualResults:
    """Tell of an error beside published figures; the figures themselves stay.

    Raises:
        ResultsError: the year is not published.
    """
    results = AnnualResults.objects.published().filter(be_year=be_year).first()
    if results is None:
        raise ResultsError(_("ปีนี้ยังไม่เผยแพร่"))
    results.correction = text.strip()
    results.save(update_fields=["correction"])
    _record("correct", results, user)
    return results


def _record(verb: str, results: AnnualResults, user: User | None) -> None:
    actor = (actor_for(user, *CMS_GROUPS) if user is not None else None) or System()
    data = {} if user is None else {"user": user.pk}
    audit.record(actor=actor, action=f"results.{verb}", subject=f"results:{results.be_year}", data=data)
