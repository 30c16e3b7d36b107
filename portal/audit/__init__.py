"""The append-only record of who did and who read what."""

from portal.audit.services import record

__all__ = ["record"]
