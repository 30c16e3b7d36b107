"""How a quorum is reckoned (S1.01): pure, over numbers of members."""

from __future__ import annotations

import pytest

from cases.committee.domain.quorum import count, in_words, needed
from cases.committee.vocabulary import MemberRole, QuorumRule


@pytest.mark.parametrize(
    ("rule", "members", "least"),
    [
        (QuorumRule.HALF, 10, 5),
        (QuorumRule.HALF, 9, 5),
        (QuorumRule.HALF, 1, 1),
        (QuorumRule.MAJORITY, 10, 6),
        (QuorumRule.MAJORITY, 9, 5),
        (QuorumRule.TWO_THIRDS, 9, 6),
        (QuorumRule.TWO_THIRDS, 10, 7),
    ],
)
def test_how_many_have_to_be_there(rule: QuorumRule, members: int, least: int) -> None:
    assert needed(rule, members) == least


def test_half_of_them_is_enough_and_one_less_is_not() -> None:
    assert count(QuorumRule.HALF, members=range(6), present=range(3)).holds
    assert not count(QuorumRule.HALF, members=range(6), present=range(2)).holds


def test_a_guest_fills_no_seat() -> None:
    one = count(QuorumRule.HALF, members=[1, 2, 3, 4], present=[1, 98, 99])
    assert (one.present, one.holds) == (1, False)


def test_who_leaves_for_a_matter_of_their_own_counts_neither_as_member_nor_as_present() -> None:
    """The committee then consists of the others: nobody is missing because they were not allowed to stay."""
    one = count(QuorumRule.HALF, members=[1, 2, 3, 4], present=[1, 2], leaving=[1, 2])
    assert (one.members, one.present, one.needed, one.left, one.holds) == (2, 0, 1, 2, False)
    other = count(QuorumRule.HALF, members=[1, 2, 3, 4], present=[1, 2, 3], leaving=[1])
    assert (other.members, other.present, other.needed, other.holds) == (3, 2, 2, True)


def test_a_committee_of_which_everybody_left_resolves_nothing() -> None:
    one = count(QuorumRule.HALF, members=[1], present=[1], leaving=[1])
    assert not one.holds
    assert "ไม่มีกรรมการที่พิจารณาได้" in one.words


def test_the_count_is_said_in_words() -> None:
    assert count(QuorumRule.HALF, members=range(9), present=range(5)).words == (
        "กรรมการ 9 คน มา 5 คน ต้องมา 5 คน ครบองค์ประชุม"
    )
    assert count(QuorumRule.HALF, members=range(9), present=range(3)).words.endswith("ไม่ครบองค์ประชุม ขาด 2 คน")
    assert "ออกจากที่ประชุม 1 คน" in count(QuorumRule.HALF, members=[1, 2, 3], present=[1, 2], leaving=[1]).words
    assert "อย่างน้อย 5 คน" in in_words(QuorumRule.HALF, 9)
    assert in_words(QuorumRule.HALF, 0) == "ยังไม่มีกรรมการ"


def test_an_assistant_is_no_member() -> None:
    assert [role for role in MemberRole if not role.votes] == [MemberRole.ASSISTANT]
