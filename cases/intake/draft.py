"""The unsent request, kept on the server in the visitor's session; nothing is stored in the browser (ASVS 14.3.3)."""

from __future__ import annotations

import uuid
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.utils import timezone

from cases.intake.draft_folder import delete_all
from cases.intake.flow import Journey, walk
from cases.intake.forms.base import Raw

KEY = "request_draft"
IDLE = timedelta(hours=8)
"""How long an untouched draft is kept."""
IDLE_SENSITIVE = timedelta(hours=2)
"""The same in a crisis, where the next person at the keyboard may be the one who must not read it."""


@dataclass(frozen=True, slots=True)
class DraftFile:
    """A file that came with the draft: checked, made anew, and stored privately.

    Attributes:
        id: random, for the button that takes it away.
        path: its name in the private storage.
        name: the citizen's name for it, cleaned.
        content_type: found by content.
        size: bytes.
    """

    id: str
    path: str
    name: str
    content_type: str
    size: int


@dataclass(slots=True)
class Draft:
    """Answers, files and the token that makes sending idempotent (reliability.md R03, R04).

    Attributes:
        token: made by the server for this draft; two sendings with one token are one request.
        kept: what was typed, by slug of the step.
        files: in the order in which they came.
        reviewed: the check page was reached, so a changed answer leads straight back to it.
        touched: last change.
    """

    token: uuid.UUID = field(default_factory=uuid.uuid4)
    kept: dict[str, Raw] = field(default_factory=dict)
    files: list[DraftFile] = field(default_factory=list)
    reviewed: bool = False
    touched: datetime = field(default_factory=timezone.now)

    def journey(self) -> Journey:
        """Judge the answers."""
        return walk(self.kept)

    def is_stale(self) -> bool:
        """Say whether nobody touched it for too long. Looks at the raw problem only, which is cheap."""
        problem = self.kept.get("problem")
        sensitive = problem is not None and walk({"problem": problem}).is_sensitive
        return timezone.now() - self.touched > (IDLE_SENSITIVE if sensitive else IDLE)

    def to_session(self) -> dict[str, Any]:
        """Return JSON-able values."""
        return {
            "token": str(self.token),
            "kept": self.kept,
            "files": [asdict(file) for file in self.files],
            "reviewed": self.reviewed,
            "touched": self.touched.isoformat(),
        }

    @classmethod
    def from_session(cls, values: dict[str, Any]) -> Draft:
        """Read back what `to_session` wrote."""
        return cls(
            token=uuid.UUID(values["token"]),
            kept=values["kept"],
            files=[DraftFile(**file) for file in values["files"]],
            reviewed=values["reviewed"],
            touched=datetime.fromisoformat(values["touched"]),
        )


def load(session: SessionBase) -> Draft | None:
    """Return the visitor's draft; None when there is none, or when it was left alone for too long (then it is gone)."""
    values = session.get(KEY)
    if values is None:
        return None
    draft = Draft.from_session(values)
    if draft.is_stale():
        discard(session)
        return None
    return draft


def save(session: SessionBase, draft: Draft) -> None:
    """Write the draft now, so that a failing database is noticed while the page can still say so.

    Raises:
        DatabaseError: when the session cannot be stored; nothing is lost that was stored before.
    """
    draft.touched = timezone.now()
    session[KEY] = draft.to_session()
    if SESSION_KEY not in session:
        # A visitor's cookie ends with the browser; members of staff who try the form keep theirs.
        session.set_expiry(0)
    session.save()


def discard(session: SessionBase) -> None:
    """Forget the draft and delete its files."""
    values = session.pop(KEY, None)
    if values is not None:
        delete_all(uuid.UUID(values["token"]))


def forget_file(session: SessionBase, draft: Draft, name: str) -> None:
    """Take a file that is no longer on the disk out of the draft."""
    draft.files = [file for file in draft.files if file.name != name]
    save(session, draft)
