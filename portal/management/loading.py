"""The whole portal loaded into this process before it answers, and before it forks: its children then share one copy of it.

Three processes that load it each hold 3,700 modules, the compiled patterns of all addresses and a dictionary of Thai of their
own; forked from one that has them, they hold what they change (docs/decisions/0019).
"""

from __future__ import annotations

import ctypes
import gc
import os

import django
from django.db import connections
from django.template import engines
from django.urls import URLPattern, URLResolver, get_resolver

from portal.thai.words import segment

COLLECT_AFTER = (10_000, 20, 20)
"""New objects after which the collector looks at them, and rounds after which it looks at older ones. A page makes some ten
thousand that go by themselves; at Python's seven hundred the collector took a tenth of a busy server's time, and looked at
everything that is loaded every few seconds, for four tenths of one in which nobody was answered."""
_M_ARENA_MAX = -8
_ARENAS = 2


def load() -> None:
    """Load the apps, every view, the template libraries and the dictionary, and leave no connection open.

    No thread is started: only the one that forks lives on in the child.
    """
    # numpy's linear algebra would start one for each processor; nothing of ours is worth a second one.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    django.setup()
    _visit(get_resolver())
    engines.all()
    segment("กลาง")
    connections.close_all()
    gc.collect()
    # The collector writes into what it looks at, and what is written to is shared no more.
    gc.freeze()
    gc.set_threshold(*COLLECT_AFTER)


def spare_heaps() -> None:
    """Let the threads of this process and of its children share two heaps, where the C library can.

    Many threads, each with a heap of its own, keep memory that none of them uses.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_M_ARENA_MAX, _ARENAS)


def _visit(resolver: URLResolver) -> None:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            _visit(pattern)
        elif isinstance(pattern, URLPattern):
            # Compiled at its first use otherwise, in each process again.
            _ = pattern.pattern.regex if hasattr(pattern.pattern, "regex") else None
