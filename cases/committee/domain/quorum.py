"""How a quorum is reckoned: pure functions over members (docs/committee.md, "How the quorum is reckoned").

A body's own order may say otherwise; where it says nothing, the Administrative Procedure Act B.E. 2539 does: at least half
of the members (s.79); called again for the same matters within 14 days, a third, where the invitation says so. Who has a matter of their own at stake leaves, and the committee then consists of the others (s.13,
s.15): so both the whole and those present are counted without them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cases.committee.vocabulary import QuorumRule


def needed(rule: QuorumRule, members: int) -> int:
    """Return how many of so many members have to be there; 1 at least."""
    if rule == QuorumRule.MAJORITY:
        return members // 2 + 1
    if rule == QuorumRule.TWO_THIRDS:
        return max(1, -(-2 * members // 3))
    if rule == QuorumRule.ONE_THIRD:
        return max(1, -(-members // 3))
    return max(1, -(-members // 2))


@dataclass(frozen=True, slots=True)
class Count:
    """A count of members at one moment.

    Attributes:
        members: of whom the committee consists, without those who left for a matter of their own.
        present: how many of these are there.
        needed: how many have to be.
        left: how many left.
    """

    members: int
    present: int
    needed: int
    left: int = 0

    @property
    def holds(self) -> bool:
        """Whether the committee can resolve; one without members cannot."""
        return self.members > 0 and self.present >= self.needed

    @property
    def words(self) -> str:
        """The count as a sentence."""
        values = {"members": self.members, "present": self.present, "needed": self.needed, "left": self.left}
        if self.members == 0:
            return _("ไม่มีกรรมการที่พิจารณาได้")
        if self.left:
            said = _(
                "กรรมการที่พิจารณาได้ %(members)d คน (ออกจากที่ประชุม %(left)d คน) มา %(present)d คน ต้องมา %(needed)d คน"
            )
        else:
            said = _("กรรมการ %(members)d คน มา %(present)d คน ต้องมา %(needed)d คน")
        verdict = (
            _("ครบองค์ประชุม") if self.holds else _("ไม่ครบองค์ประชุม ขาด %d คน") % (self.needed - self.present)
        )
        return f"{said % values} {verdict}"


def count(
    rule: QuorumRule, *, members: Iterable[int], present: Iterable[int], leaving: Iterable[int] = ()
) -> Count:
    """Count.

    Args:
        rule: of the committee.
        members: voting members in force on the day.
        present: who is there; whoever is no voting member does not count.
        leaving: who leaves for this item.
    """
    everybody, out = frozenset(members), frozenset(leaving)
    sitting = everybody - out
    return Count(
        members=len(sitting),
        present=len(sitting & frozenset(present)),
        needed=needed(rule, len(sitting)),
        left=len(everybody & out),
    )


def in_words(rule: QuorumRule, members: int) -> str:
    """Return a rule for so many members as a sentence."""
    if members == 0:
        return _("ยังไม่มีกรรมการ")
    values = {"rule": rule.label, "members": members, "needed": needed(rule, members)}
    return _("%(rule)s: กรรมการ %(members)d คน ต้องมาประชุมอย่างน้อย %(needed)d คน") % values
