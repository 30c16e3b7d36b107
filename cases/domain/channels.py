"""The open list of channels: the fixed ones that the rules know, and the center's own (S1.05)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cases.domain.limits import may_set_limits
from cases.errors import GuardFailed, NotAllowed
from cases.models import IntakeChannel
from cases.vocabulary import Channel, ChannelGroup
from portal.audit import services as audit
from portal.composed import Composed

if TYPE_CHECKING:
    from django.utils.functional import Promise

    from portal.actors import Officer

OWN = "own-"
"""The codes of the center's own channels begin so; no fixed one does."""


@dataclass(frozen=True, slots=True)
class ChannelInUse:
    """One channel as it is now.

    Attributes:
        code: what a case keeps.
        name: in the reader's language.
        group: in which statistics count it.
        is_offered: officers may choose it.
        is_own: the center's own, whose name it may change.
    """

    code: str
    name: str | Promise
    group: ChannelGroup
    is_offered: bool
    is_own: bool


_OWN = Composed(lambda: IntakeChannel.objects.all())


def channels() -> list[ChannelInUse]:
    """Return every channel, the fixed ones first, in one query."""
    rows = {row.code: row for row in _OWN()}
    fixed = [
        ChannelInUse(
            code=one.value,
            name=one.label,
            group=one.group,
            is_offered=not one.is_self_service and (one.value not in rows or rows[one.value].is_offered),
            is_own=False,
        )
        for one in Channel
    ]
    own = [
        ChannelInUse(row.code, str(row), ChannelGroup(row.group), row.is_offered, is_own=True)
        for row in rows.values()
        if row.code not in Channel.values
    ]
    return [*fixed, *own]


def offered_channels() -> list[tuple[str, str | Promise]]:
    """Return what an officer may choose, as pairs of code and name."""
    return [(one.code, one.name) for one in channels() if one.is_offered]


def is_channel(code: str) -> bool:
    """Say whether a request may carry this code; also one that is offered no longer."""
    return code in Channel.values or IntakeChannel.objects.filter(code=code).exists()


@transaction.atomic
def set_channel(
    *, actor: Officer, code: str, name_th: str, name_en: str, group: ChannelGroup, is_offered: bool
) -> IntakeChannel:
    """Add a channel, or change one; nothing is deleted, because cases carry its code.

    Args:
        actor: a supervisor of the center.
        code: of the channel; "" for a new one.
        name_th: of an own one; a fixed one keeps its names and its group.
        name_en: as `name_th`; may stay empty.
        group: of an own one.
        is_offered: whether officers may choose it.

    Raises:
        NotAllowed: for anybody else.
        GuardFailed: the name is missing or borne already, or the channel is not chosen by officers.
    """
    if not may_set_limits(actor):
        raise NotAllowed("set_channel")
    fixed = Channel(code) if code in Channel.values else None
    if fixed is not None and fixed.is_self_service:
        raise GuardFailed(_("ช่องทางนี้ประชาชนใช้เอง ปิดที่นี่ไม่ได้"), field="is_offered")
    name_th = "" if fixed else name_th.strip()
    if fixed is None:
        others = {str(one.name) for one in channels() if one.code != code}
        if not name_th or name_th in others:
            raise GuardFailed(_("เขียนชื่อช่องทางที่ยังไม่มีในรายการ"), field="name_th")
    row, _created = IntakeChannel.objects.update_or_create(
        code=code or f"{OWN}{uuid.uuid4().hex[:12]}",
        defaults={
            "name_th": name_th,
            "name_en": "" if fixed else name_en.strip(),
            "group": fixed.group if fixed else group,
            "is_offered": is_offered,
        },
    )
    audit.record(
        actor=actor,
        action="policy.set_channel",
        subject=row.code,
        data={"name": row.name_th, "group": str(row.group), "is_offered": is_offered},
    )
    return row
