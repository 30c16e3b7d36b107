"""The small district of the cases, and browsers of its officers."""

from tests.cases.desk.conftest import at_center, at_local, login, world

__all__ = ["at_center", "at_local", "login", "world"]
