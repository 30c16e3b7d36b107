"""What must hold before Klang serves anybody."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

from django.apps import AppConfig, apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import Error as DatabaseErrors
from django.db import connection

from portal import file_modes

_LONGEST_NAMED = 365


@register(Tags.security)
def private_files_are_private(
    app_configs: Sequence[AppConfig] | None, **kwargs: object
) -> list[CheckMessage]:
    """Refuse settings that would publish case files.

    Args:
        app_configs: unused, part of Django's signature.
        kwargs: unused, part of Django's signature.
    """
    private = settings.PRIVATE_ROOT
    public = [settings.STATIC_ROOT, settings.MEDIA_ROOT]
    if any(private == root or root in private.parents for root in public):
        return [Error("PRIVATE_ROOT lies inside a public folder", id="portal.E001")]
    return []


@register(Tags.security)
def files_are_the_services_own(
    app_configs: Sequence[AppConfig] | None, **kwargs: object
) -> list[CheckMessage]:
    """Tell which files and folders of the installation others on the machine may open.

    At a start they are closed already; what is left belongs to another account.
    """
    return _open_to_others([path for path in file_modes.roots() if file_modes.is_open(path)], "portal.W001")


@register(Tags.security, deploy=True)
def every_file_is_the_services_own(
    app_configs: Sequence[AppConfig] | None, **kwargs: object
) -> list[CheckMessage]:
    """The same for every single file, with `check --deploy`."""
    return _open_to_others(
        [path for path in file_modes.everything() if file_modes.is_open(path)], "portal.W002"
    )


@register(Tags.security, deploy=True)
def proxies_are_counted(app_configs: Sequence[AppConfig] | None, **kwargs: object) -> list[CheckMessage]:
    """Warn of settings under which a whole network, or everybody, would count as one address.

    What stands in front cannot be known from settings alone. A portal that is reached by https and does not speak TLS
    itself has a proxy, though, and trusting none then means that limits and locks hit all visitors at once.
    """
    proxies = settings.KLANG["TRUSTED_PROXIES"]
    if proxies < 0:
        return [Error("KLANG_TRUSTED_PROXIES is a number of proxies: 0 or more", id="portal.E002")]
    speaks_tls = bool(os.environ.get("GRANIAN_SSL_CERTIFICATE"))
    if proxies == 0 and settings.WAGTAILADMIN_BASE_URL.startswith("https://") and not speaks_tls:
        return [
            Warning(
                "The portal is reached by https and trusts no proxy: all visitors would count as one address",
                hint="Set KLANG_TRUSTED_PROXIES to the number of your proxies in front (usually 1).",
                id="portal.W003",
            )
        ]
    return []


@register(Tags.security, deploy=True)
def store_is_reached_by_tls(app_configs: Sequence[AppConfig] | None, **kwargs: object) -> list[CheckMessage]:
    """Warn of a store of files that is asked in clear over a network (ASVS 12.1): pictures of `/cms/` are not sealed."""
    endpoint = urlsplit(settings.KLANG["STORE"].get("endpoint", "")) if settings.KLANG["STORE"] else None
    if (
        endpoint is None
        or endpoint.scheme in ("", "https")
        or endpoint.hostname in ("127.0.0.1", "::1", "localhost")
    ):
        return []
    return [
        Warning(
            "The store of files is reached without TLS",
            hint="Give KLANG_STORE_ENDPOINT an https address.",
            id="portal.W004",
        )
    ]


def _open_to_others(paths: list[Path], identifier: str) -> list[CheckMessage]:
    if not paths:
        return []
    named = ", ".join(str(path) for path in paths[:5])
    more = f" and {len(paths) - 5} more" if len(paths) > 5 else ""
    return [
        Warning(
            f"Others on this machine may open {named}{more}",
            hint="chmod -R go-rwx them as their owner, or let `manage.py prepare` do it under the service's account.",
            id=identifier,
        )
    ]


@register(Tags.security)
def names_end_with_the_event(app_configs: Sequence[AppConfig] | None, **kwargs: object) -> list[CheckMessage]:
    """Refuse a time for which nobody may keep names after an event, and one that ends before it began (PDPA s.37(3))."""
    if 1 <= settings.KLANG["NAMED_AFTER_EVENT_DAYS"] <= _LONGEST_NAMED:
        return []
    return [Error("KLANG_NAMED_AFTER_EVENT_DAYS is a number of days: 1 to 365", id="portal.E003")]


ROOMS = frozenset({"announcements", "cases", "legal_library", "portal"})
"""Packages whose tables are ours."""


class OldTablesError(Exception):
    """The portal must not start: its tables are of an older version. The text says what to do."""


def refuse_old_tables() -> None:
    """Let nobody in while the database was not changed yet as this version needs it (reliability.md R12).

    A database that was changed by a newer version is none of this: the old program goes on there until it is restarted
    (`portal.upkeep.beside`).

    Raises:
        OldTablesError: with what to do.
    """
    if missing := tables_to_come():
        raise OldTablesError(
            f"Klang does not start on old tables: the database has not been changed by {', '.join(missing[:3])} yet. "
            "Run: manage.py prepare (docs/operations.md, Updating)."
        )


def tables_to_come() -> list[str]:
    """Return the newest migration of each room that the database has not seen; none where nothing can be compared.

    The files alone are looked at: each stands on those before it, and loading them all would cost every start a second.
    Where the database is not there, or has no tables yet, the portal starts as it always did.
    """
    newest = set()
    for config in apps.get_app_configs():
        names = (path.stem for path in Path(config.path, "migrations").glob("[0-9]*.py"))
        if config.name.partition(".")[0] in ROOMS and (last := max(names, default="")):
            newest.add((config.label, last))
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT app, name FROM django_migrations")
            seen = set(cursor.fetchall())
    except DatabaseErrors:
        return []
    return sorted(".".join(one) for one in newest - seen) if seen else []
