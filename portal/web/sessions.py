"""Sessions that two requests of one browser can write at once: each writes what it changed, and nothing else.

Django's sessions are read at the beginning of a request and written whole at its end, so of two tabs (or an upload and
a page that is read meanwhile) the slower one takes back what the quicker one kept. Here the row is locked, read again,
and only the keys that this request set or deleted are put in. `SESSION_ENGINE` names this module.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessionStore
from django.contrib.sessions.models import Session
from django.db import router, transaction
from django.db.models import QuerySet
from django.utils import timezone

from portal.composed import Composed
from portal.sealing import current, envelope
from portal.sealing.errors import SealingError

logger = logging.getLogger(__name__)
_PLACE = envelope.place("django_session", "session_data", "")
"""The row has no name yet when it is written first, and who may choose its key may choose its content as well."""


_STORED = Composed(
    lambda key, now: Session.objects.filter(session_key=key, expire_date__gt=now), key=str, now=dt.datetime
)
_THERE = Composed(lambda key: Session.objects.filter(session_key=key), key=str)
_LOCKED = Composed(lambda key: Session.objects.select_for_update().filter(session_key=key), key=str)


def rows_left(beginning: str, *, is_so: bool = False) -> QuerySet[Session]:
    """Return the sessions that last and are not stored so (or are, with `is_so`).

    Args:
        beginning: of the stored text, as `portal.sealing.columns.under` says it.
        is_so: ask for those that are.
    """
    lasting = Session.objects.filter(expire_date__gt=timezone.now())
    asked = {"session_data__startswith": beginning}
    return lasting.filter(**asked) if is_so else lasting.exclude(**asked)


def seal_anew(rows: QuerySet[Session]) -> int:
    """Seal sessions with the newest key; returns how many. One that is written meanwhile keeps what its owner wrote.

    What cannot be opened is an empty session to whoever has it, and ends by itself within the day.

    Args:
        rows: of `rows_left`.
    """
    count = 0
    # Read whole before the first is written: they are those of one day.
    for key, stored in list(rows.values_list("session_key", "session_data")):
        try:
            if envelope.is_sealed(stored):
                text = envelope.opened(current.keys_with(envelope.key_of(stored)), stored, _PLACE)
            else:
                text = stored
        except SealingError:
            continue
        sealed = envelope.seal(current.keys(), text, _PLACE)
        count += Session.objects.filter(session_key=key, session_data=stored).update(session_data=sealed)
    return count


class SessionGoneError(UpdateError):
    """The session was deleted meanwhile: somebody left or signed out in another tab."""


class SessionStore(DatabaseSessionStore):
    """Django's sessions in the database, written key by key."""

    def __init__(self, session_key: str | None = None) -> None:
        super().__init__(session_key)
        self._read: dict[str, bytes] = {}
        self._is_held = False
        self._stored_as: str | None = None

    def encode(self, session_dict: Mapping[str, Any]) -> str:
        """Return a session as it is stored: signed as Django does, and sealed, because people's unsent words stand in it."""
        return envelope.seal(current.keys(), super().encode(session_dict), _PLACE)

    def decode(self, session_data: str) -> dict[str, Any]:
        """Read what `encode` wrote; what cannot be opened is an empty session, as Django has it for a wrong signature."""
        if envelope.is_sealed(session_data):
            try:
                keys = current.keys_with(envelope.key_of(session_data))
                session_data = envelope.opened(keys, session_data, _PLACE)
            except SealingError:
                logger.warning("a session could not be opened: its key is gone, or it was changed")
                return {}
        data: dict[str, Any] = super().decode(session_data)
        return data

    def load(self) -> dict[str, Any]:
        """Read the session and remember how it was."""
        data = super().load()
        self._read = self._written(data)
        self._stored_as = None
        return data

    def _get_session_from_db(self) -> Session | None:
        """Return the row of this session, asked for as Django does, by a query that is composed once."""
        found = _STORED(key=self.session_key, now=timezone.now())
        if not found:
            self._session_key = None
            return None
        return found[0]

    def exists(self, session_key: str) -> bool:
        """Say whether there is a row of this key, by a query that is composed once."""
        return bool(_THERE(key=session_key))

    def save(self, must_create: bool = False) -> None:
        """Write what changed since this session was read.

        Raises:
            SessionGoneError: it was deleted meanwhile.
            UpdateError: it cannot be written.
            CreateError: `must_create` and its key exists already.
            DatabaseError: it cannot be locked or read again.
        """
        is_stored = self.session_key is not None and self.session_key == self._stored_as
        if is_stored and not must_create and self._written(self._get_session()) == self._read:
            # The view stored it itself; the middleware at the end of the request has nothing to add. It may be gone, though.
            if not self.exists(self.session_key):
                raise SessionGoneError
            return
        if self.session_key is None or must_create or self._is_held:
            super().save(must_create)
        else:
            with self.locked():
                super().save()
        self._read = self._written(self._get_session())
        self._stored_as = self.session_key

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold this session's row in a transaction; at its beginning the session is as it is stored now.

        What this request changed and did not save yet stays changed. For load, change, save in one::

            with session.locked():
                session["key"] = changed(session.get("key"))
                session.save()

        Raises:
            SessionGoneError: on entering; this session is empty from then on.
        """
        with transaction.atomic(using=router.db_for_write(self.model)):
            self._read_again()
            before, was_held, self._is_held = self._read, self._is_held, True
            try:
                yield
            except BaseException:
                # What was stored inside is taken back.
                self._read, self._stored_as = before, None
                raise
            finally:
                self._is_held = was_held

    def _read_again(self) -> None:
        """Lock the row and take over what other requests wrote."""
        mine = self._get_session()
        row = _LOCKED.first(key=self.session_key)
        if row is None:
            self._session_cache, self._read, self._stored_as = {}, {}, None
            raise SessionGoneError
        stored = self.decode(row.session_data)
        now = self._written(mine)
        changed = {key for key in now.keys() | self._read.keys() if now.get(key) != self._read.get(key)}
        kept = {key: value for key, value in stored.items() if key not in changed}
        self._session_cache = kept | {key: mine[key] for key in changed if key in mine}
        self._read = self._written(stored)

    def _written(self, data: Mapping[str, Any]) -> dict[str, bytes]:
        """Return each value as it is written, which tells a changed one from an unchanged one."""
        serializer = self.serializer()
        return {key: serializer.dumps(value) for key, value in data.items()}
