"""Every message that leaves the system, durable."""

from .services import enqueue

__all__ = ["enqueue"]
