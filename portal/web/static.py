"""Static files under names that tell their content, compressed once, kept by browsers for good."""

from __future__ import annotations

from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage

MANIFEST = "staticfiles.json"
"""Which name a file has; it lies in STATIC_ROOT once they were collected."""


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage, for an installation that collects by itself (`manage.py prepare`).

    Until that was done the files have their plain names, and are served from where they lie.
    """

    def url(self, name: str | None, force: bool = False) -> Any:
        """Return the address of a file."""
        if not self.hashed_files and name is not None:
            return self.base_url + name
        return super().url(name, force)
