"""The small district."""

from __future__ import annotations

from tests.cases.desk.conftest import at_center, at_local, login, world  # noqa: F401 - fixtures
