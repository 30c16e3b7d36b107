"""The append-only record of who did and who read what."""

from .services import record

__all__ = ["record"]
