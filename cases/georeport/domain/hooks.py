"""Telling a partner's program that a report stands otherwise: who sets it up, what is told, and how it is signed.

A message names the report by our number and by the partner's own, and says one of five words: nothing of any person. It is
signed as the Standard Webhooks specification says (https://www.standardwebhooks.com/), so that ready-made libraries check
it: HMAC-SHA256 over number of the message, moment and body. It lies in the outbox, in the transaction in which it is noticed,
and is tried for two days; the same message always has the same number.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
import json
import secrets
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.errors import GuardFailed, NotAllowed
from cases.georeport.domain import keys
from cases.georeport.domain.standing import states_of
from cases.georeport.models import PartnerHook, PartnerRequest
from portal.audit import services as audit
from portal.outbox.failures import HeldError, RefusedError
from portal.outbox.models import MessageState, OutboxMessage
from portal.outbox.services import enqueue
from portal.web import reaching

if TYPE_CHECKING:
    from portal.actors import Officer

WAY = "webhook"
TEMPLATE = "partner_state"
SECRET_PREFIX = "whsec_"  # noqa: S105 - the beginning of every one
"""As the specification writes secrets."""
MOST_AT_ONCE = 500
"""Reports that one round looks at; the next minute brings the next."""
PAUSES = (*(dt.timedelta(minutes=minutes) for minutes in (1, 5, 15)), dt.timedelta(hours=1))
"""How long an address is left alone that did not answer, once, twice, …"""
_GONE = 410
"""The other side says that it wants no more messages (RFC 9110); then the hook ends."""


def _bounds() -> reaching.Bounds:
    """Return whom partners may let us call: https at public addresses, and what the operator named in the inner network."""
    return reaching.Bounds(inside=settings.KLANG["HOOK_HOSTS"])


def hooks_of(actor: Officer) -> QuerySet[PartnerHook]:
    """Return the addresses of the actor's center that count, by partner."""
    return PartnerHook.objects.filter(organization=actor.organization, ended_at=None).order_by("partner")


def partners_of(actor: Officer) -> list[str]:
    """Return the partners that have a key that works, by name: only these can be told anything."""
    mine = keys.keys_of(actor).filter(revoked_at=None, expires_at__gt=timezone.now())
    return sorted(set(mine.order_by().values_list("partner", flat=True)))


@transaction.atomic
def set_up(*, actor: Officer, partner: str, address: str) -> tuple[PartnerHook, str]:
    """Let a partner's program be told; the secret is returned this once. An address of before ends.

    Args:
        actor: who gives keys out.
        partner: one of `partners_of`.
        address: of their program.

    Raises:
        NotAllowed: for anybody else.
        GuardFailed: an unknown partner, or an address that may not be called.
    """
    if not keys.may_give(actor):
        raise NotAllowed("set_up_partner_hook")
    if partner not in partners_of(actor):
        raise GuardFailed(_("เลือกระบบที่มีกุญแจใช้ได้"), field="partner")
    try:
        address = reaching.check(address, _bounds())
    except reaching.AddressError as error:
        raise GuardFailed(error.message, field="address") from error
    for old in hooks_of(actor).filter(partner=partner):
        _end(old)
    secret = SECRET_PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()
    try:
        with transaction.atomic():
            hook = PartnerHook.objects.create(
                partner=partner,
                organization=actor.organization,
                address=address,
                secret=secret,
                made_by=actor.person,
            )
    except IntegrityError as error:
        raise GuardFailed(_("มีผู้ตั้งที่อยู่ของระบบนี้ในเวลาเดียวกัน ดูรายการอีกครั้ง")) from error
    audit.record(
        actor=actor,
        action="georeport.hook_set",
        subject=str(hook.pk),
        data={"partner": partner, "address": address},
    )
    return hook, secret


@transaction.atomic
def end(*, actor: Officer, hook: PartnerHook) -> bool:
    """Tell a program nothing any more; False when that was done before.

    Raises:
        NotAllowed: for anybody who may not give keys out, or a hook of another center.
    """
    if not keys.may_give(actor) or hook.organization_id != actor.organization.pk:
        raise NotAllowed("end_partner_hook")
    if not _end(hook):
        return False
    audit.record(actor=actor, action="georeport.hook_ended", subject=str(hook.pk))
    return True


def _end(hook: PartnerHook) -> bool:
    """End a hook, and what waits for it: of the reports that it was about, the next hook is told how they stand."""
    if not PartnerHook.objects.filter(pk=hook.pk, ended_at=None).update(ended_at=timezone.now()):
        return False
    unsent = OutboxMessage.objects.filter(
        way=WAY,
        dedup_key__startswith=f"hook:{hook.pk}:",
        state__in=(MessageState.WAITING, MessageState.STUCK),
    )
    numbers = {context["number"] for context in unsent.values_list("context", flat=True)}
    unsent.update(state=MessageState.SETTLED)
    # They were noticed but never arrived.
    PartnerRequest.objects.filter(number__in=numbers).update(told_version=0, told_state="")
    return True


def notice() -> int:
    """Write a message for each report whose word is another one than was told last; returns how many.

    Compares the version of the case, so a round in which nothing happened costs one query, and running it twice or late is
    fine. Of what happened before a hook was set up, only how it stands now is told.
    """
    hook = PartnerHook.objects.filter(
        organization=OuterRef("key__organization"), partner=OuterRef("key__partner"), ended_at=None
    )
    # Whose last key was taken back or ran out is told nothing more; a new key catches up with how things stand then.
    key = keys.working().filter(organization=OuterRef("key__organization"), partner=OuterRef("key__partner"))
    changed = (
        PartnerRequest.objects.filter(Exists(hook), Exists(key))
        .exclude(told_version=F("case__version"))
        .select_related("case", "key")
        .order_by("pk")[:MOST_AT_ONCE]
    )
    rows = list(changed)
    states = states_of(rows)
    counted = {(one.organization_id, one.partner): one for one in PartnerHook.objects.filter(ended_at=None)}
    return sum(
        _tell(row, str(states[row.pk]), counted.get((row.key.organization_id, row.key.partner)))
        for row in rows
    )


@transaction.atomic
def _tell(row: PartnerRequest, state: str, hook: PartnerHook | None) -> bool:
    version = row.case.version
    fresh = PartnerRequest.objects.filter(pk=row.pk, told_version=row.told_version)
    # Two workers at one moment: the one that changes the row writes the message.
    if not fresh.update(told_version=version, told_state=state, shown_state=state):
        return False
    if hook is None or state == row.told_state:
        return False
    enqueue(
        template=TEMPLATE,
        to="",
        way=WAY,
        context={"hook": str(hook.pk), "number": row.number, "state": state},
        dedup_key=f"hook:{hook.pk}:{row.number}:{version}",
    )
    return True


def body_of(*, number: str, own_reference: str, state: str, at: dt.datetime) -> bytes:
    """Return what is sent: no words, no place, no person.

    Args:
        number: of the report, ours.
        own_reference: the partner's.
        state: how it stands.
        at: when that was noticed.
    """
    content = {
        "type": "request.state_changed",
        "timestamp": at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "data": {"id": number, "reference": own_reference or None, "state": state},
    }
    return json.dumps(content, ensure_ascii=True, separators=(",", ":")).encode()


def signature(secret: str, *, number: str, moment: int, body: bytes) -> str:
    """Return by what a program knows that a message is ours.

    Args:
        secret: as it was shown when the hook was set up.
        number: of the message.
        moment: seconds since 1970; a program refuses one that is minutes away from now.
        body: as it is sent.
    """
    key = base64.b64decode(secret.removeprefix(SECRET_PREFIX))
    told = hmac.new(key, f"{number}.{moment}.".encode() + body, hashlib.sha256).digest()
    return "v1," + base64.b64encode(told).decode()


class HookLine:
    """Hands messages to partners' programs (`portal.outbox.ways`)."""

    def send(self, message: OutboxMessage) -> None:
        """Send one message.

        Raises:
            HeldError: the address does not answer; it is left alone for a while, with all its messages.
            RefusedError: the program refused this message, or its hook ended.
        """
        now = timezone.now()
        hook = PartnerHook.objects.filter(pk=message.context.get("hook") or 0, ended_at=None).first()
        row = PartnerRequest.objects.filter(number=message.context.get("number", "")).first()
        if hook is None or row is None:
            raise RefusedError(for_good=True)
        if hook.paused_until is not None and hook.paused_until > now:
            raise HeldError(hook.paused_until)
        body = body_of(
            number=row.number,
            own_reference=row.own_reference,
            state=message.context["state"],
            at=message.created_at,
        )
        number, moment = f"msg_{message.message_id.hex}", int(now.timestamp())
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "Klang-Webhook/1",
            "webhook-id": number,
            "webhook-timestamp": str(moment),
            "webhook-signature": signature(hook.secret, number=number, moment=moment, body=body),
        }
        try:
            status = reaching.post(hook.address, body, headers, _bounds())
        except reaching.UnreachableError as error:
            raise _paused(hook, now) from error
        _judge(hook, status, now)


def _judge(hook: PartnerHook, status: int, now: dt.datetime) -> None:
    """Say what an answer means.

    Raises:
        HeldError, RefusedError: as `HookLine.send`.
    """
    if 200 <= status < 300:
        PartnerHook.objects.filter(pk=hook.pk).update(failures=0, paused_until=None, answered_at=now)
        return
    if status == _GONE:
        _end(hook)
        raise RefusedError(for_good=True)
    if status == 429 or status >= 500:
        raise _paused(hook, now)
    # A redirect is not followed: the address that a person set up is the one that is told.
    raise RefusedError


def _paused(hook: PartnerHook, now: dt.datetime) -> HeldError:
    """Leave an address alone for a while, and return until when."""
    until = now + PAUSES[min(hook.failures, len(PAUSES) - 1)]
    PartnerHook.objects.filter(pk=hook.pk).update(failures=hook.failures + 1, paused_until=until)
    return HeldError(until)
