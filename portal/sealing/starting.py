"""Before anything is served: is every key there under which something may be sealed, and is each the right one?

Works without the apps as well, because `serve` only watches over others (`portal.management.commands.serve`).
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import replace

from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

from portal.sealing import current, envelope
from portal.sealing.errors import KeysError, SealingError
from portal.sealing.keys import FIND, SEAL, Keys, derived, new_text, write

TEXT = "Klang"
_QUESTION = "SELECT key, proof FROM sealing_probe"


class HalfBlindError(Exception):
    """The portal must not start: it could not read what people told us. The text says what to do."""


def problem() -> str:
    """Say why the portal must not start with these keys; "" when it may.

    Where the database is not there, or has no tables yet, nothing can be compared with it.
    """
    try:
        keys = current.keys()
    except KeysError as error:
        return str(error)
    return problem_with(keys, proofs())


def problem_with(keys: Keys, proved: Iterable[tuple[str, str]]) -> str:
    """Say which key that was proved is missing or another one; "" when all are right.

    Args:
        keys: of the key file.
        proved: name and proof of each.
    """
    return next((wrong for name, proof in proved if (wrong := _wrong(keys, name, proof))), "")


def make_where_allowed() -> bool:
    """Make the key file of an installation for trying things out, while nothing is sealed in it; says whether it was made.

    Of several processes that begin at once one makes it, and the others take that.

    Raises:
        OSError: it cannot be written.
    """
    place = current.path()
    if not settings.KLANG["MAKES_KEYS"] or place.exists() or proofs():
        return False
    write(place, new_text(timezone.localdate()), is_new=True)
    current.forget()
    return True


def refuse_half_blind() -> None:
    """Let nobody in while a key is missing or wrong.

    Raises:
        HalfBlindError: with what to do.
    """
    make_where_allowed()
    if wrong := problem():
        raise HalfBlindError(f"Klang does not start half-blind. {wrong}")


def proofs() -> list[tuple[str, str]]:
    """Return name and proof of every key that was ever used here and not taken out of use."""
    try:
        if apps.ready:
            with connection.cursor() as cursor:
                cursor.execute(_QUESTION)
                return list(cursor.fetchall())
        # By the driver itself: Django's cursor warns whoever asks without the apps.
        with (
            connection.wrap_database_errors,
            closing(connection.get_new_connection(connection.get_connection_params())) as database,
        ):
            cursor = database.cursor()
            cursor.execute(_QUESTION)
            return list(cursor.fetchall())
    except DatabaseError:
        return []


def _wrong(keys: Keys, name: str, proof: str) -> str:
    purpose, _colon, identifier = name.partition(":")
    copy = "Put the right key file back from your copy (docs/operator.md, Keys)."
    if purpose == FIND:
        if identifier == keys.finding[0] and hmac.compare_digest(proof, _digest(keys)):
            return ""
        return (
            f'The key for finding is not "{identifier}", under which names and words are kept. {copy}'
            " If it was changed on purpose: manage.py rebuild_lists"
        )
    if identifier not in keys.sealing:
        return f'The key "{identifier}", under which something may still be sealed, is not in the key file. {copy}'
    try:
        is_right = envelope.opened(keys, proof, _place(name)) == TEXT
    except SealingError:
        is_right = False
    return "" if is_right else f'The key "{identifier}" of the key file is another one than before. {copy}'


def _place(name: str) -> bytes:
    return envelope.place("sealing_probe", "proof", name)


def _digest(keys: Keys) -> str:
    return hmac.new(derived(keys.finding[1], "probe"), TEXT.encode(), hashlib.sha256).hexdigest()


def missing_proofs(keys: Keys, known: set[str]) -> Iterator[tuple[str, str]]:
    """Yield name and proof of the keys that came since a proof was made last.

    An older key than one that has a proof has one too, or was taken out of use and waits in the file for somebody to take
    its line away: a proof that came back would keep the portal from starting without it.

    Args:
        keys: of the installation.
        known: names that have one.
    """
    for identifier, key in keys.sealing.items():
        name = f"{SEAL}:{identifier}"
        if name in known:
            break
        yield name, envelope.seal(replace(keys, sealing={identifier: key}), TEXT, _place(name))
    name = f"{FIND}:{keys.finding[0]}"
    if name not in known:
        yield name, _digest(keys)
