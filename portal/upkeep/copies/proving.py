"""Proving that what was put back is what was there, and that people can work with it."""

from __future__ import annotations

import secrets
from collections.abc import Iterator

from django.contrib.auth import authenticate
from django.contrib.auth.hashers import identify_hasher, is_password_usable
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from portal.accounts.models import User
from portal.audit import sealing
from portal.audit.models import Seal
from portal.search.models import IndexedDocument
from portal.search.sources import health, site_index
from portal.upkeep.copies import databases
from portal.upkeep.copies.making import sources
from portal.upkeep.copies.manifest import Manifest
from portal.upkeep.registry import Look
from portal.upkeep.running import inspect

CHANGING = frozenset({"django_session", "upkeep_backupmoment"})
"""Tables of which a row more or less is nobody's loss."""


def prove(manifest: Manifest) -> list[str]:
    """Return what is not as it was, or does not work: the chain, files, search, sign-in; nothing when all is well.

    Args:
        manifest: of the backup.
    """
    return [*_chain(manifest), *_files(manifest), *_search(), *_sign_in()]


def prove_counts(manifest: Manifest) -> Iterator[str]:
    """Yield the tables that have more or fewer rows than they had.

    Args:
        manifest: of the backup.
    """
    now = databases.facts()["counts"]
    for table, rows in manifest.counts.items():
        if now.get(table) != rows and table not in CHANGING:
            yield f"{table} has {now.get(table)} rows, and had {rows}"


def _chain(manifest: Manifest) -> Iterator[str]:
    number, chain = manifest.seals
    last = Seal.objects.order_by("-number").first()
    if (last.number, last.chain) != (number, chain) if last else number:
        yield f"the record ends at another seal than {number}"
    # That something waits for its seal says nothing of the backup.
    yield from (one for one in sealing.findings() if "never sealed" not in one)


def _files(manifest: Manifest) -> Iterator[str]:
    places = sources()
    for name, kept in manifest.files.items():
        root, _slash, inside = name.partition("/")
        if root not in places:
            continue
        if places[root].digest(inside) != kept.sha256:
            yield f"{name} is not as it was"
    for result in inspect(Look(timezone.now(), is_full=True), ["files_missing", "files_cut"]):
        if not result.is_well:
            yield f"{result.check.name}: {result.found.count} {result.problem}".strip()


def _search() -> list[str]:
    """Return what is wrong with the index that was made anew: it opens, answers, and holds every document."""
    if problem := health.problem():
        return [f"search: {problem}"]
    living, wanted = site_index.now().living, IndexedDocument.objects.live().count()
    return [] if living == wanted else [f"search: {living} documents can be found, and {wanted} should be"]


def _sign_in() -> list[str]:
    """Return what keeps people from signing in: an account of a moment signs in, a wrong password does not.

    Nothing of it stays, and no real account is touched; of the real ones it is asked whether their passwords can be read.
    """
    password, wrong = secrets.token_urlsafe(24), []
    with transaction.atomic():
        person = User.objects.create_user(username=f"proof-{secrets.token_hex(6)}", password=password)
        if authenticate(_request(), username=person.username, password=password) != person:
            wrong.append("sign-in: a right password is refused")
        if person.check_password(password + "!"):
            wrong.append("sign-in: a wrong password is taken")
        transaction.set_rollback(True)
    unread = sum(not _is_readable(kept) for kept in User.objects.values_list("password", flat=True))
    return [*wrong, f"sign-in: {unread} passwords are kept in a form that nobody reads"] if unread else wrong


def _is_readable(password: str) -> bool:
    try:
        return not is_password_usable(password) or bool(identify_hasher(password))
    except ValueError:
        return False


def _request() -> HttpRequest:
    request = HttpRequest()
    request.META = {"REMOTE_ADDR": "127.0.0.1", "HTTP_USER_AGENT": "restore", "PATH_INFO": "/"}
    return request
