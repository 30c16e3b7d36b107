"""Every message that leaves the system, durable."""

from portal.outbox.services import enqueue

__all__ = ["enqueue"]
