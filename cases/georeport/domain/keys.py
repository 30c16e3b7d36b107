"""Keys by which programs of partners report; a supervisor of the center gives them out and takes them back (ASVS 13.2)."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from cases.domain.limits import may_set_limits
from cases.errors import GuardFailed, NotAllowed
from cases.georeport.models import PartnerKey
from portal.audit import services as audit
from portal.thai.bounds import LINE

if TYPE_CHECKING:
    from portal.actors import Officer

LONGEST_DAYS = 366
"""Days for which a key is given at most; then it is given anew."""
PREFIX = "klang_"
"""By which scanners of repositories know a key that was left somewhere."""


def _digest(secret: str) -> str:
    """Return what is kept of a key: 256 random bits need no slow hash, and the server's own key goes in."""
    return salted_hmac("cases.georeport.key", secret, algorithm="sha256").hexdigest()


def may_give(actor: Officer) -> bool:
    """Whether somebody gives keys out: who supervises the center."""
    return may_set_limits(actor)


def keys_of(actor: Officer) -> QuerySet[PartnerKey]:
    """Return the keys of the actor's center, the newest first, each with `sent`: requests that came by it."""
    mine = PartnerKey.objects.filter(organization=actor.organization)
    return mine.annotate(sent=Count("requests")).order_by("-made_at", "-pk")


@transaction.atomic
def give(*, actor: Officer, partner: str, days: int = LONGEST_DAYS) -> tuple[PartnerKey, str]:
    """Make a key; the key itself is returned this once and kept nowhere.

    Args:
        actor: a supervisor of the center.
        partner: whose program will use it; stands in the record.
        days: for how long.

    Raises:
        NotAllowed: for anybody else.
        GuardFailed: the name is missing or too long, or the days are none.
    """
    if not may_give(actor):
        raise NotAllowed("give_partner_key")
    partner = partner[:LINE].strip()
    if not partner or len(partner) > 120:
        raise GuardFailed(_("เขียนว่าเป็นระบบของใคร ไม่เกิน 120 ตัวอักษร"), field="partner")
    if not 0 < days <= LONGEST_DAYS:
        raise GuardFailed(_("กำหนดอายุ 1 ถึง 366 วัน"), field="days")
    secret = PREFIX + secrets.token_urlsafe(32)
    key = PartnerKey.objects.create(
        partner=partner,
        digest=_digest(secret),
        organization=actor.organization,
        made_by=actor.person,
        expires_at=timezone.now() + dt.timedelta(days=days),
    )
    audit.record(
        actor=actor,
        action="georeport.key_given",
        subject=str(key.pk),
        data={"partner": partner, "days": days},
    )
    return key, secret


@transaction.atomic
def revoke(*, actor: Officer, key: PartnerKey) -> bool:
    """Take a key back; False when that was done before. Requests that came by it stay.

    Raises:
        NotAllowed: for anybody who may not give keys out, or a key of another center.
    """
    if not may_give(actor) or key.organization_id != actor.organization.pk:
        raise NotAllowed("revoke_partner_key")
    if not PartnerKey.objects.filter(pk=key.pk, revoked_at=None).update(revoked_at=timezone.now()):
        return False
    audit.record(actor=actor, action="georeport.key_revoked", subject=str(key.pk))
    return True


def find(secret: str) -> PartnerKey | None:
    """Return the key that works now; None for an unknown one, one whose time is over, that was taken back or whose center ended."""
    if not secret.startswith(PREFIX) or len(secret) > 100:
        return None
    return working().filter(digest=_digest(secret)).first()


def working() -> QuerySet[PartnerKey]:
    """Return the keys that work now: in time, not taken back, of a center that exists."""
    return PartnerKey.objects.filter(
        revoked_at=None, expires_at__gt=timezone.now(), organization__is_active=True
    )
