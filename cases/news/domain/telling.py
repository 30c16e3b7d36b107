"""Who is told of news by text or LINE: whoever asked for it, and nobody of whose request others must not learn.

A text lights up on a screen that others see. So nothing leaves about a crisis or a restricted request, whatever was ticked
before it became one; such people are reached by the way that they called safe, by somebody who reads their warnings.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cases.news.models import LineLink
from portal import carriers
from portal.outbox.services import enqueue
from portal.throttle import limits as throttle
from portal.throttle.limits import Try

if TYPE_CHECKING:
    from cases.models import Case

TEXT, LINE = "text", "line"
SETTINGS = {TEXT: "CARRIER", LINE: "LINE"}
"""Way → the setting that names its carrier (`portal.carriers`)."""
NEWS = {TEXT: "case_news_text", LINE: "case_news_line"}
"""Way → what the message is called in the outbox."""
MOST_A_DAY, DAY = 6, 86_400
"""Messages about one request on one way: whoever was told so often looks by themselves, and texts cost money."""


def may_be_told(case: Case) -> bool:
    """Whether a machine may write of this request to a screen."""
    return not (case.is_crisis or case.is_restricted or case.anonymized)


def address_for(case: Case, way: str) -> str:
    """Return where news of a request goes on a way now; "" where nobody is to be told.

    Args:
        case: any.
        way: `TEXT` or `LINE`.
    """
    if not may_be_told(case):
        return ""
    if way == TEXT:
        reporter = getattr(case, "reporter", None)
        return reporter.mobile if reporter is not None and reporter.may_text else ""
    link = LineLink.objects.filter(case=case, linked_at__isnull=False).first()
    return link.account if link is not None else ""


def tell(case: Case, occasion: str) -> None:
    """Write a message on each way that the reporter asked for (`cases.domain.notify.register`).

    Neither number nor account stands in the message: they are looked up when it leaves, and so is whether it may.

    Args:
        case: after the act.
        occasion: names the news; the same twice is one message.
    """
    for way, setting in SETTINGS.items():
        if carriers.is_there(setting) and address_for(case, way) and _is_not_too_often(case, way):
            enqueue(
                template=NEWS[way],
                to="",
                way=way,
                context={"reference": case.reference},
                dedup_key=f"{NEWS[way]}:{case.reference}:{occasion}",
            )


def _is_not_too_often(case: Case, way: str) -> bool:
    return throttle.allowed(Try(f"news-{way}", case.reference, MOST_A_DAY, DAY))
