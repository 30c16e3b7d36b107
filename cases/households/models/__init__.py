"""Households, their members, pairs that wait for a person, pairs that were told apart."""

from cases.households.models.household import Household, Member
from cases.households.models.pairs import KeptApart, LikelyPair, LookedUpTo

__all__ = ["Household", "KeptApart", "LikelyPair", "LookedUpTo", "Member"]
