"""The one place where the room's models reach for what visitors see."""

from __future__ import annotations

from portal.web.serving import Serving

SERVING = Serving("legal_library")
"""`legal_library.public.views`, as `legal_library.apps` says."""
