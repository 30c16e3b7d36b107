"""The option that writes the budgets anew."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Offer `bin/test tests/budgets --write-budgets`."""
    parser.addoption(
        "--write-budgets", action="store_true", help="keep what the pages cost now as their budgets"
    )
