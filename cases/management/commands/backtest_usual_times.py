"""Look back at what people were told: `manage.py backtest_usual_times`."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cases.domain.usual_times import backtest

BETWEEN = (85, 95)
"""Percent of the people within the bound for nine of ten, of all months together (issue 9, point 12)."""


class Command(BaseCommand):
    """Say for each month how often help came within the bound that its people would have been told."""

    help = "How often help came within the time that people were told, month by month."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take how many months back."""
        parser.add_argument("--months", type=int, default=12)

    def handle(self, *args: Any, **options: Any) -> None:
        """Print a line a month.

        Raises:
            CommandError: nobody was promised anything, or all months together lie outside of 85 to 95 percent.
        """
        months = backtest(timezone.now(), options["months"])
        for one in months:
            share = f"{100 * one.held / one.promised:.0f} %" if one.promised else "–"
            self.stdout.write(f"{one.month:%Y-%m}  told {one.promised:6}  held {one.held:6}  {share}")
        promised = sum(one.promised for one in months)
        if not promised:
            raise CommandError("too little is known: nobody would have been told a time")
        share = 100 * sum(one.held for one in months) / promised
        self.stdout.write(f"together {share:.1f} % of {promised}")
        if not BETWEEN[0] <= share <= BETWEEN[1]:
            raise CommandError(f"{share:.1f} % lie outside of {BETWEEN[0]} to {BETWEEN[1]} %")
