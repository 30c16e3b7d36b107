"""Who asked to be told, and of what."""

from portal.alerts.models.alert import Alert
from portal.alerts.models.subscriber import Subscriber

__all__ = ["Alert", "Subscriber"]
