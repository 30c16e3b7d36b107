"""How near the next deadline of a case is, in words, as a share and as a tone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.desk.names import brief
from cases.domain.view.parts import Due as Running
from cases.machine.vocabulary import WITHOUT_LADDER, DutyKind
from cases.models import Duty
from portal.web.language import label_of

SOON = 0.75
"""From this share of the time on, a deadline counts as near."""
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Due:
    """The next thing that has to happen.

    Attributes:
        what: the kind of duty in words: "ตอบรับเรื่อง".
        words: "เหลือ 2 วัน" or "เกินกำหนด 3 ชั่วโมง".
        percent: how much of the time is used, 0 to 100.
        tone: "" while there is time, then "soon", then "late".
        at: the deadline itself.
        holder: short name of the body that has to act.
        is_anothers: that body is not the one whose page or list this is, so it has to be named.
    """

    what: str
    words: str
    percent: int
    tone: str
    at: dt.datetime
    holder: str
    is_anothers: bool


def span_words(span: dt.timedelta) -> str:
    """Return a span in the largest unit that says enough: minutes below an hour, hours below two days, then days."""
    if span < HOUR:
        minutes = max(1, int(span.total_seconds() // 60))
        return ngettext("%(count)d นาที", "%(count)d นาที", minutes) % {"count": minutes}
    if span < 2 * DAY:
        hours = int(span / HOUR)
        return ngettext("%(count)d ชั่วโมง", "%(count)d ชั่วโมง", hours) % {"count": hours}
    return ngettext("%(count)d วัน", "%(count)d วัน", span.days) % {"count": span.days}


def due_of(duty: Duty | Running, now: dt.datetime, own: int) -> Due:
    """Describe one running duty.

    Args:
        duty: with its organization loaded.
        now: the time of the page, so that all rows agree.
        own: id of the body whose duties need no name: the reader's in a list, the holder on the page of a case.
    """
    whole = duty.due_at - duty.started_at
    used = (now - duty.started_at) / whole if whole > dt.timedelta(0) else 1.0
    if now > duty.due_at:
        words, tone = _("เกินกำหนด %(span)s") % {"span": span_words(now - duty.due_at)}, "late"
    else:
        words = _("เหลือ %(span)s") % {"span": span_words(duty.due_at - now)}
        tone = "soon" if used >= SOON else ""
    return Due(
        what=label_of(DutyKind(duty.kind)),
        words=words,
        percent=max(0, min(100, round(100 * used))),
        tone=tone,
        at=duty.due_at,
        holder=brief(duty.organization),
        is_anothers=duty.organization_id != own,
    )


def next_due(
    duties: Iterable[Duty | Running], organization_id: int, now: dt.datetime, *, of_others: bool = False
) -> Due | None:
    """Return the deadline to show on a row: one's own nearest one, else the nearest of anybody.

    What is promised to the reporter, or waited for from them, does not move a case and comes last.

    Args:
        duties: the running duties of one case.
        organization_id: the reader's body; its own duties come first.
        now: the time of the page.
        of_others: what the reader waits for comes first instead.
    """

    def rank(duty: Duty | Running) -> tuple[bool, bool, dt.datetime]:
        return (
            duty.kind in WITHOUT_LADDER,
            (duty.organization_id == organization_id) is of_others,
            duty.due_at,
        )

    running = sorted(duties, key=rank)
    return due_of(running[0], now, organization_id) if running else None
