"""The project as an app: its checks and commands."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Holds no models; brings the deploy checks and the commands `prepare`, `serve` and `tick`."""

    name = "portal"
    label = "portal"
    verbose_name = "Klang"

    def ready(self) -> None:
        """Register checks and lookups, show the Buddhist era, close what was left open, watch for changes of public pages."""
        # Late: models cannot be imported before every app is there.
        from portal import checks, file_modes, lookups  # noqa: F401
        from portal.formats import era
        from portal.page_cache import changes

        era.connect()
        file_modes.tighten()
        changes.connect()
