"""Telling: once a day, one mail for each address, and only when something is new."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from portal.alerts.domain import links
from portal.alerts.models import Alert, Subscriber
from portal.outbox.services import enqueue
from portal.web import following
from portal.web.feeds import Entry

HOUR = 7
"""The mail of a day tells of what was new until this hour, so that it lies there when people begin to work."""
SETTLING = dt.timedelta(minutes=10)
"""What was written before the hour may be committed after it: news are looked for this much later."""
AT_ONCE = 200
"""Addresses of one run; the next minute brings the next run."""

Window = tuple[str, str, dt.datetime, dt.datetime]


@dataclass(frozen=True)
class News:
    """What is new in one list.

    Attributes:
        alert: who follows it.
        title: what is followed; "" for a list that exists no longer.
        url: path of the list.
        entries: the newest first.
    """

    alert: Alert
    title: str
    url: str
    entries: Sequence[Entry]


def boundary(now: dt.datetime) -> dt.datetime:
    """Return up to which moment news are told now: the last hour of the mail that has settled, in Bangkok."""
    local = timezone.localtime(now - SETTLING)
    hour = local.replace(hour=HOUR, minute=0, second=0, microsecond=0)
    return hour if local >= hour else hour - dt.timedelta(days=1)


def tell() -> int:
    """Look for news in every list that is due, and write the mails; each address in one transaction.

    Running twice tells nothing twice: an alert that was looked into is no longer due.

    Returns:
        How many mails were written.
    """
    until = boundary(timezone.now())
    due = Alert.objects.due(until).order_by("subscriber_id").values_list("subscriber_id", flat=True)
    known: dict[Window, bool] = {}
    return sum(_tell_one(pk, until, known) for pk in list(due.distinct()[:AT_ONCE]))


@transaction.atomic
def _tell_one(pk: int, until: dt.datetime, known: dict[Window, bool]) -> bool:
    subscriber = Subscriber.objects.select_for_update().filter(pk=pk).first()
    if subscriber is None:
        return False
    is_news = False
    for alert in subscriber.alerts.due(until):
        since = alert.looked_until
        assert since is not None
        if _has_news(alert, since, until, known):
            is_news = True
            alert.news_from, alert.news_until = since, until
        alert.looked_until = until
        alert.save()
    if is_news:
        enqueue(
            template="alert_news",
            to=subscriber.email,
            context={"link": links.page_of(subscriber), "unsubscribe": links.ending(subscriber)},
            dedup_key=links.mail_key(subscriber, f"news:{until.isoformat()}"),
        )
    return is_news


def _has_news(alert: Alert, since: dt.datetime, until: dt.datetime, known: dict[Window, bool]) -> bool:
    """Say whether a list has news that its page will show; what many follow is looked into once."""
    window = (alert.list_name, alert.query, since, until)
    if window not in known:
        found = following.list_named(alert.list_name)
        # Whether it can be followed still is asked last: of a search it costs as much as its page.
        known[window] = (
            found is not None
            and bool(found.news(alert.query, since, until))
            and following.read(alert.list_name, alert.query) is not None
        )
    return known[window]


def news_of(subscriber: Subscriber) -> list[News]:
    """Return everything that an address follows, with what the last mail about each told of.

    What was withdrawn since then is not among it: the lists are asked anew.
    """
    return [_news(alert) for alert in subscriber.alerts.confirmed()]


def _news(alert: Alert) -> News:
    followed = following.read(alert.list_name, alert.query)
    found = following.list_named(alert.list_name)
    if followed is None or found is None:
        return News(alert, "", "", ())
    entries: Sequence[Entry] = ()
    if alert.news_from and alert.news_until:
        entries = found.news(alert.query, alert.news_from, alert.news_until)
    return News(alert, followed.title, followed.url, entries)
