"""Tables of shelters."""

from cases.camps.models.family import AGES, Family, FamilyTerm
from cases.camps.models.goods import EntryWords, Goods, GoodsEntry
from cases.camps.models.helper import HelperLink, HelperWord
from cases.camps.models.move import FamilyMove

__all__ = [
    "AGES",
    "EntryWords",
    "Family",
    "FamilyMove",
    "FamilyTerm",
    "Goods",
    "GoodsEntry",
    "HelperLink",
    "HelperWord",
]
