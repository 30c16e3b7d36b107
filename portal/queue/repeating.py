"""Which tasks may be run again after their worker died in the middle of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from django.core.exceptions import SuspiciousOperation

if TYPE_CHECKING:
    from django_tasks_db.models import DBTaskResult

Function = TypeVar("Function", bound=Callable[..., Any])


def repeatable(function: Function) -> Function:
    """Mark the function of a task that does no harm when it runs twice, or again after half of it.

    Stands below `@task()`. Whoever writes it says that each step of the task is one transaction that looks for itself
    whether it is still needed.
    """
    function.is_repeatable = True  # type: ignore[attr-defined]
    return function


def is_repeatable(row: DBTaskResult) -> bool:
    """Say whether the task of a row is marked; one that no longer exists is not."""
    try:
        return getattr(row.task.func, "is_repeatable", False)
    except (ImportError, SuspiciousOperation):
        return False
