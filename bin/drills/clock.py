"""Time of a drill: it stands still, and jumps to whatever comes next."""

from __future__ import annotations

import datetime as dt
import heapq
from collections.abc import Callable, Generator
from itertools import count

import time_machine

Script = Generator[float, None, None]
"""What somebody does, step by step; each step gives the seconds after which the next one begins."""


class Clock:
    """What will happen when. Two who start in one moment go in the order in which they were told.

    Args:
        traveller: that turns the clock of this process.
        start: of the drill.
    """

    def __init__(self, traveller: time_machine.Coordinates, start: dt.datetime) -> None:
        self._traveller, self.start = traveller, start
        self.seconds = 0.0
        self._order = count()
        self._plan: list[tuple[float, int, Callable[[], object]]] = []

    @property
    def hour(self) -> float:
        """Of the day in Bangkok; a drill begins at midnight there."""
        return self.seconds / 3600 % 24

    def at(self, seconds: float, act: Callable[[], object]) -> None:
        """Do something at a time, given in seconds from the beginning."""
        heapq.heappush(self._plan, (max(seconds, self.seconds), next(self._order), act))

    def follow(self, script: Script, at: float = 0.0) -> None:
        """Let somebody begin, and go on after each step as long as there is one."""

        def step() -> None:
            pause = next(script, None)
            if pause is not None:
                self.at(self.seconds + pause, step)

        self.at(at, step)

    def run(self, until: float) -> None:
        """Let everything happen until a moment."""
        while self._plan and self._plan[0][0] <= until:
            self.seconds, _order, act = heapq.heappop(self._plan)
            self._traveller.move_to(self.start + dt.timedelta(seconds=self.seconds))
            act()
        self.seconds = until
        self._traveller.move_to(self.start + dt.timedelta(seconds=until))
