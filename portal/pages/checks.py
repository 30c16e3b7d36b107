"""`manage.py check --database default`: the center cannot be reached while its contact is not filled in."""

from __future__ import annotations

from collections.abc import Sequence

from django.apps import AppConfig
from django.core.checks import CheckMessage, Tags, Warning, register
from django.db import connections

from portal.pages.domain.contact import missing_here
from portal.pages.models import Contact


@register(Tags.database)
def contact_is_filled_in(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: object
) -> list[CheckMessage]:
    """Name what of address, map, telephone, e-mail, hours and "who does what" is missing (S1.34).

    Args:
        app_configs: unused, part of Django's signature.
        databases: those that may be asked; without one, and before the tables are there, nothing is asked.
        kwargs: unused, part of Django's signature.
    """
    for alias in databases or ():
        connection = connections[alias]
        if Contact._meta.db_table in connection.introspection.table_names():
            words = ", ".join(str(word) for word in missing_here())
            return [_warning(words)] if words else []
    return []


def _warning(words: str) -> Warning:
    return Warning(
        f"The center cannot be reached by everybody yet; missing: {words}",
        hint="Fill it in under /cms/, Settings; it is shown at /contact/.",
        id="pages.W001",
    )
