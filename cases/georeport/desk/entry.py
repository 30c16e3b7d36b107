"""The entry of the desk's rail."""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.desk.rail import Entry, Group
from cases.georeport.domain.keys import may_give
from portal.actors import Officer

HERE = "georeport"


def entry(actor: Officer, here: str, numbers: Mapping[str, int]) -> Entry | None:
    """Return the entry for whoever gives keys out."""
    if not may_give(actor):
        return None
    return Entry(reverse("partners:keys"), _("ระบบของหน่วยงานอื่น"), is_here=here == HERE, group=Group.SYSTEM)
