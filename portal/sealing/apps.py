"""The room as an app."""

from django.apps import AppConfig


class SealingConfig(AppConfig):
    """Brings the proofs of keys and the commands `make_keys` and `rotate_keys`."""

    name = "portal.sealing"
    label = "sealing"
    verbose_name = "Sealing"
