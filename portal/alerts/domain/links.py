"""The addresses that stand in mails: nothing but an unguessable token in each (cases.md, privacy 8)."""

from __future__ import annotations

import hashlib

from django.urls import reverse

from portal.alerts.models import Subscriber
from portal.web.links import absolute


def digest_of(secret: str) -> str:
    """Return what is stored of the secret of a link that confirms."""
    return hashlib.sha256(secret.encode()).hexdigest()


def confirming(secret: str) -> str:
    """Return the address that confirms an alert."""
    return absolute(reverse("alerts:confirm", args=[secret]))


def page_of(subscriber: Subscriber) -> str:
    """Return the address of what somebody follows."""
    return absolute(reverse("alerts:page", args=[subscriber.token]))


def ending(subscriber: Subscriber) -> str:
    """Return the address that ends every mail to somebody, by one click (RFC 8058)."""
    return absolute(reverse("alerts:stop", args=[subscriber.token]))


def mail_key(subscriber: Subscriber, what: str) -> str:
    """Return the key of a mail in the outbox; all of one address begin alike, so that they can be erased together.

    Args:
        subscriber: to whom it goes.
        what: tells it from the others.
    """
    return f"alert:{subscriber.pk}:{what}"
