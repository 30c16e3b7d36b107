"""How properties are tried: how long one takes on a machine that others use too is no failure of it."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

WITH_FIXTURES = (HealthCheck.too_slow, HealthCheck.function_scoped_fixture)
"""For a property whose fixture holds nothing that one example leaves to the next; a list of its own replaces the profile's."""


def load() -> None:
    """Let every property follow the one profile; what Hypothesis sets by itself on a build server stays as it is."""
    settings.register_profile(
        "klang", settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow]
    )
    settings.load_profile("klang")
