"""The proof list: who got a circular, who acknowledged it when, who read it; also of those to whom a district passed it on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from legal_library.models import Circulation, Receipt, Understanding
from portal.thai.dates import format_date, to_bangkok


@dataclass(frozen=True)
class Line:
    """One organization on the list.

    Attributes:
        depth: 0 for those to whom the circulation went, 1 for those who have it from one of them.
        state: in words: acknowledged, waiting, late.
        tone: of components/status.html.
        who: name and position of whoever acknowledged, and when.
        understood: names of officers who read and understood it.
    """

    receipt: Receipt
    name: str
    depth: int
    state: str
    tone: str
    who: str
    understood: tuple[str, ...]
    is_done: bool


@dataclass(frozen=True)
class Proof:
    """The whole list and its sums."""

    circulation: Circulation
    lines: list[Line]

    @property
    def done(self) -> int:
        """How many have acknowledged."""
        return sum(line.is_done for line in self.lines)

    @property
    def late(self) -> int:
        """How many are late."""
        return sum(line.receipt.is_late for line in self.lines)

    @property
    def letters(self) -> list[Line]:
        """Those who get it on paper and have not acknowledged."""
        return [line for line in self.lines if line.receipt.by_letter and not line.is_done]

    @property
    def silent(self) -> list[Line]:
        """Those who could acknowledge here and have not: their receipt may come back on paper all the same."""
        return [line for line in self.lines if not line.receipt.by_letter and not line.is_done]


def day(moment: datetime) -> str:
    """Return the day of a moment in Thailand, in words."""
    return format_date(to_bangkok(moment).date())


def proof_of(circulation: Circulation) -> Proof:
    """Return the proof list of a circulation, in a constant number of queries.

    Args:
        circulation: any; those that pass it on stand below their organization.
    """
    own = _receipts([circulation.pk])
    passed = _receipts(Circulation.objects.filter(relays__in=own).values_list("pk", flat=True))
    below: dict[int, list[Receipt]] = defaultdict(list)
    for receipt in passed:
        below[receipt.circulation.relays_id or 0].append(receipt)
    read = _readers([*own, *passed])
    lines = []
    for receipt in own:
        lines.append(_line(receipt, 0, read))
        lines += [_line(other, 1, read) for other in below[receipt.pk]]
    return Proof(circulation, lines)


def _receipts(circulations: Iterable[int]) -> list[Receipt]:
    found = Receipt.objects.filter(circulation__in=list(circulations))
    return list(found.select_related("organization", "circulation", "acknowledged_by__user"))


def _readers(receipts: list[Receipt]) -> dict[int, tuple[str, ...]]:
    names: dict[int, list[str]] = defaultdict(list)
    for row in Understanding.objects.filter(receipt__in=receipts).select_related("person"):
        names[row.receipt_id].append(str(row.person))
    return {pk: tuple(found) for pk, found in names.items()}


def _line(receipt: Receipt, depth: int, read: dict[int, tuple[str, ...]]) -> Line:
    state, tone = _("รอรับทราบ"), "info"
    if receipt.acknowledged_at:
        state, tone = _("รับทราบแล้ว"), "ok"
    elif receipt.is_late:
        state, tone = _("เกินกำหนด"), "danger"
    elif receipt.by_letter:
        state = _("ส่งเป็นหนังสือ รอใบตอบรับ")
    return Line(
        receipt=receipt,
        name=receipt.organization.display_name,
        depth=depth,
        state=state,
        tone=tone,
        who=_who(receipt),
        understood=read.get(receipt.pk, ()),
        is_done=receipt.acknowledged_at is not None,
    )


def _who(receipt: Receipt) -> str:
    if receipt.acknowledged_by and receipt.acknowledged_at:
        appointment = receipt.acknowledged_by
        return f"{appointment.user} ({appointment.get_role_display()}) {day(receipt.acknowledged_at)}"
    if receipt.receiver_words and receipt.received_on:
        words = {"who": receipt.receiver_words, "day": format_date(receipt.received_on)}
        return _("%(who)s %(day)s (ใบตอบรับ)") % words
    return ""
