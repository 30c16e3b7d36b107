"""Ending: an address is kept for as long as it is needed, and not an hour longer (PDPA s.37 (3))."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from portal.actors import System
from portal.alerts.models import Alert, Subscriber
from portal.audit import services as audit
from portal.outbox.failures import Kind
from portal.outbox.models import MessageState, OutboxMessage

AT_ONCE = 200


@transaction.atomic
def end(alert: Alert) -> None:
    """End one alert; the address goes with the last one."""
    subscriber = Subscriber.objects.select_for_update().filter(pk=alert.subscriber_id).first()
    alert.delete()
    if subscriber is not None and not subscriber.alerts.exists():
        _erase(subscriber)


def end_all(token: str) -> bool:
    """End every alert of an address and forget it; doing it again does no harm.

    Args:
        token: as it stands in a link.

    Returns:
        Whether there was anything to end.
    """
    with transaction.atomic():
        subscriber = Subscriber.objects.select_for_update().filter(token=token).first()
        if subscriber is None:
            return False
        _erase(subscriber)
    return True


def _erase(subscriber: Subscriber) -> None:
    """Forget an address, and the mails that were written to it, whether they have left or not."""
    OutboxMessage.objects.filter(dedup_key__startswith=f"alert:{subscriber.pk}:").delete()
    subscriber.delete()


def sweep() -> int:
    """Forget what nobody confirmed in time, and addresses to which no mail can go.

    Returns:
        How many addresses were forgotten; bounded, the next run goes on.
    """
    now = timezone.now()
    late = Alert.objects.filter(confirmed_at=None, confirm_until__lte=now)
    # Asked again while it is deleted: meanwhile it may have been confirmed, or asked for anew.
    late.filter(pk__in=list(late.values_list("pk", flat=True)[:AT_ONCE])).delete()
    refused = OutboxMessage.objects.filter(
        dedup_key__startswith="alert:", state=MessageState.STUCK, error_kind=Kind.ADDRESS
    )
    addresses = [message.to for message in refused.only("dedup_key", "to")[:AT_ONCE]]
    idle = Subscriber.objects.filter(alerts=None) | Subscriber.objects.filter(email__in=addresses)
    keys = list(idle.distinct().values_list("pk", flat=True)[:AT_ONCE])
    return sum(_forget(pk, addresses) for pk in keys)


@transaction.atomic
def _forget(pk: int, refused: list[str]) -> bool:
    subscriber = Subscriber.objects.select_for_update().filter(pk=pk).first()
    # Somebody may have asked anew since it was looked for.
    if subscriber is None or (subscriber.alerts.exists() and subscriber.email not in refused):
        return False
    _erase(subscriber)
    audit.record(actor=System(), action="alert.erase", data={"count": 1})
    return True
