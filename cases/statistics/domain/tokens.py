"""Keys by which programs of partners read the protected figures (S1.32; ASVS 2.10, 13.2).

A supervisor of the center gives keys for the province of the center and takes its own ones back; the operator gives them
for any province or the country, and may take every one back.
"""

from __future__ import annotations

import datetime as dt
import secrets
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from cases.domain.limits import may_set_limits
from cases.errors import GuardFailed, NotAllowed
from cases.statistics.models import ApiToken
from portal.actors import Officer
from portal.audit import services as audit
from portal.organizations.areas import is_area
from portal.thai.bounds import LINE
from portal.thai.dates import bangkok_today

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from portal.actors import Actor

LONGEST_DAYS = 366
"""Days for which a key is given at most; then it is given anew."""
PREFIX = "klang_"
"""By which scanners of repositories know a key that was left somewhere."""


def _digest(secret: str) -> str:
    """Return what is kept of a key: 256 random bits need no slow hash, and the server's own key goes in."""
    return salted_hmac("cases.statistics.token", secret, algorithm="sha256").hexdigest()


def may_give(actor: Actor) -> bool:
    """Whether somebody gives keys out: who supervises the center; the operator by command acts as the system."""
    return not isinstance(actor, Officer) or may_set_limits(actor)


def keys_of(actor: Officer) -> QuerySet[ApiToken]:
    """Return the keys that the actor's center gave out, the newest first."""
    return ApiToken.objects.filter(organization=actor.organization).order_by("-made_at", "-pk")


def _province(actor: Actor, wanted: str) -> str:
    """Return for which province a key is made; of a center never another than its own.

    Raises:
        GuardFailed: the province does not exist, or is not that of the center.
    """
    if wanted and not is_area(wanted, "province"):
        raise GuardFailed(_("ไม่มีจังหวัดรหัสนี้"), field="province")
    if not isinstance(actor, Officer):
        return wanted
    own = actor.organization.province_code
    if not own or wanted not in ("", own):
        raise GuardFailed(_("ศูนย์ออกกุญแจได้เฉพาะจังหวัดของศูนย์ จังหวัดอื่นให้ผู้ดูแลระบบออก"), field="province")
    return own


@transaction.atomic
def give(*, actor: Actor, partner: str, days: int = LONGEST_DAYS, province: str = "") -> tuple[ApiToken, str]:
    """Make a key; the key itself is returned this once and kept nowhere.

    Args:
        actor: a supervisor of the center, or the system.
        partner: who will use it; stands in the record.
        days: for how long.
        province: only this province; "" for the country, and of a center for its own one.

    Raises:
        NotAllowed: for anybody else.
        GuardFailed: the name is missing or too long, the days are none, the province does not exist or is another one.
    """
    if not may_give(actor):
        raise NotAllowed("give_token")
    partner = partner[:LINE].strip()
    if not partner or len(partner) > 120:
        raise GuardFailed(_("เขียนชื่อผู้ใช้ข้อมูล ไม่เกิน 120 ตัวอักษร"), field="partner")
    if not 0 < days <= LONGEST_DAYS:
        raise GuardFailed(_("กำหนดอายุ 1 ถึง 366 วัน"), field="days")
    province = _province(actor, province)
    secret = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        partner=partner,
        digest=_digest(secret),
        province_code=province,
        organization=actor.organization,
        made_by=actor.person,
        expires_at=timezone.now() + dt.timedelta(days=days),
    )
    audit.record(
        actor=actor,
        action="statistics.token_given",
        subject=str(token.pk),
        data={"partner": partner, "days": days, "province": province},
    )
    return token, secret


@transaction.atomic
def revoke(*, actor: Actor, token: ApiToken) -> bool:
    """Take a key back; False when that was done before.

    Raises:
        NotAllowed: for anybody who may not give keys out, or a key of another center.
    """
    if not may_give(actor):
        raise NotAllowed("revoke_token")
    if isinstance(actor, Officer) and token.organization_id != actor.organization.pk:
        raise NotAllowed("revoke_token")
    if not ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=timezone.now()):
        return False
    audit.record(actor=actor, action="statistics.token_revoked", subject=str(token.pk))
    return True


def find(secret: str) -> ApiToken | None:
    """Return the key that works now; None for an unknown one, one whose time is over, one that was taken back."""
    if not secret.startswith(PREFIX) or len(secret) > 100:
        return None
    now = timezone.now()
    found = ApiToken.objects.filter(digest=_digest(secret), revoked_at=None, expires_at__gt=now).first()
    today = bangkok_today()
    if found is not None and found.last_used_on != today:
        # Once a day: that a key is in use is worth knowing, when exactly is not worth a write at each question.
        ApiToken.objects.filter(pk=found.pk).update(last_used_on=today)
    return found
