"""The committee's entry in the rail of the desk."""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.committee.desk.lookup import HERE
from cases.desk.rail import Entry, Group
from cases.domain import committees
from cases.domain.queries.standing import Counted, Times
from portal.actors import Officer

SECRETARIES = "secretaries"


def counted(actor: Officer, times: Times) -> Counted:
    """Count the secretaries for whom it depends on them: whoever stands in where there is none."""
    if committees.reads_anyway(actor) or not committees.may_stand_in(actor):
        return {}
    return {SECRETARIES: committees.secretaries(actor, times.today)}


def entry(actor: Officer, here: str, numbers: Mapping[str, int]) -> Entry | None:
    """Return the entry for whom the committee's pages exist; arguments as in `cases.desk.rail.Maker`."""
    if not committees.reads_anyway(actor) and numbers.get(SECRETARIES) != 0:
        return None
    return Entry(reverse("committee:page"), _("คณะกรรมการ"), is_here=here == HERE, group=Group.RECORDS)
