"""A small district with a question to its center."""

from __future__ import annotations

import uuid

import pytest

from cases.consultation.domain import asking
from cases.consultation.domain.asking import Asked
from tests.cases.desk.conftest import login, world

__all__ = ["login", "world"]

CANARY = "ฉันชื่อคะนารี กรงทอง โทร 081-770-0131"
MAIL = "kanari-canary@example.org"
TOKEN = uuid.UUID("11111111-2222-4333-8444-555555555555")


@pytest.fixture
def asked(world) -> Asked:
    """A question full of what must not be seen elsewhere."""
    return asking.ask(token=TOKEN, question=CANARY, problem="disaster", email=MAIL, may_email=True)
