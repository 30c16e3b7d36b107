"""Asking to be told, and confirming the address by the link in a mail: nobody can sign up somebody else."""

from __future__ import annotations

import datetime as dt
import secrets

from django.db import transaction
from django.utils import timezone

from portal.alerts.domain import links
from portal.alerts.models import Alert, Subscriber
from portal.alerts.models.alert import key_of
from portal.outbox.services import enqueue
from portal.web.following import Followed

CONFIRM_WITHIN = dt.timedelta(hours=48)
"""How long the link holds, and an address that nobody confirmed is kept."""
MOST_ALERTS = 30
"""Lists that one address follows at most, confirmed or not."""


@transaction.atomic
def ask(*, email: str, followed: Followed) -> None:
    """Write the mail whose link confirms; what the page says afterwards is the same for every address.

    An address that follows the list already gets the link to what it follows. One that has reached `MOST_ALERTS` gets the
    same if anything of it was confirmed, and nothing otherwise.

    Args:
        email: a valid address.
        followed: what `portal.web.following.read` returned.
    """
    subscriber, _ = Subscriber.objects.get_or_create(email=email.lower())
    # One at a time for each address, so that two requests make one alert and the bound holds.
    subscriber = Subscriber.objects.select_for_update().get(pk=subscriber.pk)
    # Locked: whoever presses the link of an earlier mail in this moment stays confirmed.
    alert = (
        subscriber.alerts.select_for_update().filter(key=key_of(followed.list_name, followed.query)).first()
    )
    is_full = alert is None and subscriber.alerts.count() >= MOST_ALERTS
    if (alert is not None and alert.confirmed_at) or is_full:
        _tell_what_is_followed(subscriber)
        return
    secret, now = secrets.token_urlsafe(32), timezone.now()
    alert = alert or Alert(subscriber=subscriber, list_name=followed.list_name, query=followed.query)
    # An older link that was not used opens nothing any more: the newest mail is the one that counts.
    alert.asked_at, alert.confirm_until = now, now + CONFIRM_WITHIN
    alert.confirm_hash = links.digest_of(secret)
    alert.save()
    enqueue(
        template="alert_confirm",
        to=subscriber.email,
        context={"link": links.confirming(secret)},
        dedup_key=links.mail_key(subscriber, f"confirm:{alert.confirm_hash[:32]}"),
    )


def _tell_what_is_followed(subscriber: Subscriber) -> None:
    if not subscriber.alerts.confirmed().exists():
        return
    enqueue(
        template="alert_known",
        to=subscriber.email,
        context={"link": links.page_of(subscriber), "unsubscribe": links.ending(subscriber)},
        dedup_key=links.mail_key(subscriber, f"known:{timezone.localdate().isoformat()}"),
    )


def waiting(secret: str) -> Alert | None:
    """Return the alert that a link would confirm now; None for a link that was used, replaced, or is too old."""
    found = Alert.objects.filter(confirm_hash=links.digest_of(secret), confirm_until__gt=timezone.now())
    return found.select_related("subscriber").first()


@transaction.atomic
def confirm(secret: str) -> Alert | None:
    """Confirm by the secret of a link; it opens once. Only what is news from now on will be told.

    Returns:
        The alert, or None as in `waiting`.
    """
    now = timezone.now()
    found = Alert.objects.filter(confirm_hash=links.digest_of(secret), confirm_until__gt=now)
    alert = found.select_for_update().first()
    if alert is None:
        return None
    alert.confirm_hash, alert.confirm_until = "", None
    alert.confirmed_at = alert.looked_until = now
    alert.save()
    return alert
