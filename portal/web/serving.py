"""How a page model reaches what answers for it.

Wagtail lets a page answer requests, so a model has to call the views of its room; but views stand above models, and read
them. The models of a room keep a `Serving`, and its `apps.py` says which views it stands for, when all are there.
"""

from __future__ import annotations

from types import ModuleType

from django.core.exceptions import ImproperlyConfigured


class Serving:
    """The views of a room as its page models know them.

    Args:
        room: whose models ask; named when nobody answers.
    """

    def __init__(self, room: str) -> None:
        self._room = room
        self._views: ModuleType | None = None

    def by(self, views: ModuleType) -> None:
        """Say which module answers; from the `ready` of the room's app.

        Args:
            views: with one function for each call of the models.
        """
        self._views = views

    @property
    def views(self) -> ModuleType:
        """The views of the room.

        Raises:
            ImproperlyConfigured: its app named none.
        """
        if self._views is None:
            raise ImproperlyConfigured(
                f"No views answer for the pages of {self._room}: its app has to name them."
            )
        return self._views
