"""No process of the portal outlives the one that started it, however that one ended.

The children of `serve` ask the kernel to be killed with their parent (PR_SET_PDEATHSIG, Linux), and what they start in turn
watches them by a thread: a server killed hard leaves nobody behind who holds its port, its database or its memory.
"""

from __future__ import annotations

import ctypes
import os
import select
import signal
import threading

STARTER = "KLANG_LIFELINE"
"""Environment variable: the process whose end ends the others."""
_PR_SET_PDEATHSIG = 1


def ask_kernel(option: int, value: int | bytes) -> None:
    """Ask the kernel for something about this process (prctl); does nothing where there is no such call.

    Args:
        option: number of the question in <sys/prctl.h>.
        value: what it takes.
    """
    prctl = getattr(ctypes.CDLL(None, use_errno=True), "prctl", None)
    if prctl is not None:
        prctl(option, value, 0, 0, 0)


def end_with_parent(parent: int) -> None:
    """Let this process, newly forked, end with the one that forked it, and all that it forks or becomes end with itself.

    The kernel keeps the promise over exec. Where there is no such call only what this process starts watches it.

    Args:
        parent: number of the process that forked this one. When it has ended already, this one ends too.
    """
    ask_kernel(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        # It ended before the kernel knew what we want.
        os._exit(1)
    os.environ[STARTER] = str(os.getpid())


def hold() -> threading.Thread | None:
    """End this process as soon as the one that `STARTER` names ends; returns the watching thread.

    Call it early, before slow imports. Without the variable (a server that somebody else watches over) nothing is done.
    """
    named = os.environ.get(STARTER, "")
    if not named.isdigit() or not hasattr(os, "pidfd_open"):
        return None
    if int(named) == os.getpid():
        return None
    try:
        watched = os.pidfd_open(int(named))
    except ProcessLookupError:
        _end()
        return None
    if os.getppid() != int(named):
        # It ended before we looked, and another process may bear its number already.
        _end()
    thread = threading.Thread(target=_watch, args=(watched,), name="lifeline", daemon=True)
    thread.start()
    return thread


def _watch(watched: int) -> None:
    waiting = select.poll()
    waiting.register(watched, select.POLLIN)
    waiting.poll()
    _end()


def _end() -> None:
    # As hard as the parent's end was: nothing that a request or a task leaves half done may depend on a gentle end.
    os.kill(os.getpid(), signal.SIGKILL)
