"""No process of the portal outlives the one that started it, however that one ended.

`serve` starts its children through this module run as a program. The kernel kills them with their parent
(PR_SET_PDEATHSIG, Linux), and what they start in turn watches them by a thread: a server killed hard leaves nobody behind
who holds its port, its database or its memory.
"""

from __future__ import annotations

import ctypes
import os
import select
import signal
import sys
import threading

STARTER = "KLANG_LIFELINE"
"""Environment variable: the process whose end ends the others."""
_PR_SET_PDEATHSIG = 1


def end_with_parent() -> None:
    """Ask the kernel to kill this process when its parent ends; kept over exec. Does nothing where there is no such call."""
    prctl = getattr(ctypes.CDLL(None, use_errno=True), "prctl", None)
    if prctl is not None:
        prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


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


def main(arguments: list[str]) -> None:
    """Become a command that ends with its parent.

    Args:
        arguments: number of the parent, then the command.
    """
    end_with_parent()
    parent, *command = arguments
    if os.getppid() != int(parent):
        # It ended before the kernel knew what we want.
        sys.exit(1)
    os.environ[STARTER] = str(os.getpid())
    os.execv(command[0], command)  # noqa: S606 - our own command, and no shell


if __name__ == "__main__":
    main(sys.argv[1:])
