"""The entry of the strip in the rail of the desk."""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.desk.rail import Entry
from cases.strip.domain.taking import may_read
from portal.actors import Officer

HERE = "strip"


def entry(actor: Officer, here: str, numbers: Mapping[str, int]) -> Entry | None:
    """Return the entry for whom the pages exist; how many wait stands beside the list of new requests already."""
    if not may_read(actor):
        return None
    return Entry(reverse("strip:page"), _("อ่านเรื่องใหม่ทีละเรื่อง"), is_here=here == HERE)
