"""What is different each time that a part of a page is drawn, left open in parts that are held and filled in afterwards.

A blank form looks the same for everybody but for two things: the token that shows whose form it is (Django's CSRF token), and
the one by which the same form sent twice is one act. Marks stand in their places while a part is drawn that will be held
(`portal.pages.templatetags.held`); every reader gets tokens of their own. Nobody can write a mark: it is random.
"""

from __future__ import annotations

import re
import secrets
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from django.template import Context
from django.template.defaulttags import CsrfTokenNode

CSRF = f"slot{secrets.token_hex(16)}"
"""Stands where the CSRF token of the reader comes."""
_FIELD = f"slot{secrets.token_hex(16)}"
"""Stands where the whole hidden field with that token comes: nothing that is held looks like a form of somebody."""
_TOKEN = f"slot{secrets.token_hex(16)}"
_TOKENS = re.compile(_TOKEN)

_here = threading.local()


def new_token() -> uuid.UUID | str:
    """Return a random token for a form that is drawn, or the mark of one while a part is drawn that will be held."""
    return _TOKEN if are_left_open() else uuid.uuid4()


def are_left_open() -> bool:
    """Say whether a part is being drawn now that will be held."""
    return getattr(_here, "depth", 0) > 0


@contextmanager
def left_open() -> Iterator[None]:
    """Let marks stand in what is drawn meanwhile, by this thread."""
    _here.depth = getattr(_here, "depth", 0) + 1
    try:
        yield
    finally:
        _here.depth -= 1


def _field(csrf_token: str) -> str:
    return CsrfTokenNode().render(Context({"csrf_token": csrf_token}))


def opened(part: str) -> str:
    """Return a part that was drawn while slots were left open as it is held."""
    return part.replace(_field(CSRF), _FIELD) if CSRF in part else part


def filled(part: str, csrf_token: object) -> str:
    """Return a part with tokens of this reader's own.

    Args:
        part: as it is held.
        csrf_token: of the context; it is made, and its cookie set, only when the part has a form.
    """
    if _TOKEN in part:
        part = _TOKENS.sub(lambda _mark: str(uuid.uuid4()), part)
    if _FIELD in part:
        part = part.replace(_FIELD, _field(str(csrf_token)))
    return part.replace(CSRF, str(csrf_token)) if CSRF in part else part
