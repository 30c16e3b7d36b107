"""The project as an app: its checks and commands."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Holds no models; brings the deploy checks and the commands `prepare`, `serve` and `tick`."""

    name = "portal"
    label = "portal"
    verbose_name = "Klang"

    def ready(self) -> None:
        """Register the checks."""
        from portal import checks  # noqa: F401
