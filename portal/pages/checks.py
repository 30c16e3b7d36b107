"""`manage.py check --database default`: the center cannot be reached while its contact is not filled in."""

from __future__ import annotations

from collections.abc import Sequence

from django.apps import AppConfig
from django.core.checks import CheckMessage, Tags, Warning, register
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model

from portal.pages.domain.contact import missing_here
from portal.pages.models import Contact, SiteSettings


@register(Tags.database)
def contact_is_filled_in(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: object
) -> list[CheckMessage]:
    """Name what of address, map, telephone, e-mail, hours and "who does what" is missing (S1.34).

    Args:
        app_configs: unused, part of Django's signature.
        databases: those that may be asked; without one, and before the tables are as this version has them, nothing is asked.
        kwargs: unused, part of Django's signature.
    """
    for alias in databases or ():
        if all(_is_there(connections[alias], model) for model in (SiteSettings, Contact)):
            words = ", ".join(str(word) for word in missing_here())
            return [_warning(words)] if words else []
    return []


def _is_there(connection: BaseDatabaseWrapper, model: type[Model]) -> bool:
    """Say whether a table has all that this version reads: `migrate` asks the checks before it changes anything."""
    table = model._meta.db_table
    if table not in connection.introspection.table_names():
        return False
    with connection.cursor() as cursor:
        present = {one.name for one in connection.introspection.get_table_description(cursor, table)}
    return present >= {one.column for one in model._meta.concrete_fields}


def _warning(words: str) -> Warning:
    return Warning(
        f"The center cannot be reached by everybody yet; missing: {words}",
        hint="Fill it in under /cms/, Settings; it is shown at /contact/.",
        id="pages.W001",
    )
