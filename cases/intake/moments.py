"""Times as the citizen reads them."""

from __future__ import annotations

from datetime import datetime

from portal.thai.dates import format_datetime
from portal.web.language import is_english


def moment(at: datetime) -> str:
    """Return a moment in the reader's language and calendar: "23 พ.ย. 2569 เวลา 09.15 น."; the time does not break."""
    text = format_datetime(at, "short", language="en" if is_english() else "th")
    return text.replace(" น.", "\u00a0น.").replace("เวลา ", "เวลา\u00a0")
