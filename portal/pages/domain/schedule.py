"""Publishing and expiry at the hour that an editor set, without anybody's hand.

What Wagtail's `publish_scheduled` does, once a minute and one by one: an object whose publishing fails does not keep the
others waiting, and two workers never publish the same revision twice.
"""

from __future__ import annotations

import datetime as dt
import logging

from django.apps import apps
from django.db import models
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from wagtail.models import DraftStateMixin, Page, Revision

from portal.queue.one_by_one import each_apart

log = logging.getLogger(__name__)


def follow_schedule(now: dt.datetime | None = None) -> int:
    """Publish what is due and take down what is over; returns how many objects changed.

    Running it late, twice or by two workers at once is fine. What came and went while nobody worked is not published
    any more.
    """
    now = now or timezone.now()
    due = Revision.objects.filter(approved_go_live_at__lte=now).order_by("approved_go_live_at", "pk")
    changed = each_apart(
        due.values_list("pk", flat=True), lambda pk: _publish(pk, now), what="publishing a revision"
    )
    for model in _scheduled_models():
        over = model._default_manager.filter(live=True, expire_at__lte=now).order_by("expire_at", "pk")
        changed += each_apart(
            over.values_list("pk", flat=True),
            lambda pk, model=model: _take_down(model, pk, now),
            what=f"taking down a {model.__name__}",
        )
    return changed


def _scheduled_models() -> list[type[models.Model]]:
    others = [
        model
        for model in apps.get_models()
        if issubclass(model, DraftStateMixin) and not issubclass(model, Page)
    ]
    return [Page, *others]


def _publish(key: object, now: dt.datetime) -> bool:
    """Publish one revision unless somebody else is at it or its time is over."""
    found = Revision.objects.select_for_update(skip_locked=True, of=("self",))
    revision = found.filter(pk=key, approved_go_live_at__lte=now).first()
    if revision is None:
        return False
    expires = parse_datetime(revision.content.get("expire_at") or "")
    if expires is not None and expires <= now:
        revision.approved_go_live_at = None
        revision.save(update_fields=["approved_go_live_at"])
        log.warning("Revision %s was over before anybody could publish it.", key)
        return False
    revision.publish(log_action="wagtail.publish.scheduled")
    return True


def _take_down(model: type[models.Model], key: object, now: dt.datetime) -> bool:
    """Unpublish one object unless somebody did so meanwhile."""
    found = model._default_manager.select_for_update(skip_locked=True, of=("self",))
    instance = found.filter(pk=key, live=True, expire_at__lte=now).first()
    if instance is None:
        return False
    instance.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")  # type: ignore[attr-defined]
    return True
