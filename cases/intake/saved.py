"""A draft that somebody left to go on with later, on whatever device, by a code of digits.

What was typed is kept for fourteen days, encrypted with a key that needs the code: whoever reads the database without it
reads nothing. The code follows from the draft's token, so a page that got lost on its way shows the same code again, and what
is sent or deleted is found and forgotten. It lies among the sessions, which end by themselves (`tasks.sweep_drafts`). Careful
requests are never left anywhere, and files stay behind.
"""

from __future__ import annotations

import base64
import json
import uuid
from dataclasses import replace
from datetime import timedelta
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.db.models import Manager
from django.utils import timezone

from cases.intake.draft import Draft
from cases.intake.return_code import code_of, derived
from portal.web.sessions import SessionStore

KEPT_FOR = timedelta(days=14)
KEY = "request_saved"


def _place(code: str) -> str:
    """Return the key of the row in which a code's draft lies; it tells neither the code nor the draft."""
    return derived("saved-place", code.encode()).hex()[:32]


def _rows() -> Manager[Any]:
    return SessionStore.get_model_class()._default_manager


def _cipher(code: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(derived("saved-key", code.encode())))


def save(draft: Draft) -> str:
    """Keep a draft for `KEPT_FOR` from now, in place of what was kept of it before; returns its code.

    Args:
        draft: of general help; its files are left out.

    Raises:
        ValueError: it is a careful one.
        DatabaseError: nothing was kept.
    """
    if draft.journey().is_sensitive:
        raise ValueError("a careful request is never left anywhere")
    code = code_of(draft.token)
    words = json.dumps(replace(draft, files=[]).to_session(), ensure_ascii=False).encode()
    content = SessionStore().encode({KEY: _cipher(code).encrypt(words).decode()})
    _rows().update_or_create(
        session_key=_place(code),
        defaults={"session_data": content, "expire_date": timezone.now() + KEPT_FOR},
    )
    return code


def find(code: str) -> Draft | None:
    """Return the draft of a code, None when there is none (any more). It stays, in case the answer gets lost.

    Args:
        code: from `return_code.typed_code`.
    """
    row = _rows().filter(session_key=_place(code), expire_date__gt=timezone.now()).first()
    kept = SessionStore().decode(row.session_data).get(KEY) if row else None
    if kept is None:
        return None
    try:
        return Draft.from_session(json.loads(_cipher(code).decrypt(kept.encode())))
    except InvalidToken:
        return None


def forget(token: uuid.UUID) -> None:
    """Forget what was left of a draft: it was sent, deleted, or became a careful one. Nothing left is no error."""
    _rows().filter(session_key=_place(code_of(token))).delete()
