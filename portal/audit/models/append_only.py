"""What every table has that is only added to. A trigger of the database says the same (`portal.triggers`)."""

from __future__ import annotations

from typing import Any

from django.db import models


class AppendOnlyError(TypeError):
    """Somebody tried to change or delete history."""


class AppendOnlyQuerySet(models.QuerySet):
    """Rows may be added and read, nothing else."""

    def update(self, **kwargs: object) -> int:
        """Refuse.

        Raises:
            AppendOnlyError: always.
        """
        raise AppendOnlyError

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refuse.

        Raises:
            AppendOnlyError: always.
        """
        raise AppendOnlyError


class AppendOnly(models.Model):
    """A row that is written once."""

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert once.

        Raises:
            AppendOnlyError: when the row exists already.
        """
        if not self._state.adding:
            raise AppendOnlyError
        super().save(*args, **kwargs)

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        """Refuse.

        Raises:
            AppendOnlyError: always.
        """
        raise AppendOnlyError
