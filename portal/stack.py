"""Room for deep calls, so that they do not ask the system for memory again and again.

CPython lays the frames of a thread in pieces of 16 kB and gives a piece back as soon as the call that began it returns
(`push_chunk` and `_PyThreadState_PopFrame` in its pystate.c). A loop that stands at the end of a piece takes one and gives
it back each time round: behind all middlewares, 370 pages of the desk asked the system a million times, and a quarter of
their processor time went there. A call whose own frame is larger than any piece gets one twice as large as it needs, and
all calls below it fit into the rest.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")

SLOTS = 70_000
"""Slots of the frame, of eight bytes each: a little more than half a megabyte, so that the piece has one, and what is left
holds as many frames as Python lets calls be deep. Nothing of it is touched, so that it takes no memory."""


def with_room(
    call: Callable[Parameters, Result], *args: Parameters.args, **kwargs: Parameters.kwargs
) -> Result:
    """Return what a call returns that goes deep.

    Args:
        call: goes deep.
        *args: handed to it.
        **kwargs: handed to it.
    """
    return call(*args, **kwargs)


with_room.__code__ = with_room.__code__.replace(co_stacksize=SLOTS)
