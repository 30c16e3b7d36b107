"""Holding answers and parts of pages within the transaction of a test, as a portal in service holds them outside of one."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from portal.page_cache import memory


@pytest.fixture
def holding(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """Hold from the first request on; set `in_atomic_block` of what is returned to hold nothing.

    Only for requests that write to no room of the page cache: what is written in a transaction ends no holding.
    """
    monkeypatch.setattr(memory, "_held", memory._Held(None, 0.0))
    # A busy machine takes longer for the round than anything is held.
    monkeypatch.setattr(memory, "HELD_SECONDS", 3_600.0)
    said = SimpleNamespace(in_atomic_block=False)
    monkeypatch.setattr(memory, "connection", said)
    return said
