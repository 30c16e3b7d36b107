"""The one place where the room's models reach for what visitors see."""

from __future__ import annotations

from types import ModuleType


def public_views() -> ModuleType:
    """Return `legal_library.public.views`.

    Wagtail serves a page through its model, while everything in `public` reads the models.
    """
    # Late, and only here: views stand above models.
    from legal_library.public import views

    return views
