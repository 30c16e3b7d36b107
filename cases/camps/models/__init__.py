"""Tables of shelters."""

from cases.camps.models.family import AGES, Family, FamilyTerm
from cases.camps.models.move import FamilyMove

__all__ = ["AGES", "Family", "FamilyMove", "FamilyTerm"]
