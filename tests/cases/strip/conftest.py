"""The flooded district, and new requests of one household and of its neighbors."""

from __future__ import annotations

from tests.cases.desk.conftest import at_center, at_local, login, world  # noqa: F401 - fixtures
from tests.cases.events.conftest import areas, declared, now  # noqa: F401 - fixtures
