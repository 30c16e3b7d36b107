"""Computing, publishing and watching over the yearly results (S1.30)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from announcements.results.figures import public_view
from announcements.results.models import AnnualResults, RunStep
from announcements.results.search_source import key_of
from announcements.results.told import told_by
from cases.domain.reporting import first_year, waiting_times, yearly_figures
from cases.reports.domain import yearly
from portal.accounts.actors import actor_for
from portal.accounts.functions import CMS_GROUPS
from portal.actors import System
from portal.audit import services as audit
from portal.search.sources import changes
from portal.suppression import CannotProtectError
from portal.thai.dates import fiscal_year, fiscal_year_bounds
from portal.web.language import year_label

if TYPE_CHECKING:
    from collections.abc import Callable

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
        be_year: of those fiscal years that have ended, the one that waits longest; the last one when none waits.
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


def unpublished(today: date) -> list[int]:
    """Return the fiscal years that have ended without published results, the oldest first.

    They begin with the first one of which a request is on record, or whose results are published: before it there was
    nothing to publish. Without either it is the year that has just ended.
    """
    ended = fiscal_year(today) - 1
    published = set(AnnualResults.objects.published().values_list("be_year", flat=True))
    begun = [year for year in (first_year(), *published) if year is not None]
    since = max(min(begun, default=ended), EARLIEST_YEAR)
    return [year for year in range(min(since, ended), ended + 1) if year not in published]


def next_duty(today: date | None = None) -> Duty:
    """Return the state of the duty to publish at least once a year: the year that waits longest, else the last one."""
    day = today or timezone.localdate()
    waiting = unpublished(day)
    year = waiting[0] if waiting else fiscal_year(day) - 1
    _first, due = fiscal_year_bounds(year + 1)
    return Duty(be_year=year, published=not waiting, days_left=(due - day).days, due_on=due)


def edition_before(be_year: int, why: str) -> AnnualResults | None:
    """Return the published edition of a year that a draft would follow; None of a first one.

    Raises:
        ResultsError: the year has not begun, is before the regulation, or is published already and nobody said why it is
            computed again.
    """
    if not EARLIEST_YEAR <= be_year <= fiscal_year(timezone.localdate()):
        raise ResultsError(_("ไม่มีข้อมูลของปีงบประมาณนี้"))
    rows = AnnualResults.objects.filter(be_year=be_year, published_at__isnull=False)
    before = rows.order_by("-edition").first()
    if before is not None and not why.strip():
        raise ResultsError(_("เผยแพร่แล้ว ถ้าต้องแก้ตัวเลข บอกเหตุผลแล้วทำฉบับใหม่"))
    return before


def _nobody(_step: RunStep) -> None:
    """Tell nobody how far it is."""


def compute_draft(
    *,
    be_year: int,
    user: User | None,
    demonstration: bool = False,
    why: str = "",
    reached: Callable[[RunStep], None] = _nobody,
) -> AnnualResults:
    """Compute the results of a year anew, from accepted reports or from the register, and keep them as a draft.

    Of a year that is published already the draft is its next edition, which says why it is made. It leaves out whatever
    the edition before left out, and whatever else readers of both could work out.

    Args:
        be_year: fiscal year, B.E.
        user: who asks; None for the system.
        demonstration: the figures are invented, and every page and file says so first.
        why: of a new edition of a published year; public.
        reached: is told each step; outside of a transaction, so that others see it.

    Raises:
        ResultsError: as `edition_before`; both editions together would give small figures away; or somebody published the
            year meanwhile.
    """
    before = edition_before(be_year, why)
    with translation.override("th"):
        # Names of bodies are kept as they are written here, whatever language the editor reads.
        snapshot, query = _snapshot(be_year, demonstration=demonstration, before=before, reached=reached)
    with transaction.atomic():
        rows = AnnualResults.objects.select_for_update().filter(be_year=be_year)
        last = rows.filter(published_at__isnull=False).order_by("-edition").first()
        if last != before:
            raise ResultsError(_("มีผู้เผยแพร่ปีนี้ระหว่างที่คำนวณ คำนวณใหม่อีกครั้ง"))
        results = rows.filter(published_at=None).first() or AnnualResults(be_year=be_year)
        results.edition = 1 if before is None else before.edition + 1
        results.why = "" if before is None else why.strip()
        results.snapshot, results.query = snapshot, query
        results.computed_at = timezone.now()
        results.computed_by = user
        results.save()
        _record("compute", results, user)
    return results


def _snapshot(
    be_year: int, *, demonstration: bool, before: AnnualResults | None, reached: Callable[[RunStep], None]
) -> tuple[dict, dict]:
    """Return what may be published, and what it was computed from.

    That is accepted reports where they cover the year, else the register (S1.30).

    Raises:
        ResultsError: reports were asked for all year and none is accepted; or an edition cannot follow the one before.
    """
    reached(RunStep.COUNTING)
    from_reports = yearly.covers(be_year)
    figures = yearly.yearly_figures_of_reports(be_year) if from_reports else yearly_figures(be_year)
    told = None
    if before is not None:
        told = told_by(before.snapshot, {row.organization: row.organization_id for row in figures.rows})
    reached(RunStep.TIMES)
    times = waiting_times(be_year)
    reached(RunStep.HIDING)
    try:
        snapshot = public_view(figures, before=told, waited=_waited(be_year - 1), times=times)
    except CannotProtectError as error:
        raise ResultsError(
            _("ฉบับใหม่นี้เมื่อเทียบกับฉบับเดิมจะทำให้คำนวณตัวเลขที่ปกปิดไว้ได้ เผยแพร่ไม่ได้ ให้แจ้งเป็นคำแก้ไขข้างตัวเลขแทน")
        ) from error
    snapshot["source"] = "reports" if from_reports else "register"
    query: dict[str, object] = {
        "source": snapshot["source"],
        "from": snapshot["from"],
        "until": snapshot["until"],
        "rows": len(figures.rows),
        "sha256": sha256(repr(figures.rows).encode("utf-8")).hexdigest(),
    }
    if from_reports:
        expected, accepted = yearly.gaps_of(be_year)
        if not accepted:
            raise ResultsError(_("ยังไม่มีรายงานประจำเดือนของปีนี้ที่รับแล้ว"))
        snapshot["reports"] = {"expected": expected, "accepted": accepted}
        query["reports"] = accepted
    if demonstration:
        snapshot["demonstration"] = True
    return snapshot, query


def _waited(be_year: int) -> frozenset[str]:
    """Return of which lines the waiting cases of a year are withheld, in any edition of it."""
    editions = AnnualResults.objects.editions().filter(be_year=be_year)
    told = (told_by(one.snapshot, {}) for one in editions)
    return frozenset().union(*(one.hidden.get("waiting", frozenset()) for one in told))


def fingerprint_of(snapshot: dict) -> str:
    """Return the SHA-256 of figures, written the same way whichever database kept them."""
    written = json.dumps(snapshot, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(written.encode("utf-8")).hexdigest()


def shown_of(draft: AnnualResults) -> str:
    """Return what stands for what a draft would put before the public, and for nothing else: goes along with its page."""
    return fingerprint_of({"snapshot": draft.snapshot, "edition": draft.edition, "why": draft.why})


@transaction.atomic
def publish(
    *, be_year: int, user: User, method: str = "", method_en: str = "", shown: str | None = None
) -> AnnualResults:
    """Publish a draft; from now on its figures never change. The edition before it, if any, is replaced and stays readable.

    Args:
        be_year: fiscal year, B.E.
        user: who answers for it.
        method: how the figures were made, in the center's own words, beside the standing explanation.
        method_en: the same in English.
        shown: what `shown_of` said of the draft that they checked; None for a program, which reads no page.

    Raises:
        ResultsError: there is no draft, it is published already, its own author publishes it, the year is not over, or
            the draft was computed anew since it was checked.
    """
    rows = AnnualResults.objects.select_for_update().filter(be_year=be_year)
    results = rows.filter(published_at=None).first()
    if results is None:
        published = rows.exists()
        raise ResultsError(_("เผยแพร่แล้ว ตัวเลขเปลี่ยนไม่ได้อีก") if published else _("คำนวณร่างก่อน"))
    _first, last = fiscal_year_bounds(be_year)
    if last >= timezone.localdate():
        raise ResultsError(_("ปีงบประมาณนี้ยังไม่สิ้นสุด"))
    if timezone.localdate(results.computed_at) <= last:
        raise ResultsError(_("ร่างนี้คำนวณไว้ก่อนสิ้นปี คำนวณร่างใหม่ก่อน"))
    if results.computed_by_id == user.pk:
        raise ResultsError(_("ผู้คำนวณร่างเผยแพร่เองไม่ได้ ให้อีกคนตรวจและเผยแพร่"))
    if shown is not None and shown != shown_of(results):
        raise ResultsError(_("มีผู้คำนวณร่างใหม่หลังจากที่คุณเปิดหน้านี้ ตรวจตัวเลขชุดล่าสุดก่อน แล้วจึงเผยแพร่"))
    results.method, results.method_en = method.strip(), method_en.strip()
    results.published_at = timezone.now()
    results.published_by = user
    results.fingerprint = fingerprint_of(results.snapshot)
    rows.published().update(replaced_at=results.published_at)
    results.save()
    _record("publish", results, user)
    changes.update(key_of(be_year))
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
    changes.update(key_of(be_year))
    return results


def _record(verb: str, results: AnnualResults, user: User | None) -> None:
    actor = (actor_for(user, *CMS_GROUPS) if user is not None else None) or System()
    data = {} if user is None else {"user": user.pk}
    audit.record(actor=actor, action=f"results.{verb}", subject=f"results:{results.be_year}", data=data)
