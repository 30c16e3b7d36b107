"""The place as an officer writes it: preset with the own area, read in any spelling, kept as words where it cannot be read."""

from __future__ import annotations

from dataclasses import dataclass

from portal.organizations import places
from portal.organizations.domain.suggesting import address
from portal.organizations.models import Organization
from portal.thai.houses import read_house

LONGEST_DETAIL = 500


@dataclass(frozen=True, slots=True)
class ReadPlace:
    """A place with its codes, each "" where it is not known.

    Attributes:
        code: of the deepest area that was read, two, four or six digits; "" for none.
        detail: house, landmark, and whatever could not be read.
        moo: number of the village, when the words name it.
    """

    code: str
    detail: str
    moo: str

    @property
    def province(self) -> str:
        """Two digits or ""."""
        return self.code[:2]

    @property
    def district(self) -> str:
        """Four digits or ""."""
        return self.code[:4] if len(self.code) >= 4 else ""

    @property
    def subdistrict(self) -> str:
        """Six digits or ""."""
        return self.code if len(self.code) == 6 else ""


def own_place(organization: Organization) -> str:
    """Return the area in which an organization sits, in words: most who come live there."""
    served = list(organization.areas.values_list("subdistrict_code", flat=True)[:2])
    only = served[0] if len(served) == 1 else ""
    return address(
        only or organization.subdistrict_code or organization.district_code or organization.province_code
    )


def read_place(written: str, *, detail: str, organization: Organization) -> ReadPlace:
    """Read a place.

    Args:
        written: as typed into the box of the place.
        detail: house and landmark as typed.
        organization: whose officer writes; a text that names no province is meant near it.
    """
    written = written.strip()
    found = places.read(written, near=organization.province_code)
    code = found.code or (organization.district_code or organization.province_code if written else "")
    proposed = address(found.code)
    # What was chosen from the proposals stands in its fields, and need not stand in the landmark once more.
    rest = "" if found.is_complete or written == proposed else written.removesuffix(proposed).strip()
    told = " ".join(part for part in (detail.strip(), rest) if part)
    return ReadPlace(code, told, read_house(told).moo)
