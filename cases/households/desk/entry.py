"""The entry of households in the rail of the desk."""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.desk.rail import Entry
from portal.accounts.functions import Function
from portal.actors import Officer

HERE = "households"


def may_judge(actor: Officer) -> bool:
    """Whether the pages exist for somebody: who takes requests down, works on them or decides on them."""
    return bool(actor.functions & {Function.INTAKE, Function.WORK, Function.SUPERVISE, Function.DEPUTY})


def entry(actor: Officer, here: str, numbers: Mapping[str, int]) -> Entry | None:
    """Return the entry for whom the pages exist; arguments as in `cases.desk.rail.rail_of`."""
    if not may_judge(actor):
        return None
    return Entry(reverse("households:waiting"), _("เรื่องที่อาจซ้ำกัน"), is_here=here == HERE)
