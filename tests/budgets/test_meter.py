"""Thirty pages that became three tenths heavier in one figure are thirty pages that are told by that figure."""

from __future__ import annotations

from dataclasses import replace

import time_machine

from tests.budgets import kept
from tests.budgets.meter import FIGURES, figure_of, work_of
from tests.budgets.pages import pages
from tests.budgets.planted import heavier
from tests.budgets.test_budgets import MOMENT, only_here
from tests.cases import factories

PAGES = {"/", "/library/", "center desk:worklist", "center statistics:page", "local desk:case"}

pytestmark = only_here


def test_a_page_that_becomes_three_tenths_heavier_is_told_whatever_grew() -> None:
    missed, planted = [], 0
    with time_machine.travel(MOMENT, tick=False):
        for page in (page for page in pages(factories.world()) if page.name in PAGES):
            light = work_of(page)
            assert not kept.above(light, light)
            assert not kept.below(light, light)
            for figure in FIGURES:
                with heavier(figure, light, share=0.3):
                    grown = {figure: figure_of(figure, page)}
                heavy = replace(light, **grown)
                planted += 1
                if figure not in kept.above(heavy, light):
                    missed.append((page.name, figure, light, heavy))
    assert (planted, missed) == (30, [])


def test_a_budget_that_would_hide_a_heavier_page_is_told() -> None:
    light = kept.read()["/library/"]
    for figure in FIGURES:
        wide = replace(light, **{figure: round(getattr(light, figure) * 1.5) + 1})
        assert kept.below(light, wide) == [figure]
        assert not kept.above(light, wide)
