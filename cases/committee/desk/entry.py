"""The committee's entry in the rail of the desk."""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.committee.desk.lookup import HERE
from cases.desk.rail import Entry, Group
from cases.domain import committees
from portal.actors import Officer


def entry(actor: Officer, here: str, numbers: Mapping[str, int]) -> Entry | None:
    """Return the entry for whom the committee's pages exist; arguments as in `cases.desk.rail.Maker`."""
    if not committees.may_read(actor):
        return None
    return Entry(reverse("committee:page"), _("คณะกรรมการ"), is_here=here == HERE, group=Group.RECORDS)
