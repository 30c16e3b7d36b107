"""Who goes on with what an organization that ended had begun, and how rows of a room pass to them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models.expressions import RawSQL

from portal.audit import services as audit
from portal.organizations.domain import ending
from portal.organizations.domain.routing import center_for
from portal.organizations.models import Organization

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.utils.functional import Promise

    from portal.actors import Actor


def heir_of(organization: Organization) -> Organization | None:
    """Return the last who took its place and still exists, else the center of its place; None where there is neither."""
    last = organization.successors()[-1]
    if last.is_active and last.pk != organization.pk:
        return last
    return center_of(organization)


def center_of(organization: Organization) -> Organization | None:
    """Return the center that answers for the place of an organization; None where there is none but itself."""
    code = organization.subdistrict_code or organization.district_code or organization.province_code
    found = center_for(code)
    return found if found is not None and found.pk != organization.pk else None


@dataclass(frozen=True, slots=True)
class Rows:
    """What a room keeps for organizations and lets pass to the heir as it stands.

    Attributes:
        name: of the rows in the audit trail.
        words: what the end of an organization would mean for them, with `%(count)d`.
        of: the rows that have to go on when an organization ends.
        column: that names the organization.
        takes: whether an heir can go on with them; where it cannot they stay as they are.
    """

    name: str
    words: Promise
    of: Callable[[Organization], QuerySet[Any]]
    column: str = "organization"
    takes: Callable[[Organization], bool] = lambda heir: True

    def report(self, organization: Organization) -> list[str]:
        """See `ending.Report`."""
        count = self.of(organization).count()
        return [str(self.words) % {"count": count}] if count else []

    def carry_out(self, organization: Organization, *, successor: Organization | None, actor: Actor) -> None:
        """See `ending.CarryOut`; the successor is read from the organization, so that chains are followed."""
        heir = heir_of(organization)
        if heir is None or not self.takes(heir):
            return
        count = self.of(organization).update(**{self.column: heir})
        if count:
            audit.record(
                actor=actor,
                action="organization.rows_passed",
                subject=f"organization:{organization.pk}",
                data={"rows": self.name, "count": count, "to": heir.pk},
            )

    def register(self) -> None:
        """Take part in every end of an organization."""
        ending.register(report=self.report, carry_out=self.carry_out)


_TABLE = Organization._meta.db_table
_WITH_PREDECESSORS = (
    f"WITH RECURSIVE heirs(id) AS (SELECT id FROM {_TABLE} WHERE id = %s "  # noqa: S608 - names of our own table
    f"UNION SELECT one.id FROM {_TABLE} AS one INNER JOIN heirs ON one.successor_id = heirs.id) SELECT id FROM heirs"
)


def with_predecessors(organization_id: int | None) -> RawSQL:
    """Return, for `…__in`, the keys of an organization and of all whose place it took, over however many ends.

    It is part of the query in which it stands, so that nothing is asked for it, and a query that is composed once may
    hold it; no key at all for None.

    Args:
        organization_id: who goes on with what they had begun.
    """
    return RawSQL(_WITH_PREDECESSORS, [organization_id])  # noqa: S611 - its only value is apart
