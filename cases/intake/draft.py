"""The unsent request, kept on the server in the visitor's session; nothing is stored in the browser (ASVS 14.3.3)."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.utils import timezone

from cases.intake import occasion as occasions
from cases.intake.draft_folder import delete_all
from cases.intake.flow import Journey, walk
from cases.intake.forms.base import Raw
from portal.web.sessions import SessionGoneError, SessionStore

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
        provision: where in the library the request was begun, by its key there.
        occasion: of the short form that it is written on, by its slug; "" for the usual form.
    """

    token: uuid.UUID = field(default_factory=uuid.uuid4)
    kept: dict[str, Raw] = field(default_factory=dict)
    files: list[DraftFile] = field(default_factory=list)
    reviewed: bool = False
    touched: datetime = field(default_factory=timezone.now)
    provision: str = ""
    occasion: str = ""
    _judged: Journey | None = field(default=None, init=False, compare=False, repr=False)

    def journey(self) -> Journey:
        """Judge the answers; those that are as they were at the last time are not judged again."""
        self._judged = walk(self.kept, self._judged, occasions.find(self.occasion))
        return self._judged

    def know(self, other: Draft | None) -> None:
        """Take over how the answers were judged when the same draft was read before."""
        self._judged = other._judged if other else None

    def is_stale(self) -> bool:
        """Say whether nobody touched it for too long. Looks at the raw problem only, which is cheap."""
        problem = self.kept.get("problem")
        sensitive = problem is not None and not self.occasion and walk({"problem": problem}).is_sensitive
        return timezone.now() - self.touched > (IDLE_SENSITIVE if sensitive else IDLE)

    def to_session(self) -> dict[str, Any]:
        """Return JSON-able values."""
        return {
            "token": str(self.token),
            "kept": self.kept,
            "files": [asdict(file) for file in self.files],
            "reviewed": self.reviewed,
            "touched": self.touched.isoformat(),
            "provision": self.provision,
            "occasion": self.occasion,
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
            provision=values.get("provision", ""),
            occasion=values.get("occasion", ""),
        )


def load(session: SessionStore) -> Draft | None:
    """Return the visitor's draft; None when there is none, or when it was left alone for too long (then it is gone)."""
    values = session.get(KEY)
    if values is None:
        return None
    draft = Draft.from_session(values)
    if draft.is_stale():
        discard(session)
        return None
    return draft


class DraftGone(Exception):  # noqa: N818 - an answer to a person
    """The draft was sent, given up or forgotten while this request was at work."""


@contextmanager
def changing(session: SessionStore, token: uuid.UUID, known: Draft | None = None) -> Iterator[Draft]:
    """Load the draft as it is stored now, let it be changed, and save it, under a lock on the session.

    Two tabs and two uploads at once thus each add what is theirs. Keep what stands inside quick: no decoding of files,
    no drawing of pages. A draft that has no session yet is begun.

    Args:
        session: the visitor's.
        token: of the draft that the change is meant for.
        known: the draft as this request read it before, whose judged answers need not be judged again.

    Raises:
        DraftGone: there is no such draft any more; nothing was changed.
        UpdateError, DatabaseError: the session cannot be stored; nothing is lost that was stored before.
    """
    is_new = KEY not in session
    with ExitStack() as lock:
        if session.session_key is not None:
            try:
                lock.enter_context(session.locked())
            except SessionGoneError as error:
                raise DraftGone from error
        draft = _stored(session, token, is_new=is_new)
        draft.know(known)
        yield draft
        draft.touched = timezone.now()
        draft.reviewed = draft.reviewed or draft.journey().is_complete
        session[KEY] = draft.to_session()
        if SESSION_KEY not in session:
            # A visitor's cookie ends with the browser; members of staff who try the form keep theirs.
            session.set_expiry(0)
        session.save()


def _stored(session: SessionStore, token: uuid.UUID, *, is_new: bool) -> Draft:
    values = session.get(KEY)
    if values is None:
        if is_new:
            return Draft(token=token)
        raise DraftGone
    draft = Draft.from_session(values)
    if draft.token != token:
        raise DraftGone
    return draft


def discard(session: SessionStore) -> None:
    """Forget the draft and delete its files."""
    values = session.pop(KEY, None)
    if values is not None:
        delete_all(uuid.UUID(values["token"]))


def forget_file(session: SessionStore, draft: Draft, name: str) -> None:
    """Take a file that is no longer on the disk out of the draft, in the session and here."""
    with changing(session, draft.token) as kept:
        kept.files = [file for file in kept.files if file.name != name]
    draft.files = kept.files


def files_added_since(session: SessionStore, draft: Draft) -> list[str]:
    """Return the names of files that another request attached after `draft` was read. No error when the draft is gone."""
    if session.session_key is None:
        return []
    stored = type(session)(session.session_key).get(KEY)
    if stored is None or stored["token"] != str(draft.token):
        return []
    known = {file.id for file in draft.files}
    return [file["name"] for file in stored["files"] if file["id"] not in known]
