"""What must hold before Klang serves anybody."""

from __future__ import annotations

from collections.abc import Sequence

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register


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
