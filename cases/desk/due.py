"""How near the next deadline of a case is, in words, as a share and as a tone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.desk.names import brief
from cases.models import Clock

SOON = 0.75
"""From this share of the time on, a deadline counts as near."""
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Due:
    """The next thing that has to happen.

    Attributes:
        what: the kind of clock in words: "ตอบรับเรื่อง".
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


def due_of(clock: Clock, now: dt.datetime, own: int) -> Due:
    """Describe one running clock.

    Args:
        clock: with its organization loaded.
        now: the time of the page, so that all rows agree.
        own: id of the body whose duties need no name: the reader's in a list, the holder on the page of a case.
    """
    whole = clock.due_at - clock.started_at
    used = (now - clock.started_at) / whole if whole > dt.timedelta(0) else 1.0
    if now > clock.due_at:
        words, tone = _("เกินกำหนด %(span)s") % {"span": span_words(now - clock.due_at)}, "late"
    else:
        words = _("เหลือ %(span)s") % {"span": span_words(clock.due_at - now)}
        tone = "soon" if used >= SOON else ""
    return Due(
        what=str(clock.get_kind_display()),
        words=words,
        percent=max(0, min(100, round(100 * used))),
        tone=tone,
        at=clock.due_at,
        holder=brief(clock.organization),
        is_anothers=clock.organization_id != own,
    )


def next_due(clocks: Iterable[Clock], organization_id: int, now: dt.datetime) -> Due | None:
    """Return the deadline to show on a row: one's own nearest one, else the nearest of anybody.

    Args:
        clocks: the running clocks of one case.
        organization_id: the reader's body; its own duties come first.
        now: the time of the page.
    """
    running = sorted(clocks, key=lambda clock: (clock.organization_id != organization_id, clock.due_at))
    return due_of(running[0], now, organization_id) if running else None
