"""Where files of this room lie."""

from __future__ import annotations

import uuid
from pathlib import PurePosixPath

from django.db import models


def stored_name(instance: models.Model, name: str) -> str:
    """Return a random name: what somebody called the file never reaches the disk (ASVS 5.3.2)."""
    token = uuid.uuid4().hex
    return f"readiness/{token[:2]}/{token}{PurePosixPath(name).suffix}"
