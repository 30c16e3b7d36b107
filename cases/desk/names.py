"""Names of bodies as lists and histories show them, where the official name would fill three lines."""

from __future__ import annotations

from cases.domain.queries.names import brief

__all__ = ["brief"]
