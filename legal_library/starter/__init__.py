"""What a new installation holds."""

from legal_library.starter.loading import Loaded, NoHomePageError, load_library

__all__ = ["Loaded", "NoHomePageError", "load_library"]
