"""Who sees figures of the register; asked by the rail and by the room of the figures (S2.49)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.accounts.functions import Function

if TYPE_CHECKING:
    from portal.actors import Officer

READS_FIGURES = frozenset({Function.REPORTING, Function.ALARMS, Function.VIEW})
"""Beside those who work on cases: whoever reports, follows alarms or only watches, by an order."""


def sees_figures(actor: Officer) -> bool:
    """Whether somebody sees figures; of which organizations is said by `cases.statistics.domain.reach`."""
    return actor.works_on_cases or bool(actor.functions & READS_FIGURES)
