"""What a new installation holds."""

from legal_library.starter.loading import (
    Loaded,
    NoHomePageError,
    grant_rights,
    load_added_later,
    load_library,
)

__all__ = ["Loaded", "NoHomePageError", "grant_rights", "load_added_later", "load_library"]
